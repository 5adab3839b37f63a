import { mkdirSync } from "node:fs";
import { machineMs } from "@/lib/kernel/clock";
import { disconnect } from "@/lib/store/db";
import { checkChain } from "@/lib/usecases/audit/check-chain";
import { compareReceipts } from "./compare";
import { compareHub, messagesAbout, RESTING } from "./compare-hub";
import { fuse } from "./fuse";
import { patiently, playJourney } from "./journey";
import { ownPlatform, type Platform } from "./platform";
import { type Point, pointOf } from "./point";
import type { RunResult } from "./result";
import { type Scene, setScene } from "./stage";
import { actionsOf } from "./visitor";

export type KillsOptions = {
  readonly root: string;
  readonly dataDir: string;
  readonly seed: number;
  /** Numbers of the runs to play. */
  readonly runs: readonly number[];
  readonly tell: (line: string) => void;
  readonly done: (result: RunResult) => void;
};

/**
 * The ordeal of kills: in each run a whole life of a lot up to the announcement is played over HTTP, and at the run's
 * point web, worker or PostgreSQL is killed with SIGKILL inside running requests. Clients do what browsers and people do:
 * they ask again. Afterwards everything they were told must be there, once.
 */
export async function kills(options: KillsOptions): Promise<void> {
  const { root, dataDir, tell } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const platform = await ownPlatform(root, dataDir, tell);
  try {
    const scene = await setScene(platform, dataDir, tell);
    for (const run of options.runs) options.done(await oneRun(pointOf(options.seed, run), platform, scene, options));
  } finally {
    await disconnect();
    await platform.stop();
  }
}

async function oneRun(
  point: Point,
  platform: Platform,
  scene: Scene,
  { root, dataDir }: KillsOptions,
): Promise<RunResult> {
  const started = machineMs();
  const lot = await patiently(() => scene.publish(point.run));
  const burning = fuse(point, () => killed(platform, point));
  const notes = await playJourney(lot, scene, { origin: platform.origin, actions: actionsOf(root) }, burning);
  await settled(lot.lotId);
  const receipts = await compareReceipts(lot.lotId, notes, scene.play.stage.deps.objects);
  const hub = await compareHub(lot.lotId, dataDir);
  const chain = await checkChain();
  const strike = burning.strike();
  return {
    point,
    inside: strike?.running ?? [],
    struck: strike !== null,
    receipts: receipts.acknowledged,
    messages: hub.acknowledged,
    lost: [...receipts.lost, ...hub.lost],
    doubled: [...receipts.doubled, ...hub.doubled],
    chainFaults: chain.faults.map(({ kind, detail }) => `${kind}: ${detail}`),
    seconds: (machineMs() - started) / 1000,
  };
}

/** @returns the process that was killed; null while there is none */
function killed(platform: Platform, { target }: Point): number | null {
  const pid = platform.pid(target);
  if (!pid) return null;
  try {
    process.kill(pid, "SIGKILL");
    return pid;
  } catch {
    return null; // it is down, and being started again
  }
}

const SETTLING_MS = 120_000;

/** Until the outbox rests and the audit chain has caught up: what is still on its way is not lost. */
async function settled(lotId: string): Promise<void> {
  for (const end = machineMs() + SETTLING_MS; machineMs() < end; ) {
    const messages = await patiently(() => messagesAbout(lotId));
    // The chain is read from its beginning, longer with every run: asked for last, and not over and over.
    const resting = messages.every(({ state }) => RESTING.includes(state));
    if (resting && !(await patiently(checkChain)).faults.some(({ kind }) => kind === "unlinked")) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
