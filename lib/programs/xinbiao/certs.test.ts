import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeVectors, readJson } from "@/lib/testing/vectors";
import { certs } from "./certs";

type Limbo = { testcases: { id: string; tier: string; expected_result: string }[] };
type Pkits = { cases: { tier: string; expected_result: string }[] };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "xinbiao-certs-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const place = (...path: string[]): string => {
  const dir = join(folder, ...path);
  mkdirSync(dir, { recursive: true });
  return dir;
};

async function run(dir: string) {
  const lines: string[] = [];
  return { code: await certs(["vectors", dir], (line) => lines.push(line)), lines };
}

it("a folder without a suite is no suite that passed", async () => {
  expect((await run(place("empty"))).code).toBe(2);
  expect((await run(join(folder, "absent"))).code).toBe(2);
});

describeVectors("x509-limbo", "certs vectors on foreign folders", (dir) => {
  const some = (change: (suite: Limbo) => void = () => undefined) => {
    const suite = readJson(dir, "limbo-signing.json") as Limbo;
    suite.testcases = suite.testcases.filter(({ tier }) => tier === "core").slice(0, 6);
    change(suite);
    return JSON.stringify(suite);
  };

  it("finds a file directly and one level down, by whatever name around limbo", async () => {
    writeFileSync(join(place("direct"), "my-limbo-2.json"), some());
    writeFileSync(join(place("below", "suite"), "limbo.json"), some());
    for (const name of ["direct", "below"]) {
      const { code, lines } = await run(join(folder, name));
      expect(lines).toContain("  core: 6 right, 0 false accept, 0 false reject, 0 timeout");
      expect(code).toBe(0);
    }
  });

  it.each([
    ["FAILURE", "SUCCESS", "false reject"],
    ["SUCCESS", "FAILURE", "false accept"],
  ])("a planted break of the core tier is one: %s written as %s", async (was, now, word) => {
    const text = some(({ testcases }) => {
      testcases.find(({ expected_result }) => expected_result === was)!.expected_result = now;
    });
    writeFileSync(join(place(`planted-${word}`), "limbo.json"), text);
    const { code, lines } = await run(join(folder, `planted-${word}`));
    expect(lines.some((line) => line.startsWith(`    BROKEN ${word}\tcore`))).toBe(true);
    expect(code).toBe(1);
  });
});

describeVectors("pkits", "certs vectors on a foreign PKITS", (dir) => {
  it("takes cases.json with certs and crls beside it, and finds a planted break", async () => {
    const suite = readJson(dir, "cases.json") as Pkits;
    suite.cases = suite.cases.filter(({ tier }) => tier === "core").slice(0, 8);
    const below = place("foreign", "p");
    for (const name of ["certs", "crls"]) symlinkSync(join(dir, name), join(below, name));
    const anchor = (suite as unknown as { trust_anchor: string }).trust_anchor;
    if (!anchor.includes("/")) cpSync(join(dir, anchor), join(below, anchor));
    writeFileSync(join(below, "cases.json"), JSON.stringify(suite));
    expect((await run(join(folder, "foreign"))).code).toBe(0);
    const first = suite.cases[0]!;
    first.expected_result = first.expected_result === "SUCCESS" ? "FAILURE" : "SUCCESS";
    writeFileSync(join(below, "cases.json"), JSON.stringify(suite));
    expect((await run(join(folder, "foreign"))).code).toBe(1);
  });
});
