import { z } from "zod";
import { decodeBase64 } from "@/lib/crypto/binding";
import { canonicalBytes, parseCanonical } from "@/lib/crypto/canonical";
import type { Certificate } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { certificateByFingerprint } from "@/lib/store/certificates";
import { consumeChallenge, keepChallenge } from "@/lib/store/challenges";
import { inTransaction } from "@/lib/store/db";
import { personById, rightsOf } from "@/lib/store/people";
import { admitTry } from "@/lib/store/sign-in-tries";
import type { Deps } from "@/lib/usecases/deps";
import { believe, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, prepared } from "@/lib/usecases/signing/act";
import { type Opened, openFor } from "./open-session";

export const signInByCertificateInput = signedInput;
export const prepareSignInInput = z.strictObject({});

/** A challenge for the certificate's key: 256 random bits, single use, 120 s by the database's clock. */
export async function prepareSignIn(_actor: Actor, _input: Record<never, never>, deps: Deps): Promise<Prepared> {
  const nonce = deps.secrets.nonce();
  await keepChallenge(nonce);
  const bytes = canonicalBytes({ fmt: "SBC/1", nonce, origin: deps.origin, type: "login" });
  return prepared({ bytes, purpose: "login", tender: null, title: deps.origin });
}

/**
 * Opens a session for the holder of a bound certificate who signed our challenge (R-30: any authority of the trust list).
 * Unbound, stopped, old or used challenge: one answer, for it would tell who has an account. What is wrong with the
 * certificate itself is told to whoever proved to hold its key.
 *
 * @throws {Refusal} SIGN_IN_FAILED, SIGNATURE_INVALID, TOO_MANY_TRIES
 */
export async function signInByCertificate(
  actor: Actor,
  signed: z.output<typeof signedInput>,
  deps: Deps,
): Promise<Opened> {
  const admission = await admitTry(deps.secrets.hashToken(`challenge ${signed.statement}`), actor.address);
  if ("until" in admission) throw new Refusal("TOO_MANY_TRIES", { until: admission.until });
  const certificate = await provenCertificate(signed, deps);
  const bound = certificate && (await certificateByFingerprint(certificate.fingerprint));
  const person = bound?.state === "active" && bound.personId ? await personById(bound.personId) : null;
  if (!bound || !person) throw new Refusal("SIGN_IN_FAILED", {}, ["R-31"]);
  return inTransaction(async (tx) => {
    // Stopped while we verified: the row is read again where it counts.
    const now = await certificateByFingerprint(bound.fingerprint, tx);
    if (now?.state !== "active") throw new Refusal("SIGN_IN_FAILED", {}, ["R-31"]);
    const { id, serial, partyId } = bound;
    const proof = { tryId: admission.tryId, personId: person.id, name: person.name, method: "certificate" } as const;
    return openFor(tx, actor, { ...proof, certificate: { id, serial, partyId } }, await rightsOf(person.id, tx));
  });
}

/**
 * The certificate whose key signed this very challenge for this very platform, believed now; null where there is none.
 * @throws {Refusal} SIGNATURE_INVALID where it is not to be believed
 */
async function provenCertificate(signed: z.output<typeof signedInput>, deps: Deps): Promise<Certificate | null> {
  const bytes = decodeBase64(signed.statement);
  const nonce = nonceOf(bytes, deps.origin);
  // Used up before anything slow: a second bearer of the same answer finds nothing.
  if (!nonce || !(await consumeChallenge(nonce))) return null;
  const verdict = await verifyCms(bytes, decodeBase64(signed.cms));
  const signer = verdict.ok && verdict.signers.length === 1 ? verdict.signers[0] : null;
  if (!verdict.ok || !signer) return null;
  await believe(signer, verdict.certificates, deps);
  return signer.certificate;
}

/** The nonce of a login statement with exactly these members; the origin stops answers relayed from a false site. */
function nonceOf(bytes: Uint8Array, origin: string): string | null {
  try {
    const content = parseCanonical(bytes) as Record<string, unknown>;
    const whole = Object.keys(content).length === 4 && content.fmt === "SBC/1" && content.type === "login";
    return whole && content.origin === origin && typeof content.nonce === "string" ? content.nonce : null;
  } catch {
    return null;
  }
}
