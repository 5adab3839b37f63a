import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { PDFDocument } from "pdf-lib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pkcs11Token } from "@/lib/adapters/bridge/pkcs11";
import type { Pkcs11 } from "@/lib/adapters/bridge/pkcs11-names";
import { softwareToken } from "@/lib/adapters/bridge/software";
import type { Running } from "@/lib/adapters/loopback/server";
import type { DemoPki, Issued } from "@/lib/adapters/pki/demo/pki";
import { startDemoRemote } from "@/lib/adapters/remote/demo/server";
import { httpRemote } from "@/lib/adapters/remote/http";
import { encodeBase64 } from "@/lib/crypto/binding";
import { bytesToHex } from "@/lib/crypto/bytes";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { toPem } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import type { Signer } from "@/lib/crypto/signer";
import { type AskPhone, connectPhone } from "@/lib/crypto/signer-remote";
import { openP12 } from "@/lib/crypto/signer-software";
import { pairedPage } from "@/lib/testing/bridge-page";
import { LIFE, newAuthorities } from "@/lib/testing/keys";
import { SOFT_HSM, softHsm, softHsmThere, TOKEN_PIN } from "@/lib/testing/soft-hsm";
import { pdfMaker } from "./maker";
import { readPdfSignatures } from "./verify-pdf";

const AUTHORITIES = ["demo-a", "demo-b", "demo-c"] as const;
type Authority = (typeof AUTHORITIES)[number];
const KIND = { "demo-a": "RSA", "demo-b": "ECDSA", "demo-c": "SM2" } as const;
const ORIGIN = "https://bid.example.cn";
const PDFSIG = "/usr/bin/pdfsig";
const folder = mkdtempSync(join(tmpdir(), "drivers-"));
const closing: (() => unknown)[] = [];
let pki: DemoPki;
let provider: Running;
const secret = randomBytes(32).toString("hex");
const issued = {} as Record<Authority, Issued>;
let blank: Uint8Array;

if (!softHsmThere())
  console.warn("SoftHSM2 or pkcs11js is absent: tokens sign from files alone, PKCS#11 counts as not done");
if (!existsSync(PDFSIG)) console.warn("pdfsig is absent: its verdicts count as not done");

beforeAll(async () => {
  pki = await newAuthorities();
  for (const authority of AUTHORITIES)
    issued[authority] = await pki.issue({
      kind: "company",
      authority,
      name: "驱动公司",
      uscc: "91520100MA6E12345R",
      ...LIFE,
    });
  provider = await startDemoRemote({ secret, folder: join(folder, "phones"), pki, now: () => new Date() }, 0);
  closing.push(() => provider.close());
  const made = await PDFDocument.create();
  made.addPage();
  blank = await made.save({ useObjectStreams: false });
}, 60_000);
afterAll(async () => {
  for (const close of closing) await close();
});

const byFile = (authority: Authority) => openP12(issued[authority].p12("pw"), "pw");

/** SM2 tokens are files here: no freely available PKCS#11 software has it (protocol §4.3). */
async function byToken(authority: Authority): Promise<Signer> {
  if (authority === "demo-c" || !softHsmThere()) {
    const token = await softwareToken("UKey", issued[authority].p12(TOKEN_PIN), TOKEN_PIN);
    const { signer, close } = await pairedPage(token, TOKEN_PIN, ORIGIN);
    closing.unshift(close);
    return signer;
  }
  const { signer, close } = await pairedPage(tokens(), TOKEN_PIN, ORIGIN);
  closing.unshift(close);
  const own = (await signer.list()).filter(({ token }) => token === authority);
  return { ...signer, list: async () => own };
}

let plugged: ReturnType<typeof pkcs11Token> | null = null;
/** Both tokens are plugged in at once; the library is loaded once in a process. */
function tokens() {
  if (plugged) return plugged;
  const { "demo-a": rsa, "demo-b": ec } = issued;
  softHsm(join(folder, "hsm"), { "demo-a": [rsa], "demo-b": [ec] });
  const require = createRequire(resolve("scripts/bridge", "package.json"));
  const { PKCS11 } = require("pkcs11js") as { PKCS11: new () => Pkcs11 };
  const native = new PKCS11();
  plugged = pkcs11Token(native, SOFT_HSM);
  // Its threads would keep this process alive.
  closing.push(() => native.C_Finalize());
  return plugged;
}

