import { encodeBase64 } from "@/lib/crypto/binding";
import { canonicalBytes, instant } from "@/lib/crypto/canonical";
import { randomBytes, toBase64url } from "@/lib/crypto/bytes";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { BID_LIFECYCLE } from "@/lib/domain/bid";
import { mustStep } from "@/lib/domain/lifecycle";
import { Refusal } from "@/lib/domain/refusal";
import type { RuleId } from "@/lib/domain/rules";
import { withdrawalRefundDue } from "@/lib/domain/schedule";
import { type ArrivalRow, outcomeOf, saveOutcome } from "@/lib/store/arrivals";
import { record } from "@/lib/store/audit";
import { lockBid, saveBidStep } from "@/lib/store/bids";
import { releaseBonds } from "@/lib/store/bonds-due";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { enqueue } from "@/lib/store/jobs";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { saveSealedBid, sealedBid } from "@/lib/store/sealed-bids";
import { statementById } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { tellHolder } from "@/lib/usecases/document/tell-holders";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";
import { type Checked, checkRequest } from "./check-seal";
import { refuseStatement } from "./refuse-statement";
import { readRequest, type SealRequest } from "./seal-request";
import { suiteOfLot } from "./suite-of-lot";

export type Settled =
  | {
      readonly accepted: true;
      readonly digest: string;
      /** Canonical receipt and the platform's CMS, base64. */
      readonly receipt: string;
      readonly cms: string;
    }
  | { readonly accepted: false; readonly refusal: Refusal | null; readonly statement: string; readonly cms: string };

/**
 * Judges an arrival, once: the checks of protocol §2.9, then receipt, state, audit entry, log event and timestamp job in
 * one transaction. Safe to repeat: whoever comes after a crash, the repeated request or the closer, gets or makes the
 * same answer, and the arrival's instant stays what it was.
 *
 * @param asRead what the arrival holds, where the caller has read it already
 */
export async function settleArrival(
  actor: Actor,
  arrival: ArrivalRow,
  deps: Deps,
  asRead?: SealRequest,
): Promise<Settled> {
  const known = await knownAnswer(arrival);
  if (known) return known;
  try {
    const request = asRead ?? (await requestOf(arrival));
    const lot = await lotById(arrival.lotId);
    const checked = await checkRequest(arrival.bidId, request, lot, deps);
    return await accept(actor, arrival, checked, lot, deps);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const twin = await answerOfTwin(arrival);
    if (twin) return twin;
    const refused = { lotId: arrival.lotId, bidId: arrival.bidId, digest: arrival.digest, arrivalId: arrival.id };
    return refuseStatement(actor, refused, error, deps);
  }
}

const requestOf = async ({ kind, request, lotId }: ArrivalRow): Promise<SealRequest> =>
  readRequest(kind as "seal" | "withdraw", request, await suiteOfLot(lotId));

/**
 * The same statement, signed twice, sent at once: the one judged first was accepted, and to the other its own bid looks
 * like a broken chain. Both are given the one receipt.
 */
async function answerOfTwin(arrival: ArrivalRow): Promise<Settled | null> {
  const twin = await sealedBid(arrival.digest);
  if (!twin || twin.bidId !== arrival.bidId) return null;
  await inTransaction(async (tx) => {
    await lockBid(tx, arrival.bidId);
    if (await outcomeOf(arrival.id, tx)) return;
    await saveOutcome(tx, arrival.id, { accepted: true, reason: null, statementId: null, at: await platformNow(tx) });
  });
  return knownAnswer(arrival);
}

/** The answer given before, if any. */
export async function knownAnswer(arrival: ArrivalRow): Promise<Settled | null> {
  const outcome = await outcomeOf(arrival.id);
  if (!outcome) return null;
  if (outcome.accepted) {
    const row = await sealedBid(arrival.digest);
    if (!row) throw new Error(`arrival ${arrival.id} was accepted without a sealed bid`);
    return {
      accepted: true,
      digest: row.digest,
      receipt: encodeBase64(row.receipt),
      cms: encodeBase64(row.receiptCms),
    };
  }
  const statement = await statementById(outcome.statementId ?? "");
  const refusal = refusalAgain(outcome.reason ?? "", statement.bytes);
  return {
    accepted: false,
    refusal,
    statement: encodeBase64(statement.bytes),
    cms: encodeBase64(statement.cms ?? new Uint8Array()),
  };
}

/** What the checks say without facts, and can therefore say again in the same words. */
const WITHOUT_FACTS = ["BID_DAMAGED", "NOT_ENCRYPTED", "WRONG_TENDER", "SIGNER_MISMATCH"] as const;

/** The refusal as it was given, from its reason and the rules in the signed statement. */
function refusalAgain(reason: string, statement: Uint8Array): Refusal {
  const { rules } = JSON.parse(new TextDecoder().decode(statement)) as { readonly rules: RuleId[] };
  const plain = WITHOUT_FACTS.find((code) => code === reason);
  return plain ? new Refusal(plain, {}, rules) : new Refusal("SEAL_REJECTED", { reason }, rules);
}

