import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bindToCompany, creditCodeOf } from "@/lib/crypto/binding";
import { parseCertificate, toPem } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import type { SignContext } from "@/lib/crypto/signer";
import { openP12 } from "@/lib/crypto/signer-software";
import { platformSigner } from "../platform";
import { type DemoPki, type Issued, openDemoPki } from "./pki";
import { SHAPES } from "./shapes";

const folder = mkdtempSync(join(tmpdir(), "demo-pki-"));
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const openssl = (...args: string[]) =>
  execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const USCC = "91520115MA6J7N196P";
const NAME = "黔中明标工程有限公司";
const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2030-01-01T00:00:00Z") };
const statement = new TextEncoder().encode('{"fmt":"SBC/1","type":"probe"}');
const context: SignContext = {
  origin: "http://localhost",
  purpose: "probe",
  title: "试签",
  nonce: "n",
  expires: "2030-01-01T00:00:00Z",
};

let pki: DemoPki;
const issued = new Map<string, Issued>();

beforeAll(async () => {
  pki = await openDemoPki(join(folder, "ca"));
  for (const { id } of SHAPES)
    issued.set(id, await pki.issue({ kind: "company", authority: id, name: NAME, uscc: USCC, ...LIFE }));
}, 60_000);

// OpenSSL 3.0 gives the SM2 identifier to the leaf alone and makes no SM2 CMS (protocol §3.6): demo-c is judged below.
describe.each(["demo-a", "demo-b"] as const)("demonstration authority %s", (id) => {
  it("issues certificates that OpenSSL accepts with the CRLs", async () => {
    const { certificateDer, chainDer } = issued.get(id)!;
    const anchors = file(
      `${id}.anchors.pem`,
      pki
        .anchors()
        .map((der) => toPem("CERTIFICATE", der))
        .join(""),
    );
    const chain = file(`${id}.chain.pem`, chainDer.map((der) => toPem("CERTIFICATE", der)).join(""));
    const crls = file(`${id}.crls.pem`, (await pki.crls(new Date())).map((der) => toPem("X509 CRL", der)).join(""));
    const leaf = file(`${id}.pem`, toPem("CERTIFICATE", certificateDer));
    const args = [
      "verify",
      "-x509_strict",
      "-crl_check_all",
      "-CAfile",
      anchors,
      "-untrusted",
      chain,
      "-CRLfile",
      crls,
    ];
    expect(openssl(...args, "-purpose", "smimesign", leaf)).toContain("OK");
  });

  it("writes the credit code where its rule finds it", () => {
    const authority = pki.trustList().authorities.find((known) => known.id === id)!;
    const certificate = parseCertificate(issued.get(id)!.certificateDer);
    expect(creditCodeOf(certificate, authority.company)).toBe(USCC);
    expect(bindToCompany(certificate, authority, { uscc: USCC, name: "黔中明标 工程有限公司" }).ok).toBe(true);
    expect(bindToCompany(certificate, authority, { uscc: USCC, name: "别家公司" })).toMatchObject({
      reason: "OTHER_NAME",
    });
    expect(bindToCompany(certificate, authority, { uscc: "91520100MA6H3P614K", name: null })).toMatchObject({
      reason: "OTHER_CODE",
    });
  });

  it("gives a PKCS#12 that OpenSSL and our signer open, Chinese password included", async () => {
    for (const password of ["demo123456", "演示口令🔑"]) {
      const p12 = issued.get(id)!.p12(password);
      const path = file(`${id}.p12`, p12);
      if (password === "demo123456")
        expect(openssl("pkcs12", "-in", path, "-passin", `pass:${password}`, "-nodes")).toContain("BEGIN PRIVATE KEY");
      const signer = await openP12(p12, password);
      const [certificate] = await signer.list();
      expect(certificate!.use).toBe("both");
      const { cms } = await signer.sign({ cert: certificate!.id, statement, context });
      expect(await verifyCms(statement, cms)).toMatchObject({ ok: true });
      await expect(openP12(p12, `${password}x`)).rejects.toMatchObject({ code: "P12_PASSWORD" });
    }
  });

  it("signs CMS that OpenSSL verifies as CAdES, and verifies what OpenSSL signs", async () => {
    const { certificateDer, chainDer, privateKeyPkcs8 } = issued.get(id)!;
    const cms = await platformSigner({ certificateDer, chainDer, privateKey: privateKeyPkcs8 }).signStatement(
      statement,
    );
    const content = file(`${id}.json`, statement);
    const anchors = file(
      `${id}.anchors.pem`,
      pki
        .anchors()
        .map((der) => toPem("CERTIFICATE", der))
        .join(""),
    );
    const cmsPath = file(`${id}.cms`, cms);
    openssl(
      "cms",
      "-verify",
      "-cades",
      "-binary",
      "-inform",
      "DER",
      "-in",
      cmsPath,
      "-content",
      content,
      "-CAfile",
      anchors,
      "-out",
      join(folder, "out"),
    );
    expect(readFileSync(join(folder, "out"))).toEqual(Buffer.from(statement));

    const key = file(`${id}.key.pem`, toPem("PRIVATE KEY", privateKeyPkcs8));
    const leaf = file(`${id}.pem`, toPem("CERTIFICATE", certificateDer));
    const theirs = join(folder, `${id}.theirs`);
    openssl(
      "cms",
      "-sign",
      "-binary",
      "-cades",
      "-nosmimecap",
      "-md",
      "sha256",
      "-outform",
      "DER",
      "-in",
      content,
      "-signer",
      leaf,
      "-inkey",
      key,
      "-out",
      theirs,
    );
    const verdict = await verifyCms(statement, new Uint8Array(readFileSync(theirs)));
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.ok && verdict.signers[0]!.certificate.fingerprint).toBe(
      parseCertificate(certificateDer).fingerprint,
    );
  });
});

it("keeps its keys: a second opening issues under the same roots", async () => {
  const again = await openDemoPki(join(folder, "ca"));
  expect(again.anchors()).toEqual(pki.anchors());
});

it("lists a revoked certificate from its instant on", async () => {
  const { certificateDer } = await pki.issue({ kind: "company", authority: "demo-b", name: NAME, uscc: USCC, ...LIFE });
  await pki.revoke(certificateDer, new Date("2026-06-01T00:00:00Z"));
  const serial = parseCertificate(certificateDer).serialHex;
  const texts = async (at: string) =>
    (await pki.crls(new Date(at)))
      .map((der) => openssl("crl", "-inform", "DER", "-in", file("one.crl", der), "-noout", "-text"))
      .join("");
  expect(await texts("2026-05-31T23:59:59Z")).not.toContain(serial);
  expect(await texts("2026-06-01T00:00:00Z")).toContain(serial);
});
