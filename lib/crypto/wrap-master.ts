import { concat, label, toBase64url } from "./bytes";
import { type Certificate, parseCertificate } from "./certificate";
import { HPKE_ALG, wrap } from "./hpke";
import type { BidderStanza } from "./sealing";

type Bytes = Uint8Array<ArrayBuffer>;

/** `info` of the HPKE stanza that wraps M to a certificate. */
export const masterInfo = (container: Uint8Array): Bytes => concat(label("bidder-key"), container);

/**
 * Wraps M to a bidder's certificate, so that the same token opens it at the opening (protocol §2.3). N is never wrapped.
 * @returns null for a key that cannot take it; the backup file then stands alone
 */
export async function wrapMaster(
  M: Uint8Array,
  container: Uint8Array,
  certificateDer: Uint8Array,
): Promise<BidderStanza | null> {
  const certificate = parseCertificate(certificateDer);
  const { kind } = certificate.publicKey;
  if (kind.type === "rsa") return rsaStanza(M, certificate);
  if (kind.type !== "ec" || kind.curve !== "P-256") return null;
  const recipient = certificate.publicKey.spki.slice(-65);
  const { enc, ct } = await wrap(recipient, masterInfo(container), M);
  return { alg: HPKE_ALG, kid: certificate.fingerprint, ct: toBase64url(ct), enc: toBase64url(enc) };
}

async function rsaStanza(M: Uint8Array, certificate: Certificate): Promise<BidderStanza> {
  const algorithm = { name: "RSA-OAEP", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", certificate.publicKey.spki as Bytes, algorithm, false, ["encrypt"]);
  const ct = new Uint8Array(await crypto.subtle.encrypt({ name: "RSA-OAEP" }, key, M as Bytes));
  return { alg: "rsa-oaep-256", kid: certificate.fingerprint, ct: toBase64url(ct) };
}
