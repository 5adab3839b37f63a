import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { lotByCodes } from "@/lib/store/lots";
import { prepareBid } from "./prepare-bid";

/** `tender` of the statements: codes of the tender and of the lot, compared byte for byte. */
export const beginBidInput = z.strictObject({ id: z.string().min(1).max(64), lot: z.string().min(1).max(64) });

/** The bidder's file for a lot, found by the codes in tender record and container: the door for programs of others. */
export async function beginBid(
  actor: Actor,
  input: z.infer<typeof beginBidInput>,
): Promise<{ readonly bidId: string; readonly state: string; readonly seq: number; readonly prev: string | null }> {
  const lot = await lotByCodes(input.id, input.lot);
  if (!lot) throw new Refusal("WRONG_TENDER", {}, ["R-70"]);
  const { id, state, seq, prev } = await prepareBid(actor, { lotId: lot.id });
  return { bidId: id, state, seq, prev };
}
