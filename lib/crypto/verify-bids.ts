import type { Archive, ArchiveIndex, ArchiveTrust } from "./archive";
import { bytesToHex, fromBase64url, fromHex } from "./bytes";
import { parseHeader, type Header } from "./header";
import { lookup } from "./lookup";
import { leafHash, treeHead } from "./merkle";
import { checkUnderPolicy, type TenderRecord } from "./policy";
import { reject } from "./reasons";
import { parseSeal, type Seal } from "./seal";
import {
  closeLeaf,
  parseClose,
  parseCloseList,
  parseFreeze,
  parseReceipt,
  type Receipt,
  statementHash,
} from "./statements";
import { loadSuite } from "./suite";
import { type Book, lacks } from "./verify-book";
import { eventsOfBlind, eventsOfHash, type Proved } from "./verify-log";
import { mustBeSignedBy, paperAt, stampedAt } from "./verify-papers";
import type { TenderPapers } from "./verify-tender";

export type CheckedBid = {
  readonly id: string;
  readonly seal: Seal;
  readonly receipt: Receipt;
  /** Headers of the containers it uses. */
  readonly headers: ReadonlyMap<string, { readonly header: Header; readonly hash: string }>;
  /** What it is opened by: itself, or the container submitted again in its place. */
  readonly opens: Pick<CheckedBid, "id" | "seal" | "headers">;
};

const byId = lookup<CheckedBid>(({ id }) => [id]);
export const bidById = (bids: readonly CheckedBid[], id: string): CheckedBid | undefined => byId(bids, id)[0];

export type Setting = {
  /** Members, and what the signed index says of each. */
  readonly archive: Archive & Pick<ArchiveIndex, "files">;
  readonly trust: ArchiveTrust;
  readonly events: readonly Proved[];
  /** Code of the platform, whose signature receipts and closing carry. */
  readonly platform: string;
  readonly at: Date;
};

/** A minute between arrival, token and deadline is what clocks may differ by (protocol §5.4). */
const SLACK_MS = 60_000;

/** Check 5: each bid with its receipt. */
export async function verifyBids(book: Book, setting: Setting, papers: TenderPapers): Promise<readonly CheckedBid[]> {
  const ids = setting.archive.names.flatMap((name) => /^bids\/([0-9a-f]{64})\/seal\.json$/.exec(name)?.[1] ?? []);
  const bids: CheckedBid[] = [];
  for (const id of ids) {
    const short = id.slice(0, 16);
    const bid = await book.check(
      5,
      `bid:${short}`,
      `投标 ${short}：签名、回执、时间成立`,
      `bid ${short}: signature, receipt and times hold`,
      () => verifyBid(id, papers, setting),
    );
    if (bid) bids.push(bid);
    if (!setting.archive.read(`bids/${id}/seal.tst`))
      book.note(
        "none",
        5,
        `token:${short}`,
        `投标 ${short} 没有时间戳，时间以日志检查点为界`,
        `bid ${short} has no timestamp; the log's checkpoints bound its time`,
      );
  }
  return bids;
}

async function verifyBid(id: string, papers: TenderPapers, setting: Setting): Promise<CheckedBid> {
  const { archive, trust, platform, events } = setting;
  const paper = paperAt(archive, `bids/${id}/seal`);
  const seal = parseSeal(paper.bytes);
  const suite = await loadSuite(seal.suite);
  if (bytesToHex(suite.hash(paper.bytes)) !== id) reject("seal", "not the seal of this bid id");
  const receiptPaper = paperAt(archive, `bids/${id}/receipt`);
  const receipt = parseReceipt(receiptPaper.bytes);
  const arrival = new Date(receipt.arrival);
  await mustBeSignedBy(paper, seal.bidder.uscc, trust, arrival);
  await mustBeSignedBy(receiptPaper, platform, trust, setting.at);
  if (receipt.bid !== id || receipt.seq !== seal.seq) reject("receipt", "of another bid");
  if (receipt.parts_root.join() !== seal.segments.map(({ root }) => root).join()) reject("receipt", "tree roots");
  const [event] = eventsOfHash(events, statementHash(receiptPaper.bytes));
  // The blind is new for every receipt: where the log has it beside another hash, the receipt was changed afterwards.
  if (!event && eventsOfBlind(events, receipt.blind).length > 0) reject("receipt", "not the receipt that was logged");
  const record = recordInForce(papers, event?.index ?? Number.POSITIVE_INFINITY);
  if (arrival >= new Date(record.deadline)) reject("time", `arrived ${receipt.arrival}, deadline ${record.deadline}`);
  if (paper.tst) {
    const stamped = await stampedAt(paper.tst, paper.bytes, trust, id);
    if (Math.abs(stamped.getTime() - arrival.getTime()) > SLACK_MS) reject("time", "token and arrival differ");
    if (stamped.getTime() > new Date(record.deadline).getTime() + SLACK_MS) reject("time", "token after the deadline");
  }
  if (!event) return lacks(`log event of the receipt of ${id}`);
  if (event.blind !== receipt.blind || event.event.at !== receipt.arrival)
    reject("receipt", "event and receipt differ");
  const headers = headersOf(seal, suite.hash, archive);
  // A seal under documents that were replaced later stands in the records as it stood in force then.
  if (!papers.records.some((one) => one.record.docs === seal.tender.docs)) reject("tender", "documents nobody issued");
  if (papers.policy && papers.policyHash)
    for (const { header } of headers.values()) checkUnderPolicy(seal, header, papers.policy, papers.policyHash);
  return { id, seal, receipt, headers, opens: { id, seal, headers } };
}

