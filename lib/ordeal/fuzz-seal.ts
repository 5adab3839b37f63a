import { type FuzzPlan, fuzzAll } from "./fuzz-loop";
import { sealSeeds } from "./fuzz-seal-seeds";
import { sealSubjects } from "./fuzz-seal-subjects";

/**
 * Throws bent containers, headers, seals, manifests, forms, statements, receipts, proofs and packages at their parsers:
 * nothing may crash, take long, allocate by a length it was told, or be accepted in any spelling but the one.
 */
export async function fuzzSeal(plan: FuzzPlan): Promise<void> {
  await fuzzAll(sealSubjects(await sealSeeds()), plan);
}
