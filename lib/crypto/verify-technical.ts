import { parseTechnicalResult, type TechnicalResult } from "./opening-statements";
import type { Policy } from "./policy";
import { reject } from "./reasons";
import { statementHash } from "./statements";
import type { Closing, Setting } from "./verify-bids";
import type { Book } from "./verify-book";
import { mustBeSignedBy, paperAt } from "./verify-papers";

/** Which lock groups of which bids were due to be opened, and by what. */
export type Due = {
  /** Whether this group of this bid was. Of price envelopes only of bids that passed. */
  of(bid: string, group: number): boolean;
  /** Whether any bid's group was. */
  opens(group: number): boolean;
  /** What a trustee's statement of the group must name: hash of the technical result, or null. */
  result(group: number): string | null;
};

/** Check 7, two envelopes: the technical result is the platform's, of this freeze, and passes only who was opened. */
export async function verifyTechnical(
  book: Book,
  { archive, trust, platform, at, events }: Setting,
  closing: Closing,
  policy: Policy | null,
): Promise<Due> {
  if (policy?.envelopes !== 2) return { of: () => true, opens: () => true, result: () => null };
  const paper = archive.read("opening/technical-result.json") ? paperAt(archive, "opening/technical-result") : null;
  if (!paper) book.note("none", 7, "technical-result", "没有技术评审结果", "there is no technical result");
  const result: TechnicalResult | null = paper
    ? await book.check(
        7,
        "technical-result",
        "技术评审结果：平台签名、已入日志、与冻结名单一致",
        "technical result: signed by the platform, logged, of this freeze",
        async () => {
          await mustBeSignedBy(paper, platform, trust, at);
          const read = parseTechnicalResult(paper.bytes);
          if (read.freeze !== closing.freezeHash) reject("order", "of another freeze");
          if (read.bids.map(({ bid }) => bid).join() !== closing.freeze?.bids.map(({ bid }) => bid).join())
            reject("order", "other bids than the freeze");
          for (const { bid, passed } of read.bids)
            if (passed && !closing.freeze?.bids.some((one) => one.bid === bid && one.released))
              reject("order", `${bid} passes and was not released`);
          const hash = statementHash(paper.bytes);
          if (!events.some(({ event }) => event.kind === "technical-result" && event.hash === hash))
            reject("order", "the technical result is not in the log");
          return read;
        },
      )
    : null;
  const passed = new Set(result?.bids.filter((one) => one.passed).map(({ bid }) => bid));
  const hash = paper ? statementHash(paper.bytes) : null;
  return {
    of: (bid, group) => group === 1 || passed.has(bid),
    opens: (group) => group === 1 || passed.size > 0,
    result: (group) => (group === 1 ? null : hash),
  };
}
