import { z } from "zod";
import { bytesToHex, type Bytes, concat, fromBase64url, hash, hmacSha256, label, toBase64url } from "./bytes";
import { canonicalBytes, instant } from "./canonical";
import { reject } from "./reasons";
import {
  base64url,
  cid,
  count,
  fmt,
  hex64,
  micros,
  named,
  readShape,
  secret,
  seconds,
  tenderRef,
  type TenderRef,
  uscc,
  x,
} from "./shape";

const value = z.strictObject({ c: cid, g: count.min(1).max(8), v: secret });
const bidder = z.strictObject({ uscc });

const withdraw = z.strictObject({
  bidder,
  fmt,
  prev: hex64,
  seq: count.min(2),
  tender: tenderRef,
  type: z.literal("withdraw"),
  x,
});
export type Withdraw = z.infer<typeof withdraw>;
export const parseWithdraw = (bytes: Uint8Array): Withdraw => readShape(withdraw, bytes, "shape");

/** The canonical withdrawal of the bid in force. */
export const withdrawBytes = (fields: { uscc: string; prev: string; seq: number; tender: TenderRef }): Bytes =>
  canonicalBytes({
    bidder: { uscc: fields.uscc },
    fmt: "SBC/1",
    prev: fields.prev,
    seq: fields.seq,
    tender: { id: fields.tender.id, lot: fields.tender.lot },
    type: "withdraw",
  });

const release = z.strictObject({
  B: z.array(value).min(1),
  bid: hex64,
  fmt,
  nonce: secret,
  tender: tenderRef,
  type: z.literal("release"),
  x,
});
export type Release = z.infer<typeof release>;

/** Reads a release: every group once, rising. */
export function parseRelease(bytes: Uint8Array): Release {
  const read = readShape(release, bytes, "shape");
  if (read.B.some(({ g }, index) => g !== index + 1)) reject("shape", "every group once, rising");
  return read;
}

export const releaseBytes = (fields: {
  B: readonly { c: string; g: number; v: Uint8Array }[];
  bid: string;
  nonce: string;
  tender: TenderRef;
}): Bytes =>
  canonicalBytes({
    B: [...fields.B].sort((a, b) => a.g - b.g).map(({ c, g, v }) => ({ c, g, v: toBase64url(v) })),
    bid: fields.bid,
    fmt: "SBC/1",
    nonce: fields.nonce,
    tender: { id: fields.tender.id, lot: fields.tender.lot },
    type: "release",
  });

const releaseOpening = release.omit({ B: true, type: true }).extend({
  O: z.array(value).min(1),
  type: z.literal("release-opening"),
});
/** Where trustees are lost, bidders give O themselves (protocol §9). */
export function parseReleaseOpening(bytes: Uint8Array): z.infer<typeof releaseOpening> {
  const read = readShape(releaseOpening, bytes, "shape");
  if (read.O.some(({ g }, index) => g !== index + 1)) reject("shape", "every group once, rising");
  return read;
}

const freeze = z.strictObject({
  at: micros,
  bids: z.array(
    z.strictObject({
      bid: hex64,
      released: z.boolean(),
      /** Bid id of the container that was submitted again in its place (protocol §2.11, 6); absent otherwise. */
      resubmission: hex64.optional(),
    }),
  ),
  close: hex64,
  fmt,
  tender: tenderRef,
  type: z.literal("freeze"),
  x,
});
export type Freeze = z.infer<typeof freeze>;

/** Reads a freeze: bids rise; what was submitted again is released, in a container that stands for one bid alone. */
export function parseFreeze(bytes: Uint8Array): Freeze {
  const read = rising(readShape(freeze, bytes, "shape"));
  const again = read.bids.filter(({ resubmission }) => resubmission !== undefined);
  if (again.some(({ released }) => !released)) reject("shape", "submitted again and not released");
  const ids = [...read.bids.map(({ bid }) => bid), ...again.map(({ resubmission }) => resubmission)];
  if (new Set(ids).size !== ids.length) reject("shape", "one container for two bids");
  return read;
}

const close = z.strictObject({
  bids_root: hex64,
  deadline: seconds,
  fmt,
  tender: tenderRef,
  through: count,
  type: z.literal("close"),
  x,
});
export type Close = z.infer<typeof close>;
export const parseClose = (bytes: Uint8Array): Close => readShape(close, bytes, "shape");

