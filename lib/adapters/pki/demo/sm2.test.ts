import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpRevocation } from "@/lib/adapters/revocation/http";
import type { Running } from "@/lib/adapters/loopback/server";
import { bindToCompany, decodeBase64 } from "@/lib/crypto/binding";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { type Certificate, parseCertificate, toPem } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import { crlOf } from "@/lib/crypto/crl-origin";
import { ocspRequest } from "@/lib/crypto/ocsp";
import { type PathInput, validatePath } from "@/lib/crypto/path";
import type { Signer } from "@/lib/crypto/signer";
import { openP12 } from "@/lib/crypto/signer-software";
import { type DemoPki, type Issued, openDemoPki } from "./pki";
import { startDemoCa } from "./server";

const AT = new Date("2026-06-15T08:30:00Z");
const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2030-01-01T00:00:00Z") };
const COMPANY = { name: "播州瑞衡工程设备有限公司", uscc: "91520115MA6J7N196P" };
const statement = canonicalBytes({ fmt: "SBC/1", type: "probe" });
const context = { origin: "", purpose: "probe", title: "试签", nonce: "n", expires: "2030-01-01T00:00:00Z" };

const folder = mkdtempSync(join(tmpdir(), "demo-sm2-"));
let pki: DemoPki;
let issued: Issued;
let signer: Signer;
let ca: Running;
beforeAll(async () => {
  pki = await openDemoPki(join(folder, "ca"));
  issued = await pki.issue({ kind: "company", authority: "demo-c", ...COMPANY, ...LIFE });
  signer = await openP12(issued.p12("演示口令"), "演示口令");
  ca = await startDemoCa(pki, () => AT, 0);
}, 60_000);
afterAll(() => ca.close());

const authority = () => pki.trustList().authorities.find(({ id }) => id === "demo-c")!;
const path = async (leaf: Uint8Array, change: Partial<PathInput> = {}) =>
  validatePath({
    leaf,
    intermediates: authority().intermediates.map(decodeBase64),
    anchors: authority().anchors.map(decodeBase64),
    crls: await pki.crls(AT),
    at: AT,
    requireRevocation: true,
    purpose: "sign",
    ...change,
  });

