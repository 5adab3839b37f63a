import { dice } from "./random";

export const TARGETS = ["web", "worker", "database"] as const;
export type Target = (typeof TARGETS)[number];

/** Acts of the journey in which something is killed, with how often each is begun in one run. */
export const ACTS = {
  signIn: 3,
  obtain: 3,
  bond: 3,
  prepare: 3,
  open: 5,
  part: 8,
  seal: 5,
  withdraw: 1,
  close: 1,
  checkIn: 3,
  release: 3,
  announce: 1,
} as const;
export type Act = keyof typeof ACTS;

/** Where one run is struck: so many milliseconds into the nth request of an act. */
export type Point = {
  readonly run: number;
  readonly target: Target;
  readonly act: Act;
  readonly nth: number;
  readonly delayMs: number;
};

/** The acts that are acknowledged with a receipt come up more often than those before them. */
const LOTTERY: readonly Act[] = [
  ...(["signIn", "obtain", "bond", "prepare", "open"] as const),
  ...(["part", "part", "seal", "seal", "seal", "withdraw", "withdraw"] as const),
  ...(["close", "checkIn", "release", "release", "announce"] as const),
];

/** How long a request of this kind may be left alone before it is struck: about its own length. */
const LONGEST_MS: Readonly<Partial<Record<Act, number>>> = {
  part: 60,
  seal: 120,
  withdraw: 120,
  release: 120,
  close: 1500,
  announce: 1500,
};

/** The point of run `run` (1, 2, …), from the seed alone; the three targets take turns. */
export function pointOf(seed: number, run: number): Point {
  const throws = dice(Math.imul(seed, 1_000_003) + run);
  throws.below(2); // the first number of neighbouring seeds is alike
  const act = throws.pick(LOTTERY);
  const target = TARGETS[(run + seed) % TARGETS.length]!;
  return {
    run,
    target,
    act,
    nth: 1 + throws.below(ACTS[act]),
    delayMs: throws.below(LONGEST_MS[act] ?? 25),
  };
}

export const pointWords = ({ target, act, nth, delayMs }: Point): string =>
  `${target.padEnd(8)} ${String(delayMs).padStart(4)} ms into ${act} ${nth}`;
