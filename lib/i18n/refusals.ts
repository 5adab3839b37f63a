import type { Refusal, RefusalCode, RefusalFacts } from "@/lib/domain/refusal";
import { fileSize } from "./format";
import { type Locale, beijingTime } from "./instants";
import { missingWord } from "./missing-words";
import { signatureReason } from "./signature-reasons";
import { trustFault } from "./trust-faults";

type Messages = { readonly [C in RefusalCode]: (facts: RefusalFacts[C]) => string };

/** What happened, what still stands, what to do next. Never "操作失败". */
const RECORD_FAULTS = {
  format: { zh: "文件不是主体登记记录，或已损坏", en: "the file is no subject record, or is damaged" },
  issuer: {
    zh: "签名单位不是记录中写明的出具平台",
    en: "who signed it is not the platform that the record names as its issuer",
  },
  subject: { zh: "记录的统一社会信用代码不是本单位的", en: "its credit code is not this organisation's" },
  age: {
    zh: "记录出具超过 180 天，请到原平台重新导出",
    en: "it is older than 180 days; ask its platform for a new one",
  },
} as const;

const zh: Messages = {
  NOT_ALLOWED: () => "没有找到该内容，或者您当前的身份无权进行此项操作。",
  SIGN_IN_NEEDED: () => "此项操作需要先登录。",
  CERTIFICATE_NEEDED: () => "此项操作具有法律效力，须使用数字证书签名。",
  SIGN_IN_FAILED: () => "账号或凭据不正确，未能登录。",
  TOO_MANY_TRIES: ({ until }) => `尝试次数过多，请于 ${beijingTime(until)} 之后再试。已登录的会话不受影响。`,
  INPUT_INVALID: () => "填写的内容有需要修改之处，请核对标出的各项。",
  STATE_FORBIDS: () => "当前状态下不能进行此项操作，可能已由他人办理，请刷新页面查看。",
  STILL_RUNNING: () => "同一操作正在办理，请稍后刷新页面查看结果，不必重复提交。",
  BUSY: () => "同一内容正由他人办理，您的操作没有生效，填写的内容仍在本页，请稍后再试。",
  QUEUE_FULL: () => "贵单位同时发出的请求过多，本次没有受理；请等前面的办完后再发，已受理的不受影响。",
  DEFECT: ({ reference }) =>
    `系统出错，您填写的内容仍在本页，平台上的数据未受影响。请稍后再试；仍有问题请拨打客服电话并告知编号 ${reference}。`,
  SIGNED_MEANWHILE: () => "另一位签署人刚刚先签，您的签名没有采用。下面是含其签名的文本，请核对后再签一次。",
  STALE: () => "您编辑期间，内容已被他人修改。请刷新后核对，您的输入未被保存。",
  RULES_BROKEN: ({ count }) => `合规检查有 ${count} 项未通过，改正后方可继续。`,
  SIGNATURE_INVALID: ({ reason }) =>
    `签名未通过验证（${signatureReason("zh-CN", reason)}），内容未作任何变更。请更换有效证书后重试。`,
  RECORD_INVALID: ({ fault }) => `该主体登记记录不能采用：${RECORD_FAULTS[fault].zh}。内容未作任何变更。`,
  SIGNER_MISMATCH: () => "签名证书不属于当前单位或本人，内容未作任何变更。",
  NOT_A_SIGNER: ({ party }) =>
    `您在${party || "本单位"}没有签署权限，内容未作任何变更。请由具有签署权限的人员办理，或请本单位管理员授予。`,
  TRUST_CHANGE_INVALID: ({ fault }) => `该认证机构的信息不能列入信任列表：${trustFault("zh-CN", fault)}。`,
  CERTIFICATE_UNCERTAIN: ({ revoked }) =>
    revoked
      ? "该投标文件封签所用的证书在递交前已被吊销，不能据此定标。"
      : "封签证书的吊销状态尚未查明，查明前不能定标。系统每小时向认证机构重新查询。",
  REMOTE_USED: () => "这次手机确认已经用过，不能再用。请重新发起签名。",
  REMOTE_DOWN: ({ offered }) =>
    offered
      ? "移动证书服务暂时没有应答，没有签名，内容未作任何变更。请稍后再试，或者改用证书文件、UKey。"
      : "本平台没有接入移动证书服务。请使用证书文件或者 UKey。",
  USCC_INVALID: () => "统一社会信用代码校验位不正确，请核对后重新填写。",
  ALREADY_REGISTERED: () => "该统一社会信用代码、账号或证书已经登记，一个主体只登记一次。",
  PASSWORD_WEAK: () => "口令强度不足：至少 12 个字符，不得为常见口令，不得包含账号。",
  CODE_WRONG: () => "动态验证码不正确。请用验证器应用重新扫码，并在验证码更新前填写。",
  ID_NUMBER_INVALID: () => "身份证件号码校验位不正确，请核对后重新填写。",
  OPERATOR_RELATED: () =>
    "平台运营机构及与其有控股或者管理关系的单位，不得在本平台投标或者代理投标，本次登记未予受理。",
  INVITATION_OVER: () => "该邀请已失效、已撤回或已被接受，请联系本单位管理员重新邀请。",
  LAST_ADMIN: () => "本单位至少保留一名管理员，请先另行指定管理员。",
  NOT_VERIFIED: () => "本单位登记信息尚未通过核验，核验通过后方可办理。",
  OWN_ENTRY: () => "录入人与核验人须为不同的人，请由另一位人员办理。",
  CONTENT_CHANGED: () => "签名的内容与现有内容不一致，请重新核对后签名。",
  FILE_MISSING: () => "没有找到该文件，请重新上传。",
  FILE_DAMAGED: () => "收到的文件与本机文件不一致，请重新上传。",
  FILE_TYPE: () => "不支持该类型的文件，或文件名与内容不符。可上传 PDF、OFD、DOCX、XLSX、ZIP、PNG、JPG。",
  FILE_UNSAFE: () => "文件中发现恶意程序特征，未予接收。",
  FILE_TOO_LARGE: ({ limitBytes }) => `文件超过上限 ${Math.floor(limitBytes / 1048576)} MB。`,
  BID_SPACE_FULL: ({ limitBytes }) =>
    `本份投标文件各次上传的内容合计已达上限 ${fileSize(limitBytes)}，未再接收。已上传部分和此前已递交的投标文件不受影响；请减小文件后重新封签，仍有困难请联系平台运营机构。`,
  SUSPENDED: () => "本标段招标投标活动已暂停，恢复后方可继续。",
  TERMINATED: () => "本标段招标已经终止。",
  FEE_NOT_PAID: () => "招标文件工本费尚未支付，支付后即可下载。",
  NO_USE_CONTRACT: () => "招标人与平台尚未签订平台使用合同，签订后方可建立项目。",
  NO_MEDIUM: ({ region }) => `项目所在地（${region}）尚未配置法定发布媒介，不能发布。请联系平台运营机构。`,
  CALENDAR_MISSING: ({ year }) => `平台尚未载入 ${year} 年的节假日安排，无法计算期限。请联系平台运营机构。`,
  DEADLINE_TOO_EARLY: ({ earliest }) => `时间早于规定的最短期限，最早为 ${earliest}。`,
  TOO_LATE: ({ limit }) => `已超过办理期限（${beijingTime(limit)} 前）。`,
  TOO_EARLY: ({ from }) => `尚未到办理时间，${beijingTime(from)} 起方可办理。`,
  CLOCK_OFF: ({ since }) =>
    `平台时钟与标准时间的偏差超过 1 秒，自 ${beijingTime(since)} 起暂停接收投标文件和开标（SBC/1 第 5.1 条），本次操作未生效。封签好的文件请保留，时钟校准后再提交；此前已递交的投标文件不受影响。`,
  BIDDING_CLOSED: ({ deadline, at }) =>
    `投标截止时间为 ${beijingTime(deadline)}，本次操作于 ${beijingTime(at)} 到达，依规不予受理。`,
  BIDDING_STILL_OPEN: ({ deadline }) => `投标截止时间为 ${beijingTime(deadline)}，截止前不得开启。`,
  BID_INCOMPLETE: () => "投标文件尚未全部上传，未递交。已上传部分已保存，请继续上传。此前已递交的投标文件仍然有效。",
  BID_DAMAGED: () => "收到的文件与本机加密的文件不一致，请重新上传。此前已递交的投标文件不受影响。",
  NOT_ENCRYPTED: () => "文件未按规定加密，平台依规拒收。请使用加密封签页面或离线投标工具加密后递交。",
  WRONG_TENDER: () => "该投标文件是为其他标段或旧版招标文件制作的，平台拒收。请针对本标段现行招标文件重新封签。",
  SEAL_REJECTED: ({ reason }) => `封签未通过检查（${reason}），未递交。此前已递交的投标文件不受影响。`,
  TOO_FEW_BIDS: ({ needed }) => `投标人不足 ${needed} 家，不得开标；密文保持封存并退回。`,
  WRONG_SECRET: () => "该密钥与已递交投标文件的承诺值不符，未采用。可换一种方式再次解密，次数不限。",
  RESUBMISSION_NOT_ALLOWED: () =>
    "本标段的招标文件没有规定可以在补救期内重新提交明文，请用证书、备份文件或助记词解密。",
  RESUBMISSION_DIFFERS: ({ reason }) =>
    `重新提交的内容与已递交投标文件的承诺值不一致（${reason}），未采用。请用递交时的同一版文件和内容清单再试。`,
  OBJECTION_OPEN: ({ count }) => `有 ${count} 件异议尚未答复，答复前不得继续。`,
  COMMITTEE_INVALID: ({ needed }) => `评标委员会组成不符合规定：${needed}。`,
  KEPT_OUT: () => "该人员依规应当回避，不能进入本标段的评标委员会。",
  OUTSIDE_VENUE: ({ venue }) => `本标段在${venue}评标，只能在该场所的网络内进入评标室。`,
  NOT_READY: ({ missing }) => `尚有前置事项未完成：${missingWord("zh-CN", missing)}。`,
  NOTHING_TO_CORRECT: () => "所填数字没有需要修正的算术错误，或无法识别，请对照投标文件核对。",
  CORRECTED_OTHERWISE: () =>
    "该报价的大写金额与清单单项只能修正其一：大写金额是整个报价，单项差错可能已包含在内，一并计入会重复。投标人不接受前一项修正的，可以再提出另一项。",
  ALREADY_ASKED: () => "同一处已向投标人要求确认，不能重复发出。",
  OUT_OF_RANGE: ({ min, max }) => `数值须在 ${min} 至 ${max} 之间。`,
  MARK_OFF_STEP: ({ step, max }) => `评分须为 ${step} 分的整数倍，最高 ${max} 分。`,
  REASON_NEEDED: () => "请填写理由，理由将存档备查。",
  GROUND_NEEDED: () => "请从规定的情形中选择依据，并填写事实。",
  INQUIRY_NEEDED: () => "以低于成本为由否决前，须先要求投标人书面说明。",
  NOT_A_CANDIDATE: () => "中标人只能从公示的中标候选人中确定。",
  DIFFERS_FROM_BID: ({ field }) => `合同内容与招标文件和中标人投标文件不一致：${field}。`,
  STORE_DOWN: () =>
    "文件存储暂时不可用，本次内容没有保存。已收到的文件不受影响；已全部上传的投标文件仍可递交。请稍后再试。",
  SERVICE_DOWN: ({ service }) => `${service}暂时不可用，您的数据未受影响，请稍后再试。`,
};

