import { peekTimestamp } from "@/lib/crypto/timestamp";
import { db } from "@/lib/store/db";
import { opensAll } from "./faults-objects";
import { type Day, within } from "./faults-stage";

const MINUTE_MS = 60_000;
/** Token and instant may differ so much (protocol §5.4). */
const SLACK_MS = 60_000;

/** The host's clock is set by its operator; trustees, witnesses and the timestamp authority have clocks of their own. */
export const CLOCK_DAYS: Readonly<Record<string, (day: Day) => Promise<void>>> = {
  "clock-ahead": async (day) => {
    const { bidders, see, lot, goTo, clock } = day;
    await goTo(new Date(lot.deadline.getTime() - 4 * MINUTE_MS));
    await submitTo(day, 3);
    clock.move(5 * MINUTE_MS);
    see("the platform takes the deadline for passed", await day.until("closedAt"));
    await Promise.all(bidders.map((bidder) => bidder.release(lot.lotId)));
    see("it freezes", await day.until("frozenAt"));
    see("the trustees, by their own clocks, give nothing", !(await day.until("announcedAt", 6_000)));
    see("the timestamp shows that the closing came early", await within(60_000, () => stampedBefore(day)));
    clock.move(0);
    // Everybody's clock passes the deadline, and what the host wrote in the future becomes the present.
    await goTo(new Date(lot.deadline.getTime() + 3 * MINUTE_MS));
    await opensAll(day);
  },
  "clock-back": async (day) => {
    const { bidders, see, lot, goTo, clock } = day;
    await submitTo(day, 2);
    const ready = await bidders[2]!.ready("16900000.00", 60_000);
    clock.move(-10 * MINUTE_MS);
    await goTo(new Date(lot.deadline.getTime() - 10 * MINUTE_MS + 5_000));
    await bidders[2]!.sendReady(ready);
    const { bidId } = ready;
    const late = () => db().sealedBid.findFirstOrThrow({ where: { bidId }, orderBy: { seq: "desc" } });
    see("a bid behind the deadline was let in by the moved clock", (await late()).at < lot.deadline);
    const told = await within(60_000, async () => {
      const { tst, at } = await late();
      return tst !== null && Math.abs(peekTimestamp(tst).genTime.getTime() - at.getTime()) > SLACK_MS;
    });
    see("its timestamp gives it away: every check of its receipt is false", told);
    clock.move(0);
    await goTo(lot.deadline);
    see("the lot closes by itself", await day.until("closedAt"));
    await day.releaseAll();
    await opensAll(day);
  },
};

async function submitTo({ bidders }: Day, count: number): Promise<void> {
  for (const [at, bidder] of bidders.slice(0, count).entries()) await bidder.submit(`${17_000_000 + at}.00`, 60_000);
}

async function stampedBefore({ lot }: Day): Promise<boolean> {
  const close = await db().statement.findFirst({ where: { lotId: lot.lotId, type: "close" } });
  return close?.tst ? peekTimestamp(close.tst).genTime < lot.deadline : false;
}
