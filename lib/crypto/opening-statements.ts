import { z } from "zod";
import { type Bytes, toBase64url } from "./bytes";
import { canonicalBytes } from "./canonical";
import { formShape } from "./form";
import { reject } from "./reasons";
import { cid, count, fmt, hex64, micros, readShape, secret, tenderRef, uscc, x } from "./shape";

const opened = z.strictObject({
  bid: hex64,
  cause: z.enum(["revoked", "lapsed", "rejected"]).nullable(),
  form: formShape.nullable(),
  /** As in the freeze: opened, or to be opened, from a container submitted again (protocol §2.11, 6). */
  resubmission: hex64.optional(),
  uscc,
});

const openingRecord = z.strictObject({
  at: micros,
  bids: z.array(opened),
  fmt,
  freeze: hex64,
  groups: z.array(count.min(1).max(8)).min(1),
  tender: tenderRef,
  type: z.literal("opening-record"),
  x,
});
export type OpeningRecord = z.infer<typeof openingRecord>;

/** Reads an opening record (protocol §6.3): bids and groups rising, no form beside a cause. */
export function parseOpeningRecord(bytes: Uint8Array): OpeningRecord {
  const record = readShape(openingRecord, bytes, "shape");
  const { bids, groups } = record;
  if (bids.some(({ bid }, at) => at > 0 && bids[at - 1]!.bid >= bid)) reject("shape", "bids rise by their ids");
  if (groups.some((group, at) => at > 0 && groups[at - 1]! >= group)) reject("shape", "groups rise");
  if (bids.some(({ cause, form }) => cause !== null && form !== null)) reject("shape", "a form beside a cause");
  return record;
}

const technicalResult = z.strictObject({
  at: micros,
  bids: z.array(z.strictObject({ bid: hex64, passed: z.boolean() })),
  fmt,
  freeze: hex64,
  tender: tenderRef,
  type: z.literal("technical-result"),
  x,
});
/** What became of every frozen bid in the review of the first envelope: only of those that passed a price is opened. */
export type TechnicalResult = z.infer<typeof technicalResult>;

/** Reads the technical result of a two-envelope tender (protocol §9, stage 2): bids rising. */
export function parseTechnicalResult(bytes: Uint8Array): TechnicalResult {
  const result = readShape(technicalResult, bytes, "shape");
  if (result.bids.some(({ bid }, at) => at > 0 && result.bids[at - 1]!.bid >= bid))
    reject("shape", "bids rise by their ids");
  return result;
}

const trusteeSecret = z.strictObject({
  fmt,
  keys: z.array(secret.nullable()).min(1).max(8),
  kid: hex64,
  type: z.literal("trustee-secret"),
  x,
});
/** A trustee's keys of one tender, published after the opening; null for a group that stays secret. */
export type TrusteeSecret = z.infer<typeof trusteeSecret>;
export const parseTrusteeSecret = (bytes: Uint8Array): TrusteeSecret => readShape(trusteeSecret, bytes, "shape");

const value = z.strictObject({ c: cid, g: count.min(1).max(8), v: secret });
const secrets = z.strictObject({
  B: z.array(value).optional(),
  O: z.array(value).optional(),
  fmt,
  type: z.literal("secrets"),
  x,
});
/** Single values that tools hand to each other (protocol §2.13). */
export type Secrets = z.infer<typeof secrets>;
/** Two values for one lock are refused: which of them is meant would be a guess. */
export function parseSecrets(bytes: Uint8Array): Secrets {
  const read = readShape(secrets, bytes, "shape");
  for (const list of [read.B ?? [], read.O ?? []])
    if (new Set(list.map(({ c, g }) => `${c} ${g}`)).size !== list.length) reject("shape", "a value twice");
  return read;
}

export type SecretValue = { readonly c: string; readonly g: number; readonly v: Uint8Array };

export const secretsBytes = (values: {
  readonly B?: readonly SecretValue[];
  readonly O?: readonly SecretValue[];
}): Bytes => {
  const list = (entries: readonly SecretValue[] | undefined) =>
    entries?.map(({ c, g, v }) => ({ c, g, v: toBase64url(v) }));
  return canonicalBytes({ B: list(values.B), O: list(values.O), fmt: "SBC/1", type: "secrets" });
};

/** For the published format document. */
export const OPENING_SHAPES = {
  "opening-record": openingRecord,
  "technical-result": technicalResult,
  "trustee-secret": trusteeSecret,
  secrets: secrets,
} as const;
