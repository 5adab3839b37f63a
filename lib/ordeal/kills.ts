import { mkdirSync } from "node:fs";
import { machineMs } from "@/lib/kernel/clock";
import { sandboxState } from "@/lib/store/clock";
import { db, disconnect } from "@/lib/store/db";
import { checkChain } from "@/lib/usecases/audit/check-chain";
import { compareReceipts } from "./compare";
import { compareHub, messagesAbout, RESTING } from "./compare-hub";
import { type Fuse, fuse, type Strike } from "./fuse";
import { patiently, playJourney } from "./journey";
import { ownPlatform, type Platform } from "./platform";
import type { Act, Point } from "./point";
import type { LifeResult, StrikeResult } from "./result";
import { type Scene, setScene } from "./stage";
import { actionsOf } from "./visitor";

export type KillsOptions = {
  readonly root: string;
  readonly dataDir: string;
  /** The strikes of the next life; none: it is over. */
  readonly next: () => readonly Point[];
  readonly tell: (line: string) => void;
  readonly done: (result: LifeResult) => void;
};

/**
 * The ordeal of kills: whole lives of lots up to the announcement are played over HTTP, and at the points of each life a
 * process is killed with SIGKILL inside a running act. Clients do what browsers and people do: they ask again. Afterwards
 * everything they were told must be there, once. The platform and its database stay: each life is compared by itself.
 */
export async function kills(options: KillsOptions): Promise<void> {
  const { root, dataDir, tell } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const platform = await ownPlatform(root, dataDir, tell);
  try {
    await killsOn(platform, await setScene(platform, dataDir, tell), options);
  } finally {
    await disconnect();
    await platform.stop();
  }
}

type Lives = Pick<KillsOptions, "dataDir" | "next" | "done">;

/** The same on a platform that stands. */
export async function killsOn(platform: Platform, scene: Scene, lives: Lives): Promise<void> {
  for (let points = lives.next(); points.length > 0; points = lives.next())
    lives.done(await oneLife(points, platform, scene, lives));
}

async function oneLife(
  points: readonly Point[],
  platform: Platform,
  scene: Scene,
  { dataDir }: Lives,
): Promise<LifeResult> {
  const started = machineMs();
  const lot = await patiently(() => scene.publish(points[0]!.run));
  let { offsetMs } = await patiently(() => sandboxState());
  const moving: Scene = {
    ...scene,
    goTo: async (at) => {
      await scene.goTo(at);
      ({ offsetMs } = await patiently(() => sandboxState()));
    },
  };
  const now = () => new Date(machineMs() + offsetMs);
  const burning = fuse(points, (point) => killed(platform, point), now);
  const notes = await playJourney(
    lot,
    moving,
    { origin: platform.origin, actions: actionsOf(platform.pages) },
    burning,
  );
  await settled(lot.lotId);
  const receipts = await compareReceipts(lot.lotId, notes, scene.play.stage.deps.objects);
  const hub = await compareHub(lot.lotId, dataDir);
  const chain = await checkChain();
  return {
    strikes: await judged(points, burning, lot.lotId),
    receipts: receipts.acknowledged,
    messages: hub.acknowledged,
    lost: [...receipts.lost, ...hub.lost],
    doubled: [...receipts.doubled, ...hub.doubled],
    chainFaults: chain.faults.map(({ kind, detail }) => `${kind}: ${detail}`),
    seconds: (machineMs() - started) / 1000,
  };
}

/** @returns the process that was killed; null while there is none */
function killed(platform: Platform, { process: name }: Point): number | null {
  const pid = platform.pid(name);
  if (!pid) return null;
  try {
    process.kill(pid, "SIGKILL");
    return pid;
  } catch {
    return null; // it is down, and being started again
  }
}

/** The platform's own acts are watched from outside: a strike after the instant that the act itself wrote met nothing. */
async function judged(points: readonly Point[], burning: Fuse, lotId: string): Promise<StrikeResult[]> {
  const lot = await db().lot.findUniqueOrThrow({ where: { id: lotId } });
  const over: Readonly<Partial<Record<Act, Date | null>>> = {
    close: lot.closedAt,
    closing: lot.closedAt,
    freeze: lot.frozenAt,
    open: lot.announcedAt,
  };
  const inTime = (act: Act, strike: Strike) => !over[act] || strike.at < over[act];
  return burning.strikes().map((strike, at) => {
    const point = points[at]!;
    return { point, struck: strike !== null && inTime(point.act, strike), inside: strike?.running ?? [] };
  });
}

const SETTLING_MS = 120_000;

/** Until the outbox rests and the audit chain has caught up: what is still on its way is not lost. */
export async function settled(lotId: string): Promise<void> {
  for (const end = machineMs() + SETTLING_MS; machineMs() < end; ) {
    const messages = await patiently(() => messagesAbout(lotId));
    // The chain is read from its beginning, longer with every run: asked for last, and not over and over.
    const resting = messages.every(({ state }) => RESTING.includes(state));
    if (resting && !(await patiently(checkChain)).faults.some(({ kind }) => kind === "unlinked")) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
