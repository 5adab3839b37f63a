/** When nobody could submit; instants. Null: it lasts. */
export type OutageSpan = { readonly begunAt: Date; readonly endedAt: Date | null };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Only what is lost shortly before the deadline moves it (protocol §5.5). */
export const LAST_HOURS_MS = 2 * HOUR_MS;
/** The protocol's "set time": less than this can be caught up. */
export const BEARABLE_MS = 5 * MINUTE_MS;

/**
 * How much of the last two hours before the deadline was lost, as far as `now`. Spans do not overlap.
 *
 * @param decidedAt when this deadline was set: whoever set it knew what had been lost before, and that is not offered again
 */
export function lostBefore(deadline: Date, outages: readonly OutageSpan[], decidedAt: Date, now: Date): number {
  const from = Math.max(deadline.getTime() - LAST_HOURS_MS, decidedAt.getTime());
  const to = Math.min(deadline.getTime(), now.getTime());
  return outages.reduce((sum, { begunAt, endedAt }) => {
    const lost = Math.min((endedAt ?? now).getTime(), to) - Math.max(begunAt.getTime(), from);
    return sum + Math.max(0, lost);
  }, 0);
}

/** Whether the tenderee is offered another deadline; decided before the deadline, or not at all. */
export const extensionIsDue = (deadline: Date, lostMs: number, now: Date): boolean =>
  lostMs > BEARABLE_MS && now < deadline;

/** The deadline that is offered: what was lost, in whole hours. */
export const offeredDeadline = (deadline: Date, lostMs: number): Date =>
  new Date(deadline.getTime() + Math.ceil(lostMs / HOUR_MS) * HOUR_MS);
