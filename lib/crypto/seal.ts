import { z } from "zod";
import { reject } from "./reasons";
import { cid, count, fmt, hex64, named, readShape, seconds, tenderRef, uscc, x } from "./shape";
import { chunksOf } from "./segment";

const segment = z.strictObject({
  c: cid,
  chunks: count.min(1),
  form: hex64.nullable(),
  i: count,
  key: hex64,
  len: count,
  manifest: hex64,
  name: named(),
  root: hex64,
  stage: count.min(1).max(8),
});
export type SealSegment = z.infer<typeof segment>;

export const sealShape = z.strictObject({
  bidder: z.strictObject({ uscc }),
  container: cid,
  created: seconds,
  fmt,
  headers: z.record(cid, hex64),
  prev: hex64.nullable(),
  segments: z.array(segment).min(1).max(256),
  seq: count.min(1),
  suite: z.union([z.literal(1), z.literal(2)]),
  tender: tenderRef.extend({ docs: hex64, policy: hex64 }),
  type: z.literal("seal"),
  x,
});

export type Seal = z.infer<typeof sealShape>;
export const SEAL_BYTES = 262_144;

/** Reads a seal strictly (protocol §2.7). What needs the policy or the header is checked where they are. */
export function parseSeal(bytes: Uint8Array): Seal {
  if (bytes.length < 2 || bytes.length > SEAL_BYTES) reject("length", "seal");
  const seal = readShape(sealShape, bytes, "seal");
  const { segments, headers, container, seq, prev } = seal;
  segments.forEach((one, index) => {
    if (one.i !== index) reject("seal", "segments are numbered by position");
    if (chunksOf(one.len) !== one.chunks) reject("length", `segment ${index}`);
  });
  if (segments.filter(({ form }) => form !== null).length !== 1) reject("seal", "one segment has the form");
  const used = new Set([container, ...segments.map(({ c }) => c)]);
  if (Object.keys(headers).length !== used.size || [...used].some((c) => !(c in headers)))
    reject("seal", "headers name the containers used");
  for (const one of segments)
    if (segments.some((other) => other.stage === one.stage && other.c !== one.c))
      reject("seal", "a group is carried whole");
  if ((seq === 1) !== (prev === null)) reject("seal", "seq and prev");
  if (seq === 1 && used.size > 1) reject("seal", "a first seal carries nothing");
  return seal;
}
