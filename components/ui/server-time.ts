"use client";

import { useEffect, useSyncExternalStore } from "react";

/** Where this computer's clock stands against the server's; shared by every clock and countdown of the tab. */
export type ServerTime = {
  /** Milliseconds to add to the local clock. */
  readonly offsetMs: number;
  /** Measured by calls, not only guessed from the page. */
  readonly measured: boolean;
  readonly drill: boolean;
  /** Whole seconds since 1970, server's; changes once a second. */
  readonly second: number;
};

const TRIPS = 3;
const AGAIN_MS = 60_000;

let state: ServerTime | null = null;
let watchers: readonly (() => void)[] = [];
let stopRunning: (() => void) | null = null;

const publish = (next: ServerTime) => {
  state = next;
  for (const tell of watchers) tell();
};

/** Three calls; the one with the shortest way tells best (ux 8). Without an answer the old offset stays. */
async function measure(): Promise<void> {
  const trips: { offsetMs: number; tripMs: number; drill: boolean }[] = [];
  for (let trip = 0; trip < TRIPS; trip++) {
    try {
      const sent = Date.now();
      const response = await fetch("/api/time", { cache: "no-store" });
      const { now, drill } = (await response.json()) as { now: number; drill: boolean };
      const back = Date.now();
      trips.push({ offsetMs: now + (back - sent) / 2 - back, tripMs: back - sent, drill });
    } catch {
      // offline for a moment: the next round will tell
    }
  }
  const best = trips.sort((a, b) => a.tripMs - b.tripMs)[0];
  if (!best || !state) return;
  publish({ ...state, offsetMs: best.offsetMs, drill: best.drill, measured: true });
}

function run(): () => void {
  const tick = () => {
    if (!state) return;
    const second = Math.floor((Date.now() + state.offsetMs) / 1000);
    if (second !== state.second) publish({ ...state, second });
  };
  const seen = () => {
    if (document.visibilityState === "visible") void measure();
  };
  const ticking = setInterval(tick, 200);
  const measuring = setInterval(() => void measure(), AGAIN_MS);
  document.addEventListener("visibilitychange", seen);
  void measure();
  return () => {
    clearInterval(ticking);
    clearInterval(measuring);
    document.removeEventListener("visibilitychange", seen);
  };
}

function watch(tell: () => void): () => void {
  watchers = [...watchers, tell];
  stopRunning ??= run();
  return () => {
    watchers = watchers.filter((one) => one !== tell);
    if (watchers.length > 0) return;
    stopRunning?.();
    stopRunning = null;
  };
}

/** The server's time in this tab, from the instant `rendered` at which the page was made. */
export function useServerTime(rendered: number): ServerTime {
  const first: ServerTime = { offsetMs: 0, measured: false, drill: false, second: Math.floor(rendered / 1000) };
  const now = useSyncExternalStore(
    watch,
    () => state ?? guess(rendered),
    () => serverSnapshot(first),
  );
  // A page made later than the state of an earlier one brings nothing new: the offset is the computer's, not the page's.
  useEffect(() => {
    state ??= guess(rendered);
  }, [rendered]);
  return now;
}

/** Until the first call has answered: the page was made just now. */
function guess(rendered: number): ServerTime {
  state ??= { offsetMs: rendered - Date.now(), measured: false, drill: false, second: Math.floor(rendered / 1000) };
  return state;
}

// One object for each rendered second, as React asks snapshots to be the same thing while nothing has changed.
const snapshots = new Map<number, ServerTime>();
function serverSnapshot(first: ServerTime): ServerTime {
  const kept = snapshots.get(first.second);
  if (kept) return kept;
  if (snapshots.size > 50) snapshots.clear();
  snapshots.set(first.second, first);
  return first;
}
