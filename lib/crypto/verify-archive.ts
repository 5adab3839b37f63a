import { type Archive, type ArchiveIndex, readIndex, readLogKeys, readTrust } from "./archive";
import { verifyCms } from "./cms";
import { certifiedCodes, CODE_PLACES } from "./code-places";
import { reject } from "./reasons";
import { statementHash } from "./statements";
import type { LogPolicy } from "./tlog-proof";
import { type Closing, type Setting, verifyBids, verifyClosing } from "./verify-bids";
import { type Book, type Finding, lacks, newBook } from "./verify-book";
import { verifyDraws } from "./verify-draws";
import { type Proved, verifyLog } from "./verify-log";
import { verifyRecord, verifyShares } from "./verify-opening";
import { mustBeSignedBy, paperAt, stampedAt } from "./verify-papers";

export type VerifyOptions = {
  /** Trust list the reader brings; without it the archive's own is used, and the report says so. */
  readonly trustList?: Uint8Array;
  /** Keys of log and witnesses the reader brings; likewise. */
  readonly logPolicy?: LogPolicy;
};

export type Verdict = {
  readonly verdict: "OK" | "FALSE" | "INCOMPLETE";
  readonly index: ArchiveIndex | null;
  readonly findings: readonly Finding[];
};

/** The offline verifier of protocol §8: each check one finding, in the order of that section. */
export async function verifyArchive(archive: Archive, options: VerifyOptions = {}): Promise<Verdict> {
  const book = newBook();
  const index = await book.check(1, "index", "索引与全部成员相符", "index and all members agree", () =>
    readIndex(archive),
  );
  const setting = index && (await settingOf(book, archive, index, options));
  if (setting) await verifyAll(book, archive, setting, index, options);
  const findings = [...book.findings].sort((a, b) => a.check - b.check);
  const has = (state: Finding["state"]) => findings.some((finding) => finding.state === state);
  return { verdict: has("false") ? "FALSE" : has("missing") ? "INCOMPLETE" : "OK", index, findings };
}

type Base = Omit<Setting, "events">;

/** Check 2: whom to believe, and who the platform is. */
async function settingOf(
  book: Book,
  archive: Archive,
  index: ArchiveIndex,
  options: VerifyOptions,
): Promise<Base | null> {
  const crls = archive.names.filter((name) => /^trust\/.*\.crl$/.test(name)).map((name) => archive.read(name)!);
  const own = !options.trustList;
  const trust = await book.check(
    2,
    "trust",
    own ? "信任列表取自归档包自身（可用 --trust 换成自己的）" : "使用您给的信任列表",
    own ? "the trust list is the archive's own (bring yours with --trust)" : "your own trust list is used",
    () => readTrust(options.trustList ?? archive.read("trust/trust-list.json") ?? lacks("trust/trust-list.json"), crls),
  );
  if (!trust) return null;
  const at = new Date(index.at);
  const platform = await book.check(
    2,
    "platform",
    "索引由平台签名",
    "the index is signed by the platform",
    async () => {
      const paper = {
        name: "index",
        bytes: archive.read("index.json")!,
        cms: archive.read("index.p7s") ?? lacks("index.p7s"),
      };
      const verdict = await verifyCms(paper.bytes, paper.cms);
      if (!verdict.ok) return reject("signature", `index: ${verdict.reason}`);
      const code = certifiedCodes(verdict.signers[0]!.certificate, CODE_PLACES)[0] ?? reject("binding", "no code");
      await mustBeSignedBy(paper, code, trust, at);
      return code;
    },
  );
  return platform ? { archive, trust, platform, at } : null;
}

