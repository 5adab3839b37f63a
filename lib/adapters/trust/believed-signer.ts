import { creditCodeOf, trustAnchors, trustIntermediates, USUAL_COMPANY_RULES } from "@/lib/crypto/binding";
import { verifyCms } from "@/lib/crypto/cms";
import { nameText } from "@/lib/crypto/name";
import { validatePath } from "@/lib/crypto/path";
import type { Trust } from "./trust";

export type Signed = { readonly bytes: Uint8Array; readonly cms: Uint8Array };
export type Believed =
  | { readonly ok: true; readonly fingerprint: string; readonly uscc: string; readonly name: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Who signed these bytes: strict CMS, and a path at `at` to an authority of this trust list, not revoked as far as known.
 * @param code of several signers the one whose certificate carries it is asked about
 */
export async function believedSigner({ bytes, cms }: Signed, trust: Trust, at: Date, code = ""): Promise<Believed> {
  const verdict = await verifyCms(bytes, cms);
  if (!verdict.ok) return { ok: false, reason: `${verdict.reason} ${verdict.detail}` };
  const list = await trust.list();
  const named = verdict.signers.find((one) => creditCodeOf(one.certificate, USUAL_COMPANY_RULES) === code);
  const { certificate } = named ?? verdict.signers[0]!;
  const path = await validatePath({
    leaf: certificate.der,
    intermediates: [...verdict.certificates, ...trustIntermediates(list)],
    anchors: [...trustAnchors(list, "sign")],
    crls: [...(await trust.crls())],
    at,
    requireRevocation: false,
    purpose: "sign",
  });
  if (!path.ok) return { ok: false, reason: path.reason ?? "path" };
  const uscc = creditCodeOf(certificate, USUAL_COMPANY_RULES) ?? "";
  return { ok: true, fingerprint: certificate.fingerprint, uscc, name: nameText(certificate.subject) };
}
