import type { CompleteTerms, Terms } from "@/lib/domain/terms";
import { fen } from "@/lib/kernel/money";
import { currentSet } from "@/lib/store/documents";
import type { LotWithTender } from "@/lib/store/lots";
import type { Db } from "@/lib/store/db";

/** The terms in force of a lot: those of the issued set, never of the draft; null before the first issue. */
export async function currentTerms(lotId: string, on?: Db): Promise<CompleteTerms | null> {
  const set = await currentSet(lotId, on);
  return set ? (set.terms as unknown as CompleteTerms) : null;
}

/** The terms being drafted. */
export const draftTerms = (lot: Pick<LotWithTender, "terms">): Terms => lot.terms as Terms;

/** Price of the documents, integer fen. */
export function documentFeeFen(terms: CompleteTerms): bigint {
  return fen(terms.price.documentFee);
}
