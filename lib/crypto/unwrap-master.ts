import { concat, fromBase64url, sameBytes, fromHex, type Bytes } from "./bytes";
import type { Header } from "./header";
import { bidderSecret, commitBidder } from "./keys";
import { reject } from "./reasons";
import { notTheKey, type Signer } from "./signer";
import { suiteOf } from "./suite";
import { masterInfo } from "./wrap-master";

/**
 * Takes M out of a header with the bidder's key, and proves that it is the one that was sealed (解密自检).
 * @param expires until when a driver that has a clock may do it; a token's bridge takes minutes, not years
 * @throws a driver's own code where its person or its way said no; reason `unwrap` where no stanza opens with this signer, `commit-bidder` where M does not fit
 */
export async function unwrapMaster(
  header: Header,
  signer: Signer,
  origin: string,
  expires = "9999-12-31T00:00:00Z",
): Promise<Bytes> {
  const certificates = await signer.list();
  const container = fromBase64url(header.container, 16);
  for (const stanza of header.bidder_keys) {
    const own = certificates.find(({ id }) => id === stanza.kid);
    if (!own) continue;
    const ct = fromBase64url(stanza.ct);
    const ciphertext = stanza.enc === undefined ? ct : concat(fromBase64url(stanza.enc, 65), ct);
    const context = { origin, purpose: "release", title: "", nonce: "", expires };
    const request = { cert: own.id, alg: stanza.alg, ciphertext, info: masterInfo(container), context };
    const M = await signer.unwrap(request).catch(unlessAsked);
    if (M) return checkMaster(header, M);
  }
  return reject("unwrap", "this key does not open the bid");
}

/** The next stanza may open where this one does not; a wrong PIN would be asked for once more, and lock the token. */
function unlessAsked(error: unknown): null {
  if (notTheKey(error)) throw error;
  return null;
}

/** M fits every group's commitment of the header; its suite must be loaded. @throws reason `commit-bidder` */
export function checkMaster(header: Header, M: Uint8Array): Bytes {
  const container = fromBase64url(header.container, 16);
  const suite = suiteOf(header.suite);
  header.commit.bidder.forEach((commit, index) => {
    const made = commitBidder(container, index + 1, bidderSecret(M, container, index + 1, suite), suite);
    if (!sameBytes(made, fromHex(commit))) reject("commit-bidder", `group ${index + 1}`);
  });
  return Uint8Array.from(M);
}
