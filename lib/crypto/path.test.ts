import { expect, it } from "vitest";
import { type CaseVerdict, judgeCase, tally } from "@/lib/programs/xinbiao/certs-judge";
import { pathSuites } from "@/lib/programs/xinbiao/certs-suites";
import { describeVectors } from "@/lib/testing/vectors";

const NOW = new Date("2026-11-24T00:00:00Z");

describeVectors("x509-limbo", "x509-limbo, signing subset", (dir) => {
  it("keeps the rule of every tier", { timeout: 60_000 }, () => run(dir, 100));
});

describeVectors("pkits", "NIST PKITS", (dir) => {
  it("keeps the rule of every tier", { timeout: 60_000 }, () => run(dir, 150));
});

async function run(dir: string, least: number): Promise<void> {
  const [suite] = pathSuites(dir, NOW);
  const verdicts: CaseVerdict[] = [];
  for (const test of suite!.cases) verdicts.push(await judgeCase(test));
  for (const { tier, right, falseAccept, falseReject } of tally(verdicts))
    console.log(`${suite!.name} ${tier}: ${right} right, ${falseAccept} false accept, ${falseReject} false reject`);
  const broken = verdicts
    .filter(({ gating }) => gating)
    .map(({ id, outcome, detail }) => `${id}: ${outcome}, ${detail}`);
  expect(broken).toEqual([]);
  expect(verdicts.length).toBeGreaterThan(least);
}
