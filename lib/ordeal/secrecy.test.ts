import path from "node:path";
import { describe, expect, it } from "vitest";
import { dice } from "./random";
import { leaksBetween } from "./secrecy-compare";
import type { Seen } from "./secrecy-look";
import { delaysOf } from "./secrecy-timing";
import { filled, holesOf, routesOf } from "./secrecy-routes";
import { apart } from "./secrecy-statistics";
import { growthBetween, tracesBetween } from "./secrecy-traces";

const app = path.resolve(import.meta.dirname, "../../app");

describe("R-97, protocol §6.5: nobody sees who or how many before the deadline; the comparison itself", () => {
  it("finds every page and every route handler, and stops at a hole that nobody has filled", () => {
    const routes = routesOf(app);
    const paths = routes.map(({ path: at }) => at);
    for (const one of ["/", "/offline", "/api/v1/bids/[bidId]/seals", "/room/opening/[lotId]", "/log/tile/[...path]"])
      expect(paths).toContain(one);
    expect(routes.find(({ path: at }) => at === "/api/auth/[...nextauth]")?.methods).toEqual(["GET", "POST"]);
    const lot = routes.find(({ path: at }) => at === "/room/opening/[lotId]")!;
    expect(holesOf(lot.path)).toEqual(["lotId"]);
    expect(filled(lot, { lotId: "x" })).toBe("/room/opening/x");
    expect(() => filled(lot, {})).toThrow(/lotId/);
  });

  const page = (body: string, headers: Record<string, string> = {}, status = 200): Seen => ({
    status,
    headers,
    body: new TextEncoder().encode(body),
  });
  const frame = {
    // A sandbox a month ahead of the real clock.
    spans: ["2026-11-20", "2026-10-20"].map((day) => ({
      from: Date.parse(`${day}T01:00:00Z`),
      to: Date.parse(`${day}T01:10:00Z`),
    })),
    brought: ["abc123"],
  };
  const leaks = (one: Seen, other: Seen) =>
    leaksBetween("public", new Map([["GET /x", one]]), new Map([["GET /x", other]]), frame).length;

  it.each([
    [
      "the clock",
      `<time dateTime="2026-11-20T01:00:01Z">09:00</time>`,
      `<time dateTime="2026-11-20T01:05:00Z">09:05</time>`,
    ],
    ["the real clock of a session", `{"at":"2026-10-20T01:02:00.100Z"}`, `{"at":"2026-10-20T01:09:00.200Z"}`],
    ["what is late by then", "逾期 5 分 6 秒</p>", "逾期 5 分 22 秒</p>"],
    ["the nonce", `<script nonce="AAAAAAAAAAAAAAAAAAAAAAAA">1`, `<script nonce="BBBBBBBBBBBBBBBBBBBBBBBB">1`],
    ["an id that was brought", "no bid abc123", "no bid abc123"],
    [
      "the order of the stream",
      `<p/><script>self.__next_f.push([1,"1:\\"a\\"\\n2:\\"b\\"\\n"])</script>`,
      `<p/><script>self.__next_f.push([1,"1:\\"b\\"\\n"])</script><script>self.__next_f.push([1,"2:\\"a\\"\\n"])</script>`,
    ],
  ])("%s is no difference", (_what, one, other) => {
    expect(leaks(page(one), page(other))).toBe(0);
  });

  it.each([
    ["one octet", page("a"), page("b")],
    ["length", page("a"), page("a ")],
    ["status", page("a"), page("a", {}, 404)],
    ["a header", page("a"), page("a", { "x-count": "5" })],
    ["a date that is not the clock's", page("2026-12-01T01:30:00Z"), page("2026-12-01T01:30:01Z")],
    ["an id that nobody brought", page("abc124"), page("abc125")],
    [
      "a word in the stream alone",
      page(`<p/><script>self.__next_f.push([1,"1:\\"a\\"\\n"])</script>`),
      page(`<p/><script>self.__next_f.push([1,"1:\\"a5\\"\\n"])</script>`),
    ],
  ])("%s is", (_what, one, other) => {
    expect(leaks(one, other)).toBe(1);
  });

  /** Answer times as a busy machine has them: a floor, an uneven body, a long tail. */
  const times = (seed: number, n: number, more: number) => {
    const throws = dice(seed);
    const next = () => (throws.below(1_000_000) + 1) / 1_000_000;
    return Array.from({ length: n }, () => 8 + 4 * next() - 5 * Math.log(next()) * (next() > 0.9 ? 4 : 0.4) + more);
  };

  it("Mann–Whitney as in the textbook, with ties", () => {
    // By hand: ranks of the second are 4, 6.5, 6.5, 8.5, 8.5, 11, 12, 14 and so on; equal samples are zero apart.
    const same = Array.from({ length: 20 }, (_, at) => at % 5);
    expect(apart(same, same)).toEqual({ z: 0, shift: 0 });
    const { z, shift } = apart([1, 2, 3, 4, 5, 6, 7, 8], [9, 10, 11, 12, 13, 14, 15, 16]);
    expect(z).toBeCloseTo(32 / Math.sqrt((64 * 17) / 12), 9);
    expect(shift).toBe(8);
    expect(() => apart([1], [2])).toThrow(RangeError);
  });

  it("three milliseconds are found in the answers of a busy machine, and none where there are none", () => {
    const missed = Array.from({ length: 8 }, (_, seed) => apart(times(seed + 1, 250, 0), times(seed + 900, 250, 3)));
    expect(missed.every(({ z, shift }) => z > 4.5 && shift > 0.75)).toBe(true);
    const wrong = Array.from({ length: 20 }, (_, seed) => apart(times(seed + 1, 250, 0), times(seed + 5_000, 250, 0)));
    expect(wrong.filter(({ z }) => Math.abs(z) > 4.5)).toEqual([]);
  });

  it("a delay of one of two twins is told with its place", async () => {
    const turn = (ms: number) => new Promise<Seen>((done) => setTimeout(() => done(page("")), ms));
    const empty = { key: "GET /lots/[lotId]", method: "GET", path: "/lots/1" };
    const full = { ...empty, path: "/lots/2" };
    const slow = { name: "public", ask: (question: { path: string }) => turn(question.path === "/lots/2" ? 4 : 1) };
    const fair = { name: "public", ask: () => turn(1) };
    const sizes = { seed: 1, screen: 12, verdict: 40 };
    const found = await delaysOf([{ eye: slow, empty, full }], sizes);
    expect(found.map(({ question }) => question)).toEqual(["GET /lots/[lotId]"]);
    expect(await delaysOf([{ eye: fair, empty, full }], sizes)).toEqual([]);
  });

  it("what the hub is told, mail to strangers, a counter that moves, a log that grows faster", () => {
    const before = { hub: 3, mail: ["a"], counters: new Map([["public.outbox_message_seq_seq", "7"]]) };
    expect(tracesBetween(before, before, new Set())).toEqual([]);
    expect(tracesBetween(before, { ...before, hub: 4 }, new Set())).toHaveLength(1);
    expect(tracesBetween(before, { ...before, mail: ["a", "b"] }, new Set(["b"]))).toEqual([]);
    expect(tracesBetween(before, { ...before, mail: ["a", "c"] }, new Set(["b"]))).toHaveLength(1);
    const moved = { ...before, counters: new Map([["public.outbox_message_seq_seq", "8"]]) };
    expect(tracesBetween(before, moved, new Set())).toHaveLength(1);
    const pace = (ms: number) => Array.from({ length: 20 }, (_, at) => ({ ms: at * ms, size: BigInt(at) }));
    expect(growthBetween(pace(200), pace(210))).toEqual([]);
    expect(growthBetween(pace(200), pace(100))).toHaveLength(1);
  });
});
