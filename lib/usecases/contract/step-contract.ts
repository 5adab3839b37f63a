import { CONTRACT_LIFECYCLE, type ContractState } from "@/lib/domain/contract";
import { mustStep } from "@/lib/domain/lifecycle";
import { type Db, db } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { agreedFields, type ContractText, fieldsOf } from "./contract-terms";
import { performanceBondOf } from "./give-performance-bond";

type Held = { readonly state: string; readonly digest: string; readonly fields: unknown };

/**
 * The state of a contract after one side's signature: the letters are out, the text agrees with tender and bid, the
 * performance bond is there, and it is the text that was signed. Asked before the slow work, and under the lock.
 */
export async function stepContract(
  lot: LotWithTender,
  contract: Held,
  { at, signedDigest }: { readonly at: Date; readonly signedDigest: string },
  on: Db = db(),
): Promise<ContractState> {
  const agreed = await agreedFields(lot);
  const bond = await performanceBondOf(lot, on);
  const state = contract.state as ContractState;
  return mustStep(CONTRACT_LIFECYCLE, state, state === "halfSigned" ? "countersign" : "sign", {
    at,
    letterSentAt: lot.noticeSentAt,
    contract: fieldsOf(contract.fields as ContractText),
    agreed,
    performanceBondFen: bond.demandedFen,
    performanceBondGivenFen: bond.given?.amountFen ?? 0n,
    sameText: contract.digest === signedDigest,
    suspended: lot.suspendedAt !== null,
  });
}
