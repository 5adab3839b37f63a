import { peekTimestamp } from "@/lib/crypto/timestamp";
import { clockWatch } from "@/lib/store/clock-watch";
import { db } from "@/lib/store/db";
import { opensAll, said } from "./faults-objects";
import { type Day, within } from "./faults-stage";
import { signIn } from "./sign-in";
import type { Answer } from "./visitor";

const MINUTE_MS = 60_000;
/** Once a second the watch looks whether the clock was set; then it asks the authority twice. */
const NOTICED_MS = 20_000;

/**
 * The host's clock is set by its operator; trustees, witnesses and the timestamp authority have clocks of their own. The
 * watch compares (protocol §5.1): while the clock is off nothing is taken and nothing is opened, in either direction.
 */
export const CLOCK_DAYS: Readonly<Record<string, (day: Day) => Promise<void>>> = {
  "clock-ahead": async (day) => {
    const { see, lot, goTo, clock } = day;
    await goTo(new Date(lot.deadline.getTime() - 4 * MINUTE_MS));
    await submitTo(day, 3);
    clock.move(5 * MINUTE_MS);
    await noticed(day, true);
    see("the deadline that has passed by it closes nothing", !(await day.until("closedAt", 5_000)));
    clock.move(0);
    await noticed(day, false);
    await goTo(lot.deadline);
    see("at the true deadline the lot closes by itself", await day.until("closedAt"));
    await day.releaseAll();
    await opensAll(day);
  },
  "clock-back": async (day) => {
    const { bidders, hands, see, lot, goTo, clock } = day;
    await submitTo(day, 3);
    const ready = await bidders[2]!.ready("16900000.00", 60_000);
    const browser = day.browser();
    await signIn(hands[2]!, browser);
    clock.move(-10 * MINUTE_MS);
    await noticed(day, true);
    await goTo(new Date(lot.deadline.getTime() - 10 * MINUTE_MS + 5_000));
    const answer = await day.send(ready, browser);
    see(`a bid behind the deadline is refused: ${said(answer)}`, codeOf(answer) === "CLOCK_OFF");
    const { bidId } = ready;
    see("nothing has arrived of it", (await db().sealedBid.count({ where: { bidId } })) === 1);
    clock.move(0);
    await noticed(day, false);
    see("the lot closes by itself", await day.until("closedAt"));
    await day.releaseAll();
    await opensAll(day);
  },
};

async function submitTo({ bidders }: Day, count: number): Promise<void> {
  for (const [at, bidder] of bidders.slice(0, count).entries()) await bidder.submit(`${17_000_000 + at}.00`, 60_000);
}

/** The watch finds the clock off, or right again, and leaves its traces. */
async function noticed({ see }: Day, off: boolean): Promise<void> {
  const turned = await within(NOTICED_MS, async () => ((await clockWatch()).stoppedAt !== null) === off);
  see(off ? "the watch finds it: sealing and opening stop" : "right again, sealing and opening go on", turned);
  const action = off ? "clock.stop" : "clock.resume";
  const entry = await db().auditEntry.findFirst({ where: { action }, orderBy: { at: "desc" } });
  const statement = async () => db().statement.findUnique({ where: { id: entry?.objectId ?? "" } });
  const stamped = await within(60_000, async () => Boolean((await statement())?.tst));
  const { tst, at } = (await statement())!;
  const apart = tst ? Math.abs(peekTimestamp(tst).genTime.getTime() - at.getTime()) : 0;
  // Written by the clock itself: its token says by how much that one was off.
  see(`${action} is recorded, and its timestamp tells`, stamped && apart > 4 * MINUTE_MS === off);
  const last = await db().outage.findFirstOrThrow({ orderBy: { begunAt: "desc" } });
  see(off ? "an outage is being measured" : "the outage has its end", (last.endedAt === null) === off);
}

/** The code of an answer that is no receipt. */
function codeOf(answer: Answer | null): unknown {
  return answer ? (JSON.parse(new TextDecoder().decode(answer.body)) as { readonly code?: string }).code : null;
}
