import { concat, fromBase64url, randomBytes, sameBytes } from "./bytes";
import { notTheKey, type Signer } from "./signer";
import { masterInfo, wrapMaster } from "./wrap-master";

/** The same with any driver, over all its certificates that open. */
export async function tryUnwrapWith(
  signer: Signer,
  origin = "",
  expires = "9999-12-31T00:00:00Z",
): Promise<boolean | null> {
  const opening = (await signer.list()).filter(({ use }) => use !== "sign");
  const context = { origin, purpose: "readiness", title: "", nonce: "", expires };
  return tryUnwrap(
    opening.map(({ der }) => der),
    (der, alg, ciphertext, info) => {
      const cert = opening.find((one) => one.der === der)!.id;
      return signer.unwrap({ cert, alg, ciphertext, info, context });
    },
  );
}

/** How a key opens a stanza: as `Signer.unwrap` takes it. */
type Unwrap = (
  certificateDer: Uint8Array,
  alg: string,
  ciphertext: Uint8Array,
  info: Uint8Array,
) => Promise<Uint8Array | null>;

/**
 * Encrypts random bytes to one's own certificates as a seal does, and opens them again: days before the opening, when
 * there is still time to renew a certificate.
 * @param encryptTo certificates M may be wrapped to
 * @returns null where there is none a seal could be wrapped to: then the backup file alone opens the bid
 */
export async function tryUnwrap(encryptTo: readonly Uint8Array[], unwrap: Unwrap): Promise<boolean | null> {
  const container = randomBytes(16);
  const secret = randomBytes(32);
  let wrapped = 0;
  for (const der of encryptTo) {
    const stanza = await wrapMaster(secret, container, der);
    if (!stanza) continue;
    wrapped++;
    const ct = fromBase64url(stanza.ct);
    const ciphertext = stanza.enc === undefined ? ct : concat(fromBase64url(stanza.enc, 65), ct);
    const opened = await unwrap(der, stanza.alg, ciphertext, masterInfo(container)).catch((error: unknown) => {
      if (notTheKey(error)) throw error;
      return null;
    });
    if (!opened || !sameBytes(opened, secret)) return false;
  }
  return wrapped === 0 ? null : true;
}
