import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { verifySignedData } from "@/lib/crypto/cms-verify";
import { type PathInput, validatePath } from "@/lib/crypto/path";
import {
  base64,
  derOf,
  instant,
  isFile,
  isFolder,
  readBelow,
  readJsonFile,
  SuiteFault,
  shaped,
  shapedEach,
  verdict,
} from "./certs-files";
import type { Said, Suite, SuiteCase } from "./certs-judge";

/** Reasons with which a `fail-closed` case that is good may be refused: they say that the feature is not supported. */
const UNSUPPORTED = ["PATH_NAME_CONSTRAINT_UNSUPPORTED", "PATH_POLICY_UNSUPPORTED", "PATH_REVOCATION_UNKNOWN"];

async function judgePath(input: PathInput): Promise<Said> {
  const { ok, reason = "", detail = "" } = await validatePath(input);
  return { ok, detail: ok ? "accepted" : `${reason} ${detail}`, unsupported: UNSUPPORTED.includes(reason) };
}

const EKU: Readonly<Record<string, string>> = {
  anyExtendedKeyUsage: "2.5.29.37.0",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  OCSPSigning: "1.3.6.1.5.5.7.3.9",
};

const texts = z.array(z.string());
const limboCase = z.object({
  id: z.string(),
  /** Upstream's own file has none: nothing of it gates. */
  tier: z.string().nullish(),
  trusted_certs: texts,
  untrusted_intermediates: texts.nullish(),
  peer_certificate: z.string(),
  crls: texts.nullish(),
  validation_time: instant.nullish(),
  max_chain_depth: z.number().int().min(0).nullish(),
  extended_key_usage: texts.nullish(),
  features: texts.nullish(),
  expected_result: verdict,
});

/** x509-limbo, by its README. @param now what a case without a time is judged at @throws {SuiteFault} */
export function limboSuite(path: string, name: string, now: Date): Suite {
  const { testcases } = shaped(z.object({ testcases: z.array(z.unknown()) }), readJsonFile(path), basename(path));
  const { good, fault } = shapedEach(limboCase, testcases);
  const cases = good.map((test): SuiteCase => {
    const input: PathInput = {
      leaf: derOf(test.peer_certificate),
      intermediates: (test.untrusted_intermediates ?? []).map((pem) => derOf(pem)),
      anchors: test.trusted_certs.map((pem) => derOf(pem)),
      crls: (test.crls ?? []).map((pem) => derOf(pem, "X509 CRL")),
      at: test.validation_time ?? now,
      requireRevocation: test.features?.includes("has-crl") ?? false,
      maxDepth: test.max_chain_depth ?? null,
      eku: (test.extended_key_usage ?? []).map((one) => EKU[one] ?? one),
    };
    const tier = test.tier ?? "without a tier";
    return { id: test.id, tier, expected: test.expected_result, judge: () => judgePath(input) };
  });
  return { name, cases, ...(fault ? { fault } : {}) };
}

const pkitsIndex = z.object({ trust_anchor: z.string(), validation_time: instant, cases: z.array(z.unknown()) });
const pkitsCase = z.object({
  id: z.string(),
  tier: z.string(),
  ee: z.string(),
  intermediates: texts,
  crls: texts,
  smime: z.string().nullish(),
  expected_result: verdict.nullable(),
});
type PkitsCase = z.output<typeof pkitsCase>;

/** Whether a JSON file is PKITS's index; files of other suites have the same name. */
export const isPkits = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "trust_anchor" in value && "cases" in value && !("cms" in value);

/**
 * NIST PKITS, by its README: the paths, and where the messages are there, each as a signature by the same certificate.
 * @throws {SuiteFault}
 */
export function pkitsSuites(path: string, name: string): readonly Suite[] {
  const folder = dirname(path);
  const index = shaped(pkitsIndex, readJsonFile(path), basename(path));
  if (!isFolder(join(folder, "certs"))) throw new SuiteFault(`${folder}: no certs/ beside ${basename(path)}`);
  const { good, fault } = shapedEach(pkitsCase, index.cases);
  const anchor = readBelow(folder, index.trust_anchor);
  const faults = fault ? [fault] : [];
  const paths: SuiteCase[] = [];
  const messages: SuiteCase[] = [];
  for (const test of good) {
    try {
      const input = pkitsInput(folder, test, anchor, index.validation_time);
      const { id, tier, expected_result: expected } = test;
      paths.push({ id, tier, expected, judge: () => judgePath(input) });
      if (!test.smime || !isFile(join(folder, "smime", test.smime))) continue;
      const message = readBelow(folder, "smime", test.smime);
      messages.push({ id: `${id} (message)`, tier, expected, judge: () => judgeMessage(message, input) });
    } catch (error) {
      if (!(error instanceof SuiteFault)) throw error;
      faults.push(`case ${test.id}: ${error.message}`);
    }
  }
  const said = faults.length > 0 ? { fault: faults.slice(0, 3).join("; ") } : {};
  const suite = { name, cases: paths, ...said };
  return messages.length > 0 ? [suite, { name: name.replace(/[^/]+$/, "smime"), cases: messages }] : [suite];
}

function pkitsInput(folder: string, test: PkitsCase, anchor: Uint8Array, at: Date): PathInput {
  return {
    leaf: readBelow(folder, "certs", test.ee),
    intermediates: test.intermediates.map((one) => readBelow(folder, "certs", one)),
    anchors: [anchor],
    crls: test.crls.map((one) => readBelow(folder, "crls", one)),
    at,
    requireRevocation: true,
  };
}

/** A clear-signed message is as good as its signature and its signer's path together. */
async function judgeMessage(message: Uint8Array, input: PathInput): Promise<Said> {
  const parts = clearSigned(new TextDecoder("latin1").decode(message));
  if (!parts) return { ok: false, detail: "not a clear-signed message" };
  const signed = await verifySignedData("general", parts.cms, parts.content);
  if (!signed.ok) return { ok: false, detail: `${signed.reason} ${signed.detail}` };
  // Its own signer's: one message of the suite was signed by a namesake's certificate.
  const intermediates = [...input.intermediates, ...signed.certificates];
  return judgePath({ ...input, leaf: signed.signers[0]!.certificate.der, intermediates });
}

/** First part with CRLF line ends as it was signed, and the signature of the second. */
export function clearSigned(text: string): { readonly content: Uint8Array; readonly cms: Uint8Array } | null {
  const boundary = /boundary="?([^"\r\n;]+)"?/.exec(text)?.[1];
  if (!boundary) return null;
  const lines = text.replace(/\r?\n/g, "\r\n");
  const [, first, second] = `\r\n${lines}`.split(`\r\n--${boundary}`);
  const armour = second?.split("\r\n\r\n").slice(1).join("");
  if (first === undefined || !armour) return null;
  return { content: new Uint8Array(Buffer.from(first.replace(/^\r\n/, ""), "latin1")), cms: base64(armour) };
}
