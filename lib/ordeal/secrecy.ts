import { join } from "node:path";
import { identitySecret } from "@/lib/adapters/adapters";
import { nodeSecrets } from "@/lib/adapters/secrets/node-secrets";
import { databaseNow, platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import type { Platform } from "./platform";
import { dice } from "./random";
import { actionQuestions, actionsIn } from "./secrecy-actions";
import { type Address, bid, enterAlone } from "./secrecy-bids";
import { type Leak, leaksBetween } from "./secrecy-compare";
import { type Eye, eyeOf, lookAround, type Question, questionsOf, type Seen } from "./secrecy-look";
import type { Here } from "./secrecy-normal";
import { behind, behindDelay, PLANTS } from "./secrecy-plant";
import { routesOf } from "./secrecy-routes";
import { type SecrecyScene, setSecrecyScene, type Twin } from "./secrecy-stage";
import { type Delay, delaysOf, pairsOf } from "./secrecy-timing";
import { median } from "./secrecy-statistics";
import { growthBetween, oddEntries, tracesBetween, tracesNow, watchLog } from "./secrecy-traces";
import { APART, madeUp, PROBES, type Traces, tracesOf, untilAtRest, wordsOf } from "./secrecy-world";
import { actionsOf } from "./visitor";

export type SecrecyOptions = {
  readonly root: string;
  readonly platform: Pick<Platform, "origin" | "databaseUrl" | "env">;
  readonly dataDir: string;
  readonly seed: number;
  /** A sample: fewer roles, no actions, a handful of pairs timed. */
  readonly small: boolean;
  /** Answers are compared, not timed. */
  readonly untimed: boolean;
  readonly tell: (line: string) => void;
};

/** What the ordeal found. Empty lists of leaks, noise and unfound plants are what everybody hopes for. */
export type Secrecy = {
  readonly eyes: readonly string[];
  readonly questions: number;
  readonly answers: number;
  readonly pairs: number;
  readonly leaks: readonly Leak[];
  readonly delays: readonly Delay[];
  readonly traces: readonly string[];
  /** Answers that differ from one look to the next by themselves: they can be compared with nothing. */
  readonly noise: readonly Leak[];
  /** Planted leaks that were not found: then the rest says nothing either. */
  readonly missed: readonly string[];
};

type Look = ReadonlyMap<string, ReadonlyMap<string, Seen>>;
type Observer = {
  readonly questions: (twin: Twin, traces: Traces) => Promise<readonly Question[]>;
  readonly look: (eyes: readonly Eye[], questions: readonly Question[]) => Promise<Look>;
  readonly between: (one: Look, other: Look, brought: readonly Traces[]) => Promise<Leak[]>;
};

const SMALL_EYES = ["public", "rival", "tenderee", "operator"];
/**
 * What a planted delay is: three milliseconds, or for slow pages this share of their own answer time. Theirs scatter by a
 * fifth from one answer to the next; less than that nobody tells apart with a hundred questions, from wherever he asks.
 */
const PLANTED = { ms: 3, share: 0.15 };

/**
 * One tender without bids, then with five, and a twin that stays empty: everything that anybody but the bidder can ask is
 * asked before and after, answer by answer, and timed against the twin.
 */
export async function secrecy(options: SecrecyOptions): Promise<Secrecy> {
  const { root, platform, dataDir, small, tell } = options;
  const scene = await setSecrecyScene(platform, dataDir, tell);
  const where = { origin: platform.origin, actions: actionsOf(root) };
  const [first, ...others] = scene.bidders;
  // Before anybody signs in: the instants of these sessions are the ordeal's own.
  const { questions, look, between } = await observer(options, others[1]!.actor.partyId!);
  const eyes = await eyesOf(scene, where, small);
  const own = await eyeOf("bidder", first!, where.origin, where.actions);
  for (const twin of [scene.empty, scene.full]) await enterAlone(scene.eyes.get("rival")!, twin, where);

  const nothing = madeUp();
  const unasked = await questions(scene.full, nothing);
  // Who looks into records is recorded: the first look of all must not be the one that is compared.
  await look(
    eyes.filter(({ name }) => /supervisor|operator|auditor/.test(name)),
    unasked.filter(({ key }) => /audit|supervision/.test(key)),
  );
  const zero = await look(eyes, unasked);
  tell(`${unasked.length} questions, ${eyes.length} roles, nobody has bid`);
  const missed = await unfound(eyes[0]!, unasked, zero, between);
  const before = await tracesNow(dataDir);
  const calm = watchLog(where.origin);
  await new Promise((resolve) => setTimeout(resolve, small ? 6_000 : 12_000));
  const quiet = await calm();

  const stormy = watchLog(where.origin);
  await bid(first!, scene.full, 0, where);
  const alone = await look([own], unasked);
  const notes = [];
  for (const [at, hand] of others.entries()) notes.push(await bid(hand, scene.full, at + 1, where));
  const busy = await stormy();
  const real = tracesOf(notes[1]!);
  const asked = await questions(scene.full, real);
  const five = await look(eyes, asked);
  const ownFive = await look([own], asked);
  tell("five have bid");
  const persons = await db().person.findMany({
    where: { id: { in: scene.bidders.map(({ actor }) => actor.personId!) } },
    select: { phone: true, email: true },
  });
  const { openPersonal } = nodeSecrets(await identitySecret(platform.env, dataDir), "");
  const sealed = persons.flatMap(({ phone, email }) => [phone, email].filter((to) => to !== null));
  const told = new Set(sealed.map(openPersonal));
  const traces = [
    ...tracesBetween(before, await tracesNow(dataDir), told),
    ...growthBetween(quiet, busy),
    ...(await oddEntries()),
  ];
  const leaks = [...(await between(zero, five, [nothing, real])), ...(await between(alone, ownFive, [nothing, real]))];
  // What differs without a bid between two looks is no leak, and is no answer that could be compared either.
  const noise = leaks.length > 0 ? await between(five, await look(eyes, asked), [real]) : [];
  const isNoise = ({ eye, question }: Leak) => noise.some((other) => other.eye === eye && other.question === question);

  // From here on the first bidder has bid in the empty twin too: its own pages there differ by the others' bids alone.
  const pairs = pairsOf(eyes, await questions(scene.empty, nothing), asked);
  const timed = options.untimed
    ? []
    : small
      ? pairs.filter((_pair, at) => at % Math.ceil(pairs.length / 12) === 0)
      : pairs;
  tell(`${leaks.length} answers differ, ${noise.length} by themselves; ${timed.length} pairs are timed`);
  const sizes = { seed: options.seed, ...(small ? { screen: 40, verdict: 150 } : {}) };
  if (timed.length > 0) missed.push(...(await unfoundDelays(timed, options.seed, small ? 2 : 6)));
  const delays = await delaysOf(timed, sizes);
  if (!small && timed.length > 0) {
    await bid(first!, scene.empty, 0, where);
    delays.push(...(await delaysOf(pairsOf([own], await questions(scene.empty, nothing), asked), sizes)));
  }
  return {
    eyes: [...eyes, own].map(({ name }) => name),
    questions: unasked.length,
    answers: unasked.length * (eyes.length + 1),
    pairs: timed.length,
    leaks: leaks.filter((leak) => !isNoise(leak)),
    delays,
    traces,
    noise,
    missed,
  };
}

async function eyesOf(scene: SecrecyScene, where: Address, small: boolean): Promise<Eye[]> {
  const eyes = [await eyeOf("public", null, where.origin, where.actions)];
  for (const [name, hand] of scene.eyes)
    if (!small || SMALL_EYES.includes(name)) eyes.push(await eyeOf(name, hand, where.origin, where.actions));
  return eyes;
}

/** Both clocks that answers are written by: the procedure's and that of sessions, ms. They differ in a sandbox. */
const clocks = async (): Promise<readonly number[]> => [
  (await platformNow()).getTime(),
  (await databaseNow()).getTime(),
];

/** How questions are made, asked and compared in this run. @param rivalPartyId a company whose page the operator looks at */
async function observer({ root, small }: SecrecyOptions, rivalPartyId: string): Promise<Observer> {
  const from = await clocks();
  const routes = routesOf(join(root, "app")).filter(({ path }) => !(path in APART));
  const actions = small ? [] : actionsIn(root);
  const here = async (brought: readonly Traces[]): Promise<Omit<Here, "question">> => ({
    spans: (await clocks()).map((to, at) => ({ from: from[at]! - 1_000, to: to + 1_000 })),
    brought: brought.flatMap(({ bidId, uploadId, digest }) => [
      bidId,
      uploadId,
      digest,
      digest.slice(0, 8).toUpperCase(),
    ]),
  });
  return {
    questions: async (twin, traces) => {
      const words = await wordsOf(twin, traces, rivalPartyId);
      return [...questionsOf(routes, words, PROBES), ...actionQuestions(actions, words)];
    },
    look: async (eyes, questions) => {
      await untilAtRest();
      const seen = new Map<string, ReadonlyMap<string, Seen>>();
      for (const eye of eyes) seen.set(eye.name, await lookAround(eye, questions));
      return seen;
    },
    between: async (one, other, brought) => {
      const frame = await here(brought);
      return [...one].flatMap(([eye, seen]) => leaksBetween(eye, seen, other.get(eye)!, frame));
    },
  };
}

/** Plants each leak and looks for it. @returns those that were not found, and whatever was found where nothing was planted */
async function unfound(
  eye: Eye,
  questions: readonly Question[],
  zero: Look,
  between: Observer["between"],
): Promise<string[]> {
  const missed: string[] = [];
  for (const plant of PLANTS) {
    const chosen = questions.filter(({ key }) => plant.in.test(key));
    const clean = new Map(chosen.map(({ key }) => [key, zero.get(eye.name)!.get(key)!]));
    const one = new Map([[eye.name, clean]]);
    const leaky = new Map([[eye.name, await lookAround(behind(eye, [plant]), chosen)]]);
    const fair = new Map([[eye.name, await lookAround(eye, chosen)]]);
    if ((await between(one, leaky, [])).length !== chosen.length || chosen.length === 0)
      missed.push(`planted and not found: ${plant.name}`);
    if ((await between(one, fair, [])).length > 0) missed.push(`found where nothing was planted: ${plant.name}`);
  }
  return missed;
}

/** Delays of a few milliseconds planted in some pairs; and the same question against itself, where there is none. */
async function unfoundDelays(pairs: ReturnType<typeof pairsOf>, seed: number, count: number): Promise<string[]> {
  const throws = dice(seed);
  const chosen = Array.from({ length: count }, () => throws.pick(pairs));
  const missed: string[] = [];
  for (const { eye, empty } of chosen) {
    const twin = { ...empty, path: `${empty.path}${empty.path.includes("?") ? "&" : "?"}` };
    const ms = Math.max(PLANTED.ms, PLANTED.share * (await answerMs(eye, empty)));
    const slow = behindDelay(eye, new Set([twin.path]), ms);
    const [found] = await delaysOf([{ eye: slow, empty, full: twin }], { seed });
    if (!found) missed.push(`planted and not found: ${ms.toFixed(1)} ms for ${eye.name} at ${empty.key}`);
    const [wrong] = await delaysOf([{ eye, empty, full: twin }], { seed });
    if (wrong) missed.push(`${wrong.shift.toFixed(2)} ms found where none was planted: ${eye.name} at ${empty.key}`);
  }
  return missed;
}

/** Median of a few answers, ms. */
async function answerMs(eye: Eye, question: Question): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 9; n++) {
    const began = performance.now();
    await eye.ask(question);
    times.push(performance.now() - began);
  }
  return median(times);
}
