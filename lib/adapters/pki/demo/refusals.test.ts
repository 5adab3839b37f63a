import { constants, createPublicKey, publicEncrypt } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { trustAnchors, trustIntermediates } from "@/lib/crypto/binding";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { parseCertificate } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import { readBits, readDer, sequenceOf } from "@/lib/crypto/der";
import { integer, sequence } from "@/lib/crypto/der-write";
import { wrap } from "@/lib/crypto/hpke";
import { type PathInput, validatePath } from "@/lib/crypto/path";
import type { SignContext, Signer } from "@/lib/crypto/signer";
import { openP12 } from "@/lib/crypto/signer-software";
import { demoTrust } from "../../trust/trust";
import { platformSigner } from "../platform";
import { buildCertificate } from "./build-certificate";
import { keyOf, newKey } from "./keys";
import { type DemoPki, type Issued, openDemoPki } from "./pki";

const folder = mkdtempSync(join(tmpdir(), "refusals-"));
const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2027-01-01T00:00:00Z") };
const AT = new Date("2026-06-15T08:30:00Z");
const statement = canonicalBytes({ fmt: "SBC/1", tender: { id: "T", lot: "A02" }, type: "probe" });
const context = (change: Partial<SignContext> = {}): SignContext => ({
  origin: "http://localhost",
  purpose: "probe",
  tender: "A02",
  title: "试签",
  nonce: "n",
  expires: "2026-06-15T08:32:00Z",
  ...change,
});

let pki: DemoPki;
let rsa: Issued;
let ec: Issued;
let tsa: Issued;

beforeAll(async () => {
  pki = await openDemoPki(folder);
  const issue = (kind: "company" | "tsa", authority: "demo-a" | "demo-b") =>
    pki.issue({ kind, authority, name: "黔中明标工程有限公司", uscc: "91520115MA6J7N196P", ...LIFE });
  rsa = await issue("company", "demo-a");
  ec = await issue("company", "demo-b");
  tsa = await issue("tsa", "demo-a");
}, 60_000);

const signed = (issued: Issued, chainDer: readonly Uint8Array[] = []) =>
  platformSigner({ certificateDer: issued.certificateDer, chainDer, privateKey: issued.privateKeyPkcs8 }).signStatement(
    statement,
  );

describe("R-31: CMS that must not pass", () => {
  it("any changed byte, any cut, anything behind", async () => {
    for (const issued of [rsa, ec]) {
      const cms = await signed(issued);
      expect((await verifyCms(statement, cms)).ok).toBe(true);
      const accepted: number[] = [];
      for (let i = 0; i < cms.length; i++) {
        const changed = cms.slice();
        changed[i]! ^= 1 << (i % 8);
        if ((await verifyCms(statement, changed)).ok) accepted.push(i);
      }
      expect(accepted).toEqual([]);
      for (const cut of [0, 1, 10, cms.length - 1])
        expect((await verifyCms(statement, cms.subarray(0, cut))).ok).toBe(false);
      expect(await verifyCms(statement, Uint8Array.of(...cms, 0))).toMatchObject({ reason: "CMS_MALFORMED" });
    }
  }, 60_000);

  it("another content, another digest", async () => {
    const cms = await signed(rsa);
    expect(await verifyCms(canonicalBytes({ fmt: "SBC/1", type: "probe2" }), cms)).toMatchObject({
      reason: "CMS_DIGEST",
    });
    expect(await verifyCms({ digest: new Uint8Array(32) }, cms)).toMatchObject({ reason: "CMS_DIGEST" });
  });
});

