import type { SuiteId } from "@/lib/crypto/suite";
import { currentPolicy } from "@/lib/store/policies";
import { readPolicy } from "./read-policy";

/** The one suite of a lot, named in its opening policy (protocol §2.1); the first where there is no policy yet. */
export async function suiteOfLot(lotId: string): Promise<SuiteId> {
  const policy = await currentPolicy(lotId);
  return policy ? readPolicy(policy).suite : 1;
}
