import type { TrustedAuthority } from "@/lib/crypto/binding";
import { randomBytes, sameBytes } from "@/lib/crypto/bytes";
import type { Certificate } from "@/lib/crypto/certificate";
import { isAbout, ocspNonce, ocspRequest, parseOcsp } from "@/lib/crypto/ocsp";
import { platformNow } from "@/lib/store/clock";
import { saveAnswer } from "@/lib/store/revocation";
import type { Deps } from "@/lib/usecases/deps";

/**
 * Asks an authority's responders about one certificate until one answers, and keeps the answer. Whether it is fresh,
 * signed by who may, and about this very request is judged where it is used, and once here by its nonce.
 */
export async function askStatus(
  leaf: Certificate,
  issuer: Certificate,
  authority: TrustedAuthority,
  { revocation }: Pick<Deps, "revocation">,
): Promise<void> {
  for (const url of authority.ocspUrls) {
    const at = await platformNow();
    try {
      const nonce = randomBytes(16);
      const der = await revocation.ask(url, ocspRequest(leaf, issuer, nonce));
      const { statuses, fingerprint, nonce: returned } = parseOcsp(der);
      // Without our nonce it may be an answer from before a revocation, kept by somebody on the way.
      if (!returned || !sameBytes(returned, ocspNonce(nonce))) throw new Error("not the answer to our question");
      const own = statuses.find(({ certId }) => isAbout(certId, leaf, issuer));
      if (!own) throw new Error("about another certificate");
      const { thisUpdate, nextUpdate } = own;
      await saveAnswer(leaf.fingerprint, authority.id, { der, sha256: fingerprint, thisUpdate, nextUpdate }, at);
      return;
    } catch (error) {
      const problem = (error instanceof Error ? error.message : String(error)).slice(0, 300);
      await saveAnswer(leaf.fingerprint, authority.id, { problem }, at);
    }
  }
}
