import { concat, label, toBase64url } from "./bytes";
import { parseCertificate } from "./certificate";
import { HPKE_ALG, wrap } from "./hpke";
import { oaepSeal } from "./rsa-oaep";
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
  const kid = certificate.fingerprint;
  const { spki } = certificate.publicKey;
  if (kind.type === "rsa") return { alg: "rsa-oaep-256", kid, ct: toBase64url(await oaepSeal(spki, M)) };
  if (kind.type === "sm2") {
    const { sm2Encrypt } = await import("./sm2");
    return { alg: "sm2", kid, ct: toBase64url(sm2Encrypt(kind.point, M)) };
  }
  if (kind.type !== "ec" || kind.curve !== "P-256") return null;
  const recipient = spki.slice(-65);
  const { enc, ct } = await wrap(recipient, masterInfo(container), M);
  return { alg: HPKE_ALG, kid, ct: toBase64url(ct), enc: toBase64url(enc) };
}
