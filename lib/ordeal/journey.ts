import { db } from "@/lib/store/db";
import { machineMs } from "@/lib/kernel/clock";
import { bidderOf, type Bidder } from "./bidder";
import type { Fuse } from "./fuse";
import { type Ledger, ledger } from "./ledger";
import type { OpenLot, Scene } from "./stage";
import { type Actions, visitor } from "./visitor";

const LONGEST_MS = 180_000;
const BIG = 9_000_000;
const SMALL = 700_000;

/**
 * One lot from the documents to the announcement, three bidders side by side: one replaces its bid, one takes it back and
 * bids anew. What the platform does by itself at the deadline is waited for, by people who look at the hall meanwhile.
 */
export async function playJourney(
  lot: OpenLot,
  scene: Scene,
  where: { readonly origin: string; readonly actions: Actions },
  fuse: Fuse,
): Promise<Ledger> {
  const notes = ledger();
  const bidders = scene.bidders.map((hand) => bidderOf(hand, visitor(where.origin, where.actions, fuse), notes));
  await together(bidders, async (bidder, at) => {
    await bidder.signIn();
    await bidder.enter(lot);
    await bidder.submit(`${18_000_000 - at * 100_000}.00`, at === 0 ? BIG : SMALL);
    if (at === 1) await bidder.submit("17850000.00", SMALL);
    if (at === 2) {
      await bidder.withdraw();
      await bidder.submit("17750000.00", SMALL);
    }
  });
  await patiently(() => scene.goTo(lot.deadline));
  await waitInHall("close", bidders, lot.lotId, fuse, "closed_at");
  await together(bidders, (bidder) => bidder.release(lot.lotId));
  await waitInHall("announce", bidders, lot.lotId, fuse, "announced_at");
  return notes;
}

const together = (bidders: readonly Bidder[], act: (bidder: Bidder, at: number) => Promise<void>) =>
  Promise.all(bidders.map(act));

async function waitInHall(
  act: "close" | "announce",
  bidders: readonly Bidder[],
  lotId: string,
  fuse: Fuse,
  column: "closed_at" | "announced_at",
): Promise<void> {
  fuse.begins(act);
  await together(bidders, async (bidder) => {
    for (const end = machineMs() + LONGEST_MS; machineMs() < end; ) {
      await bidder.look(lotId);
      if (await patiently(() => has(lotId, column))) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the lot has no ${column} after ${LONGEST_MS / 1000} s`);
  });
}

async function has(lotId: string, column: "closed_at" | "announced_at"): Promise<boolean> {
  const lot = await db().lot.findUniqueOrThrow({ where: { id: lotId } });
  return (column === "closed_at" ? lot.closedAt : lot.announcedAt) !== null;
}

/** The observer's own line to the database breaks with it. */
export async function patiently<T>(look: () => Promise<T>): Promise<T> {
  for (const end = machineMs() + LONGEST_MS; ; ) {
    try {
      return await look();
    } catch (error) {
      if (machineMs() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
