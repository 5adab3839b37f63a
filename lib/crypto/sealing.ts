import { bytesToHex, type Bytes, fromBase64url, randomBytes, toBase64url } from "./bytes";
import { canonicalBytes, second, type Json } from "./canonical";
import { formCommit } from "./form";
import {
  bidderSecret,
  commitBidder,
  commitOpening,
  commitShare,
  type Masters,
  openingSecret,
  segmentKeys,
} from "./keys";
import { manifestCommit } from "./manifest";
import { treeHead } from "./merkle";
import { plainText, type SealFile, type SegmentContent } from "./plain-text";
import { kidOf } from "./policy";
import { reject } from "./reasons";
import { keptManifestsBytes } from "./resubmission";
import type { Seal } from "./seal";
import { padme, sealedLength, type SealedPart, sealSegment } from "./segment";
import { split } from "./shamir";
import { loadSuite, type Suite, suiteOf } from "./suite";
import { wrapShare } from "./wrap-share";

export type { SealFile };

/** A stanza that wraps M to a certificate of the bidder; may be left out (backup file only). */
export type BidderStanza = { readonly alg: string; readonly kid: string; readonly ct: string; readonly enc?: string };

/** A lock group that stays in an earlier container of the same bidder and lot (protocol §2.7). */
export type CarriedGroup = {
  readonly group: number;
  /** The bid it is taken from: the one in force, whose own carried groups may be carried on. */
  readonly from: Seal;
};

export type SealPlan = SegmentContent & {
  /** SHA-256 of the canonical policy and of the document list in force, hex. */
  readonly policyHash: string;
  readonly docsHash: string;
  readonly uscc: string;
  readonly masters: Masters;
  /** Wraps M for the bidder's certificates once the container id is known. */
  readonly wrapM?: (M: Uint8Array, container: Uint8Array) => Promise<readonly BidderStanza[]>;
  readonly carry?: readonly CarriedGroup[];
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
  /** Segments this container brings itself: all, but those of carried groups. */
  readonly segments: readonly number[];
  /**
   * Encrypts one segment as upload parts, in order. Call it once for each of `segments`, then `seal()`. Never twice: the
   * same key and nonces would cover two plaintexts; what failed half way begins anew in a new container.
   */
  parts(segment: number): AsyncGenerator<SealedPart>;
  /** Canonical seal, to be signed. @throws if a segment was not encrypted to its end */
  seal(): Bytes;
  /** What the bidder keeps to be able to seal the same content again: the manifests of this container's own segments. */
  kept(): Bytes;
};

type SegmentResult = {
  readonly len: number;
  readonly chunks: number;
  readonly root: string;
  readonly key: string;
  readonly manifest: string;
  readonly form: string | null;
  readonly manifestBytes: Bytes;
};

/**
 * Begins a sealing: chooses the container id, derives and commits all secrets, deals the shares to the trustees and makes
 * the header (protocol §2.3, §2.4). The policy's signatures must have been verified before (client MUST, §2.10).
 */
export async function beginSealing(plan: SealPlan): Promise<Sealing> {
  const { policy, masters } = plan;
  const suite = await loadSuite(policy.suite);
  checkCarried(plan);
  checkNames(plan);
  const container = Uint8Array.from(plan.container ?? randomBytes(16));
  const groups = Array.from({ length: policy.stages }, (_, index) => index + 1);
  const secrets = groups.map((g) => ({
    g,
    B: bidderSecret(masters.M, container, g, suite),
    O: openingSecret(masters.N, container, g, suite),
  }));
  const header = canonicalBytes((await headerOf(plan, container, secrets, suite)) as Json);
  const headerHash = suite.hash(header);
  const done = new Map<number, SegmentResult>();
  const begun = new Set<number>();
  return {
    container: toBase64url(container),
    header,
    headerHash: bytesToHex(headerHash),
    segments: policy.segments.flatMap(({ stage }, i) => (carriedFrom(plan, stage) ? [] : [i])),
    parts: (segment) => {
      if (begun.has(segment)) reject("seal", `segment ${segment} was begun already`);
      begun.add(segment);
      return encryptSegment(plan, headerHash, secrets, segment, done);
    },
    seal: () => sealOf(plan, toBase64url(container), bytesToHex(headerHash), done),
    kept: () => {
      const bid = bytesToHex(suite.hash(sealOf(plan, toBase64url(container), bytesToHex(headerHash), done)));
      const manifests = [...done].sort(([a], [b]) => a - b).map(([, { manifestBytes }]) => manifestBytes);
      return keptManifestsBytes({ bid, manifests, tender: policy.tender });
    },
  };
}

/** Before anything is encrypted or sent. @throws reason `manifest` where a segment would hold two files of one name */
function checkNames({ files }: SealPlan): void {
  for (const list of Object.values(files)) {
    const names = list.map(({ name }) => name);
    const twice = names.find((name, at) => names.indexOf(name) < at);
    if (twice !== undefined) reject("manifest", `a name twice: ${twice}`);
  }
}

type GroupSecrets = { readonly g: number; readonly B: Bytes; readonly O: Bytes };

const carriedFrom = (plan: SealPlan, stage: number): Seal | undefined =>
  plan.carry?.find(({ group }) => group === stage)?.from;

