import { readDer } from "@/lib/crypto/der";
import { type FuzzPlan, fuzzAll } from "./fuzz-loop";
import { mutate } from "./fuzz-mutate";
import { fuzzSeeds } from "./fuzz-seeds";
import { targetsOf } from "./fuzz-targets";
import { toTree } from "./fuzz-tree";

/** Throws bent certificates, lists, messages, key files and tokens at their parsers and tells whatever is not a clean "no". */
export async function fuzzPki(plan: FuzzPlan): Promise<void> {
  const seeds = await fuzzSeeds(plan.vectorsDir);
  const subjects = targetsOf(seeds).map((target) => {
    const valid = seeds[target.name];
    const corpus = [...new Set([...valid, ...seeds.certificate.slice(0, 8), ...seeds.crl.slice(0, 4)])].map(toTree);
    return {
      ...target,
      isWellFormed: isDer,
      input: (random: (below: number) => number) => {
        const bent = mutate(random, valid[random(valid.length)]!, corpus);
        return target.dress?.(bent, random(4)) ?? bent;
      },
    };
  });
  await fuzzAll(subjects, plan);
}

function isDer(input: Uint8Array): boolean {
  try {
    return readDer(input).bytes.length > 0;
  } catch {
    return false;
  }
}