const en: Messages = {
  NOT_ALLOWED: () => "Not found, or not permitted in your present capacity.",
  SIGN_IN_NEEDED: () => "Please sign in first.",
  CERTIFICATE_NEEDED: () => "This act has legal effect and must be signed with a digital certificate.",
  SIGN_IN_FAILED: () => "Account or credential is not right; you are not signed in.",
  TOO_MANY_TRIES: ({ until }) =>
    `Too many tries. Please wait until ${beijingTime(until)}. Open sessions are not affected.`,
  INPUT_INVALID: () => "Some entries need correction; please check those marked.",
  STATE_FORBIDS: () => "This cannot be done in the present state; somebody may have done it already. Please reload.",
  STILL_RUNNING: () =>
    "The same act is being done right now. Reload in a moment to see the result; there is no need to send it again.",
  BUSY: () =>
    "Somebody else is acting on the same thing. Nothing was done, what you typed is still here; please try again.",
  QUEUE_FULL: () =>
    "Your organisation has sent too many requests at once, so this one was not taken. Wait until those before it are done; what was accepted stands.",
  DEFECT: ({ reference }) =>
    `Something went wrong on our side. What you typed is still here and no data were changed. Please try again; if it fails again, call us and give the number ${reference}.`,
  SIGNED_MEANWHILE: () =>
    "Another signer has just signed first, so your signature was not used. The text below carries theirs: check it and sign again.",
  STALE: () => "Somebody else changed this while you were editing. Reload and compare; your input was not saved.",
  RULES_BROKEN: ({ count }) => `${count} compliance checks failed; correct them to go on.`,
  SIGNATURE_INVALID: ({ reason }) =>
    `The signature did not verify (${signatureReason("en", reason)}). Nothing was changed. Try another certificate.`,
  RECORD_INVALID: ({ fault }) =>
    `This subject record cannot be taken over: ${RECORD_FAULTS[fault].en}. Nothing was changed.`,
  SIGNER_MISMATCH: () => "The signing certificate does not belong to this organisation or person. Nothing was changed.",
  NOT_A_SIGNER: ({ party }) =>
    `You do not have the duty to sign for ${party || "this organisation"}. Nothing was changed. Ask somebody who has it, or your administrator to grant it.`,
  TRUST_CHANGE_INVALID: ({ fault }) => `This authority cannot stand in the trust list so: ${trustFault("en", fault)}.`,
  CERTIFICATE_UNCERTAIN: ({ revoked }) =>
    revoked
      ? "The certificate that sealed this bid had been revoked before it was submitted: it cannot win."
      : "Whether the sealing certificate is revoked is not known yet; there is no award before. The authority is asked again every hour.",
  REMOTE_USED: () => "This confirmation on the phone has been used and serves only once. Start the signature again.",
  REMOTE_DOWN: ({ offered }) =>
    offered
      ? "The mobile certificate service does not answer; nothing was signed or changed. Try again later, or use a key file or USB key."
      : "This platform has no mobile certificate service. Use a key file or a USB key.",
  USCC_INVALID: () => "The check character of the unified social credit code is wrong.",
  ALREADY_REGISTERED: () => "This credit code, account or certificate is registered already; a party registers once.",
  PASSWORD_WEAK: () =>
    "The password is too weak: at least 12 characters, not a common one, not containing the account name.",
  CODE_WRONG: () => "The one-time code is not right. Scan the QR code again and enter the code before it changes.",
  ID_NUMBER_INVALID: () => "The check character of the identity number is wrong.",
  OPERATOR_RELATED: () =>
    "The platform's operator and organisations it controls or manages may not bid or act for bidders on this platform; the registration was not accepted.",
  INVITATION_OVER: () =>
    "This invitation has expired, was withdrawn or has been accepted. Ask your administrator for a new one.",
  LAST_ADMIN: () => "An organisation keeps at least one administrator; appoint another one first.",
  NOT_VERIFIED: () => "Your organisation has not been verified yet.",
  OWN_ENTRY: () => "Entry and verification need two different people.",
  CONTENT_CHANGED: () => "What was signed differs from the present content. Please check and sign again.",
  FILE_MISSING: () => "The file was not found; please upload it again.",
  FILE_DAMAGED: () => "The file received differs from the one on your computer; please upload it again.",
  FILE_TYPE: () =>
    "This type of file is not taken, or its name says another type than its content. PDF, OFD, DOCX, XLSX, ZIP, PNG and JPG are taken.",
  FILE_UNSAFE: () => "A known malware pattern was found; the file was not taken.",
  FILE_TOO_LARGE: ({ limitBytes }) => `The file is larger than ${Math.floor(limitBytes / 1048576)} MB.`,
  BID_SPACE_FULL: ({ limitBytes }) =>
    `All uploads of this bid together have reached the limit of ${fileSize(limitBytes)}; nothing more was taken. What is up and an earlier submitted bid are not affected. Make the files smaller and seal again, or contact the operator.`,
  SUSPENDED: () => "This lot is suspended; wait for its resumption.",
  TERMINATED: () => "This tender has been terminated.",
  FEE_NOT_PAID: () => "The document fee has not been paid yet.",
  NO_USE_CONTRACT: () => "The tenderee has no contract of use with the platform yet; sign it first.",
  NO_MEDIUM: ({ region }) =>
    `No designated medium is configured for the region ${region}; the notice cannot be published.`,
  CALENDAR_MISSING: ({ year }) =>
    `The notice of rest days for ${year} is not loaded yet, so time limits cannot be reckoned. Please contact the operator.`,
  DEADLINE_TOO_EARLY: ({ earliest }) => `Earlier than the shortest lawful period; the earliest is ${earliest}.`,
  TOO_LATE: ({ limit }) => `The time limit has passed (before ${beijingTime(limit)}).`,
  TOO_EARLY: ({ from }) => `Not yet: possible from ${beijingTime(from)}.`,
  CLOCK_OFF: ({ since }) =>
    `The platform's clock is more than one second off the reference time; since ${beijingTime(since)} no bids are taken and nothing is opened (SBC/1 §5.1). Nothing was done. Keep what you have sealed and send it again once the clock is right; an earlier submitted bid is not affected.`,
  BIDDING_CLOSED: ({ deadline, at }) =>
    `The bid deadline was ${beijingTime(deadline)}; this arrived at ${beijingTime(at)} and is refused by rule.`,
  BIDDING_STILL_OPEN: ({ deadline }) => `The bid deadline is ${beijingTime(deadline)}; nothing may be opened before.`,
  BID_INCOMPLETE: () =>
    "The bid is not uploaded in full and was not submitted. What is up is kept; an earlier submitted bid stays valid.",
  BID_DAMAGED: () =>
    "What arrived differs from what was sealed on your computer; please upload again. An earlier submitted bid is not affected.",
  NOT_ENCRYPTED: () =>
    "The file is not encrypted as required and is refused. Use the sealing page or the offline tool.",
  WRONG_TENDER: () => "This bid was made for another lot or an older version of the documents. Please seal again.",
  SEAL_REJECTED: ({ reason }) =>
    `The seal did not pass the checks (${reason}) and was not submitted. An earlier submitted bid is not affected.`,
  TOO_FEW_BIDS: ({ needed }) => `Fewer than ${needed} bidders: no opening; the sealed bids go back unopened.`,
  WRONG_SECRET: () =>
    "This key does not match the commitment of the submitted bid. Try another way; there is no limit of tries.",
  RESUBMISSION_NOT_ALLOWED: () =>
    "The tender documents of this lot do not allow the plaintext to be submitted again. Decrypt with the certificate, the backup file or the words.",
  RESUBMISSION_DIFFERS: ({ reason }) =>
    `What was submitted again does not match the commitments of the submitted bid (${reason}) and was not taken. Try with the files and the list of contents of that very version.`,
  OBJECTION_OPEN: ({ count }) => `${count} objections are unanswered; they must be answered first.`,
  COMMITTEE_INVALID: ({ needed }) => `The committee does not meet the rules: ${needed}.`,
  KEPT_OUT: () => "The rules keep this person out of the committee of this lot.",
  OUTSIDE_VENUE: ({ venue }) =>
    `This lot is evaluated at ${venue}; the evaluation room opens from that place's network alone.`,
  NOT_READY: ({ missing }) => `Something has to be done first: ${missingWord("en", missing)}.`,
  NOTHING_TO_CORRECT: () =>
    "There is no arithmetic to correct in these numbers, or they cannot be read. Compare the bid.",
  CORRECTED_OTHERWISE: () =>
    "Of one price either the words or lines of the bill are corrected: the words give the whole price and may hold the same fault, which would count twice. If the bidder does not accept the one, the other can be raised.",
  ALREADY_ASKED: () => "The bidder has been asked about this place already.",
  OUT_OF_RANGE: ({ min, max }) => `The value must lie between ${min} and ${max}.`,
  MARK_OFF_STEP: ({ step, max }) => `The mark must be a multiple of ${step}, at most ${max}.`,
  REASON_NEEDED: () => "Please give a reason; it is kept on file.",
  GROUND_NEEDED: () => "Choose the ground from the list and state the facts.",
  INQUIRY_NEEDED: () => "Before rejecting a price as below cost, the bidder must be asked to explain in writing.",
  NOT_A_CANDIDATE: () => "The winner must be one of the published candidates.",
  DIFFERS_FROM_BID: ({ field }) => `The contract differs from tender documents and bid: ${field}.`,
  STORE_DOWN: () =>
    "The file store is unavailable at the moment, and this was not saved. Files received before are safe, and a bid that is uploaded completely can still be submitted. Please try again later.",
  SERVICE_DOWN: ({ service }) =>
    `${service} is not available at the moment; your data are safe. Please try again later.`,
};

const MESSAGES = { "zh-CN": zh, en } as const;

/** The refusal as a sentence in the reader's language. */
export function say(locale: Locale, { code, facts }: Refusal): string {
  const tell = MESSAGES[locale][code] as (facts: unknown) => string; // the constructor paired code and facts
  return tell(facts);
}
