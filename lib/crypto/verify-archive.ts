import { type Archive, type ArchiveIndex, readIndex, readLogKeys, readTrust } from "./archive";
import { verifyCms } from "./cms";
import { certifiedCodes, CODE_PLACES } from "./code-places";
import { reject } from "./reasons";
import { statementHash } from "./statements";
import type { LogPolicy } from "./tlog-proof";
import type { OpeningRecord } from "./opening-statements";
import { type CheckedBid, type Closing, type Setting, verifyBids, verifyClosing } from "./verify-bids";
import { type Book, type Finding, lacks, newBook } from "./verify-book";
import { verifyChains, verifyInForce } from "./verify-chains";
import { verifyContents } from "./verify-contents";
import { verifyCommittee, verifyDraws } from "./verify-draws";
import { type Proved, verifyLog } from "./verify-log";
import { verifyRecord, verifyShares } from "./verify-opening";
import { verifyResubmissions } from "./verify-resubmission";
import { verifyTechnical } from "./verify-technical";
import { verifyClocks } from "./verify-clock";
import { verifyGrounds } from "./verify-grounds";
import { verifyOutages } from "./verify-outage";
import { mustBeSignedBy, paperAt } from "./verify-papers";
import { type PdfSignatures, verifyPdfs } from "./verify-pdfs";
import { type Rescore, verifyScores } from "./verify-scores";
import { type TenderPapers, verifyTender } from "./verify-tender";
import { type LogFiles, verifyAgainstLog } from "./verify-tiles";
import { verifyTimes } from "./verify-times";

export type VerifyOptions = {
  /** The product's scoring; without it check 11 is said to be missing. */
  readonly rescore?: Rescore;
  /** Signatures of a PDF; without it the PDFs of the archive are compared by their hash alone. */
  readonly pdfSignatures?: PdfSignatures;
  /** The public log itself, to compare the archive's proofs with. */
  readonly log?: LogFiles;
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
  if (!platform) return null;
  if (own)
    await book.check(2, "trust-signature", "信任列表由平台签名", "the trust list is signed by the platform", () =>
      mustBeSignedBy(paperAt(archive, "trust/trust-list"), platform, trust, at),
    );
  return { archive: { ...archive, files: index.files }, trust, platform, at };
}

async function verifyAll(book: Book, archive: Archive, base: Base, index: ArchiveIndex, options: VerifyOptions) {
  const keys = await logKeys(book, base, options);
  const { events, checkpoints, stamped } = keys
    ? await verifyLog(book, archive, keys, base.trust)
    : { events: [], checkpoints: new Map(), stamped: [] };
  if (keys && options.log)
    await verifyAgainstLog(
      book,
      options.log,
      { ...keys, trust: base.trust },
      checkpoints,
      events.map(({ index: at, leaf, event }) => ({ index: BigInt(at), leaf, name: event.kind })),
    );
  const setting: Setting = { ...base, events };
  const papers = await verifyTender(book, setting);
  if (keys) await verifyOutages(book, archive, keys, events);
  if (keys) await verifyGrounds(book, archive, papers, events, keys);
  await verifyClocks(book, setting);
  const bids = await verifyBids(book, setting, papers);
  const links = index.kind === "full" ? await verifyChains(book, setting, bids, papers.policy?.suite ?? 1) : null;
  const record = await verifyOpening(book, setting, { bids, papers, links, index });
  const drawn = await verifyDraws(book, archive, events, keys);
  if (index.kind === "full") {
    await verifyCommittee(book, setting, drawn);
    await verifyScores(book, setting, record, drawn, options.rescore);
  } else book.note("none", 11, "scores", "公开归档不含评分表", "a public archive has no score sheets");
  if (options.pdfSignatures) await verifyPdfs(book, archive, options.pdfSignatures);
  await verifyTimes(book, setting, stamped);
}

async function logKeys(book: Book, { archive, platform, trust, at }: Base, { logPolicy }: VerifyOptions) {
  return book.check(
    3,
    "log-keys",
    logPolicy ? "使用您给的日志与见证人公钥" : "日志与见证人公钥取自归档包自身，由平台签名",
    logPolicy
      ? "your own keys of log and witnesses are used"
      : "keys of log and witnesses are the archive's own, signed by the platform",
    async () => {
      if (logPolicy) return logPolicy;
      const paper = paperAt(archive, "trust/log-keys");
      await mustBeSignedBy(paper, platform, trust, at);
      return readLogKeys(paper.bytes);
    },
  );
}