async function verifyAll(book: Book, archive: Archive, base: Base, index: ArchiveIndex, options: VerifyOptions) {
  const keys = await book.check(
    3,
    "log-keys",
    options.logPolicy ? "使用您给的日志与见证人公钥" : "日志与见证人公钥取自归档包自身",
    options.logPolicy
      ? "your own keys of log and witnesses are used"
      : "keys of log and witnesses are the archive's own",
    () => options.logPolicy ?? readLogKeys(archive.read("trust/log-keys.json") ?? lacks("trust/log-keys.json")),
  );
  const events = keys ? await verifyLog(book, archive, keys) : [];
  const setting: Setting = { ...base, events };
  const bids = await verifyBids(book, setting);
  // Below three bids nothing is opened, and a public archive does not say who they were.
  const undisclosed =
    index.kind === "public" && !archive.read("opening/close-list.json") && archive.read("opening/close.json");
  const closing = archive.read("opening/close.json") && !undisclosed ? await verifyClosing(book, setting, bids) : null;
  if (undisclosed)
    book.note("none", 6, "closing", "未开标，截标名单不公开", "nothing was opened; the closing list is not disclosed");
  else if (closing) {
    await verifyOrder(book, archive, events, closing);
    cosignedTwice(book, events);
    await verifyShares(book, setting, bids, closing);
    if (closing.freeze) await verifyRecord(book, setting, bids, closing);
    else book.note("none", 9, "record", "没有开标（未冻结）", "nothing was opened (no freeze)");
  } else book.note("missing", 6, "closing", "缺少截标声明", "there is no closing statement");
  await verifyDraws(book, archive, events);
  if (index.kind === "full") {
    book.note(
      "missing",
      8,
      "contents",
      "本归档不含密文，文件内容未核对",
      "the archive holds no ciphertext; files were not checked",
    );
    book.note(
      "missing",
      11,
      "scores",
      "本归档不含签名评分表，评分未复算",
      "the archive holds no signed score sheets; scores were not recomputed",
    );
  } else book.note("none", 11, "scores", "公开归档不含评分表", "a public archive has no score sheets");
  await times(book, setting);
}

const ORDER = ["receipt", "close", "freeze", "share", "opening-record"] as const;

/** Arrival, closing, freeze, shares, record: each in a batch not before that of the one before it. */
async function verifyOrder(book: Book, archive: Archive, events: readonly Proved[], { list, freeze }: Closing) {
  await book.check(
    4,
    "order",
    "先后：到达、截标、冻结、份额、开标记录",
    "order: arrival, closing, freeze, shares, opening record",
    () => {
      const blinds = new Set(list.bids.map(({ blind }) => blind));
      let reached = -1;
      for (const kind of ORDER) {
        const own = events.filter(
          ({ event, blind }) => event.kind === kind && (kind !== "receipt" || blinds.has(blind)),
        );
        if (own.length === 0 && kind === "close") lacks("the closing's log event");
        if (own.length === 0 && kind === "freeze" && freeze) lacks("the freeze's log event");
        const places = own.map(({ index }) => index);
        if (Math.min(...places) < reached) reject("order", `${kind} was logged too early`);
        reached = Math.max(reached, ...places);
      }
      const paper = archive.read("opening/close.json")!;
      if (!events.some(({ event }) => event.kind === "close" && event.hash === statementHash(paper)))
        reject("order", "the logged closing is another statement");
    },
  );
}

/** With fewer than two witnesses the closing is not false; it is less than was promised (settled 11). */
function cosignedTwice(book: Book, events: readonly Proved[]): void {
  for (const { event, cosignatures } of events)
    if (["close", "freeze", "opening-record"].includes(event.kind) && cosignatures < 2)
      book.note(
        "missing",
        3,
        `cosigned:${event.kind}`,
        `${event.kind} 的检查点只有 ${cosignatures} 个见证签名，应有 2 个`,
        `the checkpoint of ${event.kind} has ${cosignatures} cosignatures, not 2`,
      );
}

/** Check 12: the tokens of the platform's statements. */
async function times(book: Book, { archive, trust }: Setting): Promise<void> {
  const stamped = archive.names.flatMap((name) => /^(opening\/.*)\.tst$/.exec(name)?.[1] ?? []);
  if (stamped.length === 0)
    return book.note(
      "none",
      12,
      "times",
      "截标与开标没有时间戳，时间以日志检查点为界",
      "closing and opening have no timestamps; the log's checkpoints bound them",
    );
  for (const base of stamped)
    await book.check(
      12,
      `time:${base.slice(8)}`,
      `${base} 的时间戳成立`,
      `the timestamp of ${base} holds`,
      async () => {
        const paper = paperAt(archive, base);
        await stampedAt(paper.tst!, paper.bytes, trust, base);
      },
    );
}
