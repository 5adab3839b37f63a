import { utf8 } from "./bytes";
import { canonicalBytes, type Json } from "./canonical";
import type { ScoreSheets } from "./score-sheets";
import { statementHash } from "./statements";

type Correction = NonNullable<ScoreSheets["result"]["corrections"]>[number];

/** What a bidder says to one arithmetic correction of its price. */
export type CorrectionAnswer = Pick<Correction, "asked" | "bid" | "delta" | "fault" | "said"> & {
  readonly accepts: "yes" | "no";
};

/**
 * The digest in the signed act of that answer: it covers which fault is meant and what the price changes by, so that an
 * acceptance cannot be shown for another correction. The answer's own words stand in it by their hash.
 */
export const correctionAnswerDigest = ({ accepts, asked, bid, delta, fault, said }: CorrectionAnswer): string =>
  statementHash(canonicalBytes({ accepts, asked, bid, delta, fault, said } as unknown as Json));

/** SHA-256 of an answer's text, hex. */
export const saidHash = (answer: string): string => statementHash(utf8(answer.normalize("NFC")));
