import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { machineMs } from "@/lib/kernel/clock";
import { db } from "@/lib/store/db";
import type { Hand } from "@/prisma/seed/world";
import { type Bidder, bidderOf, type Ready } from "./bidder";
import { compareReceipts } from "./compare";
import { compareHub } from "./compare-hub";
import { NO_FUSE } from "./fuse";
import { patiently } from "./journey";
import { settled } from "./kills";
import { closing } from "./leaving";
import { type Ledger, ledger } from "./ledger";
import { type MovedClock, movedClock } from "./moved-clock";
import { ownPlatform, type Platform } from "./platform";
import { type Dice, dice } from "./random";
import { type Relay, relay } from "./relay";
import type { OpenLot, Scene } from "./stage";
import { type Actions, type Answer, type Visitor, visitor } from "./visitor";

/** Ways on which the weather can change: the object store and the counterparts that the platform speaks to. */
export const ROADS = [
  "objects",
  "tsa",
  "tsa-2",
  "witness-1",
  "witness-2",
  "trustee-1",
  "trustee-2",
  "trustee-3",
] as const;
export type Road = (typeof ROADS)[number];
export type Roads = Readonly<Record<Road, Relay>>;

export const PROBE_EVERY_MS = 2_000;

/** One thing that must be so on a bad day, in words for the report. */
export type Observation = { readonly what: string; readonly ok: boolean };

export type FaultStage = {
  readonly platform: Platform;
  readonly scene: Scene;
  readonly actions: Actions;
  readonly roads: Roads;
  readonly clock: Clock;
  readonly dataDir: string;
};

type Clock = Pick<MovedClock, "move">;

/** A platform whose ways to a real S3 server, timestamp authority, witnesses and trustees go through relays. */
export async function stormyPlatform(root: string, dataDir: string, tell: (line: string) => void) {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const store = objectServer(root, dataDir, tell);
  const kept = join(dataDir, "relays.json");
  const ports: Record<string, number> = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
  const open = new Map<string, Relay>();
  const stand = async (name: string, host: string, port: number) => {
    // Bytes of objects lie under blobs/, records under keys/: a wrong record is no wrong byte but a broken store.
    const made = await relay({ host, port }, ports[name] ?? 0, ({ url }) => (url ?? "").includes("/blobs/"));
    ports[name] = made.port;
    open.set(name, made);
    writeFileSync(kept, JSON.stringify(ports));
    return made.port;
  };
  const objects = new URL(store.env.S3_ENDPOINT);
  const door = await stand("objects", objects.hostname, Number(objects.port));
  // Witnesses look at the platform so often that a short silence is seen.
  const env = { ...store.env, S3_ENDPOINT: `http://127.0.0.1:${door}`, PROBE_EVERY_MS: String(PROBE_EVERY_MS) };
  const via = (name: string, port: number) =>
    (ROADS as readonly string[]).includes(name) ? stand(name, "127.0.0.1", port) : Promise.resolve(port);
  const moved = movedClock();
  // The database's starter takes the environment of this program.
  Object.assign(process.env, moved?.env);
  const platform = await ownPlatform(root, dataDir, tell, 200, { env: { ...env, ...moved?.env }, via });
  const stop = closing(async () => {
    for (const one of open.values()) one.weather("fair");
    await platform.stop();
    await Promise.all([...open.values()].map((one) => one.stop()));
    store.stop();
    moved?.remove();
  });
  const clock: Clock = {
    move: (ms) => {
      if (moved) moved.move(ms);
      else if (ms !== 0)
        throw new Error("the host's clock cannot be moved here: this needs Linux and a C compiler (cc)");
    },
  };
  return { platform, roads: Object.fromEntries(open) as Roads, clock, stop };
}

/** Whether the object store's bad days can be tried here. */
export const hasObjectServer = (): boolean =>
  Boolean(process.env.S3_ENDPOINT) || (process.getuid?.() === 0 && existsSync("/usr/bin/radosgw"));

/** The S3 server that the environment names, or one of our own: without one these days cannot be tried. */
function objectServer(root: string, dataDir: string, tell: (line: string) => void) {
  const { S3_ENDPOINT, S3_ACCESS_KEY = "testkey", S3_SECRET_KEY = "testsecret", S3_REGION = "default" } = process.env;
  const bucket = { S3_BUCKET: `ordeal-${machineMs()}`, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION };
  if (S3_ENDPOINT) return { env: { ...bucket, S3_ENDPOINT }, stop: () => undefined };
  const [script, dir] = [join(root, ".ci", "rgw.sh"), join(dataDir, "rgw")];
  const port = 24_000 + Math.floor(Math.random() * 16_000);
  const env = { ...process.env, S3_ACCESS_KEY, S3_SECRET_KEY };
  tell("starting a real S3 server (radosgw)");
  const { status, stderr } = spawnSync("bash", [script, "start", dir, String(port)], { encoding: "utf8", env });
  if (status !== 0)
    throw new Error(`no S3 server: set S3_ENDPOINT, or install radosgw and run as root. ${String(stderr).slice(-300)}`);
  const stop = () => void spawnSync("bash", [script, "stop", dir], { stdio: "ignore" });
  return { env: { ...bucket, S3_ENDPOINT: `http://127.0.0.1:${port}` }, stop };
}

