import { describe, expect, it } from "vitest";
import { fuse } from "./fuse";
import { ACTS, pointOf, TARGETS } from "./point";

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("points of an ordeal", () => {
  it("come again with their seed, and are others with another", () => {
    const points = (seed: number) => Array.from({ length: 20 }, (_, at) => pointOf(seed, at + 1));
    expect(points(1)).toEqual(points(1));
    expect(points(1)).not.toEqual(points(2));
  });

  it("strike each target in turn, in acts that the journey has", () => {
    const points = Array.from({ length: 300 }, (_, at) => pointOf(7, at + 1));
    for (const target of TARGETS) expect(points.filter((point) => point.target === target)).toHaveLength(100);
    expect(new Set(points.map(({ act }) => act)).size).toBe(Object.keys(ACTS).length);
    for (const { act, nth } of points) expect(nth >= 1 && nth <= ACTS[act]).toBe(true);
  });
});

describe("a fuse", () => {
  const point = { run: 1, target: "web", act: "seal", nth: 2, delayMs: 10 } as const;

  it("strikes inside the request it names", async () => {
    const killed: number[] = [];
    const burning = fuse(point, () => killed.push(1) && 42);
    await burning.around("seal", () => wait(5));
    expect(burning.strike()).toBeNull();
    await burning.around("seal", () => wait(40));
    expect(burning.strike()?.running[0]).toMatch(/^seal \d+ ms$/);
    expect(killed).toEqual([1]);
  });

  it("waits for the next request where that one was too short, and for a target that is down", async () => {
    let up = false;
    const burning = fuse(point, () => (up ? 42 : null));
    for (let turn = 0; turn < 2; turn++) await burning.around("seal", () => wait(1));
    await wait(20);
    expect(burning.strike()).toBeNull();
    await burning.around("part", () => wait(20));
    expect(burning.strike()).toBeNull();
    up = true;
    await burning.around("look", () => wait(20));
    expect(burning.strike()?.running[0]).toMatch(/^look/);
  });
});