async function accept(
  actor: Actor,
  arrival: ArrivalRow,
  checked: Checked,
  lot: LotWithTender,
  deps: Deps,
): Promise<Settled> {
  const tender = { id: lot.tender.code, lot: lot.code };
  const blind = randomBytes(32);
  const receipt = receiptBytes(arrival, checked, tender, blind);
  const receiptCms = await deps.platform.signStatement(receipt);
  const settled = await inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "share");
    return settle(tx, actor, { arrival, checked, lot: locked, tender, blind, receipt, receiptCms });
  });
  if (settled)
    return { accepted: true, digest: arrival.digest, receipt: encodeBase64(receipt), cms: encodeBase64(receiptCms) };
  const answer = await knownAnswer(arrival);
  if (!answer) throw new Error(`arrival ${arrival.id} has no outcome after it was settled`);
  return answer;
}

type Acceptance = {
  readonly arrival: ArrivalRow;
  readonly checked: Checked;
  readonly lot: LotWithTender;
  readonly tender: { readonly id: string; readonly lot: string };
  readonly blind: Uint8Array;
  readonly receipt: Uint8Array;
  readonly receiptCms: Uint8Array;
};

/** @returns false where somebody else has judged this arrival meanwhile */
async function settle(tx: Tx, actor: Actor, acceptance: Acceptance): Promise<boolean> {
  const { arrival, checked, lot, tender, blind, receipt, receiptCms } = acceptance;
  const bid = await lockBid(tx, arrival.bidId);
  // The closer and the request itself may judge the same arrival; under the bid's lock the second finds the answer.
  if (await outcomeOf(arrival.id, tx)) return false;
  // Two sessions of one company may seal at the same moment: the chain decides, the later finds its `prev` gone.
  if (bid.seq + 1 !== checked.seq || bid.prev !== checked.prev)
    throw new Refusal("SEAL_REJECTED", { reason: "chain" }, ["R-81"]);
  const deadline = lot.deadline ?? arrival.at;
  const event = arrival.kind === "seal" ? "submit" : "withdraw";
  const state = mustStep(BID_LIFECYCLE, bid.state, event, { at: arrival.at, deadline, intact: true });
  const digest = event === "submit" ? arrival.digest : null;
  await saveBidStep(tx, bid.id, { state, digest, seq: checked.seq, prev: arrival.digest });
  if (event === "withdraw") await returnBond(tx, lot, arrival);
  const { eventId } = await logEvent(tx, {
    lotId: lot.id,
    tender,
    kind: "receipt",
    hash: statementHash(receipt),
    at: arrival.at,
    blind,
  });
  await saveSealedBid(tx, {
    digest: arrival.digest,
    bidId: bid.id,
    lotId: lot.id,
    partyId: arrival.partyId,
    arrivalId: arrival.id,
    kind: arrival.kind,
    seq: checked.seq,
    prev: checked.prev,
    bytes: checked.bytes,
    cms: checked.cms,
    certificate: checked.certificate,
    receipt,
    receiptCms,
    blind,
    eventId,
    docVersion: checked.docVersion,
    at: arrival.at,
  });
  await saveOutcome(tx, arrival.id, { accepted: true, reason: null, statementId: null, at: await platformNow(tx) });
  await enqueue(tx, "timestamp.request", { bidDigest: arrival.digest });
  await record(tx, actor, {
    action: `bid.${event}`,
    objectKind: "bid",
    objectId: bid.id,
    lotId: lot.id,
    beforeHash: bid.prev,
    afterHash: arrival.digest,
    facts: { seq: checked.seq, arrival: arrival.at.toISOString() },
    bidderSide: true,
  });
  return true;
}

/**
 * The bond of a withdrawn bid is due back five days after the notice. The bidder is told; the host learns of it when
 * the intake is closed, since before nobody may know who was going to bid.
 */
async function returnBond(tx: Tx, lot: LotWithTender, { partyId, at }: ArrivalRow): Promise<void> {
  const due = withdrawalRefundDue(at, clockOfLot(lot)).limit;
  for (const bond of await releaseBonds(tx, lot.id, due, partyId))
    await tellHolder(tx, lot, bond.partyId, "bondRefundDue", {});
}

/** The receipt of a statement that was accepted (protocol §6.4). */
export function receiptBytes(
  arrival: Pick<ArrivalRow, "at" | "digest" | "kind">,
  checked: Pick<Checked, "revocationKnown" | "bytesBrought" | "roots" | "seq">,
  tender: { readonly id: string; readonly lot: string },
  blind: Uint8Array,
): Uint8Array {
  const withdrawn = arrival.kind === "withdraw";
  const status = withdrawn ? "withdrawn" : checked.revocationKnown ? "accepted" : "accepted-unchecked";
  return canonicalBytes({
    arrival: instant(arrival.at),
    bid: arrival.digest,
    blind: toBase64url(blind),
    bytes: checked.bytesBrought,
    fmt: "SBC/1",
    parts_root: withdrawn ? [] : [...checked.roots],
    seq: checked.seq,
    status,
    tender,
    type: "receipt",
  });
}
