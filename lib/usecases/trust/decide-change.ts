import { z } from "zod";
import { statementHash } from "@/lib/crypto/statements";
import { readTrustList } from "@/lib/crypto/trust-list";
import type { Actor } from "@/lib/domain/actor";
import { mustStep, step } from "@/lib/domain/lifecycle";
import { Refusal } from "@/lib/domain/refusal";
import { TRUST_PROPOSAL_LIFECYCLE, type TrustProposalEvent, type TrustProposalState } from "@/lib/domain/trust";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction, type Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { notify } from "@/lib/store/messages";
import { keepStatement } from "@/lib/store/statements";
import {
  addTrustVersion,
  latestTrustNumber,
  lockTrust,
  saveTrustDecision,
  trustProposal,
  type TrustProposal,
} from "@/lib/store/trust";
import type { Deps } from "@/lib/usecases/deps";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";

export const prepareApprovalInput = z.strictObject({ proposalId: z.uuid() });

const factsOf = (actor: Actor, proposal: TrustProposal, versionInForce: number | null, reason: string) => ({
  proposedById: proposal.proposedById,
  deciderId: actor.personId,
  reason,
  baseVersion: proposal.baseVersion,
  versionInForce: versionInForce ?? 0,
});

/** What the approving operator signs: the same bytes the proposer signed. @throws {Refusal} OWN_ENTRY, STALE */
export async function prepareApproval(
  actor: Actor,
  input: z.output<typeof prepareApprovalInput>,
  _deps: Deps,
): Promise<Prepared> {
  authorise(actor, "trust.decide", "none");
  const proposal = await trustProposal(input.proposalId);
  const facts = factsOf(actor, proposal, await latestTrustNumber(), "");
  mustStep(TRUST_PROPOSAL_LIFECYCLE, proposal.state as TrustProposalState, "approve", facts);
  const { authorities, version } = readTrustList(proposal.bytes);
  const { name } = authorities.find(({ id }) => id === proposal.authorityId)!;
  const title = `批准信任列表第 ${version} 版：${name}`;
  const { id: subject, sha256: digest } = proposal;
  return preparedAct({ act: "trust.approve", tender: null, subject, digest, title }, [
    { label: "理由", value: proposal.reason },
    { label: "SHA-256", value: digest },
  ]);
}

export const approveChangeInput = prepareApprovalInput.extend({ signed: signedInput });

/**
 * Puts a proposed list into force: the platform signs it, the transparency log and the record keep it, and every process
 * judges by it from its next validation on. The proposer cannot approve, from whatever session (protocol §3.4).
 *
 * @throws {Refusal} OWN_ENTRY, STALE, STATE_FORBIDS, CONTENT_CHANGED
 */
export async function approveChange(
  actor: Actor,
  input: z.output<typeof approveChangeInput>,
  deps: Deps,
): Promise<{ readonly version: number }> {
  authorise(actor, "trust.decide", "none");
  const { id, bytes, sha256 } = await trustProposal(input.proposalId);
  const expected = { act: "trust.approve", subject: id, digest: sha256 };
  const { certificate: _certificate, ...statement } = await acceptAct(actor, input.signed, expected, deps);
  if (statementHash(bytes) !== sha256) throw new Refusal("CONTENT_CHANGED", {}, ["R-31"]);
  const { version } = readTrustList(bytes);
  const cms = await deps.platform.signStatement(Uint8Array.from(bytes));
  return inTransaction(async (tx) => {
    const proposal = await decide(tx, actor, id, "approve", "");
    await addTrustVersion(tx, { version, bytes, sha256, cms, proposalId: id });
    await logEvent(tx, { lotId: null, tender: null, kind: "trust-list", hash: sha256 });
    await keepStatement(tx, { ...statement, lotId: null, subject: id, timestamp: true });
    const facts = { version, authority: proposal.authorityId, proposedBy: proposal.proposedById };
    await record(tx, actor, {
      action: "trust.approve",
      objectKind: "trustList",
      objectId: id,
      afterHash: sha256,
      facts,
    });
    return { version };
  });
}

export const returnChangeInput = z.strictObject({ proposalId: z.uuid(), reason: z.string().trim().min(4).max(1000) });

/** Another operator sends the proposal back. @throws {Refusal} OWN_ENTRY, STATE_FORBIDS */
export const returnChange = (
  actor: Actor,
  input: z.output<typeof returnChangeInput>,
  _deps: Deps,
): Promise<{ readonly state: string }> => dismiss(actor, input.proposalId, "return", input.reason);

export const withdrawChangeInput = z.strictObject({ proposalId: z.uuid() });

/** The proposer takes the proposal back. */
export const withdrawChange = (
  actor: Actor,
  input: z.output<typeof withdrawChangeInput>,
  _deps: Deps,
): Promise<{ readonly state: string }> => dismiss(actor, input.proposalId, "withdraw", "");

function dismiss(actor: Actor, id: string, event: "return" | "withdraw", reason: string): Promise<{ state: string }> {
  authorise(actor, event === "return" ? "trust.decide" : "trust.propose", "none");
  return inTransaction(async (tx) => {
    const { sha256, authorityId, proposedById } = await decide(tx, actor, id, event, reason);
    await record(tx, actor, {
      action: `trust.${event}`,
      objectKind: "trustList",
      objectId: id,
      beforeHash: sha256,
      facts: { authority: authorityId, reason },
    });
    if (event === "return")
      await notify(tx, {
        to: { personId: proposedById },
        kind: "trust.returned",
        facts: { reason },
        link: `/work/operations/trust/${id}`,
      });
    return { state: event };
  });
}

async function decide(tx: Tx, actor: Actor, id: string, event: TrustProposalEvent, reason: string) {
  await lockTrust(tx);
  // Read under the lock: two approvals, or an approval and a withdrawal, may come at the same moment.
  const proposal = await trustProposal(id, tx);
  const facts = factsOf(actor, proposal, await latestTrustNumber(tx), reason);
  const next = step(TRUST_PROPOSAL_LIFECYCLE, proposal.state as TrustProposalState, event, facts);
  if (next instanceof Refusal) throw next;
  await saveTrustDecision(tx, id, { state: next as "approved", byId: actor.personId!, comment: reason || null });
  return proposal;
}
