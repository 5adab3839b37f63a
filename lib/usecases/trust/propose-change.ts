import { z } from "zod";
import type { TrustedAuthority, TrustList } from "@/lib/crypto/binding";
import { statementHash } from "@/lib/crypto/statements";
import { authorityFault, trustListBytes, withAuthority } from "@/lib/crypto/trust-list";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import { holdersOfRole } from "@/lib/store/people";
import { keepStatement } from "@/lib/store/statements";
import { addTrustProposal, latestTrustNumber, lockTrust } from "@/lib/store/trust";
import type { Deps } from "@/lib/usecases/deps";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";
import { authorityInput, authorityOfInput } from "./authority-input";
import { mustBeFounded } from "./found-trust-list";

export const prepareChangeInput = z.strictObject({
  authority: authorityInput,
  /** Why: the licence, the agreement of mutual recognition, the incident. */
  reason: z.string().trim().min(4).max(1000),
});
type Input = z.output<typeof prepareChangeInput>;

type Planned = {
  readonly authority: TrustedAuthority;
  readonly base: TrustList;
  readonly bytes: Uint8Array;
  readonly sha256: string;
};

/** The list as it shall be, after every check. @throws {Refusal} TRUST_CHANGE_INVALID */
async function plan(input: Input, deps: Deps): Promise<Planned> {
  const base = await mustBeFounded(deps);
  const authority = authorityOfInput(input.authority);
  const fault = await authorityFault(authority, base, await platformNow());
  if (fault) throw new Refusal("TRUST_CHANGE_INVALID", { fault }, ["R-30"]);
  const bytes = trustListBytes(withAuthority(base, authority));
  return { authority, base, bytes, sha256: statementHash(bytes) };
}

/** What the proposing operator signs: the whole list that would come into force. */
export async function prepareChange(actor: Actor, input: Input, deps: Deps): Promise<Prepared> {
  authorise(actor, "trust.propose", "none");
  const { authority, base, sha256 } = await plan(input, deps);
  const known = base.authorities.some(({ id }) => id === authority.id);
  const title = `信任列表第 ${base.version + 1} 版：${known ? "变更" : "增加"} ${authority.name}`;
  return preparedAct({ act: "trust.propose", tender: null, subject: authority.id, digest: sha256, title }, [
    { label: "理由", value: input.reason },
    { label: "SHA-256", value: sha256 },
  ]);
}

export const proposeChangeInput = prepareChangeInput.extend({ signed: signedInput });

/**
 * Proposes a change of the trust list. Nothing is trusted by it: a second operator approves the very bytes (protocol §3.4).
 *
 * @throws {Refusal} TRUST_CHANGE_INVALID, CONTENT_CHANGED, STALE
 */
export async function proposeChange(
  actor: Actor,
  input: z.output<typeof proposeChangeInput>,
  deps: Deps,
): Promise<{ readonly proposalId: string }> {
  authorise(actor, "trust.propose", "none");
  const { authority, base, bytes, sha256 } = await plan(input, deps);
  const expected = { act: "trust.propose", subject: authority.id, digest: sha256 };
  const { certificate: _certificate, ...statement } = await acceptAct(actor, input.signed, expected, deps);
  const others = (await holdersOfRole("operator")).filter((id) => id !== actor.personId);
  const proposalId = crypto.randomUUID();
  return inTransaction(async (tx) => {
    await lockTrust(tx);
    if ((await latestTrustNumber(tx)) !== base.version) throw new Refusal("STALE", {});
    const { reason } = input;
    const row = { id: proposalId, baseVersion: base.version, authorityId: authority.id, sha256, reason };
    await addTrustProposal(tx, { ...row, bytes, proposedById: actor.personId! });
    await keepStatement(tx, { ...statement, lotId: null, subject: proposalId, timestamp: true });
    await record(tx, actor, {
      action: "trust.propose",
      objectKind: "trustList",
      objectId: proposalId,
      afterHash: sha256,
      facts: { authority: authority.id, version: base.version + 1, reason },
    });
    for (const personId of others)
      await notify(tx, {
        to: { personId },
        kind: "trust.proposed",
        facts: { name: authority.name, version: base.version + 1, by: actor.name },
        link: `/work/operations/trust/${proposalId}`,
      });
    return { proposalId };
  });
}
