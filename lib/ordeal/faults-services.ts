import { machineMs } from "@/lib/kernel/clock";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { latestHead } from "@/lib/store/log";
import { openAll, opensAll } from "./faults-objects";
import { type Day, PROBE_EVERY_MS, wait, within } from "./faults-stage";

const MINUTE_MS = 60_000;

/** Services outside on their bad days: nobody waits for a timestamp, openings wait for witnesses and trustees. */
export const SERVICE_DAYS: Readonly<Record<string, (day: Day) => Promise<void>>> = {
  "tsa-down": async (day) => {
    const { roads, see, lot, bidders } = day;
    roads.tsa.weather("down");
    await bidders[0]!.submit("16900000.00", 60_000);
    see("the spare authority stamps while the first is down", await within(60_000, () => stampedBySpare(lot.lotId)));
    roads["tsa-2"].weather("down");
    await submitAll(day);
    see("receipts are given without the authorities", roads.tsa.met() > 0 && roads["tsa-2"].met() > 0);
    await openAll(day);
    const bare = await unstamped(lot.lotId);
    see(`what waits for a token is known (${bare})`, bare > 0);
    for (const name of ["tsa", "tsa-2"] as const) roads[name].weather("fair");
    see("every token is fetched afterwards", await within(150_000, async () => (await unstamped(lot.lotId)) === 0));
  },
  "witness-down": async (day) => {
    const { roads, see, goTo } = day;
    roads["witness-1"].weather("down");
    await submitAll(day);
    await goTo(day.lot.deadline);
    see("the lot closes", await day.until("closedAt"));
    await day.releaseAll();
    see("the lot is frozen", await day.until("frozenAt"));
    see("the opening waits for the second witness", !(await day.until("announcedAt", 3_000)));
    await goTo(new Date((await platformNow()).getTime() + 5 * MINUTE_MS));
    see("five minutes later it goes on with one", await day.until("announcedAt"));
    roads["witness-1"].weather("fair");
    see("the witness catches up by itself", await within(30_000, () => cosigned(2)));
    await opensAll(day);
  },
  "witnesses-down": async (day) => {
    const { roads, see, goTo } = day;
    for (const name of ["witness-1", "witness-2"] as const) roads[name].weather("down");
    await submitAll(day);
    see("receipts are given without witnesses", true);
    await goTo(day.lot.deadline);
    see("the lot closes", await day.until("closedAt"));
    await day.releaseAll();
    await goTo(new Date((await platformNow()).getTime() + 6 * MINUTE_MS));
    see("without any witness nothing is opened", !(await day.until("announcedAt", 4_000)));
    for (const name of ["witness-1", "witness-2"] as const) roads[name].weather("fair");
    await opensAll(day);
  },
  "trustees-down": async (day) => {
    const { roads, see, goTo } = day;
    await submitAll(day);
    for (const name of ["trustee-1", "trustee-2"] as const) roads[name].weather("down");
    await goTo(day.lot.deadline);
    see("the lot closes", await day.until("closedAt"));
    await day.releaseAll();
    see("the lot is frozen", await day.until("frozenAt"));
    see("one trustee of three opens nothing", !(await day.until("announcedAt", 4_000)));
    roads["trustee-2"].weather("fair");
    await opensAll(day);
  },
};

/** The door's silence: long enough for three probes in a row, and for the one whose answer comes late. */
const SILENT_MS = 5 * PROBE_EVERY_MS;

/** Nobody answers at the platform's public door for a while, as if its line were cut; the witnesses' own processes see it. */
export const DOOR_DAYS: Readonly<Record<string, (day: Day) => Promise<void>>> = {
  "door-closed": async (day) => {
    const { see, platform } = day;
    await submitAll(day);
    const before = await db().outage.count({ where: { kind: "unreachable" } });
    const from = machineMs();
    const web = platform.pid("web")!;
    process.kill(web, "SIGSTOP");
    await wait(SILENT_MS);
    process.kill(web, "SIGCONT");
    const told = async () => (await db().outage.count({ where: { kind: "unreachable" } })) - before;
    see(
      "both witnesses tell what they measured, as soon as the door is open",
      await within(30_000, async () => (await told()) === 2),
    );
    const outside = machineMs() - from;
    await wait(2 * PROBE_EVERY_MS);
    see("each of them once", (await told()) === 2);
    const rows = await db().outage.findMany({ where: { kind: "unreachable" }, orderBy: { heardAt: "desc" }, take: 2 });
    const lasted = rows.map(({ begunAt, endedAt }) => endedAt!.getTime() - begunAt.getTime());
    see(
      `no more than there was (${lasted.join(", ")} ms of ${outside})`,
      lasted.every((ms) => ms > SILENT_MS / 2 && ms < outside),
    );
    const hashes = rows.map(({ hash }) => hash!);
    const logged = () =>
      db().logEvent.count({ where: { hash: { in: hashes }, kind: "unreachable", batchIdx: { not: null } } });
    see("the log has both", await within(30_000, async () => (await logged()) === 2));
    const shown = await (await fetch(`${platform.origin}/api/v1/outages`)).text();
    see(
      "everybody can read both notes",
      hashes.every((hash) => shown.includes(hash)),
    );
    await openAll(day);
  },
};

async function submitAll({ bidders }: Day): Promise<void> {
  await Promise.all(bidders.map((bidder, at) => bidder.submit(`${17_000_000 + at}.00`, 60_000)));
}

/** Bids and statements of the lot that want a timestamp and have none. */
async function unstamped(lotId: string): Promise<number> {
  const [bids, statements] = await Promise.all([
    db().sealedBid.count({ where: { lotId, tst: null } }),
    db().statement.count({ where: { lotId, type: { in: ["close", "freeze"] }, tst: null } }),
  ]);
  return bids + statements;
}

/** The token over the first seal is signed by the second authority, whose certificate travels in it. */
async function stampedBySpare(lotId: string): Promise<boolean> {
  const bid = await db().sealedBid.findFirst({ where: { lotId, tst: { not: null } }, orderBy: { at: "asc" } });
  return Boolean(bid?.tst && Buffer.from(bid.tst).includes("演示备用时间戳服务"));
}

async function cosigned(by: number): Promise<boolean> {
  const head = await latestHead();
  return head !== null && head.cosignatures.length >= by;
}
