import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeVectors, readJson } from "@/lib/testing/vectors";
import { certs } from "./certs";

type Limbo = { testcases: { id: string; tier?: string; expected_result?: string; validation_time?: string | null }[] };
type Pkits = { trust_anchor: string; cases: { tier: string; ee: string; expected_result: string }[] };

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

async function run(dir: string): Promise<{ code: number; lines: readonly string[] }> {
  const result = await certs(dir);
  return { code: result.code, lines: "nothing" in result ? [result.nothing.en] : result.lines };
}

it("a folder without a suite is no suite that passed", async () => {
  expect((await run(place("empty"))).code).toBe(2);
  expect((await run(join(folder, "absent"))).code).toBe(2);
  writeFileSync(join(place("strange"), "package.json"), '{"name":"x"}');
  writeFileSync(join(folder, "strange", "notes.json"), "not json at all");
  expect((await run(join(folder, "strange"))).lines[0]).toContain("no suite");
});

describeVectors("x509-limbo", "certs vectors on foreign folders", (dir) => {
  const some = (change: (suite: Limbo) => void = () => undefined) => {
    const suite = readJson(dir, "limbo-signing.json") as Limbo;
    suite.testcases = suite.testcases.filter(({ tier }) => tier === "core").slice(0, 6);
    change(suite);
    return JSON.stringify(suite);
  };
  const runOn = (name: string, text: string) => {
    writeFileSync(join(place(name), "limbo.json"), text);
    return run(join(folder, name));
  };

  it("finds a file directly and one level down, by whatever name around limbo, behind a link too", async () => {
    writeFileSync(join(place("direct"), "my-limbo-2.json"), some());
    writeFileSync(join(place("below", "suite"), "limbo.json"), some());
    symlinkSync(join(folder, "direct"), join(place("linked"), "suite"));
    for (const name of ["direct", "below", "linked"]) {
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
    const { code, lines } = await runOn(`planted-${word}`, text);
    expect(lines.some((line) => line.startsWith(`    BROKEN ${word}\tcore`))).toBe(true);
    expect(code).toBe(1);
  });

  it("what cannot be read is said, and never counts as passed", async () => {
    const cut = await runOn("cut", some().slice(0, -9));
    expect(cut).toMatchObject({
      code: 2,
      lines: ["limbo.json", expect.stringContaining("UNREADABLE not JSON"), expect.anything()],
    });
    const lacking = await runOn(
      "lacking",
      some(({ testcases }) => delete testcases[2]!.expected_result),
    );
    expect(lacking.code).toBe(2);
    expect(lacking.lines.join()).toContain("expected_result");
    expect(lacking.lines).toContain("  core: 5 right, 0 false accept, 0 false reject, 0 timeout");
    const when = await runOn(
      "when",
      some(({ testcases: [first] }) => Object.assign(first!, { validation_time: "soon" })),
    );
    expect(when).toMatchObject({
      code: 2,
      lines: expect.arrayContaining([expect.stringContaining("not an instant: soon")]),
    });
  });

  it("members that nobody knows, and tiers of others, are no fault", async () => {
    const text = some((suite) => {
      Object.assign(suite, { extra: {} });
      for (const test of suite.testcases) Object.assign(test, { remark: "x" });
      delete suite.testcases[0]!.tier;
      suite.testcases[1]!.tier = "strange";
    });
    const { code, lines } = await runOn("strange-members", text);
    expect(code).toBe(0);
    expect(lines.join()).toMatch(/without a tier: 1 right.*strange: 1 right/);
  });
});

describeVectors("pkits", "certs vectors on a foreign PKITS", (dir) => {
  it("takes cases.json with certs and crls beside it, and finds a planted break and a file that is absent", async () => {
    const suite = readJson(dir, "cases.json") as Pkits;
    suite.cases = suite.cases.filter(({ tier }) => tier === "core").slice(0, 8);
    const below = place("foreign", "p");
    for (const name of ["certs", "crls"]) symlinkSync(join(dir, name), join(below, name));
    if (!suite.trust_anchor.includes("/")) cpSync(join(dir, suite.trust_anchor), join(below, suite.trust_anchor));
    const rewritten = (change: () => void) => {
      change();
      writeFileSync(join(below, "cases.json"), JSON.stringify(suite));
      return run(join(folder, "foreign"));
    };
    expect((await rewritten(() => undefined)).code).toBe(0);
    const [first, second] = suite.cases;
    const turn = () => {
      first!.expected_result = first!.expected_result === "SUCCESS" ? "FAILURE" : "SUCCESS";
    };
    expect((await rewritten(turn)).code).toBe(1);
    turn();
    const absent = await rewritten(() => {
      second!.ee = "../cases.json";
    });
    expect(absent).toMatchObject({ code: 2, lines: expect.arrayContaining([expect.stringContaining("leads out")]) });
  });
});
