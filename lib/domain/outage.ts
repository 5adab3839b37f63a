/** When nobody could submit; instants. Null: it lasts. */
export type OutageSpan = { readonly begunAt: Date; readonly endedAt: Date | null };

/** The same with who measured it. */
export type MeasuredOutage = OutageSpan & {
  /** By how much the platform's clock was off, ms; null where it was not that. */
  readonly offsetMs: number | null;
  /** The witness that found the platform unreachable from outside; null where the platform found its clock off. */
  readonly by: string | null;
};

/** One stretch without intake, however many measured it. */
export type Outage = OutageSpan & { readonly offsetMs: number | null; readonly by: readonly string[] };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Only what is lost shortly before the deadline moves it (protocol §5.5). */
export const LAST_HOURS_MS = 2 * HOUR_MS;
/** The protocol's "set time": less than this can be caught up. */
export const BEARABLE_MS = 5 * MINUTE_MS;

/**
 * What overlaps, by whomever it was measured, is one outage: two witnesses that saw the same do not double it (protocol
 * §5.5). Oldest first.
 */
export function joined(measured: readonly MeasuredOutage[]): readonly Outage[] {
  const found: Outage[] = [];
  for (const one of [...measured].sort((a, b) => a.begunAt.getTime() - b.begunAt.getTime())) {
    const last = found.at(-1);
    const touches = last && (last.endedAt === null || one.begunAt <= last.endedAt);
    if (!touches) found.push({ ...one, by: one.by === null ? [] : [one.by] });
    else found[found.length - 1] = both(last, one);
  }
  return found;
}

function both(outage: Outage, { endedAt, offsetMs, by }: MeasuredOutage): Outage {
  const greater = Math.abs(offsetMs ?? 0) > Math.abs(outage.offsetMs ?? 0);
  return {
    begunAt: outage.begunAt,
    endedAt: outage.endedAt && endedAt && new Date(Math.max(outage.endedAt.getTime(), endedAt.getTime())),
    offsetMs: greater || outage.offsetMs === null ? offsetMs : outage.offsetMs,
    by: by === null || outage.by.includes(by) ? outage.by : [...outage.by, by].sort(),
  };
}

/**
 * How much of the last two hours before the deadline was lost, as far as `now`; what overlaps counts once.
 *
 * @param decidedAt when this deadline was set: whoever set it knew what had been lost before, and that is not offered again
 */
export function lostBefore(deadline: Date, outages: readonly OutageSpan[], decidedAt: Date, now: Date): number {
  const to = Math.min(deadline.getTime(), now.getTime());
  let reached = countedFrom(deadline, decidedAt);
  let sum = 0;
  for (const { begunAt, endedAt } of [...outages].sort((a, b) => a.begunAt.getTime() - b.begunAt.getTime())) {
    const end = Math.min((endedAt ?? now).getTime(), to);
    sum += Math.max(0, end - Math.max(begunAt.getTime(), reached));
    reached = Math.max(reached, end);
  }
  return sum;
}

/** Whether an outage takes anything of that time. */
export const countsBefore = (deadline: Date, outage: OutageSpan, decidedAt: Date, now: Date): boolean =>
  lostBefore(deadline, [outage], decidedAt, now) > 0;

const countedFrom = (deadline: Date, decidedAt: Date): number =>
  Math.max(deadline.getTime() - LAST_HOURS_MS, decidedAt.getTime());

/** Whether the tenderee is offered another deadline; decided before the deadline, or not at all. */
export const extensionIsDue = (deadline: Date, lostMs: number, now: Date): boolean =>
  lostMs > BEARABLE_MS && now < deadline;

/** The deadline that is offered: what was lost, in whole hours. */
export const offeredDeadline = (deadline: Date, lostMs: number): Date =>
  new Date(deadline.getTime() + Math.ceil(lostMs / HOUR_MS) * HOUR_MS);