/** One lot on its bad day: three bidders who have entered, and what is seen. */
export type Day = {
  readonly lot: OpenLot;
  readonly bidders: readonly Bidder[];
  readonly notes: Ledger;
  readonly roads: Roads;
  readonly clock: Clock;
  /** Of this day's own number. */
  readonly dice: Dice;
  readonly hands: readonly Hand[];
  readonly platform: Pick<Platform, "origin" | "pid">;
  readonly seen: readonly Observation[];
  /** Notes what must be so. */
  see(what: string, ok: boolean): void;
  browser(): Visitor;
  /** Sends a seal that waits, once. */
  send(ready: Ready, by: Visitor): Promise<Answer | null>;
  goTo(at: Date): Promise<void>;
  /** Waits until a column of the lot has its instant. @returns false after `ms` */
  until(column: "closedAt" | "frozenAt" | "announcedAt", ms?: number): Promise<boolean>;
  releaseAll(): Promise<void>;
  /** Bids that were opened, of how many in the list. */
  opened(): Promise<{ readonly good: number; readonly count: number }>;
};

export type DayResult = {
  readonly name: string;
  readonly seen: readonly Observation[];
  readonly acknowledged: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly seconds: number;
};

/** Plays one bad day on a lot of its own, then compares what was acknowledged. */
export async function playDay(
  name: string,
  run: number,
  stage: FaultStage,
  play: (day: Day) => Promise<void>,
): Promise<DayResult> {
  const started = machineMs();
  const { scene, platform, actions, roads, clock, dataDir } = stage;
  const lot = await scene.publish(run);
  const notes = ledger();
  const browser = () => visitor(platform.origin, actions, NO_FUSE);
  const bidders = scene.bidders.map((hand) => bidderOf(hand, browser(), notes));
  await Promise.all(
    bidders.map(async (bidder) => {
      await bidder.signIn();
      await bidder.enter(lot);
    }),
  );
  const seen: Observation[] = [];
  const day: Day = {
    ...{ dice: dice(run), lot, bidders, notes, roads, clock, seen, browser, platform },
    ...{ hands: scene.bidders, goTo: scene.goTo },
    see: (what, ok) => void seen.push({ what, ok }),
    send: (ready, by) => by.once(ready.path, { method: "POST", body: ready.body }),
    until: (column, ms = 60_000) => untilLot(lot.lotId, column, ms),
    releaseAll: async () => void (await Promise.all(bidders.map((bidder) => bidder.release(lot.lotId)))),
    opened: async () => {
      const rows = await db().openedBid.findMany({ where: { lotId: lot.lotId } });
      return { good: rows.filter(({ form }) => form !== null).length, count: rows.length };
    },
  };
  try {
    await play(day);
  } finally {
    for (const road of Object.values(roads)) road.weather("fair");
    clock.move(0);
  }
  await settled(lot.lotId);
  const [receipts, hub] = [
    await compareReceipts(lot.lotId, notes, scene.play.stage.deps.objects),
    await compareHub(lot.lotId, dataDir),
  ];
  return {
    ...{ name, seen, acknowledged: receipts.acknowledged + hub.acknowledged },
    lost: [...receipts.lost, ...hub.lost],
    doubled: [...receipts.doubled, ...hub.doubled],
    seconds: (machineMs() - started) / 1000,
  };
}

async function untilLot(lotId: string, column: "closedAt" | "frozenAt" | "announcedAt", ms: number): Promise<boolean> {
  for (const end = machineMs() + ms; machineMs() < end; ) {
    const lot = await patiently(() => db().lot.findUniqueOrThrow({ where: { id: lotId } }));
    if (lot[column]) return true;
    await wait(100);
  }
  return false;
}

/** Asks again until it is so, for at most so long. */
export async function within(ms: number, so: () => Promise<boolean>): Promise<boolean> {
  for (const end = machineMs() + ms; machineMs() < end; ) {
    if (await so()) return true;
    await wait(150);
  }
  return false;
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
