import { z } from "zod";
import { db } from "@/lib/store/db";
import { lastBoardSeq } from "@/lib/store/openings";

export const hallEventsInput = z.strictObject({ lotId: z.uuid(), after: z.number().int().min(0) });

/** One look a second per lot and process, however many viewers: the board is the same for all. */
const looks = new Map<string, { at: number; seq: Promise<number> }>();

function currentSeq(lotId: string): Promise<number> {
  const look = looks.get(lotId);
  const now = performance.now();
  if (look && now - look.at < 900) return look.seq;
  const seq = lastBoardSeq(lotId);
  // Yesterday's halls are not kept for ever.
  for (const [id, { at }] of looks) if (now - at > 60_000) looks.delete(id);
  looks.set(lotId, { at: now, seq });
  return seq;
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
  let seen = after;
  for (let turn = 0; !signal.aborted; turn++) {
    const seq = await currentSeq(lotId);
    if (seq > seen) {
      seen = seq;
      yield seq;
    } else if (turn % 15 === 0) yield null;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
