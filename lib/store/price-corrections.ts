import { type Corrected, evaluatedPrice } from "@/lib/domain/price-correction";
import type { PriceCorrection } from "@/prisma/generated/client";
import { type Db, db } from "./db";

/** Arithmetic faults that were put before the bidders of a lot, in the order they were found. */
export const priceCorrections = (lotId: string, on: Db = db()): Promise<PriceCorrection[]> =>
  on.priceCorrection.findMany({ where: { lotId }, orderBy: { at: "asc" } });

type FormRow = { readonly digest: string; readonly form: unknown };

/** The price a bid counts at: as read out, with what its bidder accepted of the corrections. Yuan; "0.00" without a form. */
export const priceOf = ({ digest, form }: FormRow, corrections: readonly Corrected[]): string =>
  evaluatedPrice(digest, (form as { readonly price?: string } | null)?.price ?? "0.00", corrections);

/** The same for one bid alone, as for the winner's: award, letters and contract name the price that was evaluated. */
export async function agreedPrice(lotId: string, bid: FormRow, on: Db = db()): Promise<string> {
  return priceOf(bid, await priceCorrections(lotId, on));
}
