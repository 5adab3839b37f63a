import { parseTenderRecord, type Policy, policyHashOf, type TenderRecord } from "@/lib/crypto/policy";
import { loadSuite } from "@/lib/crypto/suite";
import { currentSet } from "@/lib/store/documents";
import { currentPolicy, currentTenderRecord } from "@/lib/store/policies";
import { readPolicy } from "./read-policy";

export type RecordInForce = {
  readonly record: TenderRecord;
  readonly recordBytes: Uint8Array;
  readonly policy: Policy;
  readonly policyBytes: Uint8Array;
  readonly policyHash: string;
  readonly docsHash: string;
  readonly docsVersion: number;
  /** Signatures of tenderee and platform over record and policy. */
  readonly signatures: {
    readonly record: { readonly tenderee: Uint8Array; readonly platform: Uint8Array };
    readonly policy: { readonly tenderee: Uint8Array; readonly platform: Uint8Array };
  };
};

/** The signed tender record and opening policy a bid has to be made for; null before publication (protocol §2.10). */
export async function recordInForce(lotId: string): Promise<RecordInForce | null> {
  const [record, policy, set] = await Promise.all([
    currentTenderRecord(lotId),
    currentPolicy(lotId),
    currentSet(lotId),
  ]);
  if (!record || !policy || !set) return null;
  const parsed = parseTenderRecord(record.bytes);
  const read = readPolicy(policy);
  await loadSuite(read.suite);
  const policyHash = policyHashOf(policy.bytes, read);
  if (parsed.policy !== policyHash) throw new Error(`tender record of lot ${lotId} names another policy`);
  return {
    record: parsed,
    recordBytes: record.bytes,
    policy: read,
    policyBytes: policy.bytes,
    policyHash,
    docsHash: parsed.docs,
    docsVersion: set.version,
    signatures: {
      record: { tenderee: record.tendereeCms, platform: record.platformCms },
      policy: { tenderee: policy.tendereeCms, platform: policy.platformCms },
    },
  };
}
