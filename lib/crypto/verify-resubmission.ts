import { bytesToHex } from "./bytes";
import { checkUnderPolicy } from "./policy";
import { reject } from "./reasons";
import { checkResubmission } from "./resubmission";
import { parseSeal } from "./seal";
import { parseReceipt, statementHash } from "./statements";
import { suiteOf } from "./suite";
import { type CheckedBid, type Closing, headersOf, type Setting } from "./verify-bids";
import type { Book } from "./verify-book";
import { eventsOfHash } from "./verify-log";
import { mustBeSignedBy, paperAt } from "./verify-papers";
import type { TenderPapers } from "./verify-tender";

const nameOf = (bid: string): string => `bids/${bid}/resubmission`;

/**
 * Check 7 for what was submitted again in the remedial window (protocol §2.11, 6): allowed by the policy, named by the freeze,
 * signed by the bidder, following its bid under the very commitments that were sealed, received and logged between closing
 * and freeze.
 * @returns the bids, each with the container it was opened by
 */
export async function verifyResubmissions(
  book: Book,
  setting: Setting,
  bids: readonly CheckedBid[],
  closing: Closing,
  papers: TenderPapers,
): Promise<readonly CheckedBid[]> {
  const checked: CheckedBid[] = [];
  const again = new Map(closing.freeze?.bids.map((one) => [one.bid, one.resubmission]));
  for (const bid of bids) {
    const frozen = again.get(bid.id);
    if (frozen === undefined && !setting.archive.read(`${nameOf(bid.id)}.json`)) {
      checked.push(bid);
      continue;
    }
    const short = bid.id.slice(0, 16);
    const opens = await book.check(
      7,
      `resubmission:${short}`,
      `投标 ${short}：补救期内重新提交，冻结指明、投标人签名、清单和唱标内容的承诺值与递交时相同`,
      `bid ${short}: submitted again in the remedial window; named by the freeze, signed by the bidder, under the commitments that were sealed`,
      () => opensBy(bid, frozen, setting, closing, papers),
    );
    checked.push(opens ? { ...bid, opens } : bid);
  }
  return checked;
}

async function opensBy(
  bid: CheckedBid,
  frozen: string | undefined,
  setting: Setting,
  { close, freeze, freezeHash }: Closing,
  papers: TenderPapers,
): Promise<CheckedBid["opens"]> {
  const { archive, trust, platform, at, events } = setting;
  const paper = paperAt(archive, nameOf(bid.id));
  const seal = parseSeal(paper.bytes);
  const suite = suiteOf(bid.seal.suite);
  const id = bytesToHex(suite.hash(paper.bytes));
  if (id !== frozen) reject("order", "not the container that the freeze names");
  if (papers.policy && !papers.policy.resubmit) reject("policy", "the policy allows no re-submission");
  checkResubmission(bid.id, bid.seal, seal);
  const receiptPaper = paperAt(archive, `${nameOf(bid.id)}-receipt`);
  const receipt = parseReceipt(receiptPaper.bytes);
  const arrival = new Date(receipt.arrival);
  await mustBeSignedBy(paper, bid.seal.bidder.uscc, trust, arrival);
  await mustBeSignedBy(receiptPaper, platform, trust, at);
  if (receipt.bid !== id || receipt.seq !== seal.seq) reject("receipt", "of another container");
  if (receipt.parts_root.join() !== seal.segments.map(({ root }) => root).join()) reject("receipt", "tree roots");
  const window = (papers.policy?.window_s ?? 0) * 1000;
  if (arrival.getTime() < new Date(close.deadline).getTime() + window) reject("time", "before the remedial window");
  if (arrival > new Date(freeze!.at)) reject("time", "after the freeze");
  const [logged] = eventsOfHash(events, statementHash(receiptPaper.bytes));
  if (!logged || logged.blind !== receipt.blind) reject("order", "its receipt is not in the log");
  const frozenAt = events.find(({ event }) => event.kind === "freeze" && event.hash === freezeHash);
  if (logged && frozenAt && logged.index > frozenAt.index) reject("order", "logged after the freeze");
  const headers = headersOf(seal, suite.hash, archive);
  if (papers.policy && papers.policyHash)
    for (const { header } of headers.values()) checkUnderPolicy(seal, header, papers.policy, papers.policyHash);
  return { id, seal, headers };
}
