import type { Words } from "./command";

/** Sections of the format document on what a reader accepts, and on files that the specification only names. */
export const READING: Words = {
  zh: `
## 读者从严与从宽之处

- 密封容器逐字节受检。从严：套件 2 中给受托人和投标人的 SM2 密文须是 GB/T 35276 的 DER，点在曲线上，明文长 33 或 32 字节；
  恰为整块的段，末尾空块同样要解密；\`media\` 只写类型/子类型，不带参数；联合体各代码校验位须对。从宽：\`bidder_keys\` 的次序、
  未知 \`alg\`（保留并跳过）；整份沿用而自身不带正文的替换；CMS 中证书的次序；开标一览表中名为 \`x\` 的成员，可以是文字或对象。
- 证书按 \`--at\` 所给时刻判断，不给即按现在；密封声明的 \`created\` 只是投标人自述，不作依据。签名者之一的证书须有且仅有一个统一社会信用代码，
  位于 2.5.4.97、2.5.4.11、2.5.4.5，或扩展 1.2.156.10260.4.1.4、.4.1.3、.4.4、1.2.86.11.7.3、.4、1.2.156.1.8888.148、1.2.156.112570.11.205。
- 私钥按 \`kid\` 找到自己的那一份密文就解，不问证书的密钥用途；封装时只用允许加密的证书和 \`--encrypt-cert\` 所给的。
- \`seal\`：不写段名的文件归入第一个不含一览表的段，\`段名=文件\` 归入该段。没有 \`--secrets\` 又没有口令的，密钥明文写在容器旁的
  \`.secrets.json\`。投标人自己的文件（\`bidkey\`、\`secrets\`、一览表、份额、标段记录）可以有空格或换行；开标策略必须逐字节规范。
- \`open\`：不全的密钥只解开所及的段并写出，其余仍封存，退出码 1、原因 \`secrets\`；有一处不成立则什么也不留下。
  \`combine\`：没有任何份额的组列在 \`missing_groups\`，不算错；给了份额却不足或不符的，退出码 1。一个 \`secrets\` 里同一把锁不得有两个值。
- \`draw\`：揭示值和承诺只能来自规格列明的各方，一方一份。

## 回执文件 .sbcr

- \`receipt\`、\`seal\` 是规范 JSON 原字节，\`cms\`、\`seal_cms\` 是对它们的分离式签名，均为 base64url；撤回时 \`seal\` 是撤回声明。
- \`token\` 是对密封声明字节的 RFC 3161 时间戳（与到达时刻相差不超过 60 秒）；\`proof\` 是 C2SP tlog-proof 文本。
- 日志事件由回执得出：\`at\` 为 \`arrival\`，\`hash\` 为回执的 SHA-256，\`kind\` 为 \`receipt\`；承诺 HMAC-SHA-256(\`blind\`, 事件)，
  经 \`extra\` 行的批次证明和包含证明到检查点。\`parts_root\` 须等于密封声明各段的 \`root\`，\`seq\`、\`tender\` 相同。

## 信任清单

- \`trust-list\`：规范 JSON，\`version\` 从 1 起每版加一，由平台签名（分离式 CMS），每版记入日志（\`kind\` 为 \`trust-list\`）。
- 每个机构：\`anchors\`、\`intermediates\`（DER 的标准 base64）；\`uses\` 为 \`sign\` 或 \`tsa\`；\`company\`、\`person\` 是代码所在位置，依次取用：
  \`subject\` 加 OID，或 \`extension\` 加 OID 与 \`form\`（\`raw\` 原字节，\`text\` 为 DER 字符串），\`prefix\` 先去掉；\`algorithms\` 为允许的签名算法；
  \`distrustAfter\` 之后的签名不再相信，此前的仍然有效；\`extendedKeyUsages\` 是另外接受的扩展用途。

## 评分表

- \`score-sheets\`：\`method\` 是招标文件定下的方法，\`sheets\` 是各评委对每份投标、每个叶子评分项的打分（评委只有序号，依次递增，一项一分，
  不超过 \`max\`，落在 \`step\` 上）。数字一律是十进制字符串，四舍五入到 \`places\` 位。
- \`result\` 由此复算：\`prices\` 为确定基准价所用报价，\`benchmark\` 基准价，\`drawn\` 抽取的系数；\`lines\` 按名次排列；
  \`ties\` 是评委会对同分的决定；\`corrections\` 是投标人接受的算术修正，\`answer\` 为其答复的 SHA-256。\`candidates\` 是前几名，至多三名。
- \`report\` 是评标报告 PDF 的 SHA-256；评分表由平台签名并记入日志。

## 归档包

- \`index.json\`（\`archive-index\`）：\`files\` 按名称的 UTF-8 字节升序，列出除 \`index.json\`、\`index.p7s\` 外的全部成员。
- \`events.jsonl\` 每行以换行结束；\`commitment\` = HMAC-SHA-256(\`blind\`, 规范事件)，\`proof\` 是本包中 tlog-proof 的名称，\`index\` 是批次的日志序号。
- \`log/consistency.json\` 的 \`steps\` 逐个给出前后两个检查点大小之间的 RFC 6962 一致性证明。

## 平台不能访问的记录（协议 §5.5）

- 见证人每 10 秒（\`every_ms\`）从外部询问平台的 \`/api/time\`，三次以上连续无应答的时段，恢复后签名：两行的 signed note，第一行 \`SBC/1 unreachable\`，
  第二行是规范 JSON \`unreachable\`。\`from\` 为第一次无应答的探测发出之时，\`to\` 为最后一次无应答确定之时，均按见证人的时钟；前后未测的时间不计。
- 签名是见证人公钥（\`log-keys\` 的 \`witnesses\`）对 note 全文（含末尾换行）的 Ed25519，行首名称即 \`witness\`，密钥标识同其检查点签名。
- 平台核对签名、\`platform\` 是否本平台、时间（不晚于现在 60 秒以上、不早于七天、与同一见证人的其他记录不重叠），每个声明只记一次，加时间戳，
  以 \`kind\` \`unreachable\`、\`tender\` 为 \`null\` 记入日志。多方测得的同一时段只计一次；单个见证人只能使顺延的提议出现，由招标人决定。

## 平台时钟不准的记录（协议 §5.1）

- 平台时钟与多数时间源的偏差确定超过 1 秒时停止接收投标，不再确定超过半秒时恢复；停与复各签一份规范 JSON \`clock\`（CMS），加时间戳，以 \`kind\` \`clock\`、
  \`tender\` 为 \`null\` 记入日志。\`at\` 按时间源，不按平台自己的时钟；\`off_ms\` 是偏差的下限与上限（毫秒，正数为快）；\`sources\` 是问过的全部时间源。
- 时间戳不得早于 \`at\` 60 秒以上；可以更晚（机构当时不可用）。\`clock-evidence\` 可单独离线核验：\`xinbiao verify --outage\`，自带信任列表、日志公钥与见证人公钥。
- 因此（或因平台不能访问）顺延截止时间时，新的招标记录在 \`x\` 中以 \`extended_for\` 列出依据的声明的 SHA-256（升序）。归档中 \`tender/clocks/\` 与
  \`tender/outages/\` 恰为这些声明及其恢复声明；每一项须在该记录之前（或同批）入日志，且起于被顺延的截止时间之前。

## 上传与递交

- 依次：登录；取得标段材料；以容器头为正文登记上传；每段按 8390656 字节（128 块）切片，末片可短，\`x-content-sha256\` 为该片的 SHA-256，
  可并行、可重复、可隔日续传；最后递交 u32 密封声明长度 ‖ 密封声明 ‖ CMS。只有最后一步与截止时间有关。
- 请求与答复的 Schema 见 \`interface.json\` 的 \`schemas\`；其中的二进制是带填充的 base64。拒绝答复是 \`api-error\`；
  对密封声明的拒绝是签名的 \`refusal\`。429、502、503、504 可以稍后重试，重复任何一步都无害。
- 片的树根是 128 块的完整子树，段的树根由各片树根得出；已知答案见 \`submit\`。
`,
  en: `
## Where readers are strict and where they are not

- Every octet of a container is judged. Strict: in suite 2 what is wrapped by SM2 to trustees and bidder is DER of GB/T 35276,
  its point on the curve, 33 or 32 octets inside; the empty last chunk of an exact multiple is opened like every other; \`media\` is
  type/subtype without parameters; every code of a consortium has a good check character. Free: the order of \`bidder_keys\` and
  unknown \`alg\` in it (kept and skipped); a replacement that carries every group and brings no body; the order of certificates in
  the CMS; a member \`x\` of the opening form, which may be a text or an object.
- Certificates are judged at \`--at\`, now unless told; \`created\` of the seal is the bidder's own word and decides nothing. The
  certificate of one signer holds exactly one credit code: at 2.5.4.97, 2.5.4.11, 2.5.4.5, or in extension 1.2.156.10260.4.1.4,
  .4.1.3, .4.4, 1.2.86.11.7.3, .4, 1.2.156.1.8888.148, 1.2.156.112570.11.205.
- A key opens the stanza that has its certificate's \`kid\`, whatever the certificate says it is for; M is wrapped only to
  certificates that may encrypt, and to those of \`--encrypt-cert\`.
- \`seal\`: a file without a segment goes to the first segment that has no form, \`SEGMENT=FILE\` to that one. With neither
  \`--secrets\` nor a passphrase the keys are written bare to \`.secrets.json\` beside the container. Files of one's own (\`bidkey\`,
  \`secrets\`, form, shares, tender record) may have spaces and line ends; the opening policy is canonical to the octet.
- \`open\`: secrets of some groups open those and write them; the rest stays closed, code 1 with reason \`secrets\`. If anything is
  false nothing is left behind. \`combine\`: groups without any share are listed in \`missing_groups\` and no fault; too few shares,
  or shares that do not fit, are code 1. One \`secrets\` has one value for each lock.
- \`draw\`: reveals and commitments are those of the parties in the spec, one each, and nobody else's.

## Receipt file .sbcr

- \`receipt\` and \`seal\` are the octets of canonical JSON, \`cms\` and \`seal_cms\` the detached signatures over them, all base64url; of
  a withdrawal \`seal\` is the withdraw statement.
- \`token\` is an RFC 3161 timestamp of the seal's octets (at most 60 s from the arrival), \`proof\` the text of a C2SP tlog-proof.
- The log event follows from the receipt: \`at\` is \`arrival\`, \`hash\` the SHA-256 of the receipt, \`kind\` \`receipt\`; the commitment
  HMAC-SHA-256(\`blind\`, event) leads by the batch proof in the \`extra\` line and the inclusion proof to the checkpoint.
  \`parts_root\` equals the \`root\` of the seal's segments; \`seq\` and \`tender\` are the same.

## Trust list

- \`trust-list\`: canonical JSON, \`version\` from 1 and one more each time, signed by the platform (detached CMS), every version logged
  (\`kind\` \`trust-list\`).
- An authority: \`anchors\`, \`intermediates\` (standard base64 of DER); \`uses\` \`sign\` or \`tsa\`; \`company\` and \`person\`, where the code
  stands, tried in order: \`subject\` with an OID, or \`extension\` with an OID and \`form\` (\`raw\` octets, \`text\` a DER string), \`prefix\`
  taken off; \`algorithms\`, the signature algorithms allowed; signatures after \`distrustAfter\` are not believed, those before are;
  \`extendedKeyUsages\`, further ones accepted.

## Score sheets

- \`score-sheets\`: \`method\` as the documents fixed it; \`sheets\`, the marks of every member for every bid and every criterion that
  has no others below it (members by number, rising; each once, at most \`max\`, on a \`step\`). Numbers are decimal strings, rounded
  half up to \`places\`.
- \`result\` comes out of them: \`prices\`, those the benchmark was made with; \`benchmark\`; \`drawn\`, the coefficients drawn; \`lines\`, best
  first; \`ties\`, what the committee decided between equals; \`corrections\`, arithmetic ones that bidders accepted, \`answer\` the SHA-256
  of the answer. \`candidates\` are the first of them, three at most.
- \`report\` is the SHA-256 of the report's PDF; the sheets are signed by the platform and logged.

## Archive package

- \`index.json\` (\`archive-index\`): \`files\` rise by the UTF-8 octets of their names; all members but \`index.json\` and \`index.p7s\`.
- Every line of \`events.jsonl\` ends with a line feed; the commitment is HMAC-SHA-256(\`blind\`, canonical event), \`proof\` the name of a
  tlog-proof in this package, \`index\` the batch's index in the log.
- \`steps\` of \`log/consistency.json\` are RFC 6962 consistency proofs from each checkpoint's size to the next.

## When the platform could not be reached (protocol §5.5)

- A witness asks the platform's \`/api/time\` from outside every ten seconds (\`every_ms\`). Three probes in a row or more without an
  answer are a span, signed when it is over: a signed note of two lines, \`SBC/1 unreachable\` and the canonical statement
  \`unreachable\`. \`from\` is when the first of them was sent, \`to\` when the last had got no answer, by the witness's own clock; what
  lies before and after was not measured and does not count.
- The signature is Ed25519 by the witness's key (\`witnesses\` of \`log-keys\`) over the note's text with its last newline; the line's
  name is \`witness\`, its key id that of the witness's cosignatures.
- The platform checks signature, \`platform\`, time (no more than 60 s ahead, no older than seven days, not overlapping what the same
  witness has said), keeps each statement once, has it stamped and logs it with \`kind\` \`unreachable\` and \`tender\` \`null\`. What several
  measured counts once; a single witness can make an offer to extend a deadline appear, which the tenderee decides.

## When the platform's clock was off (protocol §5.1)

- Above one second for certain, by more than half of its time sources, the platform takes no bids; it goes on when its clock is no
  longer off by more than half a second for certain.
  Either is a canonical statement \`clock\`, signed (CMS), stamped, and logged with \`kind\` \`clock\` and \`tender\` \`null\`. \`at\` is the
  sources' time, not that of the platform's own clock; \`off_ms\` bounds the offset (ms, positive: ahead); \`sources\` are all asked.
- The timestamp is not more than 60 s before \`at\`; it may be later, where no authority answered. \`clock-evidence\` is verified by itself,
  offline: \`xinbiao verify --outage\`, with your own trust list, log key and witness keys.
- Where a deadline is extended for that (or since the platform could not be reached), the new tender record lists in its \`x\` as
  \`extended_for\` the SHA-256 of each statement that is its ground, rising. \`tender/clocks/\` and \`tender/outages/\` of an archive
  are exactly these statements and those that ended them; each was logged before that record (or in its batch) and began before
  the deadline that was moved.

## Uploading and submitting

- In this order: sign in; get the lot's material; announce the upload with the header as body; parts of 8390656 octets (128
  chunks) of each segment, the last may be shorter, \`x-content-sha256\` the SHA-256 of the part, side by side, repeated or resumed
  days later as you like; last u32 length of the seal || seal || CMS. Only this last one races the deadline.
- Schemas of bodies and answers: \`schemas\` in \`interface.json\`; binary in them is base64 with padding. A refusal is \`api-error\`, that
  of a seal a signed \`refusal\`. After 429, 502, 503, 504 try again; repeating any step is harmless.
- The tree root of a part is that of a full subtree of 128 chunks, the segment's follows from its parts'; known answers: \`submit\`.
`,
};
