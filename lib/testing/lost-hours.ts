import { SYSTEM } from "@/lib/domain/actor";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import type { TimeSource } from "@/lib/usecases/ports/time-source";
import { watchClock } from "@/lib/usecases/clock/watch-clock";
import { extendDeadline, prepareExtension } from "@/lib/usecases/notice/extend-deadline";
import { fetchTimestamp } from "@/lib/usecases/timestamp/fetch-timestamp";
import type { OpeningStage } from "./opening-stage";
import type { Host } from "./tender-stage";

const MINUTE = 60_000;

/** A source of time that finds the platform's clock so far ahead. */
const source = (aheadMs: number): TimeSource => ({
  name: "ntp.test",
  follows: "platform",
  now: async () => ({ at: new Date((await platformNow()).getTime() - aheadMs), withinMs: 50 }),
});

/** The platform's clock is off for ten of the last 120 minutes, and the tenderee extends the deadline (protocol §5.5). */
export async function loseToClock({ deps, goTo }: OpeningStage, lotId: string, { author }: Host): Promise<void> {
  const deadline = (await lotById(lotId)).deadline!.getTime();
  await goTo(new Date(deadline - 100 * MINUTE));
  await watchClock({ ...deps, timeSources: [source(2_500)] });
  await goTo(new Date(deadline - 90 * MINUTE));
  await watchClock({ ...deps, timeSources: [source(0)] });
  for (const { id } of await db().statement.findMany({ where: { type: "clock", tst: null }, select: { id: true } }))
    await fetchTimestamp(SYSTEM, { statementId: id }, deps);
  const signed = await author.sign(await prepareExtension(author.actor, { lotId }, deps));
  await extendDeadline(author.actor, { lotId, signed }, deps);
}
