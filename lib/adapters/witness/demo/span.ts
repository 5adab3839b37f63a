import { LEAST_PROBES, type Span } from "@/lib/crypto/unreachable";

/** One probe: when it was over by the witness's clock and by one that nobody can set, and how long it took by that, ms. */
export type Probed = {
  readonly well: boolean;
  readonly overAt: number;
  readonly steadyAt: number;
  readonly tookMs: number;
};

export type Watch = {
  /** The platform has been seen before: what was never up cannot be down. */
  readonly seen: boolean;
  readonly open: { readonly from: number; readonly to: number; readonly failed: number } | null;
  readonly last: Pick<Probed, "overAt" | "steadyAt"> | null;
};

export const NEW_WATCH: Watch = { seen: false, open: null, last: null };

/** More than a clock is ever slewed between two probes. */
const STEP_MS = 1_000;

/**
 * What one more probe makes of what is known. A span begins with the first probe without an answer and ends with the last:
 * what lies before and after was not measured. Where the witness's clock is set meanwhile (a sandbox's is), the span ends
 * before: nobody shall be said to have been away for hours that never passed.
 *
 * @returns the new state, and a span that has ended, if it was one
 */
export function probed(watch: Watch, probe: Probed): { readonly watch: Watch; readonly ended: Span | null } {
  const { well, overAt, steadyAt, tookMs } = probe;
  const last = { overAt, steadyAt };
  if (well) return { watch: { seen: true, open: null, last }, ended: spanOf(watch.open) };
  if (!watch.seen) return { watch: { ...watch, last }, ended: null };
  const wasSet =
    watch.last !== null && Math.abs(overAt - watch.last.overAt - (steadyAt - watch.last.steadyAt)) > STEP_MS;
  const goesOn = watch.open !== null && !wasSet;
  const open = goesOn
    ? { ...watch.open!, to: overAt, failed: watch.open!.failed + 1 }
    : { from: overAt - tookMs, to: overAt, failed: 1 };
  return { watch: { seen: true, open, last }, ended: goesOn ? null : spanOf(watch.open) };
}

/** An open span as it would be if it ended now; null where that is none yet. */
export const spanOf = (open: Watch["open"]): Span | null =>
  open && open.failed >= LEAST_PROBES && open.to > open.from
    ? { from: new Date(open.from), to: new Date(open.to), failed: open.failed }
    : null;
