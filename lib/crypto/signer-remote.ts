import { decodeBase64 } from "./binding";
import { parseCertificate } from "./certificate";
import { makeKeyPair, unwrap as openHpke } from "./hpke";
import { connectStatement, type RemoteKind, type RemoteResult, unwrapInfo, unwrapStatement } from "./remote-request";
import { contentToSign, type SignContext, type Signer, signerRefuses } from "./signer";

/** One question to a phone: `ask` shows it to the person at the page and waits for the person's answer on the phone. */
export type RemoteAsk = {
  readonly kind: RemoteKind;
  readonly statement: Uint8Array;
  readonly context: Pick<SignContext, "purpose" | "title" | "tender">;
  /** SHA-256 of the certificate that is meant, hex; not for `connect`. */
  readonly certificate?: string;
  /** The connection, as `connect` gave it. */
  readonly phone?: string;
};
/** @throws code SIGNER_REMOTE_… where the phone said no, or nobody answered */
export type AskPhone = (ask: RemoteAsk) => Promise<RemoteResult>;

/**
 * A certificate on a phone (protocol §4.3 no. 3). Each use is confirmed there by the number that the page shows; what is
 * opened comes back encrypted to a key of this page.
 * @throws as `ask`
 */
export async function connectPhone(origin: string, ask: AskPhone): Promise<Signer> {
  const statement = connectStatement(origin);
  const { phone, certificates } = await ask({
    kind: "connect",
    statement,
    context: { purpose: "connect", title: origin },
  });
  if (!phone || !certificates || certificates.length === 0)
    return signerRefuses("SIGNER_REMOTE_ANSWER", "no certificates");
  const held = certificates.map(({ der, use, alg }) => {
    const bytes = decodeBase64(der);
    return { id: parseCertificate(bytes).fingerprint, use, alg, der: bytes };
  });
  let open = true;
  const mustHave = (cert: string) => {
    if (!open) signerRefuses("SIGNER_CLOSED", "the phone has been let go");
    return (
      held.find(({ id }) => id === cert) ?? signerRefuses("SIGNER_CERTIFICATE", "no such certificate on the phone")
    );
  };
  return {
    kind: "remote",
    list: async () => (open ? held : []),
    sign: async ({ cert, statement, context }) => {
      contentToSign(statement, context, null); // refused here already, before anybody is asked
      if (mustHave(cert).use === "encrypt")
        return signerRefuses("SIGNER_CERTIFICATE", "an encryption certificate does not sign");
      const { cms } = await ask({ kind: "sign", statement, context, certificate: cert, phone });
      return cms ? { cms: decodeBase64(cms) } : signerRefuses("SIGNER_REMOTE_ANSWER", "no signature");
    },
    unwrap: async ({ cert, alg, ciphertext, info = new Uint8Array(), context }) => {
      mustHave(cert);
      const { secret, publicKey } = makeKeyPair();
      const asked = { alg, ciphertext, info, to: publicKey, origin, purpose: context.purpose };
      const statement = unwrapStatement(asked);
      const { purpose, tender, title } = context;
      const shown = { purpose: "unwrap", title: title || purpose, ...(tender ? { tender } : {}) };
      const { enc, ct } = await ask({ kind: "unwrap", statement, context: shown, certificate: cert, phone });
      if (!enc || !ct) return signerRefuses("SIGNER_UNWRAP", "this phone does not open it");
      const plain = await openHpke(secret, unwrapInfo(statement), {
        enc: decodeBase64(enc),
        ct: decodeBase64(ct),
      }).catch(() => signerRefuses("SIGNER_UNWRAP", "not opened for this page"));
      return plain.length > 64 ? signerRefuses("SIGNER_UNWRAP", "too long") : plain;
    },
    close: async () => {
      open = false;
    },
  };
}
