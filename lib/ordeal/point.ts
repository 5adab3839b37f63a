import { dice } from "./random";

/** What is killed. The upload gateway is a route group of the web program: killed in `upload`, the web is the gateway. */
export const TARGETS = ["web", "worker", "trustee", "witness", "database"] as const;
export type Target = (typeof TARGETS)[number];

/** How many of a kind stand beside the platform. */
const TWINS: Readonly<Partial<Record<Target, number>>> = { trustee: 3, witness: 2 };

/** Acts of the journey, with how often each is begun in one life of a lot. */
export const ACTS = {
  signIn: 3,
  obtain: 3,
  bond: 3,
  prepare: 3,
  container: 6,
  part: 9,
  submit: 4,
  replace: 1,
  withdraw: 1,
  close: 1,
  closing: 1,
  checkIn: 3,
  release: 3,
  freeze: 1,
  open: 1,
} as const;
export type Act = keyof typeof ACTS;

/** Where a life is struck, in its order, and the acts that make up each place. */
export const PLACES = {
  enter: ["obtain", "bond", "prepare"],
  upload: ["container", "part", "part"],
  submit: ["submit"],
  replace: ["replace"],
  withdraw: ["withdraw"],
  // From the deadline on, and from the moment at which the intake is cut off: there the platform is at work.
  close: ["close", "closing", "closing"],
  release: ["checkIn", "release", "release"],
  freeze: ["freeze"],
  open: ["open"],
} as const satisfies Record<string, readonly Act[]>;
export type Place = keyof typeof PLACES;
export const PLACE_NAMES = Object.keys(PLACES) as Place[];

/** Acts that the platform does by itself: no request of a client, but begun and ended all the same. */
export const OWN_ACTS: readonly Act[] = ["close", "closing", "freeze", "open"];

/** Where one run strikes: so many milliseconds into the nth beginning of an act. */
export type Point = {
  readonly run: number;
  /** 1, 2, …: a strike that met nothing does not count and is played again, at another moment. */
  readonly attempt: number;
  readonly target: Target;
  /** Name of the process: `web`, `trustee-2` … */
  readonly process: string;
  readonly place: Place;
  readonly act: Act;
  readonly nth: number;
  readonly delayMs: number;
};

/** How long an act of this kind may be left alone before it is struck: about its own length. */
const LONGEST_MS: Readonly<Partial<Record<Act, number>>> = {
  container: 20,
  part: 60,
  submit: 80,
  replace: 60,
  withdraw: 60,
  checkIn: 40,
  release: 60,
  close: 250,
  closing: 60,
  freeze: 80,
  open: 500,
};

/** So many runs strike each process at each place once. */
export const ROUND = TARGETS.length * PLACE_NAMES.length;

/**
 * The point of run `run` (1, 2, …), from the seed alone. In every round of runs each process is struck at each place once:
 * within a round the places come in a seeded order over and over, the processes shifted by one each time.
 */
export function pointOf(seed: number, run: number, attempt = 1): Point {
  const round = Math.floor((run - 1) / ROUND);
  const order = dice(Math.imul(seed, 7_919) + round);
  order.below(2); // the first number of neighbouring seeds is alike
  const [places, targets] = [mixed(PLACE_NAMES, order.below), mixed(TARGETS, order.below)];
  const at = (run - 1) % ROUND;
  const [pass, step] = [Math.floor(at / places.length), at % places.length];
  const place = places[step]!;
  const target = targets[(step + pass) % targets.length]!;
  const throws = dice(Math.imul(seed, 1_000_003) + run + Math.imul(attempt - 1, 500_009));
  throws.below(2);
  const act = throws.pick<Act>(PLACES[place]);
  const twins = TWINS[target];
  return {
    run,
    attempt,
    target,
    process: twins ? `${target}-${1 + throws.below(twins)}` : target,
    place,
    act,
    nth: 1 + throws.below(ACTS[act]),
    // Alone in its life an act is shorter than among other strikes: each attempt aims nearer to its beginning.
    delayMs: throws.below(Math.ceil((LONGEST_MS[act] ?? 25) / attempt ** 2)),
  };
}

function mixed<T>(from: readonly T[], below: (limit: number) => number): T[] {
  const left = [...from];
  return from.map(() => left.splice(below(left.length), 1)[0]!);
}

export const pointWords = ({ process, act, nth, delayMs }: Point): string =>
  `${process.padEnd(9)} ${String(delayMs).padStart(3)} ms into ${act} ${nth}`;
