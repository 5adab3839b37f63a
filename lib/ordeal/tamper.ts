import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SYSTEM } from "@/lib/domain/actor";
import { machineMs } from "@/lib/kernel/clock";
import { db, disconnect } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { packArchive } from "@/lib/usecases/archive/pack-archive";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { finish } from "@/prisma/seed/acts/opening";
import { bidderOf } from "./bidder";
import { NO_FUSE } from "./fuse";
import { patiently, playJourney } from "./journey";
import { settled } from "./kills";
import { operator } from "./operator";
import { ownPlatform, type Platform } from "./platform";
import { type OpenLot, type Scene, setScene } from "./stage";
import { TAMPERINGS, type Tampering } from "./tamperings";
import { actionsOf, visitor } from "./visitor";
import { within } from "./faults-stage";

export type TamperResult = {
  readonly name: string;
  readonly by: Tampering["by"];
  readonly found: boolean;
  /** What the verifier said of it, each finding with its code. */
  readonly named: readonly string[];
  readonly seconds: number;
};

export type TamperOptions = {
  readonly root: string;
  readonly dataDir: string;
  readonly seed: number;
  readonly names: readonly string[];
  readonly tell: (line: string) => void;
  readonly done: (result: TamperResult) => void;
};

/** What the untouched lot gives: the same verifier must have nothing against it. */
export const UNTOUCHED = "nothing";
/** The same, asked with the bidder's receipt. */
export const RECEIPT_HOLDS = "nothing, asked with a receipt";

/**
 * The ordeal of the dishonest operator: a lot is played up to its signed opening record on a living platform; then a row,
 * an object, a line of a log is changed under it, the archive is packed by the platform as ever, and the offline tool must
 * say what is wrong. Everything is put back before the next.
 */
export async function tamper(options: TamperOptions): Promise<void> {
  const { root, dataDir, tell } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const platform = await ownPlatform(root, dataDir, tell);
  try {
    await tamperOn(platform, await setScene(platform, dataDir, tell), options);
  } finally {
    await disconnect();
    await platform.stop();
  }
}

/** The same on a platform that stands; objects are changed where the store is a folder. */
export async function tamperOn(
  platform: Platform,
  scene: Scene,
  { root, dataDir, seed, names, done }: Omit<TamperOptions, "tell">,
): Promise<void> {
  const { lot, receipt } = await playedLot(seed, platform, scene, dataDir);
  const hand = await operator(platform.databaseUrl, dataDir, lot.lotId, scene.play.stage.deps);
  const place = { root, dataDir, platform, scene, lot, receipt };
  for (const name of names) {
    const started = machineMs();
    const tampering = TAMPERINGS.find((one) => one.name === name);
    const by = tampering?.by ?? (name === RECEIPT_HOLDS ? "receipt" : "archive");
    try {
      await tampering?.plant(hand);
      const { code, named } = await look(by, place);
      // Without a trust list of the reader's own a receipt is never called complete.
      const clean = by === "receipt" ? !named.includes("closing") : code === 0;
      const found = tampering ? code !== 0 && named.some((one) => tampering.code.test(one)) : clean;
      done({ name, by, found, named, seconds: (machineMs() - started) / 1000 });
    } finally {
      await hand.undo();
    }
  }
  await hand.close();
}

type Look = {
  readonly root: string;
  readonly dataDir: string;
  readonly platform: Platform;
  readonly scene: Scene;
  readonly lot: OpenLot;
  readonly receipt: string;
};

/** A whole opening, with a replacement and a withdrawal, and one bidder's own receipt file. */
async function playedLot(seed: number, platform: Platform, scene: Scene, dataDir: string) {
  const lot = await scene.publish(7_000 + seed);
  const where = { origin: platform.origin, actions: actionsOf(platform.pages) };
  await playJourney(lot, scene, where, NO_FUSE);
  await finish(scene.author, lot.lotId, scene.play);
  await settled(lot.lotId);
  const stamped = () => db().sealedBid.count({ where: { lotId: lot.lotId, tst: null } });
  await within(60_000, async () => (await stamped()) === 0);
  // The package does not ask how the lot ended; evaluation is other tests' subject.
  const { announcedAt } = await db().lot.findUniqueOrThrow({ where: { id: lot.lotId } });
  await db().lot.update({ where: { id: lot.lotId }, data: { contractSignedAt: announcedAt } });
  const [bid] = await db().openedBid.findMany({ where: { lotId: lot.lotId }, orderBy: { digest: "asc" } });
  const owner = scene.bidders.find(({ actor }) => actor.partyId === bid!.partyId)!;
  const browser = visitor(platform.origin, where.actions, NO_FUSE);
  await bidderOf(owner, browser, { all: [], note: () => undefined }).signIn();
  const answer = await browser.ask("look", `/api/v1/bids/${bid!.bidId}/receipt?digest=${bid!.digest}`);
  const receipt = join(dataDir, "own.sbcr");
  writeFileSync(receipt, answer.body);
  return { lot, receipt };
}

type Found = { readonly code: number; readonly named: readonly string[] };

async function look(by: Tampering["by"], { root, dataDir, platform, scene, lot, receipt }: Look): Promise<Found> {
  if (by === "audit") return xinbiao(root, ["audit", "--json"], { DATABASE_URL: platform.databaseUrl });
  const { deps } = scene.play.stage;
  const packed = await patiently(() => packArchive(SYSTEM, { lotId: lot.lotId }, deps));
  const file = join(dataDir, "tampered.zip");
  const id = by === "receipt" ? packed.publicFileId : packed.fileId;
  writeFileSync(file, await bytesOfFile(await fileById(id), deps));
  const key = (name: string) => readFileSync(join(dataDir, ...name.split("/")), "utf8").trim();
  // What a careful reader brings along: keys of log and witnesses, and the public log itself.
  const keys = [
    ...["--log-key", key("platform/log.key.pub")],
    ...[1, 2].flatMap((n) => ["--witness", key(`demo/witness-${n}/witness.key.pub`)]),
  ];
  const args =
    by === "receipt" ? ["receipt", receipt, "--archive", file] : ["verify", file, "--log", `${platform.origin}/log`];
  return xinbiao(root, [...args, ...keys, "--json"], {});
}

/** Runs the offline tool as anybody does, and gives what it calls false or missing. */
async function xinbiao(root: string, args: readonly string[], env: Record<string, string>): Promise<Found> {
  const child = spawn(process.execPath, [join(root, "dist", "xinbiao.js"), ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [said, complaint] = ["", ""];
  child.stdout.on("data", (piece) => (said += piece));
  child.stderr.on("data", (piece) => (complaint += piece));
  const code = await new Promise<number>((resolve) => child.once("exit", (status) => resolve(status ?? 2)));
  try {
    return { code, named: namedIn(JSON.parse(said)) };
  } catch {
    return { code, named: [`no report: ${said.slice(0, 200)} ${complaint.slice(0, 300)}`] };
  }
}

type Report = {
  readonly findings?: readonly { readonly code: string; readonly state: string; readonly detail?: string }[];
  readonly faults?: readonly { readonly kind: string }[];
};

const namedIn = ({ findings = [], faults = [] }: Report): readonly string[] => [
  ...findings.filter(({ state }) => state === "false" || state === "missing").map(({ code }) => code),
  ...new Set(faults.map(({ kind }) => kind)),
];
