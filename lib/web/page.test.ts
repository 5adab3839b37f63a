import { describe, expect, it } from "vitest";
import { safeNext } from "./page";
import { clientAddress } from "./request";

describe("R-157: after sign-in one stays on this platform", () => {
  it.each([
    ["a page of ours", "/work/tenders?x=1", "/work/tenders?x=1"],
    ["nothing", undefined, "/work"],
    ["another site", "https://evil.example/", "/work"],
    ["another site without scheme", "//evil.example/", "/work"],
    ["backslashes, which browsers read as slashes", "/\\evil.example", "/work"],
    ["a backslash further on", "/work/\\evil.example", "/work"],
    ["a script", "javascript:alert(1)", "/work"],
    ["a line break", "/work\nSet-Cookie: x", "/work"],
    ["a tab, which browsers drop", "/\t/evil.example", "/work"],
  ])("%s", (_what, next, expected) => {
    expect(safeNext(next)).toBe(expected);
  });
});

describe("R-157: the network address in the record", () => {
  it.each([
    ["one hop", "203.0.113.7", "203.0.113.7"],
    ["what the client claims before our proxy's own entry", "1.2.3.4, 203.0.113.7", "203.0.113.7"],
    ["IPv4 in IPv6", "::ffff:203.0.113.7", "203.0.113.7"],
    ["none", null, ""],
    ["far too long", "x".repeat(200), "x".repeat(45)],
  ])("%s", (_what, header, expected) => {
    expect(clientAddress({ get: () => header })).toBe(expected);
  });
});
