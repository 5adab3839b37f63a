import { z } from "zod";
import { bytesToHex, fromBase64url, hash } from "./bytes";
import type { Header } from "./header";
import type { Seal } from "./seal";
import { sm2Point } from "./sm2-point";
import { suiteOf } from "./suite";
import { canonicalBytes, type Json } from "./canonical";
import { point } from "./hpke";
import { reject } from "./reasons";
import { base64url, count, fmt, hex64, named, readShape, seconds, tenderRef, uscc, x } from "./shape";

const keyStatement = z.strictObject({
  alg: z.enum(["hpke-p256-sha256-aes256gcm", "sm2"]),
  fmt,
  keys: z.array(base64url(65)).min(1).max(8),
  name: named(),
  tender: tenderRef,
  type: z.literal("trustee"),
  uscc,
  x,
});
export type KeyStatement = z.infer<typeof keyStatement>;

const policy = z.strictObject({
  envelopes: z.union([z.literal(1), z.literal(2)]),
  fmt,
  k: count.min(2),
  n: count.max(16),
  remedy_s: count,
  resubmit: z.boolean(),
  segments: z
    .array(z.strictObject({ form: z.boolean(), name: named(), stage: count.min(1).max(8) }))
    .min(1)
    .max(256),
  stages: count.min(1).max(8),
  suite: z.union([z.literal(1), z.literal(2)]),
  tender: tenderRef,
  trustees: z.array(z.strictObject({ cms: base64url().min(1), statement: keyStatement })),
  type: z.literal("policy"),
  version: count.min(1),
  window_s: count,
  x,
});
export type Policy = z.infer<typeof policy>;

const tenderRecord = z.strictObject({
  deadline: seconds,
  docs: hex64,
  fmt,
  policy: hex64,
  tender: tenderRef,
  type: z.literal("tender"),
  version: count.min(1),
  x,
});
export type TenderRecord = z.infer<typeof tenderRecord>;

const docs = z.strictObject({
  files: z.array(z.strictObject({ len: count, name: named(), sha256: hex64 })),
  fmt,
  tender: tenderRef,
  type: z.literal("docs"),
  version: count.min(1),
  x,
});
export type Docs = z.infer<typeof docs>;

/** `kid` of a trustee: SHA-256 of its canonical key statement, in both suites. */
export const kidOf = (statement: KeyStatement): string => bytesToHex(hash(canonicalBytes(statement as Json)));

/** Reads a key statement; its signature is the caller's to check. @throws reason `trustee` */
export function parseKeyStatement(bytes: Uint8Array): KeyStatement {
  const statement = readShape(keyStatement, bytes, "trustee");
  if (new Set(statement.keys).size !== statement.keys.length) reject("trustee", "the same key for two groups");
  for (const key of statement.keys) (statement.alg === "sm2" ? sm2Point : point)(fromBase64url(key, 65));
  return statement;
}

/** Reads an opening policy (protocol §2.10). @throws reasons `policy`, `trustee` */
export function parsePolicy(bytes: Uint8Array): Policy {
  const value = readShape(policy, bytes, "policy");
  const { k, n, trustees, stages, segments, tender } = value;
  if (k >= n || trustees.length !== n) reject("policy", "k of n");
  if (segments.filter(({ form }) => form).length !== 1) reject("policy", "one segment has the form");
  for (let group = 1; group <= stages; group++)
    if (!segments.some(({ stage }) => stage === group)) reject("policy", `group ${group} has no segment`);
  if (segments.some(({ stage }) => stage > stages)) reject("policy", "a segment outside the groups");
  for (const { statement } of trustees) {
    parseKeyStatement(canonicalBytes(statement as Json));
    if (statement.tender.id !== tender.id || statement.tender.lot !== tender.lot)
      reject("trustee", "a key for another lot");
    if (statement.keys.length !== stages) reject("trustee", "one key per group");
    if ((value.suite === 2) !== (statement.alg === "sm2"))
      reject("suite", "the trustees' algorithm is that of the suite");
  }
  const keys = trustees.flatMap(({ statement }) => statement.keys);
  if (new Set(keys).size !== keys.length) reject("trustee", "the same key twice");
  return value;
}

/**
 * Trustees stand in different organisations (§2.10 MUST): one that holds two shares makes k smaller than it says. Apart from
 * `parsePolicy`, since it judges the appointment and not the bytes; sealing and publishing ask it.
 * @throws reason `trustee`
 */
export function checkOrganisations({ trustees }: Policy): void {
  if (new Set(trustees.map(({ statement }) => statement.uscc)).size !== trustees.length)
    reject("trustee", "one organisation twice");
}

/** H of the policy in its own suite: what headers and seals name. The suite must be loaded. */
export const policyHashOf = (bytes: Uint8Array, policy: Policy): string =>
  bytesToHex(suiteOf(policy.suite).hash(bytes));

/**
 * Whether a seal and its header were made under this policy: same lot, suite, trustees, groups and segments (§2.7, §2.9).
 * @throws reasons `policy`, `trustee`, `suite`, `tender`
 */
export function checkUnderPolicy(seal: Seal, header: Header, policy: Policy, policyHash: string): void {
  if (seal.tender.policy !== policyHash || header.opening.policy !== policyHash)
    reject("policy", "made under another policy");
  if (seal.suite !== policy.suite || header.suite !== policy.suite) reject("suite", "not the suite of the policy");
  if (seal.tender.id !== policy.tender.id || seal.tender.lot !== policy.tender.lot)
    reject("tender", "another lot's policy");
  if (header.stages !== policy.stages) reject("policy", "number of groups");
  if (header.opening.k !== policy.k || header.opening.n !== policy.n) reject("policy", "k of n");
  policy.trustees.forEach(({ statement }, at) => {
    const wrap = header.opening.trustees[at]!;
    if (wrap.kid !== kidOf(statement) || wrap.alg !== statement.alg) reject("trustee", `position ${at + 1}`);
  });
  if (seal.segments.length !== policy.segments.length) reject("policy", "number of segments");
  policy.segments.forEach(({ form, name, stage }, at) => {
    const entry = seal.segments[at]!;
    if (entry.name !== name || entry.stage !== stage || (entry.form !== null) !== form)
      reject("policy", `segment ${at}`);
  });
}

export const parseTenderRecord = (bytes: Uint8Array): TenderRecord => readShape(tenderRecord, bytes, "tender");

/** Reads the list of a document set: names rising by their UTF-8 octets. */
export function parseDocs(bytes: Uint8Array): Docs {
  const value = readShape(docs, bytes, "tender");
  const names = value.files.map(({ name }) => name);
  if (names.some((name, index) => index > 0 && compareUtf8(names[index - 1]!, name) >= 0))
    reject("tender", "files are sorted by name");
  return value;
}

/** The canonical list of a document set (protocol §2.7). */
export function docsBytes(tender: Docs["tender"], version: number, files: Docs["files"]): Uint8Array {
  const sorted = [...files].sort((a, b) => compareUtf8(a.name, b.name));
  return canonicalBytes({ files: sorted, fmt: "SBC/1", tender, type: "docs", version } as Json);
}

export function compareUtf8(a: string, b: string): number {
  const [left, right] = [new TextEncoder().encode(a), new TextEncoder().encode(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++)
    if (left[at] !== right[at]) return left[at]! - right[at]!;
  return left.length - right.length;
}

/** For the published format document. */
export const POLICY_SHAPES = { policy: policy, trustee: keyStatement, tender: tenderRecord, docs: docs } as const;
