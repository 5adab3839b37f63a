import { expect, it } from "vitest";
import type { Finding, ParserReport } from "./fuzz-loop";
import { fuzzPki } from "./fuzz-pki";

it("a sample of bent certificates, lists, messages, key files and tokens gets a clean no", {
  timeout: 120_000,
}, async () => {
  const findings: Finding[] = [];
  const reports: ParserReport[] = [];
  await fuzzPki({
    count: 1_800,
    seed: 1,
    vectorsDir: null,
    finding: (finding) => findings.push(finding),
    done: (report) => reports.push(report),
  });
  expect(findings.map(({ parser, kind, detail }) => `${parser} ${kind}: ${detail}`)).toEqual([]);
  expect(reports).toHaveLength(6);
  for (const { parser, inputs, wellFormed, outcomes } of reports) {
    expect(wellFormed / inputs, parser).toBeGreaterThan(0.3);
    // A fuzz that is stopped at the door tests the door.
    expect(Object.keys(outcomes).length, parser).toBeGreaterThan(2);
  }
});
