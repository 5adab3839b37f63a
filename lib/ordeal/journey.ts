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
    if (at === 1) await bidder.submit("17850000.00", SMALL, "replace");
    if (at === 2) {
      await bidder.withdraw();
      await bidder.submit("17750000.00", SMALL);
    }
  });
  await patiently(() => scene.goTo(lot.deadline));
  await waitInHall(["close", "closing"], bidders, lot.lotId, fuse);
  // Watched from the first release on: the last one is frozen before its bidder has the answer.
  await Promise.all([
    together(bidders, (bidder) => bidder.release(lot.lotId)),
    waitInHall(["freeze", "open"], bidders, lot.lotId, fuse),
  ]);
  return notes;
}

const together = (bidders: readonly Bidder[], act: (bidder: Bidder, at: number) => Promise<void>) =>
  Promise.all(bidders.map(act));

/** What the platform does by itself: under way from the end of the act before it, and over when its own mark stands. */
const MARKS = {
  close: { begun: () => true, done: (lot: Marks) => lot.closedAt !== null },
  closing: { begun: (lot: Marks) => lot.intake !== "open", done: (lot: Marks) => lot.closedAt !== null },
  freeze: { begun: (lot: Marks) => lot.released, done: (lot: Marks) => lot.frozenAt !== null },
  open: { begun: (lot: Marks) => lot.frozenAt !== null, done: (lot: Marks) => lot.announcedAt !== null },
} as const;
type OwnAct = keyof typeof MARKS;
type Marks = {
  readonly intake: string;
  readonly closedAt: Date | null;
  readonly frozenAt: Date | null;
  readonly announcedAt: Date | null;
  /** Every bid of the lot is, and there are some. */
  readonly released: boolean;
};

/** Looks closely, so that a strike falls into the act; the bidders look at the hall meanwhile, as people do. */
async function waitInHall(
  acts: readonly OwnAct[],
  bidders: readonly Bidder[],
  lotId: string,
  fuse: Fuse,
): Promise<void> {
  let over = false;
  const looking = together(bidders, async (bidder) => {
    while (!over) {
      await bidder.look(lotId);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  });
  // Awaited when the acts are over; what breaks before must not end this program with its platform still up.
  looking.catch(() => undefined);
  try {
    await watch(acts, lotId, fuse);
  } finally {
    over = true;
  }
  await looking;
}

async function watch(acts: readonly OwnAct[], lotId: string, fuse: Fuse): Promise<void> {
  const open = new Map<OwnAct, "before" | "under way">(acts.map((act) => [act, "before"]));
  for (const end = machineMs() + LONGEST_MS; open.size > 0; ) {
    const lot = await patiently(() => marksOf(lotId));
    for (const [act, state] of open) {
      if (state === "before" && MARKS[act].begun(lot)) {
        fuse.begins(act);
        open.set(act, "under way");
      }
      if (!MARKS[act].done(lot)) continue;
      fuse.ends(act);
      open.delete(act);
    }
    if (machineMs() > end)
      throw new Error(`the lot is not past ${[...open.keys()].join()} after ${LONGEST_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const MARKED = { intake: true, closedAt: true, frozenAt: true, announcedAt: true } as const;

async function marksOf(lotId: string): Promise<Marks> {
  const marked = await db().lot.findUniqueOrThrow({ where: { id: lotId }, select: MARKED });
  const bids = await db().openedBid.findMany({ where: { lotId }, select: { released: true } });
  return { ...marked, released: bids.length > 0 && bids.every(({ released }) => released) };
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
