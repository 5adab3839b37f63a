import { type Agreement, agreement, type OffsetBounds } from "@/lib/domain/clock-watch";
import { bothClocks } from "@/lib/store/clock-watch";
import type { Deps } from "@/lib/usecases/deps";
import type { TimeSource } from "@/lib/usecases/ports/time-source";

/** Whoever takes longer says nothing of use: the bounds would be as wide. */
const PATIENCE_MS = 2_500;

export type Measured = { readonly agreed: Agreement | null; readonly asked: number };

/** Asks every time source at once how far the database's clock is off (protocol §5.1). Never throws but for the database. */
export async function measureClock({ timeSources }: Pick<Deps, "timeSources">): Promise<Measured> {
  const answers = await Promise.all(timeSources.map(compared));
  return {
    agreed: agreement(answers.filter((answer): answer is OffsetBounds => answer !== null)),
    asked: timeSources.length,
  };
}

/**
 * The clock is read before and after: the source's instant lies between, so the offset lies between the two differences.
 *
 * @returns null where there is no answer, or where a clock jumped meanwhile: a sandbox's, or the host's own
 */
async function compared(source: TimeSource): Promise<OffsetBounds | null> {
  const before = await bothClocks();
  const answer = await inTime(source);
  const after = await bothClocks();
  if (!answer || before.movedMs !== after.movedMs) return null;
  const { at, withinMs } = answer;
  const clock = (read: typeof before) => read[source.follows].getTime() - at.getTime();
  // Instants are cut to milliseconds on both sides.
  const bounds = { low: clock(before) - withinMs - 1, high: clock(after) + withinMs + 1 };
  return bounds.low <= bounds.high ? bounds : null;
}

async function inTime(source: TimeSource) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([source.now().catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
