import { parseHeader } from "@/lib/crypto/header";
import { parseSeal, type Seal } from "@/lib/crypto/seal";
import { verifyCms } from "@/lib/crypto/cms";
import { Refusal } from "@/lib/domain/refusal";
import { bidById, type BidRow } from "@/lib/store/bids";
import type { LotWithTender } from "@/lib/store/lots";
import { certificateByFingerprint } from "@/lib/store/certificates";
import { versionsOf } from "@/lib/store/sealed-bids";
import type { Deps } from "@/lib/usecases/deps";
import { believe } from "@/lib/usecases/signing/accept-signature";
import { maySignFor } from "@/lib/usecases/signing/must-sign";
import { ownShareFits } from "./own-share";
import { recordInForce } from "./record-in-force";
import type { SealRequest } from "./seal-request";
import { partsOfSegment, type Stored, storedOf, storedSegment } from "./whole-upload";

/** What the checks established, for receipt and rows. */
export type Checked = {
  readonly seq: number;
  readonly prev: string | null;
  readonly bytes: Uint8Array;
  readonly cms: Uint8Array;
  /** Fingerprint of the certificate that is bound to the bidder. */
  readonly certificate: string;
  readonly revocationKnown: boolean;
  /** Sum of the bodies this container brought, in bytes. */
  readonly bytesBrought: number;
  /** Tree roots as the gateway computed them, in the order of the seal. */
  readonly roots: readonly string[];
  readonly docVersion: number | null;
};

const reject = (reason: string): never => {
  throw new Refusal("SEAL_REJECTED", { reason }, ["R-70", "R-73"]);
};

/** The checks of protocol §2.9 on what a bidder sent for its bid; no plaintext is needed or seen. @throws {Refusal} */
export const checkRequest = (bidId: string, request: SealRequest, lot: LotWithTender, deps: Deps): Promise<Checked> =>
  request.kind === "seal" ? checkSeal(bidId, request, lot, deps) : checkWithdrawal(bidId, request, lot, deps);

async function checkSeal(
  bidId: string,
  request: SealRequest & { readonly kind: "seal" },
  lot: LotWithTender,
  deps: Deps,
): Promise<Checked> {
  const { seal } = request;
  const bid = await bidById(bidId);
  const docVersion = await checkRecord(seal, lot);
  checkChain(bid, seal.seq, seal.prev);
  const stored = await storedOf(seal);
  await checkHeaders(bid, seal, stored);
  const { roots, bytesBrought } = await checkBodies(seal, stored);
  const signer = await checkSigner(bid, seal.bidder.uscc, request, deps);
  await ownShareFits(seal, stored, deps);
  return {
    seq: seal.seq,
    prev: seal.prev,
    bytes: request.bytes,
    cms: request.cms,
    ...signer,
    bytesBrought,
    roots,
    docVersion,
  };
}

/** A withdrawal continues the chain and is signed for the same company (protocol §2.7, R-75). */
async function checkWithdrawal(
  bidId: string,
  request: SealRequest & { readonly kind: "withdraw" },
  lot: LotWithTender,
  deps: Deps,
): Promise<Checked> {
  const { withdraw } = request;
  const bid = await bidById(bidId);
  if (withdraw.tender.id !== lot.tender.code || withdraw.tender.lot !== lot.code)
    throw new Refusal("WRONG_TENDER", {}, ["R-75"]);
  checkChain(bid, withdraw.seq, withdraw.prev);
  const signer = await checkSigner(bid, withdraw.bidder.uscc, request, deps);
  const { seq, prev } = withdraw;
  return { seq, prev, bytes: request.bytes, cms: request.cms, ...signer, bytesBrought: 0, roots: [], docVersion: null };
}

/** Lot, documents, policy, segments as the signed tender record has them now. @returns version of the documents */
async function checkRecord(seal: Seal, lot: LotWithTender): Promise<number> {
  const record = await recordInForce(lot.id);
  const wrong = seal.tender.id !== lot.tender.code || seal.tender.lot !== lot.code;
  if (wrong || !record) throw new Refusal("WRONG_TENDER", {}, ["R-70"]);
  if (seal.tender.docs !== record.docsHash || seal.tender.policy !== record.policyHash)
    throw new Refusal("WRONG_TENDER", {}, ["R-61"]);
  const { policy } = record;
  if (seal.suite !== policy.suite) reject("suite");
  const asked = policy.segments.map(({ name, stage }) => `${stage}:${name}`).join();
  if (seal.segments.map(({ name, stage }) => `${stage}:${name}`).join() !== asked) reject("segments");
  const formAt = policy.segments.findIndex(({ form }) => form);
  if (seal.segments.some((segment, index) => (segment.form !== null) !== (index === formAt))) reject("form-place");
  return record.docsVersion;
}

