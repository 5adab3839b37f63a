import { z } from "zod";
import { certificatesFromPem, parseCertificate } from "@/lib/crypto/certificate";
import { verifySignedData } from "@/lib/crypto/cms-verify";
import { readDer, readMagnitude, sequenceOf, TAG } from "@/lib/crypto/der";
import { nameText } from "@/lib/crypto/name";
import { validatePath } from "@/lib/crypto/path";
import { readTimestampResponse, type TimestampVerdict, verifyTimestamp } from "@/lib/crypto/timestamp";
import { base64, derOf, instant, shapedEach } from "./certs-files";
import type { Said, Suite, SuiteCase } from "./certs-judge";

const texts = z.array(z.string());
const expected = (ok: boolean | null): SuiteCase["expected"] => (ok === null ? null : ok ? "SUCCESS" : "FAILURE");
const ders = (pems: readonly string[]) => pems.map((pem) => derOf(pem)).filter(({ length }) => length > 0);

const cmsCase = z.object({
  id: z.string(),
  cms: z.string(),
  content: z.string().nullable(),
  anchors: texts,
  at: z.number().nullable(),
  signatureOnly: z.boolean(),
  expect: z.object({ ok: z.boolean().nullable() }),
});
type CmsCase = z.output<typeof cmsCase>;

/** CMS SignedData, by its README: below the seal profile. */
export function cmsSuite(values: readonly unknown[], name: string): Suite {
  const { good, fault } = shapedEach(cmsCase, values);
  const cases = good.map((test) => ({
    id: test.id,
    tier: "core",
    expected: expected(test.expect.ok),
    judge: () => judgeCms(test),
  }));
  return { name, cases, ...(fault ? { fault } : {}) };
}

async function judgeCms(test: CmsCase): Promise<Said> {
  const content = test.content === null ? null : base64(test.content);
  const signed = await verifySignedData("general", base64(test.cms), content);
  if (!signed.ok) {
    // A weak algorithm refused by name is right too, however good its arithmetic (the suite's own words).
    const weak = test.expect.ok === true && ["CMS_ALGORITHM", "CMS_KEY"].includes(signed.reason);
    return { ok: false, detail: `${signed.reason} ${signed.detail}`, besides: weak };
  }
  if (test.signatureOnly) return { ok: true, detail: "signed" };
  const { certificate } = signed.signers[0]!;
  const path = await validatePath({
    leaf: certificate.der,
    intermediates: signed.certificates,
    anchors: ders(test.anchors),
    // Without a time the path is asked for when its signer's certificate began.
    at: test.at === null ? certificate.notBefore : new Date(test.at * 1000),
    requireRevocation: false,
  });
  return { ok: path.ok, detail: path.ok ? "signed and believed" : `${path.reason} ${path.detail}` };
}

const tsaCase = z.object({
  id: z.string(),
  response: z.string(),
  data: z.string().nullish(),
  digest: z.string().nullish(),
  request: z.string().nullish(),
  anchors: texts,
  certificates: texts.nullish(),
  anchorValidFor: z.array(z.object({ anchor: z.string(), start: instant.nullish(), end: instant.nullish() })).nullish(),
  signerSubject: z.string().nullish(),
  signingCertificate: z.string().nullish(),
  signingCertificateValidAtGenTime: z.boolean().nullish(),
  expect: z.object({
    ok: z.boolean(),
    genTime: instant.nullish(),
    hash: z.string().nullish(),
    policy: z.string().nullish(),
  }),
});
type TsaCase = z.output<typeof tsaCase>;

/** RFC 3161 responses, by their README: an accepted one must say exactly what the suite says. */
export function tsaSuite(values: readonly unknown[], name: string): Suite {
  const { good, fault } = shapedEach(tsaCase, values);
  const cases = good.map((test) => ({
    id: test.id,
    tier: "core",
    expected: expected(test.expect.ok),
    judge: () => judgeTsa(test),
  }));
  return { name, cases, ...(fault ? { fault } : {}) };
}

async function judgeTsa(test: TsaCase): Promise<Said> {
  const said = await believeTsa(test);
  if (!said.ok) return { ok: false, detail: `${said.reason} ${said.detail}` };
  const { genTime, hash, policy } = test.expect;
  const { info } = said;
  if (genTime && said.genTime.getTime() !== genTime.getTime())
    return { ok: false, detail: `genTime ${said.genTime.toISOString()}` };
  if (hash && info.hash.replace("-", "").toLowerCase() !== hash.replace("-", "").toLowerCase())
    return { ok: false, detail: `hash ${info.hash}` };
  if (policy && info.policy !== policy) return { ok: false, detail: `policy ${info.policy}` };
  const subject = nameText(said.signer.subject);
  if (test.signerSubject && !namesSame(test.signerSubject, said.signer.subject)) return { ok: false, detail: subject };
  if (typeof test.signingCertificateValidAtGenTime === "boolean" && test.signingCertificate) {
    const { notBefore, notAfter } = parseCertificate(derOf(test.signingCertificate));
    const inside = said.genTime >= notBefore && said.genTime <= notAfter;
    if (inside !== test.signingCertificateValidAtGenTime)
      return { ok: false, detail: `stamped certificate ${inside ? "valid" : "not valid"} then` };
  }
  return { ok: true, detail: said.genTime.toISOString() };
}

/** Suites write a subject in one spelling or another (`CN=a,O=b`, `/O=b/CN=a`): the values count. */
function namesSame(written: string, subject: Parameters<typeof nameText>[0]): boolean {
  const values = subject.rdns.flat().map(({ value }) => value);
  return written
    .split(/[,/+]\s*(?=[A-Za-z0-9.]+\s*=)/)
    .filter((part) => part.includes("="))
    .every((part) => values.includes(part.slice(part.indexOf("=") + 1).trim()));
}

async function believeTsa(test: TsaCase): Promise<TimestampVerdict> {
  try {
    const { granted, token } = readTimestampResponse(base64(test.response));
    if (!granted || !token) return { ok: false, reason: "TSA_REFUSED", detail: "" };
    const anchors = test.anchors.flatMap((pem) => {
      const period = test.anchorValidFor?.find(({ anchor }) => anchor.trim() === pem.trim());
      return ders([pem]).map((der) => ({
        der,
        ...(period?.start ? { from: period.start } : {}),
        ...(period?.end ? { until: period.end } : {}),
      }));
    });
    const of =
      typeof test.data === "string"
        ? { data: base64(test.data) }
        : { imprint: new Uint8Array(Buffer.from(test.digest ?? "", "hex")) };
    const certificates = (test.certificates ?? []).flatMap((pem) => certificatesFromPem(pem));
    const nonce = test.request ? nonceOf(base64(test.request)) : null;
    return await verifyTimestamp({ token, of, nonce, anchors, certificates, requireRevocation: false });
  } catch (error) {
    return { ok: false, reason: "TSA_MALFORMED", detail: (error as Error).message };
  }
}

/** The nonce of a query is its INTEGER after version and imprint. */
function nonceOf(request: Uint8Array): Uint8Array | null {
  const integers = sequenceOf(readDer(request)).filter(({ tag }) => tag === TAG.integer);
  return integers[1] ? readMagnitude(integers[1]) : null;
}
