import type { TrustedAuthority } from "@/lib/crypto/binding";
import { randomBytes } from "@/lib/crypto/bytes";
import type { Certificate } from "@/lib/crypto/certificate";
import { isAbout, ocspRequest, parseOcsp } from "@/lib/crypto/ocsp";
import { judgeAnswer } from "@/lib/crypto/path-ocsp";
import { platformNow } from "@/lib/store/clock";
import { saveAnswer } from "@/lib/store/revocation";
import type { Deps } from "@/lib/usecases/deps";
import { judgedPath } from "@/lib/usecases/signing/believed-path";

export type Issuer = { readonly authority: TrustedAuthority; readonly issuer: Certificate };

/** Whose certificate this is, whatever has been revoked since; null where nobody of the trust list made it. */
export async function issuerOf(
  leaf: Certificate,
  chain: readonly Uint8Array[],
  { trust }: Pick<Deps, "trust">,
  at: Date,
): Promise<Issuer | null> {
  const answer = await judgedPath(leaf, chain, { list: trust.list, crls: async () => [] }, at);
  return "path" in answer && answer.path[1] ? { authority: answer.authority, issuer: answer.path[1] } : null;
}

/**
 * Asks an authority's responders about one certificate until one answers, and keeps the answer: about this certificate,
 * to this very request, signed by who may. Anything else could be somebody on the way, and must not take the place of what
 * the authority said before.
 *
 * @returns whether one answered
 */
export async function askStatus(
  leaf: Certificate,
  { authority, issuer }: Issuer,
  { revocation }: Pick<Deps, "revocation">,
): Promise<boolean> {
  for (const url of authority.ocspUrls) {
    const at = await platformNow();
    try {
      const nonce = randomBytes(16);
      const der = await revocation.ask(url, ocspRequest(leaf, issuer, nonce));
      // By the clock of now: the answer may have taken its time.
      const said = await judgeAnswer(der, nonce, leaf, issuer, await platformNow());
      if (typeof said === "string") throw new Error(said);
      const { statuses, fingerprint } = parseOcsp(der);
      const { thisUpdate, nextUpdate } = statuses.find(({ certId }) => isAbout(certId, leaf, issuer))!;
      await saveAnswer(leaf.fingerprint, authority.id, { der, sha256: fingerprint, thisUpdate, nextUpdate }, at);
      return true;
    } catch (error) {
      const problem = (error instanceof Error ? error.message : String(error)).slice(0, 300);
      await saveAnswer(leaf.fingerprint, authority.id, { problem }, at);
    }
  }
  return false;
}