describe("R-30: an authority of SM2 with two certificates for each holder", () => {
  it("writes the code into its extension, and every link and list is good", async () => {
    const leaf = parseCertificate(issued.certificateDer);
    expect(leaf.publicKey.kind.type).toBe("sm2");
    expect(bindToCompany(leaf, authority(), COMPANY).ok).toBe(true);
    const result = await path(issued.certificateDer);
    expect(result).toMatchObject({ ok: true });
    expect(result.evidence.map(({ status }) => status)).toEqual(["good", "good"]);
  });

  it("OpenSSL verifies every link with the identifier, and none without", () => {
    const file = (name: string, der: Uint8Array) => {
      writeFileSync(join(folder, name), toPem("CERTIFICATE", der));
      return join(folder, name);
    };
    const root = decodeBase64(authority().anchors[0]!);
    const sub = decodeBase64(authority().intermediates[0]!);
    const verify = (issuer: string, subject: string, ...more: string[]) =>
      execFileSync("openssl", ["verify", "-partial_chain", "-trusted", issuer, ...more, subject], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
    for (const [issuer, subject] of [
      [file("root.pem", root), file("sub.pem", sub)],
      [file("sub.pem", sub), file("leaf.pem", issued.certificateDer)],
    ] as const) {
      expect(verify(issuer, subject, "-vfyopt", "distid:1234567812345678")).toContain("OK");
      expect(() => verify(issuer, subject)).toThrow();
    }
  });

  it("signs with one key and opens with the other, and never the other way round", async () => {
    const list = await signer.list();
    expect(list.map(({ use, alg }) => `${alg} ${use}`).sort()).toEqual(["SM2 encrypt", "SM2 sign"]);
    const [own, other] = [list.find(({ use }) => use === "sign")!, list.find(({ use }) => use === "encrypt")!];
    const { cms } = await signer.sign({ cert: own.id, statement, context });
    expect(await verifyCms(statement, cms)).toMatchObject({ ok: true });
    await expect(signer.sign({ cert: other.id, statement, context })).rejects.toMatchObject({
      code: "SIGNER_CERTIFICATE",
    });
    const { sm2Encrypt } = await import("@/lib/crypto/sm2");
    const secret = crypto.getRandomValues(new Uint8Array(32));
    const to = ({ der }: { der: Uint8Array }) => {
      const { kind } = parseCertificate(der).publicKey;
      return kind.type === "sm2" ? sm2Encrypt(kind.point, secret) : new Uint8Array();
    };
    expect(await signer.unwrap({ cert: other.id, alg: "sm2", ciphertext: to(other), context })).toEqual(secret);
    await expect(signer.unwrap({ cert: own.id, alg: "sm2", ciphertext: to(own), context })).rejects.toMatchObject({
      code: "SIGNER_UNWRAP",
    });
    expect(await path(issued.encryption!.certificateDer)).toMatchObject({ reason: "PATH_KEY_USAGE" });
    expect(await path(issued.encryption!.certificateDer, { purpose: "encrypt" })).toMatchObject({ ok: true });
  });

  it("certificates that must not be believed are there for tests", async () => {
    const make = (change: object) =>
      pki.issue({ kind: "company", authority: "demo-c", ...COMPANY, ...LIFE, ...change });
    const expired = await make({ notBefore: new Date("2025-01-01"), notAfter: new Date("2026-01-01") });
    expect(await path(expired.certificateDer)).toMatchObject({ reason: "PATH_EXPIRED" });
    const early = await make({ notBefore: new Date("2027-01-01") });
    expect(await path(early.certificateDer)).toMatchObject({ reason: "PATH_NOT_YET_VALID" });
    const server = await make({ misused: "server" });
    expect(await path(server.certificateDer)).toMatchObject({ reason: "PATH_EXTENDED_KEY_USAGE" });
    const encryption = await make({ misused: "encrypt" });
    expect(await path(encryption.certificateDer)).toMatchObject({ reason: "PATH_KEY_USAGE" });
    const other = parseCertificate((await make({ name: "别家公司", uscc: "91520100MA6H3P614K" })).certificateDer);
    expect(bindToCompany(other, authority(), COMPANY)).toMatchObject({ reason: "OTHER_CODE" });
    const revoked = await make({});
    await pki.revoke(revoked.certificateDer, new Date("2026-06-01T00:00:00Z"));
    expect(await path(revoked.certificateDer)).toMatchObject({ reason: "PATH_REVOKED" });
  });
});

describe("the CA program", () => {
  const fetcher = () => httpRevocation({ demoCa: ca.url });

  it("serves the CRLs of every authority under the addresses of the trust list", async () => {
    for (const one of pki.trustList().authorities)
      for (const url of one.crlUrls) {
        const crl = await crlOf(one, await fetcher().get(url));
        expect(crl.nextUpdate!.getTime()).toBeGreaterThan(AT.getTime());
        const stranger = pki.trustList().authorities.find(({ id }) => id !== one.id)!;
        await expect(crlOf(stranger, crl.der)).rejects.toThrow("not signed by this authority");
      }
  });

  it.each(["demo-a", "demo-b", "demo-c"] as const)("answers OCSP for %s: good, revoked, unknown", async (id) => {
    const one = pki.trustList().authorities.find((known) => known.id === id)!;
    const issuer = parseCertificate(decodeBase64(one.intermediates[0]!));
    const make = async () => (await pki.issue({ kind: "person", authority: id, name: "甲", ...LIFE })).certificateDer;
    const judge = async (der: Uint8Array, about: Certificate = parseCertificate(der)) => {
      const nonce = crypto.getRandomValues(new Uint8Array(16));
      const answer = await fetcher().ask(one.ocspUrls[0]!, ocspRequest(about, issuer, nonce));
      return validatePath({
        leaf: der,
        intermediates: one.intermediates.map(decodeBase64),
        anchors: one.anchors.map(decodeBase64),
        ocsp: [{ der: answer, nonce }],
        at: AT,
        requireRevocation: false,
        purpose: "sign",
      });
    };
    const good = await judge(await make());
    expect(good.evidence.at(-1)).toMatchObject({ status: "good", source: "ocsp" });
    const gone = await make();
    await pki.revoke(gone, new Date("2026-06-01T00:00:00Z"));
    expect(await judge(gone)).toMatchObject({ reason: "PATH_REVOKED" });
    const stranger = await (await openDemoPki(join(folder, "foreign"))).issue({
      kind: "person",
      authority: id,
      name: "乙",
      ...LIFE,
    });
    const unknown = await judge(await make(), parseCertificate(stranger.certificateDer));
    expect(unknown.evidence.at(-1)).toMatchObject({ status: "unknown" });
  });
});
