import { statSync } from "node:fs";
import { resolve } from "node:path";
import { machineNow } from "@/lib/kernel/clock";
import { type CaseVerdict, judgeCase, tally } from "./certs-judge";
import { type PathSuite, pathSuites } from "./certs-suites";

const USAGE = "usage: xinbiao certs vectors DIR [--json]";

/**
 * `xinbiao certs vectors DIR [--json]`: runs path validation over every suite in DIR or one level below and prints right,
 * false accept, false reject, timeout per suite and tier.
 * @param out takes one line of output
 * @returns 0 if no tier's rule is broken, 1 if one is, 2 if nothing could be run
 */
export async function certs(
  args: readonly string[],
  out: (line: string) => void = (line) => console.log(line),
): Promise<number> {
  const json = args.includes("--json");
  const [command, dir, ...rest] = args.filter((arg) => arg !== "--json");
  if (command !== "vectors" || !dir || rest.length > 0) return fail(json, out, USAGE);
  try {
    const suites = findSuites(resolve(process.env.INIT_CWD ?? process.cwd(), dir));
    const judged = [];
    for (const { name, cases } of suites) {
      const verdicts: CaseVerdict[] = [];
      for (const test of cases) verdicts.push(await judgeCase(test));
      judged.push({ name, verdicts });
    }
    const broken = judged.flatMap(({ verdicts }) => verdicts).filter(({ gating }) => gating);
    if (json)
      out(
        JSON.stringify({
          ok: broken.length === 0,
          suites: judged.map((one) => ({ ...one, tiers: tally(one.verdicts) })),
        }),
      );
    else print(judged, broken.length, out);
    return broken.length === 0 ? 0 : 1;
  } catch (error) {
    return fail(json, out, error instanceof Error ? error.message : String(error));
  }
}

function findSuites(dir: string): readonly PathSuite[] {
  if (!statSync(dir).isDirectory()) throw new Error(`${dir} is not a folder`);
  const suites = pathSuites(dir, machineNow()).filter(({ cases }) => cases.length > 0);
  if (suites.length === 0)
    throw new Error(`${dir}: no *limbo*.json and no cases.json with certs/, neither here nor one level down`);
  return suites;
}

function print(
  judged: readonly { name: string; verdicts: readonly CaseVerdict[] }[],
  broken: number,
  out: (line: string) => void,
): void {
  for (const { name, verdicts } of judged) {
    out(name);
    for (const { tier, right, falseAccept, falseReject, timeout, noVerdict } of tally(verdicts)) {
      const rest = noVerdict > 0 ? `, ${noVerdict} without a verdict` : "";
      out(
        `  ${tier}: ${right} right, ${falseAccept} false accept, ${falseReject} false reject, ${timeout} timeout${rest}`,
      );
    }
    for (const { id, tier, outcome, gating, detail } of verdicts)
      if (outcome !== "right" && outcome !== "no verdict")
        out(`    ${gating ? "BROKEN " : ""}${outcome}\t${tier}\t${id}\t${detail}`);
  }
  out(broken === 0 ? "OK" : `FALSE: ${broken} cases break the rule of their tier`);
}

function fail(json: boolean, out: (line: string) => void, why: string): number {
  if (json) out(JSON.stringify({ error: why }));
  else console.error(why);
  return 2;
}
