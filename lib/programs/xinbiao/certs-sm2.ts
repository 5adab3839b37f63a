import { dirname } from "node:path";
import { z } from "zod";
import { schemeOf } from "@/lib/crypto/algorithm";
import { fromHex, utf8 } from "@/lib/crypto/bytes";
import { parseCertificate } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import { sameBytes } from "@/lib/crypto/der";
import { validatePath } from "@/lib/crypto/path";
import { verifySignature } from "@/lib/crypto/public-key";
import { sm2Decrypt, sm2Verify } from "@/lib/crypto/sm2";
import { derOf, instant, readBelow, shaped } from "./certs-files";
import type { Said, Suite, SuiteCase } from "./certs-judge";

const texts = z.array(z.string());
const index = z.object({
  trust_anchor: z.string(),
  intermediates: texts,
  crls: texts,
  validation_time: instant,
  detached_content: z.string(),
  cms: z.array(z.object({ file: z.string(), accept: z.boolean() })),
  links: z.array(z.object({ child: z.string(), issuer: z.string(), valid: z.boolean() })).optional(),
  raw_signature: z.object({ message_utf8: z.string(), signer: z.string(), signature_der_hex: z.string() }).optional(),
  sm2_encrypt: z
    .object({
      plaintext_utf8: z.string(),
      ciphertext_der_hex: z.string(),
      test_only_private_scalar_hex: z.string(),
    })
    .optional(),
});
type Index = z.output<typeof index>;

/** Whether a JSON file is the index of an SM2 PKI. */
export const isSm2 = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "trust_anchor" in value && "cms" in value;

const verdictOf = (good: boolean) => (good ? "SUCCESS" : "FAILURE");

/** SM2 certificates and messages, by their README: each `accept` is signature, path, key usage and revocation together. */
export function sm2Suite(value: unknown, path: string, name: string): Suite {
  const all = shaped(index, value, name);
  const file = (named: string): Uint8Array => {
    const bytes = readBelow(dirname(path), named);
    const text = new TextDecoder("latin1").decode(bytes);
    if (!text.includes("-----BEGIN ")) return bytes;
    const certificate = derOf(text);
    return certificate.length > 0 ? certificate : derOf(text, "X509 CRL");
  };
  // All of them now: a message that is not there is no message that was refused.
  const links = all.links ?? [];
  [all.detached_content, all.trust_anchor, ...all.intermediates, ...all.crls].forEach(file);
  [...all.cms.map((test) => test.file), ...links.flatMap(({ child, issuer }) => [child, issuer])].forEach(file);
  const one = (id: string, good: boolean, judge: () => Promise<Said>): SuiteCase => ({
    id,
    tier: "core",
    expected: verdictOf(good),
    judge,
  });
  const cases = [
    ...all.cms.map((test) => one(test.file, test.accept, () => judgeMessage(all, test.file, file))),
    ...links.map(({ child, issuer, valid }) =>
      one(`link ${child} by ${issuer}`, valid, () => judgeLink(file(child), file(issuer))),
    ),
  ];
  const { raw_signature: raw, sm2_encrypt: encrypted } = all;
  if (raw) cases.push(one("raw signature", true, () => judgeRaw(raw, file(raw.signer))));
  if (encrypted) cases.push(one("ciphertext", true, () => judgeCiphertext(encrypted)));
  return { name, cases };
}

async function judgeMessage(all: Index, message: string, file: (named: string) => Uint8Array): Promise<Said> {
  const verdict = await verifyCms(file(all.detached_content), file(message));
  if (!verdict.ok) return { ok: false, detail: `${verdict.reason} ${verdict.detail}` };
  const path = await validatePath({
    leaf: verdict.signers[0]!.certificate.der,
    intermediates: [...verdict.certificates, ...all.intermediates.map(file)],
    anchors: [file(all.trust_anchor)],
    crls: all.crls.map(file),
    at: all.validation_time,
    requireRevocation: false,
    purpose: "sign",
  });
  return { ok: path.ok, detail: path.ok ? "signed and believed" : `${path.reason} ${path.detail}` };
}

async function judgeLink(child: Uint8Array, issuer: Uint8Array): Promise<Said> {
  const subject = parseCertificate(child);
  const scheme = schemeOf(subject.signatureAlgorithm);
  const ok =
    scheme !== null &&
    (await verifySignature(parseCertificate(issuer).publicKey, scheme, subject.tbs, subject.signature));
  return { ok, detail: ok ? "signed" : "the signature is false" };
}

async function judgeRaw(raw: NonNullable<Index["raw_signature"]>, signer: Uint8Array): Promise<Said> {
  const { kind } = parseCertificate(signer).publicKey;
  const ok = kind.type === "sm2" && sm2Verify(kind.point, utf8(raw.message_utf8), fromHex(raw.signature_der_hex));
  return { ok, detail: ok ? "signed" : "the signature is false" };
}

async function judgeCiphertext(test: NonNullable<Index["sm2_encrypt"]>): Promise<Said> {
  const opened = sm2Decrypt(fromHex(test.test_only_private_scalar_hex), fromHex(test.ciphertext_der_hex), "asn1");
  const ok = opened !== null && sameBytes(opened, utf8(test.plaintext_utf8));
  return { ok, detail: ok ? "opens" : "does not open" };
}
