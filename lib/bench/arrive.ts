import { randomBytes, randomUUID } from "node:crypto";
import { inLanes } from "@/lib/kernel/lanes";
import { machineMs } from "@/lib/kernel/clock";
import { bidderOf, type Ready } from "@/lib/ordeal/bidder";
import { ledger } from "@/lib/ordeal/ledger";
import { companies, type OpenLot } from "@/lib/ordeal/stage";
import type { Visitor } from "@/lib/ordeal/visitor";
import { recordArrival } from "@/lib/store/arrivals";
import { db } from "@/lib/store/db";
import { type Bench, latency, rate } from "./measure";
import { atWork } from "./platform-at-work";

/** Issue: so many arrivals a second, 99 of 100 within a second, none lost. */
const PER_SECOND = 300;
const P99_MS = 1_000;
const ARRIVALS = 3_000;
const AT_ONCE = 40;
/** A seal request with its signature and certificates. */
const REQUEST = 8_000;
const COMPANIES = 24;
const LOTS = 3;

/**
 * The arrival alone, as the database decides it: one row under the lot's lock, by its clock. And whole seals over HTTP, all
 * sent at once: from the request to a receipt that holds, with every check and signature.
 */
export const arrive: Bench = (place) =>
  atWork(place, async ({ scene, browser }) => {
    const lots = await scene.publishLots(600, LOTS);
    const waiting = await readySeals(await companies(COMPANIES, scene), lots, browser);
    place.tell(`${waiting.length} seals ready`);
    const seals = await timesOf(waiting, waiting.length, async ({ send }) => send());
    const alone = await timesOf(Array.from({ length: ARRIVALS }), AT_ONCE, () => recordArrival(anArrival(lots[0]!)));
    const kept = await db().arrival.count({ where: { lotId: lots[0]!.lotId } });
    const accepted = await db().sealedBid.count({ where: { lotId: { in: lots.map(({ lotId }) => lotId) } } });
    const lost = ARRIVALS + waiting.length / LOTS - kept;
    const what = `${ARRIVALS} arrivals, ${AT_ONCE} in flight, one lot; ${lost} lost`;
    const whole = `${waiting.length} seals sent at once over HTTP, ${waiting.length - accepted} without a receipt; ${seals.perSecond.toFixed(1)} a second`;
    return [
      rate("arrive", lost > 0 ? 0 : alone.perSecond, PER_SECOND, "arrivals/s", `${what}; reference: the 300 asked for`),
      latency("arrive-p99", alone.p99, P99_MS, "ms", `${what}; limit: 1 s`),
      latency("arrive-receipt-p99", seals.p99, P99_MS, "ms", `${whole}; median ${seals.p50} ms; limit: 1 s`),
    ];
  });

const anArrival = ({ lotId }: OpenLot) => ({
  ...{ lotId, bidId: randomUUID(), partyId: randomUUID(), kind: "seal", request: randomBytes(REQUEST) },
  ...{ digest: randomBytes(32).toString("hex"), requestHash: randomBytes(32).toString("hex") },
});

async function timesOf<Item>(items: readonly Item[], lanes: number, work: (item: Item) => Promise<unknown>) {
  const begun = machineMs();
  const took = await inLanes(lanes, items, async (item) => {
    const from = machineMs();
    await work(item);
    return machineMs() - from;
  });
  const seconds = (machineMs() - begun) / 1000;
  took.sort((a, b) => a - b);
  const quantile = (q: number) => took[Math.min(took.length - 1, Math.floor(q * took.length))]!;
  return { perSecond: items.length / seconds, p50: quantile(0.5), p99: quantile(0.99) };
}

type Waiting = { readonly ready: Ready; send(): Promise<void> };

/** Everything uploaded and signed; only the small request is left. */
async function readySeals(
  people: Awaited<ReturnType<typeof companies>>,
  lots: readonly OpenLot[],
  browser: () => Visitor,
): Promise<readonly Waiting[]> {
  const all = await inLanes(3, people, async (hand) => {
    const own = browser();
    const bidders = lots.map(() => bidderOf(hand, own, ledger()));
    await bidders[0]!.signIn();
    const waiting: Waiting[] = [];
    for (const [at, lot] of lots.entries()) {
      const bidder = bidders[at]!;
      await bidder.enter(lot);
      const ready = await bidder.ready("18000000.00", 40_000);
      waiting.push({ ready, send: () => bidder.sendReady(ready) });
    }
    return waiting;
  });
  return all.flat();
}