describe("R-31: paths that must not be believed", () => {
  const validate = async (leaf: Issued, change: Partial<PathInput> = {}) =>
    validatePath({
      leaf: leaf.certificateDer,
      intermediates: trustIntermediates(pki.trustList()),
      anchors: trustAnchors(pki.trustList(), "sign"),
      crls: [...(await pki.crls(AT))],
      at: AT,
      requireRevocation: true,
      purpose: "sign",
      ...change,
    });

  it("a good one is believed, with the evidence used", async () => {
    for (const issued of [rsa, ec]) {
      const result = await validate(issued);
      expect(result).toMatchObject({ ok: true });
      expect(result.path).toHaveLength(3);
      expect(result.evidence.map(({ status }) => status)).toEqual(["good", "good"]);
    }
    expect(await validate(rsa, { at: LIFE.notBefore, requireRevocation: false })).toMatchObject({ ok: true });
    expect(await validate(rsa, { at: LIFE.notAfter, requireRevocation: false, crls: [] })).toMatchObject({ ok: true });
  });

  it("expired, not yet valid, unknown authority, no chain, wrong use", async () => {
    const at = (text: string) => ({ at: new Date(text), crls: [], requireRevocation: false });
    expect(await validate(rsa, at("2027-01-01T00:00:01Z"))).toMatchObject({ reason: "PATH_EXPIRED" });
    expect(await validate(rsa, at("2025-12-31T23:59:59Z"))).toMatchObject({ reason: "PATH_NOT_YET_VALID" });
    expect(await validate(rsa, { anchors: [pki.anchors()[1]!] })).toMatchObject({ reason: "PATH_NO_ISSUER" });
    expect(await validate(rsa, { intermediates: [] })).toMatchObject({ reason: "PATH_NO_ISSUER" });
    expect(await validate(tsa)).toMatchObject({ reason: "PATH_EXTENDED_KEY_USAGE" });
    expect(await validate(tsa, { purpose: "tsa" })).toMatchObject({ ok: true });
    expect(await validate(rsa, { purpose: "tsa" })).toMatchObject({ reason: "PATH_EXTENDED_KEY_USAGE" });
    const until = new Date("2026-06-01T00:00:00Z");
    expect(await validate(rsa, { anchors: pki.anchors().map((der) => ({ der, until })) })).toMatchObject({
      reason: "PATH_ANCHOR_PERIOD",
    });
  });

  it("no revocation data where it is required; a stale list counts as none", async () => {
    expect(await validate(rsa, { crls: [] })).toMatchObject({ reason: "PATH_REVOCATION_UNKNOWN" });
    const old = [...(await pki.crls(new Date("2026-05-01T00:00:00Z")))];
    expect(await validate(rsa, { crls: old })).toMatchObject({ reason: "PATH_REVOCATION_UNKNOWN" });
    const lenient = await validate(rsa, { crls: old, requireRevocation: false });
    expect(lenient).toMatchObject({ ok: true });
    expect(lenient.evidence.map(({ status }) => status)).toContain("unknown");
  });

  it("a revoked one, even where revocation data is not required", async () => {
    const issued = await pki.issue({
      kind: "company",
      authority: "demo-b",
      name: "甲",
      uscc: "91520115MA6J7N196P",
      ...LIFE,
    });
    let at = AT;
    const trust = demoTrust(pki, () => at);
    const before = await trust.crls();
    expect(await trust.crls()).toBe(before);
    expect((await validate(issued, { crls: before })).ok).toBe(true);
    await pki.revoke(issued.certificateDer, new Date("2026-06-15T08:00:00Z"));
    // Seen with the next minute's lists.
    at = new Date(AT.getTime() + 60_000);
    const crls = await trust.crls();
    expect(await validate(issued, { crls, requireRevocation: false })).toMatchObject({
      ok: false,
      reason: "PATH_REVOKED",
    });
    expect((await validate(rsa, { crls })).ok).toBe(true);
  });

  it("a certificate issued by a company instead of an authority", async () => {
    const key = await newKey("rsa");
    const holder = platformSigner({ ...rsa, privateKey: rsa.privateKeyPkcs8 });
    const parent = parseCertificate(holder.certificateDer);
    const issuing = keyOf("rsa", rsa.privateKeyPkcs8);
    const forged = buildCertificate(
      {
        serial: Uint8Array.of(1, 2, 3),
        issuer: parent.subject.der,
        subject: parent.subject.der,
        ...LIFE,
        spki: key.spki,
        extensions: parent.extensions.filter(({ oid }) => oid === "2.5.29.15").map(({ value }) => rebuilt(value)),
      },
      issuing,
    );
    const result = await validate(
      { ...rsa, certificateDer: forged },
      { intermediates: [...trustIntermediates(pki.trustList()), rsa.certificateDer] },
    );
    expect(result).toMatchObject({ ok: false, reason: "PATH_NOT_CA" });
  });
});

/** The keyUsage extension as it stands in a certificate. */
const rebuilt = (value: Uint8Array): Uint8Array =>
  sequence(Uint8Array.of(6, 3, 0x55, 0x1d, 0x0f), Uint8Array.of(1, 1, 0xff), Uint8Array.of(4, value.length, ...value));

