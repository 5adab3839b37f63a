import { z } from "zod";
import { decodeBase64 } from "@/lib/crypto/binding";
import type { Certificate } from "@/lib/crypto/certificate";
import { parseCanonical } from "@/lib/crypto/canonical";
import { sha256Hex } from "@/lib/crypto/bytes";
import { type CmsSigner, type CmsContent, verifyCms } from "@/lib/crypto/cms";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import type { RuleId } from "@/lib/domain/rules";
import { certificateByFingerprint } from "@/lib/store/certificates";
import type { Deps } from "@/lib/usecases/deps";
import { type Believed, believedPath } from "./believed-path";
import { mustBeSigner } from "./must-sign";

/** What comes back from SignDialog. */
export const signedInput = z.strictObject({
  statement: z.base64().max(2_000_000),
  cms: z.base64().max(2_000_000),
});
export type Signed = z.infer<typeof signedInput>;

export type Accepted = {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly cms: Uint8Array;
  readonly type: string;
  readonly signerSerial: string;
  readonly signerName: string;
  readonly partyId: string | null;
  readonly certificate: Certificate;
};

const RULES: readonly RuleId[] = ["R-31"];
const refuse = (reason: string): never => {
  throw new Refusal("SIGNATURE_INVALID", { reason }, RULES);
};

/**
 * Believes a signature, or refuses with the reason: strict CMS, certification path and revocation at the platform's
 * time, and the certificate bound, in force, to the actor's own organisation or person. The statement is
 * canonical and of the type asked for; what it says is the caller's to compare.
 */
export async function acceptSignature(
  actor: Actor,
  signed: Signed,
  expected: { readonly type: string },
  deps: Deps,
): Promise<Accepted & { readonly content: Readonly<Record<string, unknown>> }> {
  const bytes = decodeBase64(signed.statement);
  const content = readStatement(bytes);
  if (content.type !== expected.type) refuse("statement-type");
  const cms = decodeBase64(signed.cms);
  const certificate = await acceptCms(actor, bytes, cms, deps);
  return { ...described(actor, certificate), bytes, cms, content, type: expected.type, sha256: await sha256Hex(bytes) };
}

/** An act statement that says exactly this; anything else was signed for another act or another content. */
export async function acceptAct(
  actor: Actor,
  signed: Signed,
  expected: { readonly act: string; readonly subject: string; readonly digest: string },
  deps: Deps,
): Promise<Accepted> {
  const accepted = await acceptSignature(actor, signed, { type: "act" }, deps);
  const { act, subject, digest } = accepted.content;
  if (act !== expected.act || subject !== expected.subject || digest !== expected.digest)
    throw new Refusal("CONTENT_CHANGED", {}, RULES);
  return accepted;
}

/** The signer's certificate of a CMS that is good in every respect for this actor. @throws {Refusal} */
export async function acceptCms(actor: Actor, content: CmsContent, cms: Uint8Array, deps: Deps): Promise<Certificate> {
  const verdict = await verifyCms(content, cms);
  if (!verdict.ok) return refuse(verdict.reason);
  for (const signer of verdict.signers) await believe(signer, verdict.certificates, deps);
  const own = await Promise.all(verdict.signers.map((signer) => ownCertificate(actor, signer.certificate)));
  const index = own.indexOf(true);
  const certificate = verdict.signers[index]?.certificate;
  if (!certificate) throw new Refusal("SIGNER_MISMATCH", {}, RULES);
  await mustBeSigner(actor);
  return certificate;
}

/** Path and revocation now, by the trust list in force (protocol §3.4). */
export const believe = (signer: CmsSigner, chain: readonly Uint8Array[], deps: Deps): Promise<Believed> =>
  believedPath(signer.certificate, chain, deps);

/** Bound in our register to the actor's organisation or person, and not stopped. */
async function ownCertificate(actor: Actor, certificate: Certificate): Promise<boolean> {
  const bound = await certificateByFingerprint(certificate.fingerprint);
  if (bound?.state !== "active") return false;
  // A company's certificate is in one person's custody, and never stands for another company that person acts for.
  if (bound.personId && bound.personId !== actor.personId) return false;
  return bound.partyId === null ? bound.personId !== null : bound.partyId === actor.partyId;
}

const described = (actor: Actor, certificate: Certificate) => ({
  certificate,
  signerSerial: certificate.serialHex,
  signerName: `${actor.partyName} ${actor.name}`.trim(),
  partyId: actor.partyId,
});

function readStatement(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = parseCanonical(bytes);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // not canonical: refused below like everything unreadable
  }
  return refuse("not-canonical");
}
