import { expect, it } from "vitest";
import { findSuites } from "@/lib/programs/xinbiao/certs-find";
import { judgeCase } from "@/lib/programs/xinbiao/certs-judge";
import { expectAllRight } from "@/lib/testing/suites";
import { describeVectors } from "@/lib/testing/vectors";

const NOW = new Date("2026-11-24T00:00:00Z");

describeVectors("x509-limbo", "x509-limbo, signing subset", (dir) => {
  it("keeps the rule of every tier", { timeout: 60_000 }, () => run(dir));

  it("a case that costs more than its CPU time is one that failed, whatever the answer", async () => {
    const [test] = findSuites(dir, NOW)[0]!.cases;
    expect(await judgeCase(test!, 0)).toMatchObject({ outcome: "timeout", gating: true });
  });
});

describeVectors("pkits", "NIST PKITS, certificates and signed messages", (dir) => {
  it("keeps the rule of every tier", { timeout: 60_000 }, () => run(dir));
});

async function run(dir: string): Promise<void> {
  const suites = findSuites(dir, NOW);
  expect(suites.length).toBeGreaterThan(0);
  for (const suite of suites) await expectAllRight(suite);
}
