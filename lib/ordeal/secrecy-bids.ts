import type { Hand } from "@/prisma/seed/world";
import { bidderOf } from "./bidder";
import { NO_FUSE } from "./fuse";
import { type Ledger, ledger } from "./ledger";
import type { OpenLot } from "./stage";
import { type Actions, visitor } from "./visitor";

export type Address = { readonly origin: string; readonly actions: Actions };

/** Somebody who has the documents and a file of its own, and has not bid. */
export async function enterAlone(hand: Hand, lot: OpenLot, where: Address): Promise<Ledger> {
  const notes = ledger();
  const bidder = bidderOf(hand, visitor(where.origin, where.actions, NO_FUSE), notes);
  await bidder.signIn();
  await bidder.enter(lot);
  return notes;
}

/** A whole bid, from the documents to the receipt; sizes and prices differ, some change their minds. */
export async function bid(hand: Hand, lot: OpenLot, at: number, where: Address): Promise<Ledger> {
  const notes = ledger();
  const bidder = bidderOf(hand, visitor(where.origin, where.actions, NO_FUSE), notes);
  await bidder.signIn();
  await bidder.enter(lot);
  await bidder.submit(`${17_500_000 - at * 50_000}.00`, 100_000 + at * 400_000);
  if (at === 2) await bidder.submit("17111111.00", 300_000);
  if (at === 3) {
    await bidder.withdraw();
    await bidder.submit("17222222.00", 200_000);
  }
  return notes;
}
