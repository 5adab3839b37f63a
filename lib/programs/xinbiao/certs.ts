import { resolve } from "node:path";
import { machineNow } from "@/lib/kernel/clock";
import { isFolder } from "./certs-files";
import { findSuites } from "./certs-find";
import { type CaseVerdict, judgeAll, type Suite, tally, tallyLines } from "./certs-judge";
import type { Words } from "./command";

/** A suite with what was said of its cases. */
export type JudgedSuite = {
  readonly name: string;
  readonly fault: string | null;
  readonly verdicts: readonly CaseVerdict[];
};

export type CertsResult =
  | { readonly code: 0 | 1 | 2; readonly judged: readonly JudgedSuite[]; readonly lines: readonly string[] }
  | { readonly code: 2; readonly nothing: Words };

/**
 * `xinbiao certs vectors DIR`: runs our code over every suite in DIR or one level below and tells right, false accept, false
 * reject, timeout per suite and tier. Code 0: no tier's rule is broken; 1: one is; 2: nothing to run, or a suite or case
 * that cannot be read.
 */
export async function certs(folder: string): Promise<CertsResult> {
  const dir = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  if (!isFolder(dir)) return { code: 2, nothing: { zh: `${dir} 不是文件夹`, en: `${dir} is not a folder` } };
  const suites = findSuites(dir, machineNow()).filter(({ cases, fault }) => cases.length > 0 || fault);
  if (suites.length === 0) return { code: 2, nothing: noSuite(dir) };
  const judged: JudgedSuite[] = [];
  for (const suite of suites) judged.push(await judgeSuite(suite));
  const broken = judged.flatMap(({ verdicts }) => verdicts).filter(({ gating }) => gating).length;
  const faults = judged.filter(({ fault }) => fault !== null).length;
  const end = [
    ...(faults > 0 ? [`INCOMPLETE: ${faults} files could not be read as a whole`] : []),
    ...(broken > 0 ? [`FALSE: ${broken} cases break the rule of their tier`] : []),
  ];
  const lines = [...judged.flatMap(linesOf), ...(end.length > 0 ? end : ["OK"])];
  return { code: broken > 0 ? 1 : faults > 0 ? 2 : 0, judged, lines };
}

const noSuite = (dir: string): Words => ({
  zh: `${dir}：本级和下一级都没有测试集（*limbo*.json、带 certs/ 的 cases.json 等）`,
  en: `${dir}: no suite (*limbo*.json, cases.json with certs/, and so on), neither here nor one level down`,
});

async function judgeSuite({ name, cases, fault }: Suite): Promise<JudgedSuite> {
  return { name, fault: fault || null, verdicts: await judgeAll(cases) };
}

function linesOf({ name, fault, verdicts }: JudgedSuite): readonly string[] {
  const noted = verdicts.filter(({ outcome }) => outcome !== "right" && outcome !== "no verdict");
  return [
    name,
    ...(fault ? [`  UNREADABLE ${fault}`] : []),
    ...tallyLines(verdicts).map((line) => `  ${line}`),
    ...noted.map(
      ({ id, tier, outcome, gating, detail }) => `    ${gating ? "BROKEN " : ""}${outcome}\t${tier}\t${id}\t${detail}`,
    ),
  ];
}

/** The whole as data, for `--json`. */
export const certsDocument = (judged: readonly JudgedSuite[]) => ({
  suites: judged.map((one) => ({ ...one, tiers: tally(one.verdicts) })),
});