describe("software signer", () => {
  const now = () => new Date("2026-06-15T08:31:00Z");
  const open = (issued: Issued) => openP12(issued.p12("demo"), "demo", now);
  const code = (work: Promise<unknown>) =>
    work.then(
      () => "done",
      (error: { code?: string }) => error.code ?? String(error),
    );
  const trySign = async (signer: Signer, bytes: Uint8Array, change: Partial<SignContext> = {}) =>
    code(signer.sign({ cert: (await signer.list())[0]!.id, statement: bytes, context: context(change) }));

  it("signs nothing but the act that was shown", async () => {
    const signer = await open(ec);
    expect(await trySign(signer, statement)).toBe("done");
    expect(await trySign(signer, statement, { purpose: "seal" })).toBe("SIGNER_PURPOSE");
    expect(await trySign(signer, statement, { tender: "A01" })).toBe("SIGNER_TENDER");
    expect(await trySign(signer, statement, { expires: "2026-06-15T08:30:59Z" })).toBe("SIGNER_EXPIRED");
    expect(await trySign(signer, new TextEncoder().encode('{"type":"probe","fmt":"SBC/1"}'))).toBe("SIGNER_STATEMENT");
    expect(await trySign(signer, new TextEncoder().encode('{ "fmt":"SBC/1","type":"probe"}'))).toBe("SIGNER_STATEMENT");
    expect(await trySign(signer, new Uint8Array(32))).toBe("SIGNER_STATEMENT");
    expect(await trySign(signer, canonicalBytes({ type: "probe" }))).toBe("SIGNER_STATEMENT");
  });

  it("signs a document by its digest and only under its title", async () => {
    const signer = await open(rsa);
    const sha256 = "ab".repeat(32);
    const bytes = canonicalBytes({ fmt: "SBC/1", sha256, title: "招标公告", type: "document" });
    const [certificate] = await signer.list();
    const request = {
      cert: certificate!.id,
      statement: bytes,
      context: context({ purpose: "document", title: "招标公告" }),
    };
    const { cms } = await signer.sign(request);
    expect((await verifyCms({ digest: new Uint8Array(32).fill(0xab) }, cms)).ok).toBe(true);
    expect((await verifyCms(bytes, cms)).ok).toBe(false);
    expect(await trySign(signer, bytes, { purpose: "document", title: "别的文件" })).toBe("SIGNER_TITLE");
  });

  it("unwraps RSA-OAEP and HPKE, and nothing after it was closed", async () => {
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const rsaSigner = await open(rsa);
    const key = createPublicKey({
      key: Buffer.from(parseCertificate(rsa.certificateDer).publicKey.spki),
      format: "der",
      type: "spki",
    });
    const wrapped = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" }, secret);
    const unwrap = async (signer: Signer, alg: string, ciphertext: Uint8Array, info?: Uint8Array) =>
      signer.unwrap({
        cert: (await signer.list())[0]?.id ?? "",
        alg,
        ciphertext,
        ...(info ? { info } : {}),
        context: context(),
      });
    expect(await unwrap(rsaSigner, "rsa-oaep-256", new Uint8Array(wrapped))).toEqual(secret);

    const ecSigner = await open(ec);
    const point = readBits(sequenceOf(readDer(parseCertificate(ec.certificateDer).publicKey.spki))[1]);
    const info = new TextEncoder().encode("info");
    const { enc, ct } = await wrap(point, info, secret);
    const both = Uint8Array.of(...enc, ...ct);
    expect(await unwrap(ecSigner, "hpke-p256-sha256-aes256gcm", both, info)).toEqual(secret);
    expect(await code(unwrap(ecSigner, "hpke-p256-sha256-aes256gcm", both, new Uint8Array()))).toBe("SIGNER_UNWRAP");
    expect(await code(unwrap(ecSigner, "rsa-oaep-256", both))).toBe("SIGNER_UNWRAP");
    const [certificate] = await ecSigner.list();
    await ecSigner.close();
    const request = { cert: certificate!.id, statement, context: context() };
    expect(await code(ecSigner.sign(request))).toBe("SIGNER_CLOSED");
  });

  it("says what is wrong with a file", async () => {
    const file = rsa.p12("demo");
    expect(await code(openP12(file, "wrong"))).toBe("P12_PASSWORD");
    expect(await code(openP12(file.subarray(0, 200), "demo"))).toBe("MALFORMED");
    expect(await code(openP12(sequence(integer(3)), "demo"))).toBe("MALFORMED");
  });
});

it("node-forge stands nowhere but in the demonstration authorities", async () => {
  const { readdirSync, readFileSync } = await import("node:fs");
  const files = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  expect(files.length).toBeGreaterThan(50);
  const importing = files.filter((name) =>
    /^import .* from "node-forge"/m.test(readFileSync(join("lib", name), "utf8")),
  );
  expect(importing).toEqual([join("adapters", "pki", "demo", "p12-write.ts")]);
});
