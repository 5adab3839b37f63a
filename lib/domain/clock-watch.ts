/** Bounds of the platform's clock minus a source's, ms: asking takes time, and the source states how exact it is. */
export type OffsetBounds = { readonly low: number; readonly high: number };

/** What most of the sources agree on. */
export type Agreement = OffsetBounds & { readonly agreeing: number };

/** Protocol §5.1: alarm, the node leaves the pool, sealing and opening stop. Milliseconds. */
export const CLOCK_LIMITS = { drifting: 100, out: 500, off: 1000 } as const;

export type ClockState = "well" | "drifting" | "out" | "off" | "unknown";

/**
 * The narrowest stretch in which more than half of those that answered agree (Marzullo's algorithm): one source that lies
 * decides nothing among three, and of two that contradict each other neither is believed.
 *
 * @returns null where nobody answered, or there is no such stretch
 */
export function agreement(answers: readonly OffsetBounds[]): Agreement | null {
  const edges = answers
    .flatMap(({ low, high }) => [
      { at: low, step: 1 },
      { at: high, step: -1 },
    ])
    .sort((a, b) => a.at - b.at || b.step - a.step);
  let [best, count] = [0, 0];
  let found: OffsetBounds | null = null;
  for (const [index, { at, step }] of edges.entries()) {
    count += step;
    const next = edges[index + 1];
    if (step < 0 || !next || count <= best) continue;
    best = count;
    found = { low: at, high: next.at };
  }
  return found && best * 2 > answers.length ? { ...found, agreeing: best } : null;
}

/** How far off the clock is for certain: the distance of the bounds from nought. */
export const offForCertain = ({ low, high }: OffsetBounds): number => Math.max(0, low, -high);

/** What the operator is told; without an agreement nobody knows. */
export function clockState(agreed: OffsetBounds | null): ClockState {
  if (!agreed) return "unknown";
  const off = offForCertain(agreed);
  if (off > CLOCK_LIMITS.off) return "off";
  if (off > CLOCK_LIMITS.out) return "out";
  return off > CLOCK_LIMITS.drifting ? "drifting" : "well";
}

/**
 * Whether sealing and opening stand still. Sources that are silent neither stop nor resume: without a timestamp
 * authority the procedure goes on (settled 11), and what was found wrong stays so until somebody says otherwise. What
 * stopped resumes below a lower limit, or a clock that swings about one second would stop and resume by turns.
 */
export function intakeStops(stopped: boolean, agreed: OffsetBounds | null): boolean {
  if (!agreed) return stopped;
  return offForCertain(agreed) > (stopped ? CLOCK_LIMITS.out : CLOCK_LIMITS.off);
}
