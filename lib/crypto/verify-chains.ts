import { bytesToHex } from "./bytes";
import { lookup } from "./lookup";
import { reject } from "./reasons";
import { parseReceipt, parseWithdraw, statementHash } from "./statements";
import { loadSuite, type SuiteId } from "./suite";
import type { CheckedBid, Closing, Setting } from "./verify-bids";
import { type Book, lacks } from "./verify-book";
import { eventsOfHash } from "./verify-log";
import { mustBeSignedBy, paperAt } from "./verify-papers";

type Link = {
  readonly id: string;
  readonly uscc: string;
  readonly seq: number;
  readonly prev: string | null;
  readonly isBid: boolean;
};

/**
 * Checks 5 and 6 of a full archive: every bidder's statements hang together without a gap, and the closing list is exactly
 * the last statement of each bidder who did not withdraw. A public archive holds only the last ones.
 */
export async function verifyChains(
  book: Book,
  setting: Setting,
  bids: readonly CheckedBid[],
  suite: SuiteId,
): Promise<readonly Link[]> {
  const links: Link[] = bids.map(({ id, seal }) => ({
    id,
    uscc: seal.bidder.uscc,
    seq: seal.seq,
    prev: seal.prev,
    isBid: true,
  }));
  const ids = setting.archive.names.flatMap((name) => /^bids\/([0-9a-f]{64})\/withdraw\.json$/.exec(name)?.[1] ?? []);
  for (const id of ids) {
    const short = id.slice(0, 16);
    const link = await book.check(
      5,
      `withdrawal:${short}`,
      `撤回 ${short}：签名与回执成立`,
      `withdrawal ${short}: signature and receipt hold`,
      () => verifyWithdrawal(id, setting, suite),
    );
    if (link) links.push(link);
  }
  for (const uscc of new Set(links.map((link) => link.uscc)))
    await book.check(
      5,
      `chain:${uscc}`,
      `${uscc} 的递交、替换、撤回前后相连`,
      `what ${uscc} submitted, replaced and withdrew hangs together`,
      () => hangsTogether(linksOf(links, uscc)),
    );
  return links;
}

async function verifyWithdrawal(id: string, setting: Setting, suiteId: SuiteId): Promise<Link> {
  const { archive, trust, platform, at, events } = setting;
  const paper = paperAt(archive, `bids/${id}/withdraw`);
  const { bidder, seq, prev } = parseWithdraw(paper.bytes);
  const suite = await loadSuite(suiteId);
  if (bytesToHex(suite.hash(paper.bytes)) !== id) reject("seal", "not the withdrawal of this id");
  const receiptPaper = paperAt(archive, `bids/${id}/receipt`);
  const receipt = parseReceipt(receiptPaper.bytes);
  await mustBeSignedBy(paper, bidder.uscc, trust, new Date(receipt.arrival));
  await mustBeSignedBy(receiptPaper, platform, trust, at);
  if (receipt.bid !== id || receipt.seq !== seq || receipt.status !== "withdrawn") reject("receipt", "of another bid");
  if (eventsOfHash(events, statementHash(receiptPaper.bytes)).length === 0) lacks(`log event of the receipt of ${id}`);
  return { id, uscc: bidder.uscc, seq, prev, isBid: false };
}

const linksOf = lookup<Link>(({ uscc }) => [uscc]);

function hangsTogether(own: readonly Link[]): void {
  const sorted = [...own].sort((a, b) => a.seq - b.seq);
  for (const [at, { id, seq, prev }] of sorted.entries()) {
    if (seq !== at + 1) reject("order", `statement ${at + 1} is not there, or ${seq} is there twice`);
    if (prev !== (sorted[at - 1]?.id ?? null)) reject("order", `${id} does not follow the one before it`);
  }
}

/** The list has the last bid of every bidder who did not withdraw, and no other. */
export async function verifyInForce(book: Book, links: readonly Link[], { list }: Closing): Promise<void> {
  await book.check(
    6,
    "in-force",
    "截标名单就是每家最后递交且未撤回的投标",
    "the closing list is the last bid of every bidder who did not withdraw",
    () => {
      const last = [...new Set(links.map(({ uscc }) => uscc))].map(
        (uscc) => [...linksOf(links, uscc)].sort((a, b) => b.seq - a.seq)[0]!,
      );
      const bidsOf = last.filter(({ isBid }) => isBid).map(({ id }) => id);
      const wanted = new Set(bidsOf.sort());
      const listed = new Set(list.bids.map(({ bid }) => bid));
      for (const id of wanted) if (!listed.has(id)) reject("order", `${id} was dropped from the list`);
      for (const id of listed) if (!wanted.has(id)) reject("order", `${id} was replaced or withdrawn`);
    },
  );
}
