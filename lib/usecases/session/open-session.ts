import type { Actor } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import type { Tx } from "@/lib/store/db";
import type { Right } from "@/lib/store/people";
import { openSession } from "@/lib/store/sessions";
import { tryWasGood } from "@/lib/store/sign-in-tries";

export type Opened = {
  readonly sessionId: string;
  /** False where the person has several organisations or roles (or none) and has to choose. */
  readonly chosen: boolean;
};

type Proof = {
  readonly tryId: string;
  readonly personId: string;
  readonly name: string;
  readonly method: "certificate" | "password";
  readonly certificate: { readonly id: string; readonly serial: string; readonly partyId: string | null } | null;
};

/** Opens the session of somebody who has proved who they are, in the transaction that used up the proof. */
export async function openFor(tx: Tx, actor: Actor, proof: Proof, rights: readonly Right[]): Promise<Opened> {
  const right = onlyRight(rights, proof.certificate?.partyId ?? null);
  const sessionId = await openSession(tx, {
    personId: proof.personId,
    membershipId: right?.membershipId ?? null,
    certificateId: proof.certificate?.id ?? null,
    method: proof.method,
    address: actor.address,
    userAgent: actor.userAgent,
  });
  await tryWasGood(tx, proof.tryId);
  const certSerial = proof.certificate?.serial ?? null;
  const acts = { role: right?.role ?? actor.role, partyId: right?.partyId ?? null };
  const who: Actor = { ...actor, ...acts, personId: proof.personId, name: proof.name, certSerial };
  const facts = { method: proof.method };
  await record(tx, who, { action: "session.open", objectKind: "session", objectId: sessionId, facts });
  return { sessionId, chosen: right !== null };
}

/** The one right there is; with a company's certificate, the one in that company. */
function onlyRight(rights: readonly Right[], partyId: string | null): Right | null {
  const [first, ...more] = rights;
  if (first && more.length === 0) return first;
  const own = partyId ? rights.filter((right) => right.partyId === partyId) : [];
  return own.length === 1 ? own[0]! : null;
}
