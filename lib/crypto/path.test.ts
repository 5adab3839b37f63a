import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { certificatesFromPem } from "./certificate";
import { type PathResult, validatePath } from "./path";

const VECTORS = process.env.VECTORS_DIR ?? join(process.cwd(), "../shared/vectors");

type Limbo = {
  id: string;
  tier: string;
  trusted_certs: string[];
  untrusted_intermediates: string[];
  peer_certificate: string;
  crls: string[];
  validation_time: string | null;
  max_chain_depth: number | null;
  extended_key_usage: string[];
  features: string[];
  expected_result: "SUCCESS" | "FAILURE";
};
type Pkits = {
  id: string;
  tier: string;
  ee: string;
  intermediates: string[];
  crls: string[];
  expected_result: "SUCCESS" | "FAILURE" | null;
};

const der = (pem: string): Uint8Array => certificatesFromPem(pem)[0]!;
const crlDer = (pem: string): Uint8Array =>
  Uint8Array.from(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64"));
const EKU: Readonly<Record<string, string>> = {
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  OCSPSigning: "1.3.6.1.5.5.7.3.9",
};

const runLimbo = (test: Limbo): Promise<PathResult> =>
  validatePath({
    leaf: der(test.peer_certificate),
    intermediates: test.untrusted_intermediates.map(der),
    anchors: test.trusted_certs.map(der),
    crls: test.crls.map(crlDer),
    at: test.validation_time ? new Date(test.validation_time) : new Date("2026-11-24T00:00:00Z"),
    requireRevocation: test.features.includes("has-crl"),
    maxDepth: test.max_chain_depth,
    eku: test.extended_key_usage.map((name) => EKU[name] ?? name),
  });

/** Compares by tier; prints right and wrong, and fails on what the tier gates. */
function judge(
  suite: string,
  results: readonly { id: string; tier: string; expected: string | null; result: PathResult }[],
) {
  const wrong: string[] = [];
  for (const tier of new Set(results.map((r) => r.tier))) {
    const of = results.filter((r) => r.tier === tier && r.expected !== null);
    const differs = of.filter(({ expected, result }) => (expected === "SUCCESS") !== result.ok);
    const falseAccepts = differs.filter(({ result }) => result.ok).length;
    console.log(
      `${suite} ${tier}: ${of.length - differs.length} right, ${differs.length} differ (${falseAccepts} accepted)`,
    );
    for (const { id, expected, result } of differs) {
      if (process.env.SHOW)
        console.log(`   ${id}: expected ${expected}, got ${result.ok ? "ok" : `${result.reason} ${result.detail}`}`);
      if (tier === "core" || (tier === "fail-closed" && result.ok)) wrong.push(`${id}: ${result.reason ?? "accepted"}`);
    }
  }
  return wrong;
}

const limbo = join(VECTORS, "x509-limbo/limbo-signing.json");
describe.skipIf(!existsSync(limbo))("x509-limbo, signing subset", () => {
  it("core and fail-closed tiers", { timeout: 60_000 }, async () => {
    const { testcases } = JSON.parse(readFileSync(limbo, "utf8")) as { testcases: Limbo[] };
    const results = [];
    for (const test of testcases) {
      const started = performance.now();
      const result = await runLimbo(test);
      expect(performance.now() - started, test.id).toBeLessThan(2_000);
      results.push({ id: test.id, tier: test.tier, expected: test.expected_result, result });
    }
    expect(results.length).toBeGreaterThan(100);
    expect(judge("limbo", results)).toEqual([]);
  });
});

const pkits = join(VECTORS, "pkits");
describe.skipIf(!existsSync(pkits))("NIST PKITS", () => {
  it("core and fail-closed tiers", { timeout: 60_000 }, async () => {
    const index = JSON.parse(readFileSync(join(pkits, "cases.json"), "utf8")) as {
      trust_anchor: string;
      validation_time: string;
      cases: Pkits[];
    };
    const file = (name: string) => new Uint8Array(readFileSync(join(pkits, name)));
    const cert = (name: string) => file(join("certs", name));
    const results = [];
    for (const test of index.cases) {
      const result = await validatePath({
        leaf: cert(test.ee),
        intermediates: test.intermediates.map(cert),
        anchors: [file(index.trust_anchor)],
        crls: test.crls.map((name) => file(join("crls", name))),
        at: new Date(index.validation_time),
        requireRevocation: true,
      });
      results.push({ id: test.id, tier: test.tier.split(" ")[0]!, expected: test.expected_result, result });
    }
    expect(results.length).toBeGreaterThan(150);
    expect(judge("pkits", results)).toEqual([]);
  });
});
