/**
 * The machine's own clock: for logs, time-outs and demonstration counterparts. What counts in law comes from the
 * database's `platform_now()` and is handed down.
 */
export const machineNow = (): Date => new Date(Date.now());

/** Milliseconds of the machine's clock, for measuring durations. */
export const machineMs = (): number => Date.now();
