import { phraseHits, RESTRICTIVE_PHRASES, TRIFLE_PHRASES } from "./fair-phrases";
import type { RuleId } from "./rules";
import type { Section, Terms } from "./terms";

/** Sections whose text the bidder is judged by. */
const LOOKED_AT: readonly Section[] = ["qualification", "technical", "method", "contract"];

export type DoubtfulWord = { readonly section: Section; readonly word: string; readonly rule: RuleId };

/**
 * Words that restrict or exclude (R-50 and its kin), and formal trifles among the grounds of rejection. A hit is a
 * question to the drafter, who gives a reason or changes the words.
 */
export function restrictiveWords(terms: Terms): readonly DoubtfulWord[] {
  const restricting = LOOKED_AT.flatMap((section) =>
    phraseHits(JSON.stringify(terms[section] ?? ""), RESTRICTIVE_PHRASES).map(({ word, rule }) => ({
      section,
      word,
      rule,
    })),
  );
  const grounds = terms.method?.rejectionGrounds.join("\n") ?? "";
  const trifles = phraseHits(grounds, TRIFLE_PHRASES).map(({ word, rule }) => ({
    section: "method" as const,
    word,
    rule,
  }));
  return [...restricting, ...trifles];
}
