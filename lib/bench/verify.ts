import { spawnSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SYSTEM } from "@/lib/domain/actor";
import type { Scene } from "@/lib/ordeal/stage";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { isProvable } from "@/lib/store/log";
import { lockLot } from "@/lib/store/lots";
import { packArchive } from "@/lib/usecases/archive/pack-archive";
import { failLot } from "@/lib/usecases/opening/fail-lot";
import { type Bench, growth, latency, type Measurement, timed } from "./measure";
import { openedLot } from "./open";
import { atWork } from "./platform-at-work";

const SIZES = [10, 100, 300, 1_000, 3_000, 10_000];
const MOST = Number(env.BENCH_MOST ?? 300);
/** A long plot is gone on with where it was broken off. */
const LEAST = Number(env.BENCH_LEAST ?? 0);
/** Protocol §10.2: a public archive of 100 bids. */
const TARGET = { bids: 100, ms: 10_000 };

/**
 * The offline tool over archives of lots that failed after their opening, so that no evaluation stands in them: public and
 * full, from the start of the program to its verdict. Whatever is not in them it calls incomplete; nothing may be false.
 */
export const verify: Bench = (place) =>
  atWork(place, async ({ scene }) => {
    const all: Measurement[] = [];
    const plots: Record<"public" | "full", [number, number][]> = { public: [], full: [] };
    for (const [at, bids] of SIZES.filter((size) => size >= LEAST && size <= MOST).entries()) {
      const files = await archived(bids, 800 + at, scene, place.folder);
      for (const kind of ["public", "full"] as const) {
        const ms = await timed(async () => judged(join(place.root, "dist", "xinbiao.js"), files[kind]));
        plots[kind].push([bids, ms]);
        place.tell(`${bids} bids, ${kind}: ${Math.round(ms)} ms`);
        const limit = Math.max(TARGET.ms, (TARGET.ms * bids) / TARGET.bids);
        all.push(latency(`verify-${kind}-${bids}`, ms, limit, "ms", "limit: 10 s for a public archive of 100 bids"));
      }
    }
    const several = Object.entries(plots).filter(([, plot]) => plot.length > 1);
    return [...all, ...several.map(([kind, plot]) => growth(`verify-${kind}-growth`, plot, "bids"))];
  });

async function archived(bids: number, run: number, scene: Scene, folder: string) {
  const { lotId } = await openedLot(bids, run, scene);
  await provable(lotId);
  await inTransaction(async (tx) => {
    const failure = { reason: "opened-below-minimum", rule: "R-104", at: await platformNow(tx) } as const;
    await failLot(tx, SYSTEM, await lockLot(tx, lotId, "update"), failure);
  });
  const { deps } = scene.play.stage;
  const { fileId, publicFileId } = await packArchive(SYSTEM, { lotId }, deps);
  const saved = async (id: string, kind: string) => {
    const file = join(folder, `${bids}-${kind}.zip`);
    const { objectKey } = await fileById(id);
    await pipeline(Readable.from(await deps.objects.get(objectKey)), createWriteStream(file));
    return file;
  };
  return { public: await saved(publicFileId, "public"), full: await saved(fileId, "full") };
}

/** Every event of the lot has its proof. */
async function provable(lotId: string): Promise<void> {
  for (const { id } of await db().logEvent.findMany({ where: { lotId }, select: { id: true } }))
    while (!(await isProvable(id))) await new Promise((resolve) => setTimeout(resolve, 200));
}

function judged(tool: string, file: string): void {
  // A line for each check: three megabytes for 10,000 bids.
  const options = { encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const { status, stdout } = spawnSync(process.execPath, [tool, "verify", file], options);
  if (status !== 0 && status !== 2) throw new Error(`the tool ended with ${status}:\n${stdout}`);
}
