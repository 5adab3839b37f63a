import { mkdirSync } from "node:fs";
import { decodeBase64 } from "@/lib/crypto/binding";
import { verifyCms } from "@/lib/crypto/cms";
import { parseReceipt } from "@/lib/crypto/statements";
import { inLanes } from "@/lib/kernel/lanes";
import { machineMs } from "@/lib/kernel/clock";
import { sandboxState } from "@/lib/store/clock";
import { db, disconnect } from "@/lib/store/db";
import { bidderOf, type Ready } from "./bidder";
import { compareReceipts } from "./compare";
import { subjectOf } from "./faults-races";
import { NO_FUSE } from "./fuse";
import { patiently } from "./journey";
import { type Ledger, ledger } from "./ledger";
import { ownPlatform, type Platform } from "./platform";
import { type Dice, dice } from "./random";
import { type Answered, judgeRush, type RushResult } from "./rush-result";
import { companies, type OpenLot, type Scene, setScene } from "./stage";
import { actionsOf, type Visitor, visitor } from "./visitor";

export type RushOptions = {
  readonly root: string;
  readonly dataDir: string;
  readonly seed: number;
  /** Seals sent in the last `seconds` before the deadline; `late` more are sent after it. */
  readonly count: number;
  readonly seconds: number;
  readonly late: number;
  /** Companies; each has one bid in each lot, all lots have one deadline. */
  readonly companies: number;
  readonly rounds: readonly number[];
  readonly tell: (line: string) => void;
  readonly done: (result: RushResult) => void;
};

/** A seal with everything uploaded, and who sends it. */
type Waiting = { readonly lot: OpenLot; readonly notes: Ledger; readonly browser: Visitor; readonly ready: Ready };

const SMALL = 40_000;
/** Papers are prepared by a few at a time: the machine is one. */
const AT_ONCE = 4;

/**
 * The ordeal of the last minute: everybody has uploaded and signed, and all send their seal in the last seconds before
 * one deadline, more and more of them towards it, some too late. Whoever was in time must have a receipt that holds,
 * whoever was late a signed "no".
 */
export async function rush(options: RushOptions): Promise<void> {
  const { root, dataDir, tell } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const platform = await ownPlatform(root, dataDir, tell, 2_000);
  try {
    await rushOn(platform, await setScene(platform, dataDir, tell), options);
  } finally {
    await disconnect();
    await platform.stop();
  }
}

/** The same on a platform that stands. */
export async function rushOn(platform: Platform, scene: Scene, options: RushOptions): Promise<void> {
  const actions = actionsOf(platform.pages);
  for (const round of options.rounds)
    options.done(await oneRush(round, scene, () => visitor(platform.origin, actions, NO_FUSE), options));
}

async function oneRush(
  round: number,
  scene: Scene,
  browser: () => Visitor,
  { seed, count, seconds, late, companies: many, tell }: RushOptions,
): Promise<RushResult> {
  const throws = dice(Math.imul(seed, 1_000_003) + round);
  throws.below(2);
  const people = await companies(Math.min(many, count + late), scene);
  const lots = await scene.publishLots(9_000 + round, Math.ceil((count + late) / people.length));
  const notes = new Map(lots.map((lot) => [lot.lotId, ledger()]));
  const waiting: Waiting[] = [];
  const lines = people.map(async (hand, at) => ({ hand, browser: browser(), at }));
  await inLanes(AT_ONCE, lines, async (line) => {
    const { hand, browser: own, at } = await line;
    for (const [n, lot] of lots.entries()) {
      if (n * people.length + at >= count + late) continue;
      const bidder = bidderOf(hand, own, notes.get(lot.lotId)!);
      if (n === 0) await bidder.signIn();
      await bidder.enter(lot);
      const ready = await bidder.ready(`${10_000_000 + throws.below(8_000_000)}.00`, SMALL);
      waiting.push({ lot, notes: notes.get(lot.lotId)!, browser: own, ready });
      if (waiting.length % 50 === 0) tell(`${waiting.length} of ${count + late} bids uploaded and signed`);
    }
  });
  const { deadline } = lots[0]!;
  await scene.goTo(new Date(deadline.getTime() - (seconds + 2) * 1000));
  const { offsetMs } = await sandboxState();
  const at = timesOf(throws, { count, late, seconds });
  const answers = await Promise.all(
    mixed(waiting, throws).map((one, n) => sendAt(one, deadline.getTime() - offsetMs + at[n]!, offsetMs)),
  );
  tell(`${answers.length} answered, waiting for the closing`);
  for (const { lotId } of lots) await closed(lotId);
  const findings = [];
  for (const { lotId } of lots)
    findings.push(await compareReceipts(lotId, notes.get(lotId)!, scene.play.stage.deps.objects));
  return judgeRush(round, { answers, deadline, seconds, findings, missing: await missingFromLists(lots, answers) });
}

