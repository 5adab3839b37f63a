import { expect, it } from "vitest";
import type { Finding, ParserReport } from "./fuzz-loop";
import { fuzzSeal } from "./fuzz-seal";

it("a sample of bent containers, statements, receipts, proofs and packages gets a clean answer", {
  timeout: 180_000,
}, async () => {
  const findings: Finding[] = [];
  const reports: ParserReport[] = [];
  await fuzzSeal({
    count: 5_000,
    seed: 1,
    vectorsDir: null,
    finding: (finding) => findings.push(finding),
    done: (report) => reports.push(report),
  });
  expect(findings.map(({ parser, kind, detail }) => `${parser} ${kind}: ${detail}`)).toEqual([]);
  expect(reports).toHaveLength(25);
  for (const { parser, inputs, wellFormed, outcomes } of reports) {
    expect(wellFormed / inputs, parser).toBeGreaterThan(0.2);
    // A fuzz that is stopped at the door tests the door; one that is never let in tests nothing behind it.
    expect(Object.keys(outcomes).length, parser).toBeGreaterThan(2);
    expect(outcomes.accepted ?? 0, parser).toBeGreaterThan(0);
  }
});
