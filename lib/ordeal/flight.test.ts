import { describe, expect, it } from "vitest";
import { readFlight } from "./flight";

const read = (text: string) => readFlight(new TextEncoder().encode(text));

describe("the answer of a server action", () => {
  it("is its value, with texts, instants and references where they belong", () => {
    const long = "长".repeat(400);
    const body = [
      `2:T${Buffer.byteLength(long).toString(16)},${long}`,
      `3:I["x.js",[],"default"]\n`,
      `0:{"a":"$@1","f":"","b":"build"}\n`,
      `1:{"ok":true,"value":{"long":"$2","money":"$$5","at":"$D2026-11-30T01:00:00.000Z","n":"$n7","none":"$undefined"}}\n`,
    ].join("");
    expect(read(body)).toEqual({
      ok: true,
      value: { long, money: "$5", at: new Date("2026-11-30T01:00:00Z"), n: 7n, none: undefined },
    });
  });

  it("that broke on the server is no value, and is said to have broken", () => {
    expect(() => read(`0:{"a":"$@1","f":"","b":"build"}\n1:E{"digest":"3786829177"}\n`)).toThrow(/broke.*3786829177/);
  });

  it("that is no such answer is no value", () => {
    expect(() => read("<!doctype html>")).toThrow();
    expect(() => read(`0:{"a":"$@1"}\n`)).toThrow(/\$@1/);
  });
});