/** Milliseconds from the deadline: negative and denser towards it, the late ones within a tenth of the time after it. */
function timesOf(throws: Dice, { count, late, seconds }: { count: number; late: number; seconds: number }): number[] {
  const span = seconds * 1000;
  const early = Array.from({ length: count }, () => -span + span * Math.sqrt(throws.below(1_000_000) / 1_000_000));
  const after = Array.from({ length: late }, () => 50 + throws.below(Math.max(500, span / 10)));
  return [...early, ...after].map(Math.round);
}

async function sendAt({ lot, notes, browser, ready }: Waiting, machineAt: number, offsetMs: number): Promise<Answered> {
  await new Promise((resolve) => setTimeout(resolve, machineAt - machineMs()));
  const sent = machineMs();
  const { status, body } = await browser.ask("submit", ready.path, { method: "POST", body: ready.body });
  const tookMs = machineMs() - sent;
  const said = JSON.parse(Buffer.from(body).toString()) as Record<string, string>;
  const base = { bidId: ready.bidId, lotId: lot.lotId, sentAt: sent + offsetMs, tookMs, status };
  if (status === 200) {
    const { digest = "", receipt = "", cms = "" } = said;
    notes.note({ kind: "seal", bidId: ready.bidId, digest, receipt, cms });
    const signed = (await verifyCms(decodeBase64(receipt), decodeBase64(cms))).ok;
    return { ...base, digest, at: Date.parse(parseReceipt(decodeBase64(receipt)).arrival), signed, reason: null };
  }
  const statement = said.statement ? decodeBase64(said.statement) : null;
  if (said.statement)
    notes.note({
      ...{ kind: "refused", bidId: ready.bidId, statement: said.statement },
      digest: subjectOf(said.statement),
    });
  const signed = statement !== null && (await verifyCms(statement, decodeBase64(said.cms ?? ""))).ok;
  const told = statement ? (JSON.parse(new TextDecoder().decode(statement)) as Record<string, string>) : {};
  return { ...base, digest: null, at: Date.parse(told.at ?? ""), signed, reason: told.reason ?? said.code ?? "" };
}

const CLOSING_MS = 180_000;

async function closed(lotId: string): Promise<void> {
  for (const end = machineMs() + CLOSING_MS; machineMs() < end; ) {
    const { closedAt } = await patiently(() => db().lot.findUniqueOrThrow({ where: { id: lotId } }));
    if (closedAt) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`lot ${lotId} is not closed after ${CLOSING_MS / 1000} s`);
}

/** Bids with a receipt that the closing list does not name, or that it names without one. A lot of too few has no list. */
async function missingFromLists(lots: readonly OpenLot[], answers: readonly Answered[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { lotId } of lots) {
    const told = new Set(answers.flatMap((one) => (one.lotId === lotId && one.digest ? [one.digest] : [])));
    const listed = await db().openedBid.findMany({ where: { lotId }, select: { digest: true } });
    if (told.size < 3) continue;
    const held = new Set(listed.map(({ digest }) => digest));
    for (const digest of told) if (!held.has(digest)) wrong.push(`${digest.slice(0, 12)}: not in the closing list`);
    for (const digest of held) if (!told.has(digest)) wrong.push(`${digest.slice(0, 12)}: listed without a receipt`);
  }
  return wrong;
}

function mixed<T>(from: readonly T[], { below }: Dice): T[] {
  const left = [...from];
  return from.map(() => left.splice(below(left.length), 1)[0]!);
}
