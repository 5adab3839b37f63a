import { z } from "zod";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { bytesToHex, concat, randomBytes, sha256, u32 } from "@/lib/crypto/bytes";
import { reasonOf } from "@/lib/crypto/reasons";
import { checkResubmission } from "@/lib/crypto/resubmission";
import { parseSeal } from "@/lib/crypto/seal";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { type BidRow, lockBid } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { enqueue } from "@/lib/store/jobs";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { announce, saveIntact, saveRelease } from "@/lib/store/openings";
import { type ResubmissionRow, resubmissionOf, saveResubmission } from "@/lib/store/resubmissions";
import { sealedBid } from "@/lib/store/sealed-bids";
import { checkBodies, checkHeaders, checkSigner } from "@/lib/usecases/bid/check-seal";
import { mustKeepTime } from "@/lib/usecases/clock/must-keep-time";
import { ownBid } from "@/lib/usecases/bid/own-bid";
import { ownShareFits } from "@/lib/usecases/bid/own-share";
import { refusedTooOften } from "@/lib/usecases/bid/room-left";
import { refuseStatement } from "@/lib/usecases/bid/refuse-statement";
import { readRequest, type SealRequest } from "@/lib/usecases/bid/seal-request";
import { receiptBytes, type Settled } from "@/lib/usecases/bid/settle-arrival";
import { wholeUpload } from "@/lib/usecases/bid/whole-upload";
import type { Deps } from "@/lib/usecases/deps";
import { acceptCms } from "@/lib/usecases/signing/accept-signature";
import { checkSecrets, readRelease } from "./release-bid";
import { mustBeRemedy } from "./remedy";

export const resubmitBidInput = z.strictObject({
  bidId: z.uuid(),
  /** Canonical seal of the container that was made anew, base64, and the bidder's CMS over it. */
  seal: z.base64().max(400_000),
  sealCms: z.base64().max(1_400_000),
  /** Canonical release of that container's secrets, base64; signed where the certificate is at hand for it too. */
  release: z.base64().max(64_000),
  releaseCms: z.base64().max(1_400_000).nullable(),
});
type Input = z.infer<typeof resubmitBidInput>;
type SealIn = SealRequest & { readonly kind: "seal" };

/**
 * Takes the same content sealed anew in the remedial window, where the bid's own keys are lost and the documents allow it
 * (protocol §2.11, 6; R-99). Its container came by the upload path like every other; B of it comes along, so that it is now
 * as closed as a bid that was released: the trustees' part waits for the freeze. Everything that can be judged without
 * reading is judged here: the window by the database's clock under the lock, bidder and signature, commitments equal to
 * those of the receipt, bodies and shares. Once for each bid: what the freeze names is then the only thing to open.
 *
 * The receipt names the instant at which the request was here, and is signed before the lock like every receipt; under the
 * lock the window has to be open still. Until that is written nobody has the receipt, so one that comes to nothing (a
 * freeze, a release or a twin was faster, or a kill) is one that never was.
 *
 * Repeating it gives the first answer. Every "no" to what was signed is a signed statement.
 */
export async function resubmitBid(actor: Actor, input: Input, deps: Deps): Promise<Settled> {
  const bid = await ownBid(actor, input.bidId, "opening.release");
  const sealBytes = decodeBase64(input.seal);
  const crowded = await refusedTooOften(bid, deps);
  try {
    const cms = decodeBase64(input.sealCms);
    const request = await readRequest("seal", concat(u32(sealBytes.length), sealBytes, cms), 1);
    if (request.kind !== "seal") throw new Error("a seal was read as something else");
    const known = await answerGiven(bid, request.digest);
    if (known) return known;
    await take(actor, bid, request, input, deps).catch(async (error: unknown) => {
      // A twin was faster, or the line to the database broke behind the commit: what is kept is the answer.
      if (!(await answerGiven(bid, request.digest))) throw error;
    });
  } catch (error) {
    if (!(error instanceof Refusal) || crowded) throw error;
    const digest = bytesToHex(await sha256(sealBytes));
    return refuseStatement(actor, { lotId: bid.lotId, bidId: bid.id, digest, arrivalId: null }, error, deps);
  }
  const answer = await resubmissionOf(bid.digest ?? "");
  if (!answer) throw new Error(`bid ${bid.id}: the re-submission is gone after it was kept`);
  return accepted(answer);
}

async function take(actor: Actor, bid: BidRow, request: SealIn, input: Input, deps: Deps): Promise<void> {
  const lot = await lotById(bid.lotId);
  const at = await platformNow();
  await mustBeRemedy(lot, bid, at);
  const checked = await checkAll(actor, bid, request, input, deps);
  const receipt = await receiptOf(request, checked, lot, at, deps);
  await inTransaction((tx) => settle(tx, actor, { bid, request, input, checked, receipt }));
}

const accepted = ({ sealDigest, receipt, receiptCms }: ResubmissionRow): Settled => ({
  accepted: true,
  digest: sealDigest,
  receipt: encodeBase64(receipt),
  cms: encodeBase64(receiptCms),
});

