import { dice } from "./random";
import type { Eye, Question } from "./secrecy-look";
import { type Apart, apart } from "./secrecy-statistics";

/** One question about the tender without bids and the same about its twin with five. */
export type Pair = { readonly eye: Eye; readonly empty: Question; readonly full: Question };
export type Delay = Apart & { readonly eye: string; readonly question: string; readonly samples: number };

/** First few answers fill caches, of the database as of the compiler. */
const WARM = 3;
/** A first sample that looks suspicious is no verdict: one in twenty does by chance. */
const SCREEN = { samples: 96, z: 2 };
/**
 * Beyond both bounds it is a leak: far outside chance for a thousand questions, and large enough to be seen from outside.
 * Where neither this nor innocence is clear the sample is enlarged, at most fourfold: slow pages answer less evenly.
 */
const VERDICT = { samples: 250, z: 4.5, shiftMs: 0.75, rounds: 4 };

export type TimingOptions = { readonly seed: number; readonly screen?: number; readonly verdict?: number };

/**
 * Times each pair in turns, the order of the two thrown anew each time, so that whatever else the machine does falls on
 * both. What the first sample suspects is asked again, with a sample of its own.
 */
export async function delaysOf(
  pairs: readonly Pair[],
  { seed, screen = SCREEN.samples, verdict = VERDICT.samples }: TimingOptions,
): Promise<Delay[]> {
  const throws = dice(seed);
  const delays: Delay[] = [];
  for (const pair of pairs) {
    const first = await sampled(pair, screen, throws);
    if (Math.abs(first.z) < SCREEN.z) continue;
    const second = await judged(pair, verdict, throws);
    if (Math.abs(second.z) < VERDICT.z || Math.abs(second.shift) < VERDICT.shiftMs) continue;
    delays.push({ ...second, eye: pair.eye.name, question: pair.full.key });
  }
  return delays;
}

type Times = { readonly empty: number[]; readonly full: number[] };
type Throws = ReturnType<typeof dice>;

async function judged(pair: Pair, samples: number, throws: Throws): Promise<Apart & { readonly samples: number }> {
  const times: Times = { empty: [], full: [] };
  for (let round = 1; ; round++) {
    const found = await sampled(pair, samples, throws, times);
    const clear = Math.abs(found.z) < SCREEN.z || Math.abs(found.z) >= VERDICT.z;
    if (clear || round === VERDICT.rounds) return { ...found, samples: times.full.length };
  }
}

/** @param times what was measured before, and is added to */
async function sampled(
  { eye, empty, full }: Pair,
  samples: number,
  throws: Throws,
  times: Times = { empty: [], full: [] },
): Promise<Apart> {
  for (let at = -WARM; at < samples; at++) {
    const turns = throws.below(2) ? (["empty", "full"] as const) : (["full", "empty"] as const);
    for (const turn of turns) {
      const question = turn === "full" ? full : empty;
      const began = performance.now();
      await eye.ask(question);
      if (at >= 0) times[turn].push(performance.now() - began);
    }
  }
  return apart(times.empty, times.full);
}

/** Pairs of the questions that name the lot or its tender: others are about the whole platform and have no twin. */
export function pairsOf(eyes: readonly Eye[], empty: readonly Question[], full: readonly Question[]): Pair[] {
  const twins = new Map(empty.map((question) => [question.key, question]));
  return eyes.flatMap((eye) =>
    full.flatMap((question): Pair[] => {
      const twin = twins.get(question.key);
      if (!twin || question.method !== "GET" || twin.path === question.path || STREAM.test(question.path)) return [];
      return [{ eye, empty: twin, full: question }];
    }),
  );
}

/** A stream is listened to for as long as we choose. */
const STREAM = /^\/api\/events\//;
