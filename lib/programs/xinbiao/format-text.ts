import type { Words } from "./command";

/** Members of an archive package (zip) and what they are. */
export const MEMBERS = [
  {
    name: "index.json, index.p7s",
    what: "archive-index: length and SHA-256 of every other member, by name; signed by the platform",
    kind: "public, full",
  },
  {
    name: "trust/trust-list.json|p7s, trust/<n>.crl",
    what: "trust-list in force when the package was made, signed by the platform, and the authorities' revocation lists",
    kind: "public, full",
  },
  {
    name: "trust/log-keys.json|p7s",
    what: "log-keys: verifier keys of log and witnesses, signed by the platform",
    kind: "public, full",
  },
  {
    name: "tender/policy.json, tender/record-<version>.json",
    what: "opening policy and tender records, each with .tenderee.p7s and .platform.p7s",
    kind: "public, full",
  },
  {
    name: "bids/<bid id>/seal.json|p7s|tst, receipt.json|p7s",
    what: "public: bids of the closing list; full: every version, withdrawals too",
    kind: "public, full",
  },
  { name: "bids/headers/<cid>.json", what: "headers of the containers used", kind: "public, full" },
  { name: "tender/docs-<version>.json", what: "docs: files of a document set and their hashes", kind: "public, full" },
  {
    name: "tender/documents-<version>/<file>, tender/notices/<kind>-<start of id>.pdf, opening/record.pdf",
    what: "the document set itself, the notices and the printed opening record; evaluation/report.pdf is in the full package only",
    kind: "public, full",
  },
  {
    name: "tender/outages/<first 16 digits of the hash>.txt",
    what: "signed notes of witnesses (SBC/1 unreachable) that an amendment gives as its ground; their events are in events.jsonl with tender null",
    kind: "public, full",
  },
  {
    name: "tender/clocks/<first 16 digits of the hash>.json|p7s|tst",
    what: "clock: what the platform signed of its own clock and an amendment gives as its ground; their events (kind clock) are in events.jsonl with tender null",
    kind: "public, full",
  },
  { name: "bids/<bid id>/withdraw.json|p7s|tst", what: "withdrawals with their receipts", kind: "full" },
  {
    name: "bids/<bid id>/resubmission.json|p7s, resubmission-receipt.json|p7s",
    what: "the seal of the container submitted again for this bid, and its receipt; release.json is then of that container",
    kind: "public, full",
  },
  { name: "bids/<bid id>/release.json|p7s", what: "the bidder's secrets B", kind: "full" },
  {
    name: "bids/bodies/<cid>/<segment>.bin",
    what: "ciphertext of the bids of the closing list, stored without deflating, readable by ranges",
    kind: "full",
  },
  {
    name: "opening/close, close-list, freeze, opening-record (.json|p7s|tst)",
    what: "the platform's statements of closing and opening",
    kind: "public, full",
  },
  {
    name: "opening/opening-record-1, technical-result (.json|p7s|tst)",
    what: "two envelopes only: the record of the first session (opening-record with groups [1], every form null), and which bids passed; opening-record is then the record of the prices",
    kind: "public, full",
  },
  { name: "opening/share-<j>-<g>.json|p7s", what: "share statement of trustee j for group g", kind: "public, full" },
  {
    name: "opening/trustee-key-<j>.json",
    what: "trustee-secret: private keys of the lot that trustee j has published",
    kind: "public, full",
  },
  {
    name: "draws/checkpoint-<spec>.txt",
    what: "cosigned checkpoint whose root went into the seed of the draw; <spec>: first 16 hex digits of the spec hash",
    kind: "public, full",
  },
  {
    name: "draws/candidates-<spec>.json, evaluation/committee.json|p7s",
    what: "draw-candidates: the list behind a blinded root and its key; committee: who was asked, by seat",
    kind: "full",
  },
  {
    name: "evaluation/<n>-score-sheets.json|p7s|tst, evaluation/<n>-evaluation-report.json|p7s|tst",
    what: "score-sheets: method, every member's marks, accepted corrections of prices (answer: SHA-256 of the bidder's signed act in statements/, whose digest is SHA-256 of the canonical object {accepts: \"yes\", asked, bid, delta, fault, said} and whose subject is asked; said: SHA-256 of the answer's text), result; and the statement of the report the members signed",
    kind: "full",
  },
  {
    name: "draws/<n>-draw-spec|commit|reveal|result.json",
    what: "statements of draws; public: those without excluded persons",
    kind: "public, full",
  },
  {
    name: "statements/<n>-<role>.json|p7s|tst",
    what: "all other signed statements. The member type inside names the schema: act (what persons and the platform signed outside the protocol's own statements), document (supervisor-report: its CMS covers the byte range of the PDF and not the statement), policy and tender (what is in tender/ too, signed by the tenderee), refusal, rehearsal, and opening-record or technical-result with a second signature (opening-record-host, opening-record-1-host, technical-result-chair)",
    kind: "full",
  },
  {
    name: "events.jsonl",
    what: "archive-event, one canonical line each: event, blind, log index, name of its proof",
    kind: "public, full",
  },
  {
    name: "log/*.tlog-proof, log/consistency.json",
    what: "C2SP tlog-proofs with cosigned checkpoints; consistency from each checkpoint to the next",
    kind: "public, full",
  },
  {
    name: "log/stamped-<size>.txt|tst",
    what: "hourly timestamps: a cosigned checkpoint of that size and the RFC 3161 token over these bytes; the first after each checkpoint of a proof, where there is one by then",
    kind: "public, full",
  },
] as const;

