import { execFileSync } from "node:child_process";
import { constants, createPublicKey, publicEncrypt } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DemoPki, type Issued, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { parseCertificate, toPem } from "@/lib/crypto/certificate";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { verifyCms } from "@/lib/crypto/cms";
import { concat, fromBase64url } from "@/lib/crypto/bytes";
import { tryUnwrapWith } from "@/lib/crypto/unwrap-trial";
import { masterInfo, wrapMaster } from "@/lib/crypto/wrap-master";
import { pairedPage } from "@/lib/testing/bridge-page";
import { SOFT_HSM, softHsm, softHsmThere, TOKEN_PIN } from "@/lib/testing/soft-hsm";
import { describeWith } from "@/lib/testing/vectors";
import { pkcs11Token } from "./pkcs11";
import type { Pkcs11 } from "./pkcs11-names";
import type { Token } from "./token";

describeWith(softHsmThere() ? SOFT_HSM : null, "the bridge over PKCS#11, SoftHSM2", () => {
  const folder = mkdtempSync(join(tmpdir(), "softhsm-"));
  const PIN = TOKEN_PIN;
  let pull: () => void;
  let plug: () => void;
  // biome-ignore lint/suspicious/noExplicitAny: the test asks what the bridge never does
  let native: any;
  let token: Token;
  let pki: DemoPki;
  let ec: Issued;
  /** Its key may do the Diffie–Hellman step, as keys do that are born in a token for it. */
  let agreeing: Issued;
  let rsa: Issued;
  let encryption: Issued;
  const life = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2035-01-01T00:00:00Z") };
  const statement = canonicalBytes({ fmt: "SBC/1", type: "probe" });
  beforeAll(async () => {
    pki = await openDemoPki(join(folder, "ca"));
    ec = await pki.issue({ kind: "company", authority: "demo-b", name: "甲公司", ...life });
    agreeing = await pki.issue({ kind: "company", authority: "demo-b", name: "甲公司", ...life });
    rsa = await pki.issue({ kind: "company", authority: "demo-a", name: "乙公司", ...life });
    encryption = await pki.issue({ kind: "company", authority: "demo-a", name: "乙公司", ...life, misused: "encrypt" });
    const hsm = softHsm(folder, { "key-a": [{ ...ec, derives: false }, agreeing], "key-b": [rsa, encryption] });
    ({ pull, plug } = hsm);
    const require = createRequire(resolve("scripts/bridge", "package.json"));
    const { PKCS11 } = require("pkcs11js") as { PKCS11: new () => Pkcs11 };
    native = new PKCS11();
    token = pkcs11Token(native, SOFT_HSM);
  }, 120_000);

  // The library's threads would keep this process alive.
  afterAll(() => native?.C_Finalize());

  const paired = (pin: string) => pairedPage(token, pin, "https://bid.example.cn");
  const context = () => ({
    ...{ origin: "https://bid.example.cn", purpose: "probe", title: "试签", nonce: crypto.randomUUID() },
    expires: new Date(Date.now() + 100_000).toISOString(),
  });
  const idOf = (issued: Issued) => parseCertificate(issued.certificateDer).fingerprint;
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "done",
      (error: { code?: string }) => error.code ?? String(error),
    );

  it("lists the certificates of both tokens, each with its use", async () => {
    const { signer, close } = await paired(PIN);
    const list = await signer.list();
    expect(Object.fromEntries(list.map(({ id, alg, use }) => [id, `${alg} ${use}`]))).toEqual({
      [idOf(ec)]: "EC both",
      [idOf(agreeing)]: "EC both",
      [idOf(rsa)]: "RSA both",
      [idOf(encryption)]: "RSA encrypt",
    });
    await close();
  });

  it("an EC key that a tool imported without the Diffie–Hellman step is known as such from its first use on", async () => {
    const { signer, close } = await paired(PIN);
    const useOf = async (issued: Issued) => (await signer.list()).find(({ id }) => id === idOf(issued))!;
    expect(await useOf(ec)).toMatchObject({ use: "both", token: "key-a" });
    for (const issued of [ec, agreeing]) await signer.sign({ cert: idOf(issued), statement, context: context() });
    expect(await useOf(ec)).toMatchObject({ use: "sign" });
    expect(await useOf(agreeing)).toMatchObject({ use: "both" });
    await close();
  });

  it("signs with the RSA and the EC key; the CMS is good, for us and for OpenSSL", async () => {
    const { signer, close } = await paired(PIN);
    for (const issued of [ec, rsa]) {
      const { cms } = await signer.sign({ cert: idOf(issued), statement, context: context() });
      expect(await verifyCms(statement, cms)).toMatchObject({ ok: true });
      writeFileSync(join(folder, "cms"), cms);
      writeFileSync(join(folder, "content"), statement);
      const known = [...pki.anchors(), ...issued.chainDer].map((der) => toPem("CERTIFICATE", der)).join("");
      writeFileSync(join(folder, "roots.pem"), known);
      const files = [
        "-in",
        join(folder, "cms"),
        "-content",
        join(folder, "content"),
        "-CAfile",
        join(folder, "roots.pem"),
      ];
      const more = ["-purpose", "any", "-out", "/dev/null"];
      execFileSync("openssl", ["cms", "-verify", "-binary", "-inform", "DER", ...files, ...more], { stdio: "pipe" });
    }
    expect(await codeOf(signer.sign({ cert: idOf(encryption), statement, context: context() }))).toBe(
      "SIGNER_CERTIFICATE",
    );
    await close();
  });

  it("a wrong PIN is told as one, and the right one works afterwards", async () => {
    const wrong = await paired("00000000");
    expect(await codeOf(wrong.signer.sign({ cert: idOf(rsa), statement, context: context() }))).toBe("BRIDGE_PIN");
    await wrong.close();
    const right = await paired(PIN);
    expect(await codeOf(right.signer.sign({ cert: idOf(rsa), statement, context: context() }))).toBe("done");
    await right.close();
  });

  it("opens what was encrypted to the encryption certificate", async () => {
    const { signer, close } = await paired(PIN);
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const { spki } = parseCertificate(encryption.certificateDer).publicKey;
    const key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
    const ciphertext = new Uint8Array(publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, secret));
    const asked = { cert: idOf(encryption), ciphertext, context: context() };
    expect(await signer.unwrap({ ...asked, alg: "rsa-pkcs1" })).toEqual(secret);
    expect(await codeOf(signer.unwrap({ ...asked, context: context(), alg: "rsa-oaep-256" }))).toBe("SIGNER_UNWRAP");
    await close();
  });

  it("opens what a seal wraps to it: OAEP where the token does bare RSA alone, HPKE by its Diffie–Hellman step", async () => {
    const { signer, close } = await paired(PIN);
    // A wrong PIN is not a key that does not open: the trial says the PIN.
    const soon = new Date(Date.now() + 100_000).toISOString();
    expect(await tryUnwrapWith(signer, "https://bid.example.cn", soon)).toBe(true);
    const wrong = await paired("00000000");
    expect(await codeOf(tryUnwrapWith(wrong.signer, "https://bid.example.cn", soon))).toBe("BRIDGE_PIN");
    await wrong.close();
    for (const issued of [agreeing, rsa, encryption]) {
      const container = crypto.getRandomValues(new Uint8Array(16));
      const M = crypto.getRandomValues(new Uint8Array(32));
      const stanza = (await wrapMaster(M, container, issued.certificateDer))!;
      const ct = fromBase64url(stanza.ct);
      const ciphertext = stanza.enc ? concat(fromBase64url(stanza.enc), ct) : ct;
      const asked = { cert: idOf(issued), alg: stanza.alg, info: masterInfo(container) };
      expect(await signer.unwrap({ ...asked, ciphertext, context: context() })).toEqual(M);
      ciphertext[ciphertext.length - 1]! ^= 1;
      expect(await codeOf(signer.unwrap({ ...asked, ciphertext, context: context() }))).toBe("SIGNER_UNWRAP");
    }
    await close();
  });

  it("the private key does not leave the token", () => {
    const [slot] = native
      .C_GetSlotList(true)
      .filter((one: Buffer) => native.C_GetTokenInfo(one).label.startsWith("key-b"));
    const session = native.C_OpenSession(slot, 4);
    native.C_Login(session, 1, PIN);
    native.C_FindObjectsInit(session, [{ type: 0, value: 3 }]);
    const handle = native.C_FindObjects(session);
    native.C_FindObjectsFinal(session);
    expect(() => native.C_GetAttributeValue(session, handle, [{ type: 0x123 }])).toThrow(/SENSITIVE/);
    native.C_CloseSession(session);
  });

  it("a token pulled out between two calls is told as such", async () => {
    const { signer, close } = await paired(PIN);
    expect(await codeOf(signer.sign({ cert: idOf(rsa), statement, context: context() }))).toBe("done");
    pull();
    expect(await codeOf(signer.sign({ cert: idOf(rsa), statement, context: context() }))).toBe("BRIDGE_TOKEN");
    plug();
    expect(await codeOf(signer.sign({ cert: idOf(rsa), statement, context: context() }))).toBe("done");
    await close();
  });
});
