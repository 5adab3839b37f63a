import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { fromBase64url, fromHex, randomBytes, sha256Hex } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json, parseCanonical } from "@/lib/crypto/canonical";
import { bidderSecret, openingSecret, segmentKeys } from "@/lib/crypto/keys";
import { treeHead } from "@/lib/crypto/merkle";
import { plainText } from "@/lib/crypto/plain-text";
import { parsePolicy, policyHashOf } from "@/lib/crypto/policy";
import { filesAgain, manifestsOf, parseKeptManifests } from "@/lib/crypto/resubmission";
import { beginSealing, type SealFile, type SealPlan } from "@/lib/crypto/sealing";
import { parseSeal, type Seal } from "@/lib/crypto/seal";
import { sealSegment } from "@/lib/crypto/segment";
import { releaseBytes } from "@/lib/crypto/statements";
import { loadSuite } from "@/lib/crypto/suite";
import { openBidUpload } from "@/lib/usecases/bid/open-upload";
import { putPart } from "@/lib/usecases/bid/put-part";
import type { Settled } from "@/lib/usecases/bid/settle-arrival";
import { viewMaterial } from "@/lib/usecases/bid/view-material";
import type { Deps } from "@/lib/usecases/deps";
import { resubmitBid } from "@/lib/usecases/opening/resubmit-bid";
import { sealedBid } from "@/lib/store/sealed-bids";
import type { SealedWork } from "./bidder";
import type { Hand } from "./tender-world";

export type Tricks = {
  /** Files in place of the bidder's own. */
  readonly files?: readonly SealFile[];
  /** Changes the plaintext on its way into the cipher, behind the manifest's back. */
  readonly plain?: (bytes: Uint8Array) => Uint8Array;
  /** Changes the seal before it is signed. */
  readonly seal?: (seal: Seal) => Seal;
  /** Somebody else signs. */
  readonly signer?: Hand;
};

export type ResealedInput = Parameters<typeof resubmitBid>[1];

/**
 * Does what the bidder's device does in the remedial window: finds the manifests and files that were sealed, seals them
 * again under new keys, uploads, signs. With tricks it is a device that lies.
 */
export async function resealFor(
  bidder: Hand,
  work: SealedWork,
  deps: Deps,
  tricks: Tricks = {},
): Promise<ResealedInput> {
  const { bidId } = work;
  const material = await viewMaterial(bidder.actor, { bidId });
  const sealed = parseSeal((await sealedBid(material.prev!))!.bytes);
  const policyBytes = decodeBase64(material.policy.bytes);
  const policy = parsePolicy(policyBytes);
  const suite = await loadSuite(policy.suite);
  const manifests = tricks.files ? undefined : manifestsOf(sealed, [parseKeptManifests(work.kept)]);
  const masters = { M: randomBytes(32), N: randomBytes(32) };
  const plan: SealPlan = {
    policy,
    policyHash: policyHashOf(policyBytes, policy),
    docsHash: sealed.tender.docs,
    uscc: material.uscc,
    masters,
    form: { currency: "CNY", price: "1.00" },
    files: manifests ? await filesAgain(policy, manifests, work.files) : { technical: tricks.files! },
    ...(manifests ? { manifests } : {}),
    seq: material.seq,
    prev: material.prev,
    created: new Date("2026-12-01T02:00:00Z"),
  };
  const sealing = await beginSealing(plan);
  const { uploadId } = await openBidUpload(bidder.actor, { bidId, header: sealing.header }, deps);
  const put = async (segment: number, { part, bytes }: { readonly part: number; readonly bytes: Uint8Array }) =>
    putPart(bidder.actor, { uploadId, segment, part, sha256: await sha256Hex(bytes), body: bytes }, deps);
  const roots: string[] = [];
  const cid = fromBase64url(sealing.container, 16);
  for (const [segment, { stage }] of policy.segments.entries()) {
    for await (const part of sealing.parts(segment)) if (!tricks.plain) await put(segment, part);
    if (!tricks.plain) continue;
    const [B, O] = [bidderSecret(masters.M, cid, stage, suite), openingSecret(masters.N, cid, stage, suite)];
    const keys = segmentKeys(fromHex(sealing.headerHash), B, O, segment, suite);
    const tree: Uint8Array[] = [];
    for await (const part of sealSegment(changed(plainText(plan, segment).stream(), tricks.plain), keys, suite)) {
      tree.push(part.root);
      await put(segment, part);
    }
    roots[segment] = Buffer.from(treeHead(tree as Parameters<typeof treeHead>[0], suite)).toString("hex");
  }
  const made = parseSeal(sealing.seal());
  const honest: Seal = {
    ...made,
    segments: made.segments.map((one) => ({ ...one, root: roots[one.i] ?? one.root })),
  };
  const seal = canonicalBytes((tricks.seal ? tricks.seal(honest) : honest) as Json);
  const digest = Buffer.from(suite.hash(seal)).toString("hex");
  const groups = Array.from({ length: policy.stages }, (_, at) => at + 1);
  const B = groups.map((g) => ({ c: sealing.container, g, v: bidderSecret(masters.M, cid, g, suite) }));
  const nonce = Buffer.from(randomBytes(32)).toString("base64url");
  const release = releaseBytes({ B, bid: digest, nonce, tender: material.tender });
  const item = (bytes: Uint8Array, purpose: string) => ({
    bytesBase64: encodeBase64(bytes),
    purpose,
    tender: material.tender.lot,
    title: "重新提交明文",
    lines: [],
  });
  const [one, two] = await (tricks.signer ?? bidder).sign([item(seal, "seal"), item(release, "release")]);
  return {
    bidId,
    seal: encodeBase64(seal),
    sealCms: one!.cms,
    release: encodeBase64(release),
    releaseCms: tricks.signer ? null : two!.cms,
  };
}

export async function resubmitFor(bidder: Hand, work: SealedWork, deps: Deps, tricks: Tricks = {}): Promise<Settled> {
  return resubmitBid(bidder.actor, await resealFor(bidder, work, deps, tricks), deps);
}

/** The commitments of the receipted seal on a container that holds something else. */
export const withCommitmentsOf =
  (request: Uint8Array) =>
  (seal: Seal): Seal => {
    const length = new DataView(request.buffer, request.byteOffset).getUint32(0);
    const { segments } = parseCanonical(request.slice(4, 4 + length)) as unknown as Seal;
    return {
      ...seal,
      segments: seal.segments.map((one) => ({
        ...one,
        manifest: segments[one.i]!.manifest,
        form: segments[one.i]!.form,
      })),
    };
  };

async function* changed(stream: AsyncGenerator<Uint8Array>, change: (bytes: Uint8Array) => Uint8Array) {
  let first = true;
  for await (const piece of stream) {
    yield first ? change(Uint8Array.from(piece)) : piece;
    first = false;
  }
}
