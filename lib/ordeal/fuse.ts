import { machineMs } from "@/lib/kernel/clock";
import { type Act, OWN_ACTS, type Point } from "./point";

/** What a strike met: what was under way of its act and beside it, since when, and at which instant of the platform. */
export type Strike = {
  readonly pid: number;
  readonly running: readonly string[];
  readonly at: Date;
};

export type Fuse = {
  /** Runs one request of an act; at a point the fuse strikes while it is running. */
  around<T>(act: Act | "look", request: () => Promise<T>): Promise<T>;
  /** An act that the platform does by itself begins: nobody's request, but a point all the same. */
  begins(act: Act): void;
  /** It was seen to be done. */
  ends(act: Act): void;
  /** What was struck at each point, in their order; null where nothing was. */
  strikes(): readonly (Strike | null)[];
};

type Blow = { readonly point: Point; strike: Strike | null; waiting: boolean };

/**
 * Kills at points: the nth request of an act begins, so many milliseconds pass, `kill` is called. Where no request of that
 * act is running any more, the strike waits for the next one: it always falls *inside* one, or not at all.
 *
 * @param kill kills what the point names and gives its process id, or null while it is down
 * @param now  instant of the platform
 */
export function fuse(points: readonly Point[], kill: (point: Point) => number | null, now: () => Date): Fuse {
  const begun = new Map<Act | "look", number>();
  const running = new Map<number, { readonly act: Act | "look"; readonly since: number }>();
  const own = new Map<Act, number>();
  const blows: Blow[] = points.map((point) => ({ point, strike: null, waiting: false }));
  let serial = 0;

  function fire(blow: Blow): void {
    const { act } = blow.point;
    if (blow.strike) return;
    const under = [...running.values()].some((one) => one.act === act) || own.has(act);
    const at = now();
    const pid = under ? kill(blow.point) : null;
    // Nobody waits for an answer of this kind, or the target is not up at this moment.
    blow.waiting = pid === null;
    if (pid === null) {
      if (own.has(act)) setTimeout(() => fire(blow), 15);
      return;
    }
    const words = ([name, since]: readonly [string, number]) => `${name} ${machineMs() - since} ms`;
    const requests = [...running.values()].map(({ act: name, since }) => [name, since] as const);
    requests.sort(([one], [two]) => Number(two === act) - Number(one === act));
    blow.strike = { pid, at, running: [...[...own].map(words), ...requests.map(words)] };
  }
  function begins(act: Act | "look"): void {
    const nth = (begun.get(act) ?? 0) + 1;
    begun.set(act, nth);
    for (const blow of blows) {
      if (blow.point.act !== act || blow.strike) continue;
      if (nth === blow.point.nth) setTimeout(() => fire(blow), blow.point.delayMs);
      else if (blow.waiting) setTimeout(() => fire(blow), 2);
    }
  }
  return {
    strikes: () => blows.map(({ strike }) => strike),
    begins: (act) => {
      if (OWN_ACTS.includes(act)) own.set(act, machineMs());
      begins(act);
    },
    ends: (act) => void own.delete(act),
    around: async (act, request) => {
      const id = serial++;
      running.set(id, { act, since: machineMs() });
      begins(act);
      try {
        return await request();
      } finally {
        running.delete(id);
      }
    },
  };
}

/** Where nothing is to be struck. */
export const NO_FUSE: Fuse = {
  around: (_act, request) => request(),
  begins: () => undefined,
  ends: () => undefined,
  strikes: () => [],
};