const closeList = z.strictObject({
  bids: z.array(z.strictObject({ bid: hex64, blind: secret })),
  close: hex64,
  fmt,
  tender: tenderRef,
  type: z.literal("close-list"),
  x,
});
export const parseCloseList = (bytes: Uint8Array) => rising(readShape(closeList, bytes, "shape"));

/** Entry of one bid under the closing root: says nothing without the blind of its receipt (protocol §6.3). */
export const closeLeaf = (blind: Uint8Array, bid: Uint8Array): Bytes => hmacSha256(blind, concat(label("close"), bid));

const share = z.strictObject({
  fmt,
  freeze: hex64,
  g: count.min(1).max(8),
  result: hex64.nullable(),
  shares: z.array(z.strictObject({ c: cid, j: count.min(1).max(16), v: base64url(33) })),
  tender: tenderRef,
  trustee: hex64,
  type: z.literal("share"),
  x,
});
export type ShareStatement = z.infer<typeof share>;
export const parseShare = (bytes: Uint8Array): ShareStatement => readShape(share, bytes, "shape");

export const shareBytes = (fields: {
  freeze: string;
  g: number;
  result: string | null;
  shares: readonly { c: string; j: number; v: Uint8Array }[];
  tender: TenderRef;
  trustee: string;
}): Bytes =>
  canonicalBytes({
    fmt: "SBC/1",
    freeze: fields.freeze,
    g: fields.g,
    result: fields.result,
    shares: fields.shares.map(({ c, j, v }) => ({ c, j, v: toBase64url(v) })),
    tender: { id: fields.tender.id, lot: fields.tender.lot },
    trustee: fields.trustee,
    type: "share",
  });

const receipt = z.strictObject({
  arrival: micros,
  bid: hex64,
  blind: secret,
  bytes: count,
  fmt,
  parts_root: z.array(hex64),
  seq: count.min(1),
  status: z.enum(["accepted", "accepted-unchecked", "withdrawn"]),
  tender: tenderRef,
  type: z.literal("receipt"),
  x,
});
export type Receipt = z.infer<typeof receipt>;
/** Reads a receipt; one for a withdrawal counts no octets. */
export function parseReceipt(bytes: Uint8Array): Receipt {
  const read = readShape(receipt, bytes, "shape");
  const empty = read.bytes === 0 && read.parts_root.length === 0;
  if ((read.status === "withdrawn") !== empty) reject("shape", "status and octets");
  return read;
}

const refusal = z.strictObject({
  at: micros,
  bid: hex64,
  fmt,
  reason: named(),
  rules: z.array(z.string().regex(/^R-\d{2,3}$/)),
  tender: tenderRef,
  type: z.literal("refusal"),
  x,
});

const event = z.strictObject({
  at: micros,
  fmt,
  hash: hex64,
  kind: named(),
  tender: tenderRef.nullable(),
  type: z.literal("event"),
  x,
});
export type LogEventStatement = z.infer<typeof event>;
export const parseEvent = (bytes: Uint8Array): LogEventStatement => readShape(event, bytes, "shape");

export const eventBytes = (fields: { at: Date; hash: string; kind: string; tender: TenderRef | null }): Bytes =>
  canonicalBytes({
    at: instant(fields.at),
    fmt: "SBC/1",
    hash: fields.hash,
    kind: fields.kind,
    tender: fields.tender ? { id: fields.tender.id, lot: fields.tender.lot } : null,
    type: "event",
  });

/** Blinded commitment of an event: one size for all, indistinguishable from a dummy (protocol §6.5). */
export const eventCommitment = (blind: Uint8Array, bytes: Uint8Array): Bytes => hmacSha256(blind, bytes);

/** SHA-256 of a statement, hex: how other statements name it. */
export const statementHash = (bytes: Uint8Array): string => bytesToHex(hash(bytes));

function rising<T extends { readonly bids: readonly { readonly bid: string }[] }>(statement: T): T {
  const ids = statement.bids.map(({ bid }) => bid);
  if (ids.some((id, index) => index > 0 && ids[index - 1]! >= id)) reject("shape", "bids rise by their ids");
  return statement;
}

/** Octets of a value list's members. */
export const octetsOf = (entry: { readonly v: string }): Bytes => fromBase64url(entry.v);
export const containerOf = (text: string): Bytes => fromBase64url(text, 16);

/** For the published format document. */
export const STATEMENT_SHAPES = {
  withdraw: withdraw,
  release: release,
  "release-opening": releaseOpening,
  freeze: freeze,
  close: close,
  "close-list": closeList,
  share: share,
  receipt: receipt,
  refusal: refusal,
  event: event,
} as const;