/** The same container again: the answer was lost, or somebody clicked twice. */
async function answerGiven(bid: BidRow, sealDigest: string): Promise<Settled | null> {
  const before = bid.digest ? await resubmissionOf(bid.digest) : null;
  return before?.sealDigest === sealDigest ? accepted(before) : null;
}

type Checked = {
  readonly certificate: string;
  readonly revocationKnown: boolean;
  readonly bytesBrought: number;
  readonly roots: readonly string[];
  readonly seq: number;
};

async function checkAll(actor: Actor, bid: BidRow, request: SealIn, input: Input, deps: Deps): Promise<Checked> {
  const { seal } = request;
  const digest = bid.digest ?? "";
  const sealed = await sealedBid(digest);
  if (!sealed) throw new Refusal("STATE_FORBIDS", { state: bid.state, event: "resubmit" }, ["R-99"]);
  try {
    checkResubmission(digest, parseSeal(sealed.bytes), seal);
  } catch (error) {
    const reason = reasonOf(error);
    if (!reason) throw error;
    throw new Refusal("RESUBMISSION_DIFFERS", { reason }, ["R-99"]);
  }
  const stored = await wholeUpload(bid, seal);
  await checkHeaders(bid, seal, stored);
  const { roots, bytesBrought } = await checkBodies(seal, stored);
  const signer = await checkSigner(bid, seal.bidder.uscc, request, deps);
  await ownShareFits(seal, stored, deps);
  const bytes = decodeBase64(input.release);
  const release = readRelease(bytes);
  // The release names the container made anew: of the bid's own secrets nothing is given, and nothing is known.
  if (release.bid !== request.digest) throw new Refusal("WRONG_SECRET", {}, ["R-99"]);
  await checkSecrets(release, seal);
  if (input.releaseCms) await acceptCms(actor, bytes, decodeBase64(input.releaseCms), deps);
  return { ...signer, bytesBrought, roots, seq: seal.seq };
}

type SignedReceipt = {
  readonly at: Date;
  readonly blind: Uint8Array;
  readonly tender: { readonly id: string; readonly lot: string };
  readonly bytes: Uint8Array;
  readonly cms: Uint8Array;
};

async function receiptOf(
  { digest }: SealIn,
  checked: Checked,
  lot: LotWithTender,
  at: Date,
  deps: Deps,
): Promise<SignedReceipt> {
  const tender = { id: lot.tender.code, lot: lot.code };
  const blind = randomBytes(32);
  const bytes = receiptBytes({ at, digest, kind: "seal" }, checked, tender, blind);
  return { at, blind, tender, bytes, cms: await deps.platform.signStatement(bytes) };
}

type Taken = {
  readonly bid: BidRow;
  readonly request: SealIn;
  readonly input: Input;
  readonly checked: Checked;
  readonly receipt: SignedReceipt;
};

async function settle(tx: Tx, actor: Actor, { bid, request, input, checked, receipt }: Taken): Promise<void> {
  const lot = await lockLot(tx, bid.lotId, "share");
  // Two devices of one company at once: under the bid's lock the second finds what the first left.
  const locked = await lockBid(tx, bid.id);
  if ((await resubmissionOf(locked.digest ?? "", tx))?.sealDigest === request.digest) return;
  await mustKeepTime(tx);
  const { number } = await mustBeRemedy(lot, locked, await platformNow(tx), tx);
  const digest = locked.digest!;
  const { at, blind, tender } = receipt;
  const statement = decodeBase64(input.release);
  const releaseCms = input.releaseCms ? decodeBase64(input.releaseCms) : null;
  const release = { lotId: lot.id, digest, statement, cms: releaseCms, channel: "resubmission" };
  // A release that came in between is the better way: nothing is submitted again beside it.
  if (!(await saveRelease(tx, release)))
    throw new Refusal("STATE_FORBIDS", { state: "released", event: "resubmit" }, ["R-99"]);
  await saveResubmission(tx, {
    digest,
    bidId: bid.id,
    lotId: lot.id,
    partyId: bid.partyId,
    sealDigest: request.digest,
    bytes: request.bytes,
    cms: request.cms,
    certificate: checked.certificate,
    receipt: receipt.bytes,
    receiptCms: receipt.cms,
    at,
  });
  // What is going to be opened was read when it came; that the earlier bytes were damaged does not matter any more.
  await saveIntact(tx, [digest]);
  await announce(tx, lot.id, "resubmitted", { number });
  await logEvent(tx, { lotId: lot.id, tender, kind: "resubmission", hash: statementHash(receipt.bytes), at, blind });
  await logEvent(tx, { lotId: lot.id, tender, kind: "release", hash: statementHash(statement) });
  await noted(tx, actor, { bid, lot, request });
  await enqueue(tx, "opening.advance", { lotId: lot.id }, { key: `opening-${lot.id}` });
}

const noted = (
  tx: Tx,
  actor: Actor,
  { bid, lot, request }: Pick<Taken, "bid" | "request"> & { readonly lot: LotWithTender },
) =>
  record(tx, actor, {
    action: "opening.resubmit",
    objectKind: "bid",
    objectId: bid.id,
    lotId: lot.id,
    beforeHash: bid.digest,
    afterHash: request.digest,
    facts: {},
    bidderSide: true,
  });
