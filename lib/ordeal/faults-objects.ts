import { db } from "@/lib/store/db";
import { type Day, within } from "./faults-stage";
import type { Answer } from "./visitor";

/** The object store on its bad days: a clear "no" to uploads, sealing goes on, everything comes back by itself. */
export const OBJECT_DAYS: Readonly<Record<string, (day: Day) => Promise<void>>> = {
  "objects-down": (day) => unwilling(day, "down"),
  "objects-full": (day) => unwilling(day, "full"),
  "objects-slow": async (day) => {
    const { roads, bidders, see } = day;
    roads.objects.weather("slow");
    await Promise.all(bidders.map((bidder, at) => bidder.submit(`${17_000_000 + at}.00`, 300_000)));
    see("all bids were received, slowly", roads.objects.met() > 0);
    roads.objects.weather("fair");
    await openAll(day);
  },
  "objects-wrong-at-closing": async (day) => {
    const { roads, see, lot, goTo } = day;
    await submitAll(day);
    roads.objects.weather("wrong");
    await goTo(lot.deadline);
    see("the lot closes", await day.until("closedAt"));
    const broken = await db().openedBid.count({ where: { lotId: lot.lotId, intact: false } });
    see("the seal check finds what the store gives back wrong", broken === 3 && roads.objects.met() > 0);
    roads.objects.weather("fair");
    await day.releaseAll();
    await opensAll(day);
  },
  "objects-wrong-at-opening": async (day) => {
    const { roads, see, lot, goTo } = day;
    await submitAll(day);
    await goTo(lot.deadline);
    see("the lot closes", await day.until("closedAt"));
    roads.objects.weather("wrong");
    await day.releaseAll();
    see("the lot is frozen", await day.until("frozenAt"));
    see("the store gives wrong bytes", await within(60_000, async () => roads.objects.met() > 0));
    see("no bid is announced as unreadable for them", !(await day.until("announcedAt", 5_000)));
    roads.objects.weather("fair");
    await opensAll(day);
  },
};

async function unwilling(day: Day, weather: "down" | "full"): Promise<void> {
  const { bidders, roads, see, lot, goTo } = day;
  const [first, second, third] = bidders as [Day["bidders"][0], Day["bidders"][0], Day["bidders"][0]];
  await first.submit("17000000.00", 300_000);
  const ready = await second.ready("17100000.00", 300_000);
  roads.objects.weather(weather);
  const refused = await third.tryPart();
  see(`an upload is refused clearly: ${said(refused)}`, isLater(refused));
  await second.sendReady(ready);
  see("who has uploaded everything submits all the same", roads.objects.met() > 0);
  roads.objects.weather("fair");
  await third.submit("17200000.00", 300_000);
  see("uploads go on by themselves", true);
  roads.objects.weather(weather);
  await goTo(lot.deadline);
  // A store without room still reads; from one that is down nothing can be read, and the seal check waits for it.
  const closed = await day.until("closedAt", weather === "down" ? 4_000 : 30_000);
  see(
    weather === "down" ? "nothing is judged broken while nothing can be read" : "the lot closes",
    closed === (weather === "full"),
  );
  roads.objects.weather("fair");
  await openAll(day);
}

async function submitAll({ bidders }: Day): Promise<void> {
  await Promise.all(bidders.map((bidder, at) => bidder.submit(`${17_000_000 + at}.00`, 300_000)));
}

/** From the deadline to the announcement, all in good weather. */
export async function openAll(day: Day): Promise<void> {
  await day.goTo(day.lot.deadline);
  day.see("the lot closes by itself", await day.until("closedAt", 120_000));
  const broken = await db().openedBid.count({ where: { lotId: day.lot.lotId, intact: false } });
  day.see("every seal is whole", broken === 0);
  await day.releaseAll();
  await opensAll(day);
}

export async function opensAll(day: Day): Promise<void> {
  day.see("the opening goes on by itself", await day.until("announcedAt", 150_000));
  const { good, count } = await day.opened();
  day.see(`every bid is opened (${good} of ${count})`, count > 0 && good === count);
}

/** 503, a code, words, and when to come back. */
export function isLater(answer: Answer | null): boolean {
  if (answer?.status !== 503 || !answer.retryAfter) return false;
  const { code, message } = JSON.parse(Buffer.from(answer.body).toString()) as { code?: string; message?: string };
  return code === "STORE_DOWN" && Boolean(message);
}

export const said = (answer: Answer | null): string =>
  answer ? `${answer.status} ${Buffer.from(answer.body).toString().slice(0, 60)}` : "a broken line";
