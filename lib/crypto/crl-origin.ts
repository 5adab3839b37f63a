import { schemeOf } from "./algorithm";
import { decodeBase64, type TrustedAuthority } from "./binding";
import { type Certificate, parseCertificate } from "./certificate";
import { type Crl, parseCrl } from "./crl";
import { verifySignature } from "./public-key";

/**
 * Reads a CRL that an authority's address gave, and checks that the authority signed it: whoever stands between could
 * otherwise fill the place with a list that nobody believes, and hide the true one behind it.
 * @throws {Error} if it is no CRL of this authority
 */
export async function crlOf(authority: TrustedAuthority, der: Uint8Array): Promise<Crl> {
  const crl = parseCrl(der);
  const scheme = schemeOf(crl.signatureAlgorithm);
  if (!scheme) throw new Error("signed with an algorithm we do not accept");
  for (const signer of certificatesOf(authority))
    if (
      signer.subject.key === crl.issuer.key &&
      (await verifySignature(signer.publicKey, scheme, crl.tbs, crl.signature))
    )
      return crl;
  throw new Error("not signed by this authority");
}

/** Anchors and intermediates that can be read. */
export function certificatesOf({ anchors, intermediates }: TrustedAuthority): readonly Certificate[] {
  return [...anchors, ...intermediates].flatMap((text) => {
    try {
      return [parseCertificate(decodeBase64(text))];
    } catch {
      return [];
    }
  });
}
