import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromPem } from "@/lib/crypto/certificate";
import type { PathInput } from "@/lib/crypto/path";

export type PathCase = {
  readonly id: string;
  readonly tier: string;
  readonly expected: "SUCCESS" | "FAILURE" | null;
  readonly input: PathInput;
};
export type PathSuite = { readonly name: string; readonly cases: readonly PathCase[] };

type Limbo = {
  id: string;
  tier?: string;
  trusted_certs: string[];
  untrusted_intermediates: string[];
  peer_certificate: string;
  crls?: string[];
  validation_time: string | null;
  max_chain_depth?: number | null;
  extended_key_usage?: string[];
  features?: string[];
  expected_result: "SUCCESS" | "FAILURE";
};
type Pkits = {
  trust_anchor: string;
  validation_time: string;
  cases: {
    id: string;
    tier: string;
    ee: string;
    intermediates: string[];
    crls: string[];
    expected_result: "SUCCESS" | "FAILURE" | null;
  }[];
};

const EKU: Readonly<Record<string, string>> = {
  anyExtendedKeyUsage: "2.5.29.37.0",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  codeSigning: "1.3.6.1.5.5.7.3.3",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  OCSPSigning: "1.3.6.1.5.5.7.3.9",
};

/**
 * The suites of path validation in a folder or one level below it: x509-limbo as `*limbo*.json`, PKITS as a
 * `cases.json` with `certs/` and `crls/` beside it.
 * @param now what a case without a time is judged at
 * @throws {Error} if a file that looks like one of them cannot be read as such
 */
export function pathSuites(dir: string, now: Date): readonly PathSuite[] {
  const below = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  return ["", ...below].flatMap((folder) => {
    const path = join(dir, folder);
    const label = (name: string) => (folder ? `${folder}/${name}` : name);
    const limbo = readdirSync(path).filter((name) => /limbo.*\.json$/i.test(name));
    const suites = limbo.map((name) => ({ name: label(name), cases: limboCases(join(path, name), now) }));
    const isPkits = existsSync(join(path, "cases.json")) && existsSync(join(path, "certs"));
    return isPkits ? [...suites, { name: label("cases.json"), cases: pkitsCases(path) }] : suites;
  });
}

function limboCases(file: string, now: Date): PathCase[] {
  const { testcases } = JSON.parse(readFileSync(file, "utf8")) as { testcases: Limbo[] };
  const der = (pem: string): Uint8Array => fromPem("CERTIFICATE", pem)[0] ?? new Uint8Array();
  return testcases.map((test) => ({
    id: test.id,
    tier: test.tier ?? "informational",
    expected: test.expected_result,
    input: {
      leaf: der(test.peer_certificate),
      intermediates: test.untrusted_intermediates.map(der),
      anchors: test.trusted_certs.map(der),
      crls: (test.crls ?? []).flatMap((pem) => fromPem("X509 CRL", pem)),
      at: test.validation_time ? new Date(test.validation_time) : now,
      requireRevocation: test.features?.includes("has-crl") ?? false,
      maxDepth: test.max_chain_depth ?? null,
      eku: (test.extended_key_usage ?? []).map((name) => EKU[name] ?? name),
    },
  }));
}

function pkitsCases(folder: string): PathCase[] {
  const index = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8")) as Pkits;
  const file = (...parts: string[]) => new Uint8Array(readFileSync(join(folder, ...parts)));
  const anchor = file(index.trust_anchor);
  return index.cases.map(({ id, tier, ee, intermediates, crls, expected_result }) => ({
    id,
    tier,
    expected: expected_result,
    input: {
      leaf: file("certs", ee),
      intermediates: intermediates.map((name) => file("certs", name)),
      anchors: [anchor],
      crls: crls.map((name) => file("crls", name)),
      at: new Date(index.validation_time),
      requireRevocation: true,
    },
  }));
}
