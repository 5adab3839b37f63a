import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";

/** Seals race the deadline; parts were to come early, and do not (protocol §5.5). */
export type Load = "seal" | "part";

/** Of one company at once. */
const OF_COMPANY: { readonly [L in Load]: number } = { seal: 2, part: 6 };
/**
 * Of seals in all: they take turns on one thread anyway, and whoever is on the way to its arrival has to get between them.
 * With forty at once each of its questions to the database waits for forty others' work, and a seal sent in time is late.
 */
const SEALS_AT_ONCE = 4;
const ALL_SEALS = "seal of anybody";
/** How many more may wait. A seal that waits has arrived already: its receipt may be late, it is never sent away. */
const WAITING: { readonly [L in Load]: number } = { seal: Number.POSITIVE_INFINITY, part: 24 };
/** With so many seals being judged parts stand back, for so long: a deadline is a rush of minutes, an upload may not starve. */
const RUSH = 4;
const STAND_BACK_MS = 10_000;

type Lane = { running: number; readonly waiting: (() => void)[] };
type Office = { readonly lanes: Map<string, Lane>; seals: number; readonly standing: Set<() => void> };

/** One for the process: routes are bundled apart, and each bundle has its own modules. */
const KEY: unique symbol = Symbol.for("xinbiao.admission");
const held = globalThis as { [KEY]?: Office };
held[KEY] ??= { lanes: new Map(), seals: 0, standing: new Set() };
const office = held[KEY];

/**
 * Does `work` when it is its company's turn. A company whose program sends everything at once waits for itself and costs
 * nobody else the deadline; while seals are being judged, parts wait for them.
 *
 * @throws {Refusal} QUEUE_FULL where too many parts of the company wait already
 */
export async function admitted<T>(load: Load, actor: Actor, work: () => Promise<T>): Promise<T> {
  const name = `${load} ${actor.partyId ?? actor.address}`;
  await turnOf(name, OF_COMPANY[load], WAITING[load]);
  if (load === "seal") office.seals++;
  try {
    if (load === "part") await standBack();
    return await (load === "seal" ? inTurn(ALL_SEALS, SEALS_AT_ONCE, work) : work());
  } finally {
    if (load === "seal" && --office.seals < RUSH) for (const goOn of office.standing) goOn();
    passOn(name);
  }
}

async function inTurn<T>(name: string, atOnce: number, work: () => Promise<T>): Promise<T> {
  await turnOf(name, atOnce, Number.POSITIVE_INFINITY);
  try {
    return await work();
  } finally {
    passOn(name);
  }
}

async function turnOf(name: string, atOnce: number, mayWait: number): Promise<void> {
  const lane = office.lanes.get(name) ?? { running: 0, waiting: [] };
  office.lanes.set(name, lane);
  if (lane.running < atOnce) {
    lane.running++;
    return;
  }
  if (lane.waiting.length >= mayWait) throw new Refusal("QUEUE_FULL", {});
  await new Promise<void>((resolve) => lane.waiting.push(resolve));
}

/** Whoever ends gives the place to the next in line; the last one out takes the lane away. */
function passOn(name: string): void {
  const lane = office.lanes.get(name)!;
  const next = lane.waiting.shift();
  if (next) next();
  else if (--lane.running === 0) office.lanes.delete(name);
}

async function standBack(): Promise<void> {
  if (office.seals < RUSH) return;
  await new Promise<void>((resolve) => {
    const goOn = () => {
      clearTimeout(timer);
      office.standing.delete(goOn);
      resolve();
    };
    const timer = setTimeout(goOn, STAND_BACK_MS);
    office.standing.add(goOn);
  });
}
