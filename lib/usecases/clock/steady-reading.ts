import { steadyMs } from "@/lib/kernel/clock";
import { databaseNow } from "@/lib/store/clock";

/** More than a clock is ever slewed between two looks. */
const STEP_MS = 250;

/** The database's clock beside one that nobody can set; asking takes from `from` to `to`. */
export type Reading = { readonly from: number; readonly to: number; readonly clock: number };

export async function readSteady(): Promise<Reading> {
  const from = steadyMs();
  const clock = (await databaseNow()).getTime();
  return { from, to: steadyMs(), clock };
}

/** Whether the database's clock cannot have gone from one reading to the other by itself: it was set. */
export function stepped(one: Reading, two: Reading): boolean {
  const gone = two.clock - one.clock;
  return gone > two.to - one.from + STEP_MS || gone < two.from - one.to - STEP_MS;
}
