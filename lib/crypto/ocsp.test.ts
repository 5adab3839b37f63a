import { expect, it } from "vitest";
import { describeOpenssl, type KeyKind } from "@/lib/testing/openssl";
import { parseCertificate } from "./certificate";
import { ocspRequest } from "./ocsp";
import { validatePath } from "./path";

describeOpenssl("OCSP answered by OpenSSL", ({ certificate, issue, newKey, openssl, read, trust, write }) => {
  const NONCE = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
  const respond = (kind: KeyKind, signer: string, index: string): Uint8Array => {
    const [leaf, issuer] = [kind, `${kind}-root`].map((name) => parseCertificate(certificate(name)));
    write("request.der", ocspRequest(leaf!, issuer!, NONCE));
    write("index.txt", index);
    openssl(
      "ocsp",
      "-index",
      "index.txt",
      "-CA",
      `${kind}-root.pem`,
      "-rsigner",
      `${signer}.pem`,
      "-rkey",
      `${signer}.key`,
      "-reqin",
      "request.der",
      "-respout",
      "response.der",
      "-ndays",
      "1",
    );
    return read("response.der");
  };
  const good = "V\t361231235959Z\t\t1000\tunknown\t/CN=x\n";
  const revoked = "R\t361231235959Z\t250101000000Z,keyCompromise\t1000\tunknown\t/CN=x\n";
  const judge = async (kind: KeyKind, der: Uint8Array, nonce: Uint8Array | null, shiftMs = 60_000) => {
    const now = new Date(Date.now() + shiftMs);
    const { ok, reason, evidence } = await validatePath(
      trust(kind, { at: now, requireRevocation: true, ocsp: [nonce ? { der, nonce } : der] }),
    );
    return ok ? `ok ${evidence.at(-1)?.source}` : `${reason} ${evidence.at(-1)?.detail}`;
  };
  const delegate = (kind: KeyKind, name: string, extensions: string) => {
    newKey("p256", name);
    issue(kind, name, "77", extensions, "p256");
  };

  it("by the authority itself", async () => {
    expect(await judge("rsa", respond("rsa", "rsa-root", good), NONCE)).toBe("ok ocsp");
    expect(await judge("p256", respond("p256", "p256-root", good), null)).toBe("ok ocsp");
    expect(await judge("rsa", respond("rsa", "rsa-root", revoked), NONCE)).toMatch(/^PATH_REVOKED/);
    expect(await judge("rsa", respond("rsa", "rsa-root", ""), NONCE)).toMatch(/REVOCATION_UNKNOWN.*does not know/);
  });

  it("by a delegate, only with the authority's own certificate for that purpose", async () => {
    delegate("rsa", "good-delegate", "extendedKeyUsage=OCSPSigning\nkeyUsage=digitalSignature\n");
    expect(await judge("rsa", respond("rsa", "good-delegate", good), NONCE)).toBe("ok ocsp");
    delegate("rsa", "plain-delegate", "keyUsage=digitalSignature\n");
    expect(await judge("rsa", respond("rsa", "plain-delegate", good), NONCE)).toContain("not authorised");
    delegate("p256", "foreign-delegate", "extendedKeyUsage=OCSPSigning\n");
    expect(await judge("rsa", respond("rsa", "foreign-delegate", good), NONCE)).toContain("not authorised");
    // The company's own key clears nobody.
    expect(await judge("rsa", respond("rsa", "rsa", good), NONCE)).toContain("not authorised");
  });

  it("another request, another time, another certificate, a changed octet", async () => {
    const response = respond("rsa", "rsa-root", good);
    expect(
      await judge(
        "rsa",
        response,
        Uint8Array.from(NONCE, (octet) => octet ^ 1),
      ),
    ).toContain("another request");
    expect(await judge("rsa", response, NONCE, 25 * 3_600_000)).toContain("out of date");
    expect(await judge("p256", response, NONCE)).toContain("another certificate");
    // The first part is what was signed; certificates come along behind it unsigned.
    for (let at = 40; at < 200; at += 16) {
      const flipped = response.map((octet, i) => (i === at ? octet ^ 1 : octet));
      expect(await judge("rsa", flipped, NONCE), `octet ${at}`).toMatch(/^PATH_REVOCATION_UNKNOWN/);
    }
  });
});
