import { machineMs } from "@/lib/kernel/clock";
import type { Act, Point } from "./point";

/** What a strike met: the requests that were running, and since when. */
export type Strike = { readonly pid: number; readonly running: readonly string[] };

export type Fuse = {
  /** Runs one request of an act; at its point the fuse strikes while requests are running. */
  around<T>(act: Act | "look", request: () => Promise<T>): Promise<T>;
  /** An act that the platform does by itself begins: nobody's request, but a point all the same. */
  begins(act: Act): void;
  /** What was struck, once it was. */
  strike(): Strike | null;
};

/**
 * Kills at a point: the nth request of an act begins, so many milliseconds pass, `kill` is called. Where that request has
 * been answered by then and no other is running, the strike waits for the next one: it always falls *inside* a request.
 */
export function fuse(point: Point, kill: () => number | null): Fuse {
  const begun = new Map<string, number>();
  const running = new Map<number, { readonly act: string; readonly since: number }>();
  let serial = 0;
  let waiting = false;
  let strike: Strike | null = null;

  function fire(): void {
    if (strike) return;
    const pid = running.size > 0 ? kill() : null;
    // Nobody waits for an answer, or the target is not up at this moment.
    waiting = pid === null;
    if (pid === null) return;
    strike = { pid, running: [...running.values()].map(({ act, since }) => `${act} ${machineMs() - since} ms`) };
  }
  function begins(act: Act | "look"): void {
    const nth = (begun.get(act) ?? 0) + 1;
    begun.set(act, nth);
    if (act === point.act && nth === point.nth) setTimeout(fire, point.delayMs);
  }
  return {
    strike: () => strike,
    begins,
    around: async (act, request) => {
      const id = serial++;
      running.set(id, { act, since: machineMs() });
      begins(act);
      if (waiting) setTimeout(fire, 2);
      try {
        return await request();
      } finally {
        running.delete(id);
      }
    },
  };
}

/** Where nothing is to be struck. */
export const NO_FUSE: Fuse = { around: (_act, request) => request(), begins: () => undefined, strike: () => null };
