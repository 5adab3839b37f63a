/**
 * The machine's own clock: for logs, time-outs and demonstration counterparts. What counts in law comes from the
 * database's `platform_now()` and is handed down.
 */
export const machineNow = (): Date => new Date(Date.now());

/** Milliseconds of the machine's clock, for measuring durations. */
export const machineMs = (): number => Date.now();

/** Milliseconds of a clock that nobody can set: it counts on, whatever becomes of the machine's time of day. */
export const steadyMs = (): number => performance.now();
