import { bytesToHex, sha256, toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json, parseCanonical, second } from "@/lib/crypto/canonical";
import { docsBytes, parseKeyStatement, parsePolicy } from "@/lib/crypto/policy";
import { loadSuite } from "@/lib/crypto/suite";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { type NewTrusteeKey, putTrusteeKeys, type TrusteeKeyRow, trusteeKeys } from "@/lib/store/policies";
import type { Deps } from "@/lib/usecases/deps";
import type { TenderRef } from "@/lib/usecases/signing/act";

/** Lock groups of every bid: everything but the price, and the price (protocol §2.1). */
export const GROUPS = 2;
/** What a bid consists of. With one envelope both groups are opened together after the freeze, with two the price later. */
export const SEGMENTS = [
  { form: false, name: "technical", stage: 1 },
  { form: true, name: "price", stage: 2 },
] as const;

/** Codes, compared byte for byte: the protocol's name of a lot. */
export const tenderRef = (lot: LotWithTender): TenderRef => ({ id: lot.tender.code, lot: lot.code });

/**
 * Key statements of the lot's trustees, in the order of the policy. Those that are missing are asked for, outside any
 * transaction; an answer is kept at once, so that what is shown for signing is what is signed.
 *
 * @throws {Refusal} SERVICE_DOWN where a trustee does not answer: the policy needs every key
 */
export async function askTrustees(lot: LotWithTender, terms: CompleteTerms, deps: Deps): Promise<TrusteeKeyRow[]> {
  const suite = terms.opening.suite ?? 1;
  const { trusteeAlg } = await loadSuite(suite);
  const known = (await trusteeKeys(lot.id)).filter(({ statement }) => parseKeyStatement(statement).alg === trusteeAlg);
  if (known.length === terms.opening.trustees.length) return known;
  const asked = terms.opening.trustees.map(async (place, position): Promise<NewTrusteeKey> => {
    const trustee = deps.trustees[place];
    if (!trustee) throw new Refusal("NOT_READY", { missing: "trustees" });
    const signed = await trustee.makeKeys(tenderRef(lot), GROUPS, suite).catch(() => {
      throw new Refusal("SERVICE_DOWN", { service: `trustee ${position + 1}` });
    });
    const statement = parseKeyStatement(signed.bytes);
    return {
      lotId: lot.id,
      position,
      name: statement.name,
      uscc: statement.uscc,
      url: trustee.url,
      kid: bytesToHex(await sha256(signed.bytes)),
      statement: Buffer.from(signed.bytes),
      cms: Buffer.from(signed.cms),
      at: await platformNow(),
    };
  });
  const fresh = await Promise.all(asked);
  if (new Set(fresh.map(({ uscc }) => uscc)).size !== fresh.length)
    throw new Refusal("NOT_READY", { missing: "trustees" });
  await inTransaction((tx) => putTrusteeKeys(tx, lot.id, fresh));
  return trusteeKeys(lot.id);
}

/** The opening policy of a lot (protocol §2.10), canonical bytes. Deterministic: prepare and commit make the same. */
export function policyStatement(lot: LotWithTender, terms: CompleteTerms, keys: readonly TrusteeKeyRow[]): Uint8Array {
  const { windowSeconds, remedySeconds, k } = terms.opening;
  const bytes = canonicalBytes({
    envelopes: terms.opening.envelopes ?? 1,
    fmt: "SBC/1",
    k,
    n: keys.length,
    remedy_s: remedySeconds,
    resubmit: terms.opening.resubmit ?? false,
    segments: SEGMENTS.map((segment) => ({ ...segment })),
    stages: GROUPS,
    suite: terms.opening.suite ?? 1,
    tender: { ...tenderRef(lot) },
    trustees: keys.map(({ cms, statement }) => ({ cms: toBase64url(cms), statement: parseCanonical(statement) })),
    type: "policy",
    version: 1,
    window_s: windowSeconds,
  } as Json);
  parsePolicy(bytes);
  return bytes;
}

export type RecordContent = {
  readonly deadline: Date;
  readonly docsHash: string;
  readonly policyHash: string;
  readonly version: number;
  /** SHA-256 of what was signed of the outages for which the deadline is extended, hex (protocol §5.5); mostly none. */
  readonly grounds: readonly string[];
};

/** The tender record of a lot: deadline, documents, policy (protocol §2.10), canonical bytes. */
export function recordStatement(lot: LotWithTender, record: RecordContent): Uint8Array {
  return canonicalBytes({
    deadline: second(record.deadline),
    docs: record.docsHash,
    fmt: "SBC/1",
    policy: record.policyHash,
    tender: { ...tenderRef(lot) },
    type: "tender",
    version: record.version,
    ...(record.grounds.length > 0 ? { x: { extended_for: [...record.grounds].sort() } } : {}),
  });
}

export type ListedFile = { readonly name: string; readonly sizeBytes: bigint; readonly sha256: string };

/** The canonical list of a document set (protocol §2.7), files by name bytewise. */
export function docsStatement(lot: LotWithTender, version: number, files: readonly ListedFile[]): Uint8Array {
  const listed = files.map(({ name, sizeBytes, sha256: digest }) => ({ len: Number(sizeBytes), name, sha256: digest }));
  return docsBytes(tenderRef(lot), version, listed);
}

export const hashOf = async (bytes: Uint8Array): Promise<string> => bytesToHex(await sha256(bytes));

/** H of a tender's suite: what records, headers and seals name policy and documents by (protocol §2.1). */
export const suiteHash = async (bytes: Uint8Array, { opening }: Pick<CompleteTerms, "opening">): Promise<string> =>
  bytesToHex((await loadSuite(opening.suite ?? 1)).hash(bytes));