/** The tender record in force when the log took the receipt in: an amendment after it changes nothing for this bid. */
function recordInForce({ records }: TenderPapers, index: number): TenderRecord {
  const before = records.filter((one) => one.index <= index);
  return (before.at(-1) ?? records.at(-1))?.record ?? lacks("tender/record-*.json");
}

/** Headers of the containers a seal names, as they were sealed. @throws reason `header-hash` */
export function headersOf(
  seal: Seal,
  hash: (bytes: Uint8Array) => Uint8Array,
  archive: Archive,
): CheckedBid["headers"] {
  const found = new Map<string, { header: Header; hash: string }>();
  for (const [c, wanted] of Object.entries(seal.headers)) {
    const bytes = archive.read(`bids/headers/${c}.json`) ?? lacks(`bids/headers/${c}.json`);
    const made = bytesToHex(hash(bytes));
    if (made !== wanted) reject("header-hash", c);
    found.set(c, { header: parseHeader(bytes), hash: made });
  }
  return found;
}

export type Closing = {
  readonly close: ReturnType<typeof parseClose>;
  readonly list: ReturnType<typeof parseCloseList>;
  readonly freeze: ReturnType<typeof parseFreeze> | null;
  readonly freezeHash: string | null;
};

/** Check 6: the closing root is that of the disclosed list, the list is the archive's bids, nothing more and nothing less. */
export async function verifyClosing(
  book: Book,
  setting: Setting,
  bids: readonly CheckedBid[],
): Promise<Closing | null> {
  const { archive, trust, platform, at } = setting;
  return book.check(
    6,
    "closing",
    "截标名单：不多、不少、未换",
    "the closing list: nothing added, dropped or swapped",
    async () => {
      const closePaper = paperAt(archive, "opening/close");
      const listPaper = paperAt(archive, "opening/close-list");
      await mustBeSignedBy(closePaper, platform, trust, at);
      await mustBeSignedBy(listPaper, platform, trust, at);
      const close = parseClose(closePaper.bytes);
      const list = parseCloseList(listPaper.bytes);
      if (list.close !== statementHash(closePaper.bytes)) reject("order", "the list is of another closing");
      const leaves = list.bids.map(({ bid, blind }) => leafHash(closeLeaf(fromBase64url(blind, 32), fromHex(bid))));
      if (bytesToHex(treeHead(leaves)) !== close.bids_root) reject("root", "closing root");
      for (const { bid, blind } of list.bids) {
        const own = bidById(bids, bid) ?? lacks(`bid ${bid}`);
        if (own.receipt.blind !== blind) reject("receipt", `blind of ${bid}`);
        const [arrived] = eventsOfBlind(setting.events, blind);
        if (arrived && arrived.index > close.through) reject("order", `${bid} was logged after the closing`);
      }
      const freezePaper = archive.read("opening/freeze.json") ? paperAt(archive, "opening/freeze") : null;
      if (!freezePaper) return { close, list, freeze: null, freezeHash: null };
      await mustBeSignedBy(freezePaper, platform, trust, at);
      const freeze = parseFreeze(freezePaper.bytes);
      if (freeze.close !== statementHash(closePaper.bytes)) reject("order", "the freeze is of another closing");
      if (freeze.bids.map(({ bid }) => bid).join() !== list.bids.map(({ bid }) => bid).join())
        reject("order", "the freeze has other bids than the list");
      return { close, list, freeze, freezeHash: statementHash(freezePaper.bytes) };
    },
  );
}