/** The provider is asked as the platform asks it; the person at the phone types the number. */
async function byPhone(authority: Authority): Promise<Signer> {
  const form = (path: string, fields: Record<string, string>) =>
    fetch(`${provider.url}${path}`, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  const enrolled = await form("/phones", { name: "驱动公司", uscc: "91520100MA6E12345R", authority });
  const own = enrolled.headers.get("location")!.split("/").pop()!;
  const remote = httpRemote(provider.url, secret);
  const ask: AskPhone = async ({ kind, statement, context, certificate = null, phone = null }) => {
    const id = randomBytes(32).toString("base64url");
    const { purpose, title, tender = null } = context;
    const about = { purpose, title, tender, origin: ORIGIN, number: "42", certificate, phone, seconds: 120 };
    await remote.place({ id, kind, statement: encodeBase64(statement), ...about });
    await form(`/phones/${own}/requests/${id}`, { choice: "approve", number: "42" });
    const status = await remote.statusOf(id);
    if (status.state !== "approved") throw new Error(status.state);
    return status.result as Awaited<ReturnType<AskPhone>>;
  };
  return connectPhone(ORIGIN, ask);
}

const context = (purpose: string, title: string) => ({
  ...{ origin: ORIGIN, purpose, title, nonce: crypto.randomUUID() },
  expires: new Date(Date.now() + 100_000).toISOString(),
});

/** OpenSSL's own word on a detached signature; it knows no SM2 in CMS. */
function opensslAccepts(authority: Authority, content: Uint8Array, cms: Uint8Array): void {
  const write = (name: string, bytes: Uint8Array | string) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  // A token may hold no more than its own certificate: who verifies knows the authority's.
  const known = [pki.anchors()[AUTHORITIES.indexOf(authority)]!, ...issued[authority].chainDer];
  const roots = write("roots.pem", known.map((der) => toPem("CERTIFICATE", der)).join(""));
  const files = [
    "-in",
    write("cms", cms),
    "-content",
    write("content", content),
    "-CAfile",
    roots,
    "-out",
    "/dev/null",
  ];
  execFileSync("openssl", ["cms", "-verify", "-binary", "-inform", "DER", ...files, "-purpose", "any"], {
    stdio: "pipe",
  });
}

describe.each([
  ["a key file", byFile],
  ["a token through the bridge", byToken],
  ["a phone", byPhone],
] as const)("R-31: %s", (_driver, open) => {
  it.each(AUTHORITIES)("seals, releases and signs a PDF with a certificate of %s", async (authority) => {
    const signer = await open(authority);
    const { id } = (await signer.list()).find(({ use }) => use !== "encrypt")!;
    for (const purpose of ["seal", "release"]) {
      const statement = canonicalBytes({ fmt: "SBC/1", type: purpose });
      const { cms } = await signer.sign({ cert: id, statement, context: context(purpose, "投标") });
      expect(await verifyCms(statement, cms)).toMatchObject({ ok: true });
      if (KIND[authority] !== "SM2") opensslAccepts(authority, statement, cms);
    }
    const title = "施工合同";
    const field = { name: "company", reason: "合同", at: new Date("2026-12-01T01:30:00Z") };
    const ready = await pdfMaker.prepareSignature(blank, field);
    const [sha256, sm3] = [bytesToHex(ready.byteRangeDigest), bytesToHex(pdfMaker.signedSm3(ready.pdf))];
    const statement = canonicalBytes({ fmt: "SBC/1", sha256, sm3, title, type: "document" });
    const { cms } = await signer.sign({ cert: id, statement, context: context("document", title) });
    const signed = await pdfMaker.embedSignature(ready.pdf, cms);
    expect(await readPdfSignatures(signed)).toMatchObject([{ reason: null, coversWhole: true }]);
    const file = join(folder, "signed.pdf");
    writeFileSync(file, signed);
    if (KIND[authority] === "SM2" || !existsSync(PDFSIG)) return;
    expect(execFileSync(PDFSIG, ["-nocert", file], { encoding: "utf8" })).toContain("Signature is Valid");
  });
});
