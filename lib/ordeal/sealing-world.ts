import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoPki, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { platformSigner } from "@/lib/adapters/pki/platform";
import { bytesToHex, toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { toPem } from "@/lib/crypto/certificate";
import { kidOf } from "@/lib/crypto/policy";
import { loadSuite, type SuiteId } from "@/lib/crypto/suite";
import { trusteeKeyPair } from "@/lib/crypto/trustee-keys";
import { keyStatement, twoGroupPolicy } from "./two-groups";

export const SEALING_TENDER = { id: "E5201000001000009001", lot: "E5201000001000009001001" };
const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2040-01-01T00:00:00Z") };
const TRUSTEES = [
  { name: "招标人", uscc: "12520100MB0XB00036" },
  { name: "平台", uscc: "91520100MA6XB00047" },
  { name: "公证处", uscc: "12520000MB0XB00057" },
];

/** A policy with three trustees who signed their keys, a tender record, a bidder with a certificate; all as files in a folder. */
export async function sealingWorld(suite: SuiteId, given?: DemoPki) {
  const folder = mkdtempSync(join(tmpdir(), "sealing-"));
  const pki = given ?? (await openDemoPki(join(folder, "ca")));
  const file = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const signerFor = async (name: string, uscc: string, kind: "company" | "trustee", authority: "demo-a" | "demo-b") => {
    const issued = await pki.issue({ kind, authority, name, uscc, ...LIFE });
    const { certificateDer, chainDer, privateKeyPkcs8: privateKey } = issued;
    return { ...issued, signer: platformSigner({ certificateDer, chainDer, privateKey }) };
  };
  const trustees = [];
  const secrets: Uint8Array[] = [];
  for (const { name, uscc } of TRUSTEES) {
    const pairs = [trusteeKeyPair(suite), trusteeKeyPair(suite)];
    const keys = pairs.map(({ publicKey }) => publicKey);
    const statement = keyStatement(suite, SEALING_TENDER, { name, uscc }, keys);
    const { signer } = await signerFor(name, uscc, "trustee", "demo-b");
    trustees.push({ cms: toBase64url(await signer.signStatement(canonicalBytes(statement as Json))), statement });
    const own = pairs.map(({ secret }) => toBase64url(secret));
    secrets.push(canonicalBytes({ fmt: "SBC/1", keys: own, kid: kidOf(statement), type: "trustee-secret" }));
  }
  const policy = canonicalBytes(twoGroupPolicy(suite, SEALING_TENDER, trustees as unknown as Json));
  const policyHash = bytesToHex((await loadSuite(suite)).hash(policy));
  const record = canonicalBytes({
    deadline: "2039-12-01T01:30:00Z",
    docs: "1".repeat(64),
    fmt: "SBC/1",
    policy: policyHash,
    tender: SEALING_TENDER,
    type: "tender",
    version: 1,
  });
  const bidder = async (authority: "demo-a" | "demo-b") => {
    const made = await signerFor("黔测建设有限公司", "91520100MA6E12345R", "company", authority);
    const pem = [made.certificateDer, ...made.chainDer].map((der) => toPem("CERTIFICATE", der)).join("");
    return {
      ...made,
      cert: file(`${authority}.pem`, pem),
      key: file(`${authority}.key.pem`, toPem("PRIVATE KEY", made.privateKeyPkcs8)),
    };
  };
  const anchors = pki.anchors().map((der) => toPem("CERTIFICATE", der));
  return {
    folder,
    pki,
    file,
    policyHash,
    policyBytes: policy,
    anchor: file("anchor.pem", anchors.join("")),
    policy: file("policy.json", policy),
    tender: file("tender.json", record),
    trustees: secrets.map((bytes, at) => file(`trustee-${at + 1}.json`, bytes)),
    bidder: await bidder("demo-b"),
    rsaBidder: await bidder("demo-a"),
  };
}
