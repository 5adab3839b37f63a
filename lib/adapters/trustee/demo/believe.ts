import { creditCodeOf, trustAnchors, trustIntermediates, type TrustList, USUAL_COMPANY_RULES } from "@/lib/crypto/binding";
import { verifyCms } from "@/lib/crypto/cms";
import { nameText } from "@/lib/crypto/name";
import { validatePath } from "@/lib/crypto/path";
import type { Trust } from "@/lib/adapters/trust/trust";
import { refuse } from "./refuse";

export type Signed = { readonly bytes: Uint8Array; readonly cms: Uint8Array };
export type SignedBy = { readonly fingerprint: string; readonly uscc: string; readonly name: string };

/**
 * Who signed these bytes: strict CMS, and a path to an authority the trustee itself trusts, at its own time.
 * @throws the trustee's refusal `reason`, naming what is wrong
 */
export async function signedBy({ bytes, cms }: Signed, trust: Trust, at: Date, reason: string): Promise<SignedBy> {
  const verdict = await verifyCms(bytes, cms);
  if (!verdict.ok) return refuse(reason, verdict.detail);
  const list: TrustList = await trust.list();
  const [signer] = verdict.signers;
  const path = await validatePath({
    leaf: signer!.certificate.der,
    intermediates: [...verdict.certificates, ...trustIntermediates(list)],
    anchors: [...trustAnchors(list, "sign")],
    crls: [...(await trust.crls())],
    at,
    requireRevocation: false,
    purpose: "sign",
  });
  if (!path.ok) return refuse(reason, path.reason ?? "path");
  const { certificate } = signer!;
  return {
    fingerprint: certificate.fingerprint,
    uscc: creditCodeOf(certificate, USUAL_COMPANY_RULES) ?? "",
    name: nameText(certificate.subject),
  };
}
