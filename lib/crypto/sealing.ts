import { bytesToHex, concat, type Bytes, fromBase64url, hash, label, randomBytes, toBase64url, u8 } from "./bytes";
import { canonicalBytes, second, type Json } from "./canonical";
import { formCommit, parseForm } from "./form";
import { HPKE_ALG, wrap } from "./hpke";
import { bidderSecret, commitBidder, commitOpening, commitShare, type Masters, openingSecret, segmentKeys } from "./keys";
import { manifestCommit } from "./manifest";
import { treeHead } from "./merkle";
import { kidOf, type Policy } from "./policy";
import { reject } from "./reasons";
import { endMark, padme, sealedLength, type SealedPart, sealSegment } from "./segment";
import { split } from "./shamir";
import { sha256Stream } from "./stream-hash";

/** A file to be sealed. `open` may be called more than once and gives the same octets each time. */
export type SealFile = {
  readonly name: string;
  readonly role: string;
  readonly media: string;
  readonly sizeBytes: number;
  open(): AsyncIterable<Uint8Array>;
};

/** A stanza that wraps M to a certificate of the bidder; may be left out (backup file only). */
export type BidderStanza = { readonly alg: string; readonly kid: string; readonly ct: string; readonly enc?: string };

export type SealPlan = {
  readonly policy: Policy;
  /** SHA-256 of the canonical policy and of the document list in force, hex. */
  readonly policyHash: string;
  readonly docsHash: string;
  readonly uscc: string;
  readonly masters: Masters;
  /** Wraps M for the bidder's certificates once the container id is known. */
  readonly wrapM?: (M: Uint8Array, container: Uint8Array) => Promise<readonly BidderStanza[]>;
  /** What is read out, without `blind`. */
  readonly form: Readonly<Record<string, string>>;
  /** Files by segment name. */
  readonly files: Readonly<Record<string, readonly SealFile[]>>;
  readonly seq: number;
  readonly prev: string | null;
  readonly created: Date;
  /** For known answers only. */
  readonly container?: Uint8Array;
};

export type Sealing = {
  readonly container: string;
  readonly header: Bytes;
  readonly headerHash: string;
  /**
   * Encrypts one segment as upload parts, in order. Call it once for every segment of the policy, then `seal()`.
   */
  parts(segment: number): AsyncGenerator<SealedPart>;
  /** Canonical seal, to be signed. @throws if a segment was not encrypted to its end */
  seal(): Bytes;
};

type SegmentResult = { readonly len: number; readonly chunks: number; readonly root: string; readonly key: string; readonly manifest: string; readonly form: string | null };

/**
 * Begins a sealing: chooses the container id, derives and commits all secrets, deals the shares to the trustees and makes
 * the header (protocol §2.3, §2.4). The policy's signatures must have been verified before (client MUST, §2.10).
 */
export async function beginSealing(plan: SealPlan): Promise<Sealing> {
  const { policy, masters } = plan;
  if (policy.suite !== 1) reject("suite", "this tool seals suite 1");
  const container = Uint8Array.from(plan.container ?? randomBytes(16));
  const groups = Array.from({ length: policy.stages }, (_, index) => index + 1);
  const secrets = groups.map((g) => ({
    g,
    B: bidderSecret(masters.M, container, g),
    O: openingSecret(masters.N, container, g),
  }));
  const header = canonicalBytes((await headerOf(plan, container, secrets)) as Json);
  const headerHash = hash(header);
  const done = new Map<number, SegmentResult>();
  return {
    container: toBase64url(container),
    header,
    headerHash: bytesToHex(headerHash),
    parts: (segment) => encryptSegment(plan, headerHash, secrets, segment, done),
    seal: () => sealOf(plan, toBase64url(container), bytesToHex(headerHash), done),
  };
}

type GroupSecrets = { readonly g: number; readonly B: Bytes; readonly O: Bytes };

async function headerOf(plan: SealPlan, container: Bytes, secrets: readonly GroupSecrets[]) {
  const { policy } = plan;
  const dealt = await Promise.all(secrets.map(({ O }) => split(O, policy.n, policy.k)));
  const trustees = await Promise.all(
    policy.trustees.map(async ({ statement }, index) => {
      const j = index + 1;
      const wrapped = await Promise.all(
        secrets.map(({ g }) => {
          const info = concat(label("share"), container, u8(g), u8(j));
          return wrap(fromBase64url(statement.keys[g - 1] ?? "", 65), info, dealt[g - 1]![index]!);
        }),
      );
      return {
        alg: HPKE_ALG,
        ct: wrapped.map(({ ct }) => toBase64url(ct)),
        enc: wrapped.map(({ enc }) => toBase64url(enc)),
        kid: kidOf(statement),
      };
    }),
  );
  const stanzas = plan.wrapM ? await plan.wrapM(plan.masters.M, container) : [];
  return {
    bidder_keys: stanzas.map(({ alg, kid, ct, enc }) => ({ alg, ct, kid, ...(enc === undefined ? {} : { enc }) })),
    chunk: 65_536,
    commit: {
      bidder: secrets.map(({ g, B }) => bytesToHex(commitBidder(container, g, B))),
      opening: secrets.map(({ g, O }) => bytesToHex(commitOpening(container, g, O))),
      share: secrets.map(({ g }) => dealt[g - 1]!.map((share, at) => bytesToHex(commitShare(container, g, at + 1, share)))),
    },
    container: toBase64url(container),
    fmt: "SBC/1",
    opening: { k: policy.k, n: policy.n, policy: plan.policyHash, trustees },
    stages: policy.stages,
    suite: policy.suite,
    tender: { id: policy.tender.id, lot: policy.tender.lot },
    type: "header",
  };
}

