import { z } from "zod";
import { sha256Hex } from "@/lib/crypto/bytes";
import { canonicalBytes } from "@/lib/crypto/canonical";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { addUseContract, useContractOf } from "@/lib/store/projects";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";

export const nothingInput = z.strictObject({});
export const signUseContractInput = z.strictObject({ signed: signedInput });

/** The clauses R-23 asks for, as they are signed; the page shows the same list. */
export const USE_CONTRACT_CLAUSES = [
  "services",
  "quality",
  "fees",
  "dataOwnership",
  "confidentiality",
  "archiving",
  "exchange",
] as const;

const contractDigest = (partyId: string) =>
  sha256Hex(canonicalBytes({ clauses: [...USE_CONTRACT_CLAUSES], party: partyId, version: 1 }));

const TITLE = "平台使用合同（第 1 版）";

/** What the party signs once before its first project. */
export async function prepareUseContract(actor: Actor, _input: z.infer<typeof nothingInput>): Promise<Prepared[]> {
  authorise(actor, "project.create", "none");
  const partyId = actor.partyId;
  if (!partyId) throw new Refusal("NOT_ALLOWED", { action: "project.create" });
  const digest = await contractDigest(partyId);
  const act = { act: "platform.contract", tender: null, subject: partyId, digest, title: TITLE };
  return [preparedAct(act, [{ label: "甲方", value: actor.partyName }])];
}

/** Keeps the signed contract of use; a second signature changes nothing. @returns its number */
export async function signUseContract(
  actor: Actor,
  input: z.infer<typeof signUseContractInput>,
  deps: Deps,
): Promise<{ number: string }> {
  authorise(actor, "project.create", "none");
  const { partyId, personId } = actor;
  if (!partyId || !personId) throw new Refusal("NOT_ALLOWED", { action: "project.create" });
  const expected = { act: "platform.contract", subject: partyId, digest: await contractDigest(partyId) };
  const accepted = await acceptAct(actor, input.signed, expected, deps);
  return inTransaction(async (tx) => {
    const existing = await useContractOf(partyId, tx);
    if (existing) return { number: existing.number };
    const statementId = await keepStatement(tx, { ...accepted, lotId: null, subject: partyId, timestamp: true });
    const number = await addUseContract(tx, { partyId, statementId, byId: personId });
    await record(tx, actor, {
      action: "platform.contract",
      objectKind: "party",
      objectId: partyId,
      afterHash: expected.digest,
      facts: { number },
    });
    return { number };
  });
}
