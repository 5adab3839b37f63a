import { expect } from "vitest";
import { judgeAll, type Suite, tallyLines } from "@/lib/programs/xinbiao/certs-judge";

/**
 * Runs a suite by others and says what came out; nothing of it may break its tier's rule, and something must have been run.
 * How many cases a folder holds is not ours to demand: other folders of the same form are run too.
 */
export async function expectAllRight({ name, cases, fault }: Suite): Promise<void> {
  const verdicts = await judgeAll(cases);
  for (const line of tallyLines(verdicts)) console.log(`${name} ${line}`);
  const broken = verdicts.filter(({ gating }) => gating);
  expect(broken.map(({ id, outcome, detail }) => `${id}: ${outcome}, ${detail}`)).toEqual([]);
  expect(fault).toBeUndefined();
  expect(verdicts.length).toBeGreaterThan(0);
}
