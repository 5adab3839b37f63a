import { z } from "zod";
import { type Bytes, bytesToHex, fromBase64url, fromHex, hash, sameBytes, toBase64url } from "./bytes";
import { canonicalBytes } from "./canonical";
import { drawCommit, drawResult, drawSeed } from "./draw";
import { compareUtf8 } from "./policy";
import { reject } from "./reasons";
import { base64url, count, fmt, hex64, named, readShape, secret, tenderRef, x } from "./shape";

const beacon = z.strictObject({ chain: hex64, required: z.boolean(), round: count.min(1) });

const spec = z.strictObject({
  algorithm: z.literal("sbc-draw-1"),
  beacon: beacon.nullable(),
  candidates: z.array(named()).min(1).optional(),
  candidates_n: count.min(1).optional(),
  candidates_root: hex64.optional(),
  count: count.min(1),
  exclusions: z.array(z.strictObject({ id: named(), reason: z.string() })),
  fmt,
  kind: named(),
  mode: z.enum(["order", "value"]),
  parties: z.array(named()).min(1),
  tender: tenderRef.nullable(),
  type: z.literal("draw-spec"),
  x,
});
export type DrawSpec = z.infer<typeof spec>;

const rising = (list: readonly string[]): boolean =>
  list.every((text, at) => at === 0 || compareUtf8(list[at - 1]!, text) < 0);

/** Reads a draw spec: sorted lists without repeats, candidates open or blinded but not both (protocol §7.1). */
export function parseDrawSpec(bytes: Uint8Array): DrawSpec {
  const read = readShape(spec, bytes, "draw");
  const { candidates, candidates_n: n, candidates_root: root, parties, mode, count: wanted } = read;
  if (!rising(parties) || (candidates && !rising(candidates))) reject("draw", "lists are sorted, without repeats");
  const blinded = n !== undefined && root !== undefined;
  if (blinded === (candidates !== undefined) || (n === undefined) !== (root === undefined))
    reject("draw", "candidates");
  if (mode === "value" && wanted !== 1) reject("draw", "a value is one");
  if (wanted > candidateCount(read)) reject("draw", "more to draw than there are");
  return read;
}

export const candidateCount = ({ candidates, candidates_n }: DrawSpec): number =>
  candidates?.length ?? candidates_n ?? 0;

const wrapped = z.strictObject({ ct: base64url(), enc: base64url(65).optional() });
const commit = z.strictObject({
  commit: hex64,
  fmt,
  party: named(),
  shares: z.array(wrapped),
  spec: hex64,
  type: z.literal("draw-commit"),
  x,
});
export const parseDrawCommit = (bytes: Uint8Array) => readShape(commit, bytes, "draw");

const reveal = z.strictObject({ fmt, party: named(), r: secret, spec: hex64, type: z.literal("draw-reveal"), x });
export const parseDrawReveal = (bytes: Uint8Array) => readShape(reveal, bytes, "draw");

const result = z.strictObject({
  beacon: base64url(32).nullable(),
  checkpoint: hex64,
  fmt,
  order: z.array(count).min(1),
  seed: hex64,
  spec: hex64,
  type: z.literal("draw-result"),
  x,
});
export const parseDrawResult = (bytes: Uint8Array) => readShape(result, bytes, "draw");

export type DrawInputs = {
  readonly spec: Uint8Array;
  /** Reveals of all parties, in any order; commitments to compare them with, where they are at hand. */
  readonly reveals: readonly Uint8Array[];
  readonly commits?: readonly Uint8Array[];
  /** Root of the first cosigned checkpoint that contains all commitments. */
  readonly checkpointRoot: Uint8Array;
  readonly beacon?: Uint8Array | null;
};

/** Recomputes a draw from its published inputs (protocol §7.6). @throws reason `draw` */
export function performDraw(inputs: DrawInputs): {
  readonly spec: DrawSpec;
  readonly seed: Bytes;
  readonly order: number[];
  readonly result: Bytes;
} {
  const read = parseDrawSpec(inputs.spec);
  const specHash = hash(inputs.spec);
  const { reveals, commits = [] } = inputs;
  for (const { party } of [...reveals.map(parseDrawReveal), ...commits.map(parseDrawCommit)])
    if (!read.parties.includes(party)) reject("draw", `${party} is no party of this draw`);
  const r = read.parties.map((party) => revealOf(party, specHash, inputs));
  if (inputs.checkpointRoot.length !== 32) reject("draw", "checkpoint root");
  const random = inputs.beacon ?? null;
  if (random && (random.length !== 32 || !read.beacon)) reject("draw", "a beacon the spec does not name");
  if (!random && read.beacon?.required) reject("draw", "the spec wants a beacon");
  const seed = drawSeed([inputs.spec, ...r, inputs.checkpointRoot, ...(random ? [random] : [])]);
  const order = drawResult(read.mode, candidateCount(read), seed);
  const made = canonicalBytes({
    beacon: random ? toBase64url(random) : null,
    checkpoint: bytesToHex(inputs.checkpointRoot),
    fmt: "SBC/1",
    order,
    seed: bytesToHex(seed),
    spec: bytesToHex(specHash),
    type: "draw-result",
  });
  return { spec: read, seed, order, result: made };
}

function revealOf(party: string, specHash: Bytes, { reveals, commits }: DrawInputs): Bytes {
  const own = reveals.map(parseDrawReveal).filter((one) => one.party === party);
  if (own.length !== 1 || own[0]!.spec !== bytesToHex(specHash)) reject("draw", `reveal of ${party}`);
  const r = fromBase64url(own[0]!.r, 32);
  if (!commits) return r;
  const named = commits.map(parseDrawCommit).filter((one) => one.party === party);
  const fits = named.length === 1 && named[0]!.spec === own[0]!.spec;
  if (!fits || !sameBytes(fromHex(named[0]!.commit), drawCommit(specHash, r))) reject("draw", `commitment of ${party}`);
  return r;
}

/** For the published format document. */
export const DRAW_SHAPES = {
  "draw-spec": spec,
  "draw-commit": commit,
  "draw-reveal": reveal,
  "draw-result": result,
} as const;
