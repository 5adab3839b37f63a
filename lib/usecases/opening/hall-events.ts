import { z } from "zod";
import { db } from "@/lib/store/db";
import { lastBoardSeq } from "@/lib/store/openings";

export const hallEventsInput = z.strictObject({ lotId: z.uuid(), after: z.number().int().min(0) });

/** How often the board is looked at while anybody watches, in ms. */
const LOOK_MS = 250;
/** A sign of life, so that nothing between takes a quiet line for a dead one, in ms. */
const ALIVE_MS = 15_000;

/**
 * One look for each lot and process, however many watch: the board is the same for all. Whoever watches is woken at once,
 * all in one go; a timer of its own for each of three thousand would be late by up to its period.
 */
type Watch = { readonly wake: Set<(seq: number) => void>; seq: number };
const watches = new Map<string, Watch>();

function watch(lotId: string, wake: (seq: number) => void): () => void {
  const found = watches.get(lotId) ?? begin(lotId);
  found.wake.add(wake);
  if (found.seq > 0) wake(found.seq);
  return () => void found.wake.delete(wake);
}

function begin(lotId: string): Watch {
  const made: Watch = { wake: new Set(), seq: 0 };
  watches.set(lotId, made);
  const look = async () => {
    // A database that is away for a moment is asked again.
    const seq = await lastBoardSeq(lotId).catch(() => made.seq);
    if (seq > made.seq) {
      made.seq = seq;
      for (const wake of made.wake) wake(seq);
    }
    if (made.wake.size > 0) setTimeout(look, LOOK_MS).unref();
    else watches.delete(lotId);
  };
  setTimeout(look, 0);
  return made;
}

/** Whether there is a hall to watch: whoever makes up ids must not keep streams open on nothing. */
export async function hasHall(lotId: string): Promise<boolean> {
  const lot = await db().lot.findUnique({ where: { id: lotId }, select: { publishedAt: true } });
  return lot?.publishedAt != null;
}

/**
 * Numbers of new lines on the hall's board, as they come; null about every fifteen seconds as a sign of life. Carries
 * numbers only: what a line says each viewer's own page asks for, by its own rights.
 */
export async function* hallEvents(
  { lotId, after }: z.infer<typeof hallEventsInput>,
  signal: AbortSignal,
): AsyncGenerator<number | null> {
  let newest = after;
  let seen = after;
  let stir: () => void = () => {};
  const leave = watch(lotId, (seq) => {
    newest = Math.max(newest, seq);
    stir();
  });
  const gone = () => stir();
  signal.addEventListener("abort", gone);
  try {
    yield null;
    while (!signal.aborted) {
      if (newest <= seen) {
        const quiet = await new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(true), ALIVE_MS);
          stir = () => {
            clearTimeout(timer);
            resolve(false);
          };
        });
        if (quiet) yield null;
        continue;
      }
      seen = newest;
      yield seen;
    }
  } finally {
    leave();
    signal.removeEventListener("abort", gone);
  }
}
