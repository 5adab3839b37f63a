import { describe, expect, it } from "vitest";
import { fuse } from "./fuse";
import { MOST_ATTEMPTS, nextStrikes } from "./plan";
import { ACTS, PLACE_NAMES, PLACES, type Point, pointOf, ROUND, TARGETS } from "./point";
import { coverageOf, type LifeResult } from "./result";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const points = (seed: number, count: number) => Array.from({ length: count }, (_, at) => pointOf(seed, at + 1));
const pairs = (all: readonly Point[]) => new Set(all.map(({ target, place }) => `${target} ${place}`)).size;

describe("points of an ordeal", () => {
  it("come again with their seed, and are others with another seed or another attempt", () => {
    expect(points(1, 20)).toEqual(points(1, 20));
    expect(points(1, 20)).not.toEqual(points(2, 20));
    expect(pointOf(1, 3, 2)).toMatchObject({ target: pointOf(1, 3).target, place: pointOf(1, 3).place });
  });

  it.each([1, 2, 7])("strike each process at each place once in every round (seed %d)", (seed) => {
    for (const round of [0, 1, 5])
      expect(pairs(points(seed, (round + 1) * ROUND).slice(round * ROUND))).toBe(TARGETS.length * PLACE_NAMES.length);
    for (const { act, nth, place } of points(seed, 300)) {
      expect(PLACES[place] as readonly string[]).toContain(act);
      expect(nth >= 1 && nth <= ACTS[act]).toBe(true);
    }
    expect(new Set(points(seed, TARGETS.length).map(({ target }) => target)).size).toBe(TARGETS.length);
  });
});

describe("the plan of lives", () => {
  const life = (strikes: readonly Point[], missed: readonly number[]): LifeResult => ({
    strikes: strikes.map((point) => ({ point, struck: !missed.includes(point.run), inside: [] })),
    ...{ receipts: 1, messages: 0, lost: [], doubled: [], chainFaults: [], seconds: 1 },
  });

  it("strikes each place once in a life, plays again what met nothing, and ends", () => {
    const played: LifeResult[] = [];
    for (let turn = 0; turn < 40; turn++) {
      const next = nextStrikes(3, 100, 9, played);
      if (next.length === 0) break;
      expect(new Set(next.map(({ place }) => place)).size).toBe(next.length);
      played.push(life(next, turn % 2 ? [next[0]!.run] : []));
    }
    const struck = played.flatMap(({ strikes }) => strikes.filter((one) => one.struck).map(({ point }) => point.run));
    expect(struck.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
    expect(coverageOf(played)).toContain("pairs hit 45 of 45");
  });

  it("gives up on a strike that never meets anything, and says that it did not", () => {
    const played: LifeResult[] = [];
    for (let next = nextStrikes(1, 3, 9, played); next.length > 0; next = nextStrikes(1, 3, 9, played))
      played.push(life(next, [2]));
    expect(played.length).toBe(MOST_ATTEMPTS);
    expect(coverageOf(played)).toContain("pairs hit 2 of 45");
  });
});

describe("a fuse", () => {
  const point: Point = {
    ...{ run: 1, attempt: 1, target: "web", process: "web", place: "submit", act: "submit", nth: 2, delayMs: 10 },
  };
  const now = () => new Date(0);

  it("strikes inside the request it names", async () => {
    const killed: number[] = [];
    const burning = fuse([point], () => killed.push(1) && 42, now);
    await burning.around("submit", () => wait(5));
    expect(burning.strikes()).toEqual([null]);
    await burning.around("submit", () => wait(40));
    expect(burning.strikes()[0]?.running[0]).toMatch(/^submit \d+ ms$/);
    expect(killed).toEqual([1]);
  });

  it("waits for the next request of the same act where that one was too short, and for a target that is down", async () => {
    let up = false;
    const burning = fuse([point], () => (up ? 42 : null), now);
    for (let turn = 0; turn < 2; turn++) await burning.around("submit", () => wait(1));
    await wait(20);
    await burning.around("submit", () => wait(20));
    expect(burning.strikes()).toEqual([null]);
    up = true;
    await burning.around("part", () => wait(20));
    expect(burning.strikes()).toEqual([null]);
    await burning.around("submit", () => wait(20));
    expect(burning.strikes()[0]?.running[0]).toMatch(/^submit/);
  });

  it("strikes into an act of the platform's own only while that is under way", async () => {
    const own: Point = { ...point, place: "freeze", act: "freeze", nth: 1 };
    const burning = fuse([own, { ...own, act: "open", place: "open" }], () => 42, now);
    burning.begins("freeze");
    burning.begins("open");
    burning.ends("freeze");
    await wait(30);
    expect(burning.strikes().map((strike) => strike !== null)).toEqual([false, true]);
  });
});
