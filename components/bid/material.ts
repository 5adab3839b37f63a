import { decodeBase64 } from "@/lib/crypto/binding";
import { fromBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { verifyCms } from "@/lib/crypto/cms";
import { type Header, parseHeader } from "@/lib/crypto/header";
import { parsePolicy, parseTenderRecord, type Policy, policyHashOf } from "@/lib/crypto/policy";
import { reject } from "@/lib/crypto/reasons";
import { loadSuite } from "@/lib/crypto/suite";

type SignedPair = { readonly bytes: string; readonly tenderee: string; readonly platform: string };
export type SentMaterial = {
  readonly uscc: string;
  readonly tender: { readonly id: string; readonly lot: string };
  readonly record: SignedPair;
  readonly policy: SignedPair;
  readonly docsHash: string;
  readonly seq: number;
  readonly prev: string | null;
  readonly headers: readonly string[];
  readonly form: {
    readonly fields: readonly {
      readonly key: string;
      readonly label: string;
      readonly required: boolean;
      readonly hint: string;
    }[];
    readonly attachments: readonly { readonly role: string; readonly label: string; readonly required: boolean }[];
  };
};

/** What a bid is sealed for, after this browser has checked every signature on it. */
export type Material = {
  readonly uscc: string;
  readonly tender: { readonly id: string; readonly lot: string };
  readonly policy: Policy;
  readonly policyHash: string;
  readonly docsHash: string;
  readonly seq: number;
  readonly prev: string | null;
  /** Headers of the bid in force. */
  readonly headers: readonly Header[];
  readonly trustees: readonly { readonly name: string; readonly uscc: string }[];
};

/** Fetches and checks. @throws an Error with `reason` */
export async function fetchMaterial(bidId: string): Promise<Material> {
  const response = await fetch(`/api/v1/bids/${bidId}/material`, { cache: "no-store" });
  const sent = (await response.json()) as SentMaterial & { readonly message?: string };
  if (!response.ok) throw new Error(sent.message ?? String(response.status));
  return readMaterial(sent);
}

/**
 * Checks what was sent: record and policy signed by tenderee and platform, the policy named by the record, and every
 * trustee's own signature on its key (protocol §2.10). A page that put other keys in the trustees' places stops here.
 * @throws an Error with `reason`
 */
export async function readMaterial(sent: SentMaterial): Promise<Material> {
  const record = parseTenderRecord(await signed(sent.record));
  const policyBytes = await signed(sent.policy);
  const policy = parsePolicy(policyBytes);
  await loadSuite(policy.suite);
  const policyHash = policyHashOf(policyBytes, policy);
  if (record.policy !== policyHash || record.docs !== sent.docsHash) reject("policy", "the record names another");
  if (record.tender.lot !== sent.tender.lot || policy.tender.lot !== sent.tender.lot) reject("tender", "another lot");
  for (const { statement, cms } of policy.trustees) {
    const verdict = await verifyCms(canonicalBytes(statement as Json), fromBase64url(cms));
    if (!verdict.ok) reject("trustee", `${statement.name}: ${verdict.reason}`);
  }
  return {
    uscc: sent.uscc,
    tender: sent.tender,
    policy,
    policyHash,
    docsHash: sent.docsHash,
    seq: sent.seq,
    prev: sent.prev,
    headers: sent.headers.map((header) => parseHeader(decodeBase64(header))),
    trustees: policy.trustees.map(({ statement: { name, uscc } }) => ({ name, uscc })),
  };
}

async function signed({ bytes, tenderee, platform }: SignedPair): Promise<Uint8Array> {
  const content = decodeBase64(bytes);
  for (const cms of [tenderee, platform]) {
    const verdict = await verifyCms(content, decodeBase64(cms));
    if (!verdict.ok) reject("signature", verdict.reason);
  }
  return content;
}