/** @throws reason `seal` for a group that may not be carried */
function checkCarried({ policy, carry = [], uscc, prev }: SealPlan): void {
  for (const { group, from } of carry) {
    const same =
      from.tender.id === policy.tender.id && from.tender.lot === policy.tender.lot && from.suite === policy.suite;
    if (!same || from.bidder.uscc !== uscc || prev === null)
      reject("seal", "a group is carried within one bidder's chain");
    const wanted = policy.segments.flatMap(({ name, stage }, i) => (stage === group ? [`${i} ${name}`] : []));
    const there = from.segments.filter(({ stage }) => stage === group).map(({ i, name }) => `${i} ${name}`);
    if (wanted.length === 0 || wanted.join() !== there.join())
      reject("seal", `group ${group} has other segments there`);
  }
  if (carry.length > 0 && policy.segments.every(({ stage }) => carry.some(({ group }) => group === stage)))
    reject("seal", "nothing new to seal");
}

async function headerOf(plan: SealPlan, container: Bytes, secrets: readonly GroupSecrets[], suite: Suite) {
  const { policy } = plan;
  const dealt = await Promise.all(secrets.map(({ O }) => split(O, policy.n, policy.k)));
  const trustees = await Promise.all(
    policy.trustees.map(async ({ statement }, index) => {
      const j = index + 1;
      const wrapped = await Promise.all(
        secrets.map(({ g }) => {
          const recipient = fromBase64url(statement.keys[g - 1] ?? "", 65);
          return wrapShare(recipient, dealt[g - 1]![index]!, { container, group: g, position: j }, policy.suite);
        }),
      );
      return {
        alg: suite.trusteeAlg,
        ct: wrapped.map(({ ct }) => toBase64url(ct)),
        ...(policy.suite === 1 ? { enc: wrapped.map(({ enc }) => toBase64url(enc!)) } : {}),
        kid: kidOf(statement),
      };
    }),
  );
  const stanzas = plan.wrapM ? await plan.wrapM(plan.masters.M, container) : [];
  return {
    bidder_keys: stanzas.map(({ alg, kid, ct, enc }) => ({ alg, ct, kid, ...(enc === undefined ? {} : { enc }) })),
    chunk: 65_536,
    commit: {
      bidder: secrets.map(({ g, B }) => bytesToHex(commitBidder(container, g, B, suite))),
      opening: secrets.map(({ g, O }) => bytesToHex(commitOpening(container, g, O, suite))),
      share: secrets.map(({ g }) =>
        dealt[g - 1]!.map((share, at) => bytesToHex(commitShare(container, g, at + 1, share, suite))),
      ),
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
  if (carriedFrom(plan, definition.stage)) reject("seal", `segment ${segment} is carried`);
  const { B, O } = secrets[definition.stage - 1]!;
  const suite = suiteOf(plan.policy.suite);
  const keys = segmentKeys(headerHash, B, O, segment, suite);
  const writer = plainText(plan, segment);
  const roots: Bytes[] = [];
  let len = 0;
  let chunks = 0;
  for await (const part of sealSegment(writer.stream(), keys, suite)) {
    roots.push(part.root);
    len += part.bytes.length;
    chunks += part.chunks;
    yield part;
  }
  done.set(segment, {
    len,
    chunks,
    root: bytesToHex(treeHead(roots, suite)),
    key: bytesToHex(keys.commit),
    manifest: bytesToHex(manifestCommit(writer.manifest(), suite)),
    form: writer.form ? bytesToHex(formCommit(writer.form, suite)) : null,
    manifestBytes: writer.manifest(),
  });
}

function sealOf(
  plan: SealPlan,
  container: string,
  headerHash: string,
  done: ReadonlyMap<number, SegmentResult>,
): Bytes {
  const segments = plan.policy.segments.map(({ name, stage }, i) => {
    const from = carriedFrom(plan, stage);
    if (from) return from.segments[i]!;
    const result = done.get(i) ?? reject("seal", `segment ${i} was not encrypted`);
    const { chunks, form, key, len, manifest, root } = result;
    return { c: container, chunks, form, i, key, len, manifest, name, root, stage };
  });
  return canonicalBytes({
    bidder: { uscc: plan.uscc },
    container,
    created: second(plan.created),
    fmt: "SBC/1",
    headers: { ...carriedHeaders(plan), [container]: headerHash },
    prev: plan.prev,
    segments,
    seq: plan.seq,
    suite: plan.policy.suite,
    tender: { docs: plan.docsHash, id: plan.policy.tender.id, lot: plan.policy.tender.lot, policy: plan.policyHash },
    type: "seal",
  });
}

/** Header hashes of the containers that hold the carried groups. */
function carriedHeaders({ carry = [] }: SealPlan): Record<string, string> {
  const used = carry.flatMap(({ group, from }) =>
    from.segments.filter(({ stage }) => stage === group).map(({ c }) => [c, from.headers[c]!] as const),
  );
  return Object.fromEntries(used);
}

/** Ciphertext a segment will have, for progress and checks of size before the first octet is encrypted. */
export const estimateSealed = (files: readonly SealFile[]): number =>
  sealedLength(padme(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) + 4096));