async function* encryptSegment(
  plan: SealPlan,
  headerHash: Bytes,
  secrets: readonly GroupSecrets[],
  segment: number,
  done: Map<number, SegmentResult>,
): AsyncGenerator<SealedPart> {
  const definition = plan.policy.segments[segment] ?? reject("policy", `no segment ${segment}`);
  const { B, O } = secrets[definition.stage - 1]!;
  const keys = segmentKeys(headerHash, B, O, segment);
  const writer = plainText(plan, segment);
  const roots: Bytes[] = [];
  let len = 0;
  let chunks = 0;
  for await (const part of sealSegment(writer.stream(), keys)) {
    roots.push(part.root);
    len += part.bytes.length;
    chunks += part.chunks;
    yield part;
  }
  done.set(segment, {
    len,
    chunks,
    root: bytesToHex(treeHead(roots)),
    key: bytesToHex(keys.commit),
    manifest: bytesToHex(manifestCommit(writer.manifest())),
    form: writer.form ? bytesToHex(formCommit(writer.form)) : null,
  });
}

type PlainText = {
  /** Canonical form where this segment carries it. */
  readonly form: Bytes | null;
  stream(): AsyncGenerator<Uint8Array>;
  /** @throws reason `manifest` before the stream has ended */
  manifest(): Bytes;
};

/** Plaintext of one segment: files, padding, manifest, end mark, digested while they pass (protocol §2.6). */
function plainText(plan: SealPlan, segment: number): PlainText {
  const { name, stage, form: withForm } = plan.policy.segments[segment]!;
  const form = withForm ? canonicalBytes({ ...plan.form, blind: toBase64url(randomBytes(32)) }) : null;
  if (form) parseForm(form);
  let manifest: Bytes | null = null;
  async function* stream(): AsyncGenerator<Uint8Array> {
    const listed: Json[] = [];
    let off = 0;
    for (const file of plan.files[name] ?? []) {
      const digest = yield* one(file);
      listed.push({ len: file.sizeBytes, media: file.media, name: file.name, off, role: file.role, sha256: digest });
      off += file.sizeBytes;
    }
    manifest = canonicalBytes({
      blind: toBase64url(randomBytes(32)),
      files: listed,
      fmt: "SBC/1",
      ...(form ? { form: JSON.parse(new TextDecoder().decode(form)) } : {}),
      segment,
      stage,
      type: "manifest",
    });
    const length = off + manifest.length + 8;
    // A price segment is small and its size could tell; it is padded to whole 256 KiB, others by Padmé.
    const target = withForm && length <= 4_194_304 ? Math.ceil(length / 262_144) * 262_144 : padme(length);
    for (let rest = target - length; rest > 0; rest -= 65_536) yield new Uint8Array(Math.min(rest, 65_536));
    yield manifest;
    yield endMark(manifest.length);
  }
  return { form, stream, manifest: () => manifest ?? reject("manifest", "the segment was not encrypted to its end") };
}

/** One file's octets; gives its SHA-256, hex. A file that changes while it is read must not be sealed half old. */
async function* one(file: SealFile): AsyncGenerator<Uint8Array, string> {
  const { pieces, digest } = sha256Stream(file.open());
  let len = 0;
  for await (const piece of pieces) {
    len += piece.length;
    yield piece;
  }
  if (len !== file.sizeBytes) reject("length", `${file.name} changed while it was read`);
  return bytesToHex(await digest());
}

function sealOf(plan: SealPlan, container: string, headerHash: string, done: ReadonlyMap<number, SegmentResult>): Bytes {
  const segments = plan.policy.segments.map(({ name, stage }, i) => {
    const result = done.get(i) ?? reject("seal", `segment ${i} was not encrypted`);
    const { chunks, form, key, len, manifest, root } = result;
    return { c: container, chunks, form, i, key, len, manifest, name, root, stage };
  });
  return canonicalBytes({
    bidder: { uscc: plan.uscc },
    container,
    created: second(plan.created),
    fmt: "SBC/1",
    headers: { [container]: headerHash },
    prev: plan.prev,
    segments,
    seq: plan.seq,
    suite: plan.policy.suite,
    tender: { docs: plan.docsHash, id: plan.policy.tender.id, lot: plan.policy.tender.lot, policy: plan.policyHash },
    type: "seal",
  });
}

/** Ciphertext a segment will have, for progress and checks of size before the first octet is encrypted. */
export const estimateSealed = (files: readonly SealFile[]): number =>
  sealedLength(padme(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) + 4096));
