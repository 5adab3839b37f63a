import { encodeBase64 } from "@/lib/crypto/binding";
import { bytesToHex, concat, fromBase64url, randomBytes, sha256Hex, u32 } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json, parseCanonical } from "@/lib/crypto/canonical";
import { parseHeader } from "@/lib/crypto/header";
import { bidderSecret, type Masters } from "@/lib/crypto/keys";
import { parsePolicy, policyHashOf } from "@/lib/crypto/policy";
import { beginSealing, type SealFile } from "@/lib/crypto/sealing";
import { releaseBytes } from "@/lib/crypto/statements";
import { loadSuite, type SuiteId, suiteOf } from "@/lib/crypto/suite";
import { decodeBase64 } from "@/lib/crypto/binding";
import { openBidUpload } from "@/lib/usecases/bid/open-upload";
import { prepareWithdrawal } from "@/lib/usecases/bid/prepare-withdrawal";
import { prepareBid } from "@/lib/usecases/bid/prepare-bid";
import { putPart } from "@/lib/usecases/bid/put-part";
import type { Settled } from "@/lib/usecases/bid/settle-arrival";
import { submitBid } from "@/lib/usecases/bid/submit-bid";
import { viewMaterial } from "@/lib/usecases/bid/view-material";
import type { Deps } from "@/lib/usecases/deps";
import { prepareRelease } from "@/lib/usecases/opening/prepare-release";
import { releaseBid } from "@/lib/usecases/opening/release-bid";
import type { Hand } from "./tender-world";

export const textFile = (name: string, role: string, bytes: Uint8Array): SealFile => ({
  name,
  role,
  media: "application/pdf",
  sizeBytes: bytes.length,
  open: async function* () {
    yield bytes;
  },
});

export type SealedWork = {
  readonly bidId: string;
  readonly request: Uint8Array;
  readonly masters: Masters;
  /** What the bidder keeps on its own disk: the manifests, and the files. */
  readonly kept: Uint8Array;
  readonly files: readonly SealFile[];
};

/** Does what the bidder's browser does up to the seal: fetch, encrypt, upload, sign. Nothing is submitted by it. */
export async function sealFor(
  bidder: Hand,
  lotId: string,
  price: string,
  deps: Deps,
  masters: Masters = { M: randomBytes(32), N: randomBytes(32) },
  bend: (header: Uint8Array) => Uint8Array = (header) => header,
): Promise<SealedWork> {
  const { id: bidId } = await prepareBid(bidder.actor, { lotId });
  const material = await viewMaterial(bidder.actor, { bidId });
  const policyBytes = decodeBase64(material.policy.bytes);
  const policy = parsePolicy(policyBytes);
  await loadSuite(policy.suite);
  const plan = new Uint8Array(200_000).map((_, at) => (at * 31) & 255);
  const technical = [
    textFile("施工组织设计.pdf", "technical", plan),
    textFile("投标函.pdf", "letter", randomBytes(2_000)),
  ];
  const files = { technical, price: [textFile("报价.pdf", "price", randomBytes(3_000))] };
  const sealing = await beginSealing({
    policy,
    policyHash: policyHashOf(policyBytes, policy),
    docsHash: material.docsHash,
    uscc: material.uscc,
    masters,
    form: { currency: "CNY", price, duration_days: "360", quality: "合格", manager: "龙正洪" },
    files,
    seq: material.seq,
    prev: material.prev,
    created: new Date("2026-11-20T01:02:03Z"),
  });
  const header = bend(sealing.header);
  const { uploadId } = await openBidUpload(bidder.actor, { bidId, header }, deps);
  for (let segment = 0; segment < policy.segments.length; segment++)
    for await (const part of sealing.parts(segment))
      await putPart(
        bidder.actor,
        { uploadId, segment, part: part.part, sha256: await sha256Hex(part.bytes), body: part.bytes },
        deps,
      );
  const seal = underHeader(sealing.seal(), header, policy.suite);
  const item = {
    bytesBase64: encodeBase64(seal),
    purpose: "seal",
    tender: material.tender.lot,
    title: "递交",
    lines: [],
  };
  const [signed] = await bidder.sign([item]);
  const request = concat(u32(seal.length), seal, decodeBase64(signed!.cms));
  return { bidId, request, masters, kept: sealing.kept(), files: [...technical, ...files.price] };
}

/** The seal as a dishonest program makes it, over the header that was sent. */
function underHeader(seal: Uint8Array, header: Uint8Array, suite: SuiteId): Uint8Array {
  const content = parseCanonical(seal) as { container: string; headers: Record<string, string> } & Record<string, Json>;
  const headers = { ...content.headers, [content.container]: bytesToHex(suiteOf(suite).hash(header)) };
  return canonicalBytes({ ...content, headers });
}

export async function submitFor(
  bidder: Hand,
  lotId: string,
  price: string,
  deps: Deps,
): Promise<SealedWork & { readonly settled: Settled }> {
  const work = await sealFor(bidder, lotId, price, deps);
  const settled = await submitBid(bidder.actor, { bidId: work.bidId, kind: "seal", body: work.request }, deps);
  return { ...work, settled };
}

/** Takes the bid in force back, signed. */
export async function withdrawFor(bidder: Hand, bidId: string, deps: Deps): Promise<Settled> {
  const item = await prepareWithdrawal(bidder.actor, { bidId });
  const [signed] = await bidder.sign([item]);
  const statement = decodeBase64(item.bytesBase64);
  const body = concat(u32(statement.length), statement, decodeBase64(signed!.cms));
  return submitBid(bidder.actor, { bidId, kind: "withdraw", body }, deps);
}

/** The release a bidder's device makes; with other masters it is the wrong secret. */
export async function releaseStatement(bidder: Hand, work: SealedWork, M: Uint8Array): Promise<Uint8Array> {
  const material = await prepareRelease(bidder.actor, { bidId: work.bidId });
  const B = material.groups.map(({ g, c, header }) => {
    const { suite } = parseHeader(decodeBase64(header));
    return { c, g, v: bidderSecret(M, fromBase64url(c, 16), g, suiteOf(suite)) };
  });
  return releaseBytes({ B, bid: material.bid, nonce: material.nonce, tender: material.tender });
}

/** Releases with M as the backup key gives it. */
export async function releaseFor(
  bidder: Hand,
  work: SealedWork,
  deps: Deps,
  M: Uint8Array = work.masters.M,
): Promise<void> {
  const statement = await releaseStatement(bidder, work, M);
  await releaseBid(
    bidder.actor,
    { bidId: work.bidId, statement: encodeBase64(statement), cms: null, channel: "bidkey" },
    deps,
  );
}
