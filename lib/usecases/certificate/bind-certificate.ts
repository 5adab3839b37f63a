import { z } from "zod";
import { bindToCompany, creditCodeOf, decodeBase64, identityValues, type TrustedAuthority } from "@/lib/crypto/binding";
import type { Certificate } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import { nameText } from "@/lib/crypto/name";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { bindCertificate as bind } from "@/lib/store/certificates";
import { inTransaction } from "@/lib/store/db";
import { partyById } from "@/lib/store/parties";
import { personById } from "@/lib/store/people";
import { keepStatement } from "@/lib/store/statements";
import { sha256Hex } from "@/lib/crypto/bytes";
import type { Deps } from "@/lib/usecases/deps";
import { signedInput } from "@/lib/usecases/signing/accept-signature";
import { believedPath } from "@/lib/usecases/signing/believed-path";
import { type Prepared, prepared } from "@/lib/usecases/signing/act";
import { makeChallenge, useChallenge } from "@/lib/usecases/signing/own-challenge";
import { signedIn } from "@/lib/usecases/session/signed-in";

/** Type of the statement that binds; a sign-in or any other act signed with the same key can never pass for it. */
const TYPE = "bind-certificate";

/** The same members as `bindCertificateInput` before anything is signed. */
export const prepareBindingInput = z.strictObject({ nameConfirmed: z.boolean().optional() });

/** A challenge to be signed with the certificate that is to be bound. @throws {Refusal} SIGN_IN_NEEDED */
export async function prepareBinding(
  actor: Actor,
  _input: z.output<typeof prepareBindingInput>,
  deps: Deps,
): Promise<Prepared> {
  authorise(actor, "certificate.bind", "none");
  const bytes = await makeChallenge(TYPE, actor, deps);
  return prepared({
    bytes,
    purpose: TYPE,
    tender: null,
    title: `${actor.partyName || actor.name} ${actor.uscc ?? ""}`.trim(),
  });
}

export const bindCertificateInput = z.strictObject({
  signed: signedInput,
  /** The certificate's organisation name is written differently from ours, and the person has confirmed it is theirs. */
  nameConfirmed: z.boolean().optional(),
});

export type Bound = { readonly certificateId: string; readonly company: boolean };

/**
 * Binds a certificate: its key signed our challenge, its authority is on the trust list (any of several, R-30), it is in
 * force, and it carries the organisation's credit code or the person's own identity number (R-31, protocol §3.5).
 *
 * @throws {Refusal} SIGNATURE_INVALID, SIGNER_MISMATCH, ALREADY_REGISTERED
 */
export async function bindCertificate(
  actor: Actor,
  input: z.output<typeof bindCertificateInput>,
  deps: Deps,
): Promise<Bound> {
  authorise(actor, "certificate.bind", "none");
  const me = signedIn(actor);
  const bytes = decodeBase64(input.signed.statement);
  await useChallenge(TYPE, bytes, actor, deps);
  const cms = decodeBase64(input.signed.cms);
  const { certificate, chain, authority } = await provenBy(bytes, cms, deps);
  const owner = await ownerOf(certificate, authority, { ...me, nameConfirmed: input.nameConfirmed ?? false }, deps);
  const sha256 = await sha256Hex(bytes);
  return inTransaction(async (tx) => {
    const partyId = owner === "company" ? actor.partyId : null;
    const certificateId = await bind(tx, { ...described(certificate), chain, partyId, personId: me.personId });
    const signer = { signerSerial: certificate.serialHex, signerName: me.name, partyId, subject: certificateId };
    await keepStatement(tx, { lotId: null, type: TYPE, bytes, sha256, cms, ...signer });
    const facts = {
      serial: certificate.serialHex,
      authority: authority.id,
      company: owner === "company",
      nameConfirmed: input.nameConfirmed ?? false,
    };
    await record(tx, actor, { action: "certificate.bind", objectKind: "certificate", objectId: certificateId, facts });
    return { certificateId, company: owner === "company" };
  });
}

const refuse = (reason: string): never => {
  throw new Refusal("SIGNATURE_INVALID", { reason }, ["R-31"]);
};

async function provenBy(bytes: Uint8Array, cms: Uint8Array, deps: Deps) {
  const verdict = await verifyCms(bytes, cms);
  if (!verdict.ok) return refuse(verdict.reason);
  const [signer, ...more] = verdict.signers;
  if (!signer || more.length > 0) return refuse("signers");
  const { path, authority } = await believedPath(signer.certificate, verdict.certificates, deps);
  return { certificate: signer.certificate, chain: path.slice(1, -1).map(({ der }) => der), authority };
}

type Holder = Actor & { readonly personId: string; readonly nameConfirmed: boolean };

/** Whom the certificate stands for: the actor's organisation, or the actor. A certificate with another's code: nobody here. */
async function ownerOf(
  certificate: Certificate,
  authority: TrustedAuthority,
  holder: Holder,
  deps: Deps,
): Promise<"company" | "person"> {
  if (creditCodeOf(certificate, authority.company) !== null) {
    const party = holder.partyId ? await partyById(holder.partyId) : null;
    const name = holder.nameConfirmed ? null : (party?.name ?? null);
    if (party && bindToCompany(certificate, authority, { uscc: party.uscc, name }).ok) return "company";
    throw new Refusal("SIGNER_MISMATCH", {}, ["R-28", "R-31"]);
  }
  const person = await personById(holder.personId);
  const numbers = identityValues(certificate, authority.person).map((value) => deps.secrets.hashIdentity(value));
  if (person && numbers.includes(person.idHash)) return "person";
  throw new Refusal("SIGNER_MISMATCH", {}, ["R-31"]);
}

function described({
  fingerprint,
  serialHex,
  issuer,
  subject,
  publicKey,
  keyUsage,
  der,
  notBefore,
  notAfter,
}: Certificate) {
  const algorithm = publicKey.kind.type === "ec" ? `EC ${publicKey.kind.curve}` : publicKey.kind.type.toUpperCase();
  const opens = keyUsage === null || keyUsage.has("keyEncipherment") || keyUsage.has("keyAgreement");
  const use = opens ? ("both" as const) : ("sign" as const);
  const names = { serial: serialHex, issuer: nameText(issuer), subject: nameText(subject) };
  return { fingerprint, ...names, algorithm, use, der, notBefore, notAfter };
}
