import { env } from "node:process";
import { machineMs } from "@/lib/kernel/clock";
import type { OpenLot, Scene } from "@/lib/ordeal/stage";
import { sandboxState } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { manyBids, releaseAll } from "./many-bids";
import { type Bench, growth, latency, type Measurement } from "./measure";
import { atWork } from "./platform-at-work";

/** Bids of one lot; `BENCH_MOST=10000` adds larger ones. */
const SIZES = [10, 100, 300, 1_000, 3_000, 10_000];
const MOST = Number(env.BENCH_MOST ?? 1_000);
/** The one that has a target: from the last share to the opening record (protocol §10.2, issue). */
const TARGET = { bids: 300, ms: 10_000 };
const PATIENCE_MS = 900_000;

/** An opening by the worker as it runs: everybody has released; the trustees are asked, forms are read, all is announced. */
export const open: Bench = (place) =>
  atWork(place, async ({ scene }) => {
    const all: Measurement[] = [];
    const points: (readonly [number, number])[] = [];
    for (const [at, bids] of SIZES.filter((size) => size <= MOST).entries()) {
      const { sharesMs, recordMs } = await oneOpening(bids, 500 + at, scene);
      place.tell(`${bids} bids: shares after ${sharesMs} ms, record ${recordMs} ms after the last of them`);
      points.push([bids, recordMs]);
      const limit = (TARGET.ms * bids) / TARGET.bids;
      const detail = `last share to announcement of ${bids} bids; freeze to last share ${sharesMs} ms; limit: 10 s for 300`;
      all.push(latency(`open-${bids}`, recordMs, Math.max(TARGET.ms, limit), "ms", detail));
    }
    return [...all, growth("open-growth", points, "bids")];
  });

/** A lot with so many bids, opened and announced. */
export async function openedLot(bids: number, run: number, scene: Scene): Promise<OpenLot> {
  const lot = await scene.publish(run);
  const made = await manyBids(lot, bids, scene);
  await scene.goTo(new Date(lot.deadline.getTime() + 2_000));
  await until(lot, ({ closedAt }) => closedAt !== null);
  await releaseAll(lot, made);
  await until(lot, ({ announcedAt }) => announcedAt !== null);
  return lot;
}

async function oneOpening(bids: number, run: number, scene: Scene) {
  const lot = await openedLot(bids, run, scene);
  const seen = machineMs() + Number((await sandboxState()).offsetMs);
  const row = await db().lot.findUniqueOrThrow({ where: { id: lot.lotId } });
  const shares = await db().trusteeShare.findMany({ where: { lotId: lot.lotId }, select: { at: true } });
  const last = Math.max(...shares.map(({ at }) => at.getTime()));
  const opened = await db().openedBid.count({ where: { lotId: lot.lotId, openedAt: { not: null } } });
  if (opened !== bids) throw new Error(`${opened} of ${bids} bids were opened`);
  return { sharesMs: last - row.frozenAt!.getTime(), recordMs: Math.max(1, seen - last) };
}

type LotRow = { readonly closedAt: Date | null; readonly announcedAt: Date | null };

async function until({ lotId }: OpenLot, done: (row: LotRow) => boolean): Promise<void> {
  for (const end = machineMs() + PATIENCE_MS; machineMs() < end; ) {
    if (done(await db().lot.findUniqueOrThrow({ where: { id: lotId } }))) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`lot ${lotId} does not come on`);
}