/** Where the specification leaves room, this says what we do. */
export const TEXT: Words = {
  zh: `# 投标文件格式 SBC/1

\`schemas/\` 是各类声明的 JSON Schema（规范 JSON：RFC 8785，成员不多不少；\`x\` 对象除外）。\`reasons.json\` 是原因代码及含义，
工具在退出码为 1 时把代码打印在最后一行。\`interface.json\` 是递交与解密的接口，\`archive.json\` 是归档包的成员。

- 退出码：0 成立；1 拒绝或不成立；2 用法不对或文件缺失，\`verify\` 与 \`receipt\` 则为不完整。
- \`open\` 把第 i 段第 f 个文件写到 \`i/f\`，另以文件名建一个同内容的名字；开标一览表写到 \`form.json\`。
- \`.sbcr\` 是一行规范 JSON（\`receipt-bundle\`）：回执、平台签名、密封声明及其签名、时间戳、日志证明；后两项未到时为 \`null\`。
- 归档包是 zip；\`index.json\` 列出其余全部成员的长度与 SHA-256，由平台签名；多、少、改任一成员都不成立。
- \`events.jsonl\` 每行一个规范 JSON：事件、盲因子、日志序号、证明文件名；尚未进入日志的后两项为 \`null\`。
- 任何人按此格式制作的容器，平台一律接收。

## 开启演练（协议 §2.10）

- 截止前 24 小时和 1 小时，平台给每个受托人每组一份检验密文：明文是 \`SBC/1 canary\` 加一个零字节，再加 32 个随机字节；
  套件 1 以 HPKE 加密，\`info\` 为 \`SBC/1 canary\`、零字节、\`u8(g)\`；套件 2 以 SM2 加密。受托人只认这样的明文，其他一律拒绝。
- 受托人回答 \`rehearsal\` 声明并签名：每组一个摘要 SHA-256(\`SBC/1 canary-answer\` ‖ 零字节 ‖ nonce ‖ 明文)，不交出明文，
  因此这个接口打不开任何投标文件的份额。通过的声明记入日志；不通过的，向平台运营、招标人和监督部门告警，每五分钟再试。

## 双信封（协议 §9 第 2 阶段）

- \`technical-result\` 列出冻结名单的全部投标（按编号升序），\`passed\` 为 \`true\` 的必须已解密；由平台签名并记入日志，
  \`freeze\` 是冻结声明的 SHA-256。受托人只按它交出第 2 组及以后的份额，只交 \`passed\` 的投标；\`share.result\` 是它的 SHA-256。
- 受托人核对：平台签名、日志证明、标段、冻结声明、名单一致、未解密的不得通过；投标文件头中的政策摘要必须等于所给政策的摘要；
  对同一标段只认一份冻结声明，各组相同。
- 第一次开启的 \`opening-record\` 的 \`groups\` 为 \`[1]\`，\`form\` 一律为 \`null\`；第二次为其余各组，未通过的 \`cause\` 为 \`rejected\`。
- 只要有一份已解密的投标该组没有开启，受托人就不公布该组私钥（\`keys\` 中为 \`null\`）。
- 顺序：第 1 组份额、第一次开标记录、技术评审结果、其余份额、第二次开标记录，在日志中依次不得提前。

## 补救期内重新提交明文（协议 §2.11 第 6 项）

开标策略的 \`resubmit\` 为 \`true\` 时才有。投标人密钥（M）全部遗失，但递交时的同一版文件和内容清单还在的，可以用。

- 投标人自己保存 \`manifests\`（规范 JSON，\`*.manifests.json\`）：\`bid\` 为投标标识，\`manifests\` 为该容器自带各段的清单，按段排列；
  其中有承诺值的盲因子，离了它同样的文件也给不出同样的承诺值。沿用组的清单在原容器的那一份里，两份一起用。它与投标文件一样须保密。
- 重新提交的是一个普通的 SBC/1 容器：新的容器标识、新的 M 和 N、同一策略和受托人、同样的文件、逐字节相同的清单。它的密封声明
  \`prev\` 为原投标标识，\`seq\` 加一；\`bidder\`、\`suite\`、\`tender\`（含 \`docs\`、\`policy\`）与原声明相同；各段都在本容器内，不得沿用；
  每段的 \`name\`、\`stage\`、\`manifest\`、\`form\` 与原声明相同。它不进入递交链（之后不再有声明），由同一信用代码的证书签名，不可省略。
- 同时交出本容器的 \`release\`：\`bid\` 是新密封声明的摘要，\`B\` 是新容器各组的 B，签名可省略（同 §2.11 第 2 项）。原投标的 B 不交出。
  于是它与已解密的投标一样封存：O 只有受托人在冻结之后才给得出。
- 平台当时核对：策略允许；数据库时钟在解密窗口结束之后、补救期结束之前、尚未冻结；是本单位已有回执、尚未解密的投标；承诺值相同；
  头、各段、份额、签名同 §2.9；B 与新头中的承诺相符。合格的给回执（\`receipt\`，\`bid\` 为新标识），以 \`resubmission\` 记入日志；
  不合格的给签名的 \`refusal\`。每份投标只收一次，重复同一请求得到同一回执。回执同样可取 \`.sbcr\`：\`token\` 为 \`null\`，日志事件的 \`kind\` 为 \`resubmission\`。
- \`freeze\` 中该投标 \`released\` 为 \`true\`，另有 \`resubmission\`：新密封声明的摘要；没有重新提交的不写此成员。不同投标不得同名。
- 受托人收到原密封声明、新密封声明及签名、新头，核对：策略 \`resubmit\` 为 \`true\`，冻结不早于截止加 \`window_s\`，冻结指明的正是它，上述各成员相同，
  签名属于同一信用代码；签名不可信的略去该份额，不影响其他投标。双信封的第 2 组同样等技术评审结果。
- 开启时平台解密本次应开各组的全部内容：清单、开标一览表、每个文件的摘要、填充，都须与承诺一致。不一致的不开启，平台签发 \`refusal\`
  （\`bid\` 为新标识，\`reason\` 为原因代码）并记入日志；由人认定原因（第 98 条规则）。\`opening-record\` 中该投标有与冻结相同的 \`resubmission\`。
- 核验工具以 \`resubmission:<投标标识前 16 位>\` 一行判断；完整归档中被拒绝的，还要核实其内容确实不同。
- 已知答案在 \`known-answers.json\`。
`,
  en: `# Sealed bid format SBC/1

\`schemas/\` holds the JSON Schema of each statement (canonical JSON: RFC 8785, no member more or less, but for an object
\`x\`). \`reasons.json\` lists the reason codes; a tool that exits with 1 prints the code on its last line. \`interface.json\`
lists the doors for submitting and releasing, \`archive.json\` the members of an archive package.

- Exit codes: 0 good; 1 refused or false; 2 wrong usage or a missing file, of \`verify\` and \`receipt\` incomplete.
- \`open\` writes file f of segment i to \`i/f\`, with a second name for the same content, the file's own; the opening form goes
  to \`form.json\`.
- \`.sbcr\` is one canonical JSON object (\`receipt-bundle\`): receipt, the platform's signature, seal with its signature,
  timestamp, log proof; the last two are \`null\` until they are there.
- An archive package is a zip file; \`index.json\` lists length and SHA-256 of all other members and is signed by the platform;
  a member more, less or altered makes it false.
- \`events.jsonl\` has one canonical JSON object a line: event, blind, log index, name of its proof; the last two are \`null\`
  while the event waits for the log.
- A container made by anybody's program in this format is accepted.

## Rehearsal (protocol §2.10)

- 24 hours and 1 hour before the deadline every trustee gets a canary for each group: \`SBC/1 canary\`, a zero byte, 32 random
  bytes; in suite 1 by HPKE with \`info\` = \`SBC/1 canary\`, a zero byte, \`u8(g)\`, in suite 2 by SM2. A trustee takes nothing
  else than such a plaintext.
- It answers with a signed \`rehearsal\`: for each group SHA-256(\`SBC/1 canary-answer\` || zero byte || nonce || plaintext),
  never the plaintext, so that this door opens nobody's share. Answers that fit are logged; a failure is told to operator,
  tenderee and supervisor, and tried again every five minutes.

## Two envelopes (protocol §9, stage 2)

- \`technical-result\` lists every bid of the freeze, rising; one with \`passed\` true must have been released. The platform
  signs it and logs it; \`freeze\` is the SHA-256 of the freeze. Trustees give shares of groups 2 and above by it alone, and
  only of bids that passed; \`share.result\` is its SHA-256.
- A trustee checks: the platform's signature, the log proof, the lot, the freeze, the same bids, none passing that was not
  released; the policy hash in each header is that of the policy it was given; one freeze for all groups of a lot.
- The \`opening-record\` of the first session has \`groups\` \`[1]\` and every \`form\` null; that of the second has the other
  groups, and \`cause\` \`rejected\` where a bid did not pass.
- A trustee does not publish the key of a group (\`null\` in \`keys\`) while that group of any released bid stays closed.
- In the log: shares of group 1, first record, technical result, other shares, second record; none before the one before it.

## Re-submission of the plaintext (protocol §2.11, 6)

Only where the opening policy has \`resubmit\` true: for a bidder that has lost M in every form and still has the files of the
version it submitted, with their manifests.

- The bidder keeps \`manifests\` (canonical JSON, \`*.manifests.json\`): \`bid\` is the bid id, \`manifests\` those of the segments
  the container itself brings, in their order. They hold the blinds: without them the same files do not give the same
  commitments. Of carried groups they stand with the earlier container; both files are then needed. As secret as the bid.
- What is submitted is an ordinary SBC/1 container: new container id, new M and N, same policy and trustees, same files,
  manifests equal byte for byte. Its seal has \`prev\` = the bid id and \`seq\` one more; \`bidder\`, \`suite\`, \`tender\` (\`docs\` and
  \`policy\` included) as in the bid's seal; every segment in this container, nothing carried; in each segment the same \`name\`,
  \`stage\`, \`manifest\` and \`form\`. It does not enter the chain (nothing follows it). It is signed by a certificate of the same
  credit code; this signature cannot be left out.
- With it goes a \`release\` of this container: \`bid\` is H of the new seal, \`B\` the B of its groups; unsigned as in §2.11, 2. Of
  the bid itself no B is given. It is then as closed as every released bid: O is the trustees', after the freeze.
- The platform checks at once: the policy allows it; by the database's clock the decryption window is over and the remedial one
  is not, and nothing is frozen; a bid of this company with a receipt and without a release; equal commitments; header, bodies,
  shares and signature as in §2.9; B against the new header. Good: a \`receipt\` (\`bid\` the new id), logged as \`resubmission\`;
  otherwise a signed \`refusal\`. Once for each bid; the same request again gets the same receipt. There is a \`.sbcr\` of it like
  of every receipt: \`token\` is null, the event in the log has \`kind\` \`resubmission\`.
- In the \`freeze\` such a bid has \`released\` true and \`resubmission\`, H of the new seal; the member is absent otherwise, and no two
  bids have the same.
- A trustee gets the bid's seal, the new seal with its signature and the new header, and checks: the policy has \`resubmit\` true,
  the freeze is not before the deadline and \`window_s\`, it names this very seal, the members above are equal, the signature is
  of the same credit code. A signature it does not believe means that this share is left out; the other bids go on. Group 2 of
  two envelopes waits for the technical result as always.
- When it is opened the platform decrypts everything of the groups that are due: manifests, form, the digest of every file and
  the padding must be as committed. Otherwise it stays unopened; the platform signs and logs a \`refusal\` (\`bid\` the new id,
  \`reason\` a reason code) and a person decides the cause (R-98). The \`opening-record\` has the \`resubmission\` of the freeze.
- A verifier judges it in a line \`resubmission:<first 16 digits of the bid id>\`; in a full archive, of one that was refused, also
  that its content really differs.
- Known answers are in \`known-answers.json\`.
`,
};