type Opening = {
  readonly bids: readonly CheckedBid[];
  readonly papers: TenderPapers;
  readonly links: Awaited<ReturnType<typeof verifyChains>> | null;
  readonly index: ArchiveIndex;
};

/** Checks 4 and 6 to 9: closing, freeze, shares, contents, record. */
async function verifyOpening(
  book: Book,
  setting: Setting,
  { bids, papers, links, index }: Opening,
): Promise<OpeningRecord | null> {
  const { archive, events } = setting;
  if (!archive.read("opening/close.json")) {
    book.note("missing", 6, "closing", "缺少截标声明", "there is no closing statement");
    return null;
  }
  // Below three bids nothing is opened, and a public archive does not say who they were.
  if (index.kind === "public" && !archive.read("opening/close-list.json")) {
    const wasOpened = archive.read("opening/freeze.json") || events.some(({ event }) => event.kind === "freeze");
    book.note(
      wasOpened ? "missing" : "none",
      6,
      "closing",
      wasOpened ? "已开标而缺少截标名单" : "未开标，截标名单不公开",
      wasOpened
        ? "there was an opening, and the closing list is not here"
        : "nothing was opened; the closing list is not disclosed",
    );
    return null;
  }
  const closing = await verifyClosing(book, setting, bids);
  if (!closing) return null;
  if (links) await verifyInForce(book, links, closing);
  const { policy } = papers;
  await verifyOrder(book, archive, events, closing, policy?.envelopes === 2);
  cosignedTwice(book, events);
  const due = await verifyTechnical(book, setting, closing, policy);
  const opened = await verifyResubmissions(book, setting, bids, closing, papers);
  const secrets = await verifyShares(book, setting, opened, closing, { policy, due });
  if (index.kind === "full") {
    const ids = new Set(closing.list.bids.map(({ bid }) => bid));
    const listed = opened.filter(({ id }) => ids.has(id));
    await verifyContents(book, setting, listed, secrets);
  }
  if (closing.freeze) return verifyRecord(book, setting, bids, closing, { policy, due });
  book.note("none", 9, "record", "没有开标（未冻结）", "nothing was opened (no freeze)");
  return null;
}

/**
 * The acts of an opening in their order; with two envelopes first everything of group 1, then the technical result, then
 * everything of the price group. Statements of one kind are told apart by their hashes.
 */
function actOf(archive: Archive, two: boolean): (proved: Proved) => number {
  const hashes = (pattern: RegExp) =>
    new Set(archive.names.filter((name) => pattern.test(name)).map((name) => statementHash(archive.read(name)!)));
  const prices = hashes(/^opening\/share-\d+-([2-9]|\d\d+)\.json$/);
  const first = hashes(/^opening\/opening-record-1\.json$/);
  return ({ event: { kind, hash } }) => {
    if (kind === "share") return two && prices.has(hash) ? 6 : 3;
    if (kind === "opening-record") return two && !first.has(hash) ? 7 : 4;
    return ["receipt", "close", "freeze", "", "", "technical-result"].indexOf(kind);
  };
}

/** Arrival, closing, freeze, shares, record: each in a batch not before that of the one before it. */
async function verifyOrder(
  book: Book,
  archive: Archive,
  events: readonly Proved[],
  { list, freeze }: Closing,
  two: boolean,
) {
  await book.check(
    4,
    "order",
    two
      ? "先后：到达、截标、冻结、第一信封份额与记录、技术评审结果、报价信封份额与记录"
      : "先后：到达、截标、冻结、份额、开标记录",
    two
      ? "order: arrival, closing, freeze, first shares and record, technical result, price shares and record"
      : "order: arrival, closing, freeze, shares, opening record",
    () => {
      const blinds = new Set(list.bids.map(({ blind }) => blind));
      const placed = actOf(archive, two);
      let reached = -1;
      for (let act = 0; act < 8; act++) {
        const own = events.filter(
          (one) => placed(one) === act && (one.event.kind !== "receipt" || blinds.has(one.blind)),
        );
        if (own.length === 0 && act === 1) lacks("the closing's log event");
        if (own.length === 0 && act === 2 && freeze) lacks("the freeze's log event");
        const places = own.map(({ index }) => index);
        if (Math.min(...places) < reached) reject("order", `${own[0]?.event.kind} was logged too early`);
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
    if (["close", "freeze", "technical-result", "opening-record"].includes(event.kind) && cosignatures < 2)
      book.note(
        "missing",
        3,
        `cosigned:${event.kind}`,
        `${event.kind} 的检查点只有 ${cosignatures} 个见证签名，应有 2 个`,
        `the checkpoint of ${event.kind} has ${cosignatures} cosignatures, not 2`,
      );
}
