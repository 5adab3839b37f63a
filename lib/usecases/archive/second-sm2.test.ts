import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import { describeVectors, readJson } from "@/lib/testing/vectors";

const SECOND = path.resolve(import.meta.dirname, "../../../e2e/verifier/signed.py");
const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.log("skipped: the second verifier needs python3, which is not here");

type Case = { readonly file: string; readonly accept: boolean; readonly note: string };

describeVectors("sm2-pki", "R-160: the second verifier's own reading of SM2 signatures", (dir) => {
  it.skipIf(!hasPython)("accepts every good shape and refuses every bad one", { timeout: 120_000 }, () => {
    const { cms, validation_time } = readJson(dir, "vectors.json") as {
      readonly cms: readonly Case[];
      readonly validation_time: string;
    };
    const at = (file: string) => path.join(dir, file);
    const known = ["root.crt", "sub.crt", "sub.crl", "content.json"].map(at);
    const how = [SECOND, ...known, validation_time, ...cms.map(({ file }) => at(file))];
    const { stdout, stderr } = spawnSync("python3", ["-B", ...how], { encoding: "utf8" });
    expect(stderr).toBe("");
    const judged = JSON.parse(stdout) as Record<string, boolean | string>;
    expect(cms.length).toBeGreaterThan(8);
    const wrong = cms.filter(({ file, accept }) => (judged[at(file)] === true) !== accept);
    expect(wrong.map(({ note }) => note)).toEqual([]);
  });
});
