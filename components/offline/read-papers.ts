import { utf8 } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { checkPolicy } from "@/lib/crypto/inspect";
import { parseTenderRecord, type Policy, policyHashOf } from "@/lib/crypto/policy";
import { reject } from "@/lib/crypto/reasons";
import { loadSuite } from "@/lib/crypto/suite";
import { readMaterial, type SentMaterial } from "../bid/material";

/** What a bid is sealed for, from files that were fetched while there was a line. */
export type Papers = {
  readonly policy: Policy;
  readonly policyHash: string;
  readonly docsHash: string;
  readonly deadline: Date;
  /** Whose bid it is; null where the files do not say: then the certificate does. */
  readonly uscc: string | null;
  readonly seq: number;
  readonly prev: string | null;
  /** What the documents ask for; null where only record and policy are at hand. */
  readonly asks: SentMaterial["form"] | null;
};

const LIMIT_BYTES = 4_000_000;

/**
 * Reads the material of a bid as the platform hands it out (one file), or the tender record and the opening policy (two
 * files), and checks all signatures on them; which is which is told by their content.
 *
 * @throws an Error with `reason`: a file is missing, is another one, or was altered
 */
export async function readPapers(files: readonly File[]): Promise<Papers> {
  const read = await Promise.all(files.map(readJson));
  const material = read.find(({ value }) => "record" in value && "policy" in value && "uscc" in value);
  if (material) return fromMaterial(material.value as unknown as SentMaterial & { readonly deadline: string });
  const record = read.find(({ value }) => value.type === "tender");
  const policy = read.find(({ value }) => value.type === "policy");
  if (!record || !policy) return reject("shape", "neither material nor record and policy");
  return fromPair(canonicalBytes(record.value as Json), policy.bytes);
}

async function readJson(file: File): Promise<{ bytes: Uint8Array; value: Record<string, unknown> }> {
  if (file.size > LIMIT_BYTES) return reject("shape", file.name);
  const text = await file.text();
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return { bytes: utf8(text.trim()), value: { ...value } };
  } catch {
    // Said below.
  }
  return reject("shape", file.name);
}

async function fromMaterial(sent: SentMaterial & { readonly deadline: string }): Promise<Papers> {
  const { policy, policyHash, docsHash, uscc, seq, prev } = await readMaterial(sent);
  return { policy, policyHash, docsHash, uscc, seq, prev, deadline: new Date(sent.deadline), asks: sent.form };
}

/** The same rules as `xinbiao seal`: record and policy name one another, every trustee has signed its key. */
async function fromPair(recordBytes: Uint8Array, policyBytes: Uint8Array): Promise<Papers> {
  const record = parseTenderRecord(recordBytes);
  const policy = await checkPolicy(policyBytes, { at: [new Date()] });
  await loadSuite(policy.suite);
  const policyHash = policyHashOf(policyBytes, policy);
  if (record.policy !== policyHash) reject("policy", "the tender record names another policy");
  if (record.tender.id !== policy.tender.id || record.tender.lot !== policy.tender.lot) reject("tender", "another lot");
  const deadline = new Date(record.deadline);
  return { policy, policyHash, docsHash: record.docs, deadline, uscc: null, seq: 1, prev: null, asks: null };
}