function checkChain(bid: BidRow, seq: number, prev: string | null): void {
  if (seq !== bid.seq + 1 || prev !== bid.prev) reject("chain");
}

/** `headers` names exactly the containers used; carried groups are whole and are this bidder's own (protocol §2.7). */
export async function checkHeaders(bid: BidRow, seal: Seal, stored: Stored): Promise<void> {
  const used = new Set([seal.container, ...seal.segments.map(({ c }) => c)]);
  const named = Object.keys(seal.headers);
  if (named.length !== used.size || named.some((container) => !used.has(container))) reject("headers");
  for (const [container, hash] of Object.entries(seal.headers)) {
    const upload = stored.get(container);
    if (!upload || upload.bidId !== bid.id || upload.headerHash !== hash) return reject("header-hash");
    const header = parseHeader(upload.header);
    if (header.opening.policy !== seal.tender.policy || header.suite !== seal.suite) reject("header-policy");
  }
  await checkCarried(bid, seal);
}

async function checkCarried(bid: BidRow, seal: Seal): Promise<void> {
  const carried = seal.segments.filter(({ c }) => c !== seal.container);
  if (carried.length === 0) return;
  const earlier = (await versionsOf(bid.id)).filter(({ kind }) => kind === "seal").map(({ bytes }) => parseSeal(bytes));
  for (const segment of carried) {
    const origin = earlier.find(({ container }) => container === segment.c);
    const same = origin?.segments.find(({ i }) => i === segment.i);
    if (!same || JSON.stringify(same) !== JSON.stringify(segment)) reject("carried");
    // Part of a group carried would let a bidder mix prices of two versions.
    const group = seal.segments.filter(({ stage }) => stage === segment.stage);
    if (group.some(({ c }) => c !== segment.c)) reject("carried-part");
  }
}

/**
 * Stored lengths and roots equal those the bidder signed, and the bodies looked encrypted: by what the gateway noted
 * when they came. With the object store down, whoever has uploaded everything can still submit (protocol §9).
 */
export async function checkBodies(seal: Seal, stored: Stored): Promise<{ roots: string[]; bytesBrought: number }> {
  const roots: string[] = [];
  let bytesBrought = 0;
  for (const segment of seal.segments) {
    const parts = partsOfSegment(stored, segment);
    const body = await storedSegment(parts, seal.suite);
    if (!body || body.lengthBytes !== segment.len || body.root !== segment.root)
      throw new Refusal("BID_DAMAGED", {}, ["R-70"]);
    roots.push(body.root);
    if (segment.c === seal.container) {
      bytesBrought += body.lengthBytes;
      if (!parts[0]!.encrypted) throw new Refusal("NOT_ENCRYPTED", {}, ["R-70"]);
    }
  }
  return { roots, bytesBrought };
}

/**
 * Every signature verifies; at least one is by a certificate bound to the company that the statement names, kept by
 * somebody who signs for it.
 */
export async function checkSigner(
  bid: BidRow,
  uscc: string,
  request: Pick<SealRequest, "bytes" | "cms">,
  deps: Deps,
): Promise<{ certificate: string; revocationKnown: boolean }> {
  const verdict = await verifyCms(request.bytes, request.cms);
  if (!verdict.ok) return refuseSignature(verdict.reason);
  const known = new Map<string, boolean>();
  for (const signer of verdict.signers)
    known.set(signer.certificate.fingerprint, (await believe(signer, verdict.certificates, deps)).known);
  for (const { certificate } of verdict.signers) {
    const bound = await certificateByFingerprint(certificate.fingerprint);
    const own = bound?.partyId === bid.partyId && bound.state === "active" && bound.uscc === uscc;
    if (own && (bound.personId === null || (await maySignFor(bound.personId, bid.partyId, "bidder"))))
      return { certificate: certificate.fingerprint, revocationKnown: known.get(certificate.fingerprint) ?? false };
  }
  throw new Refusal("SIGNER_MISMATCH", {}, ["R-31"]);
}

function refuseSignature(reason: string): never {
  throw new Refusal("SIGNATURE_INVALID", { reason }, ["R-31"]);
}
