import { readVerifierKey } from "@/lib/crypto/checkpoint";
import {
  kidOf,
  parsePolicy,
  parseTenderRecord,
  type Policy,
  policyHashOf,
  type TenderRecord,
} from "@/lib/crypto/policy";
import { parseTechnicalResult } from "@/lib/crypto/opening-statements";
import { reasonOf } from "@/lib/crypto/reasons";
import type { TenderRef } from "@/lib/crypto/shape";
import {
  eventCommitment,
  type Freeze,
  parseClose,
  parseEvent,
  parseFreeze,
  statementHash,
} from "@/lib/crypto/statements";
import { loadSuite } from "@/lib/crypto/suite";
import { verifyTlogProof } from "@/lib/crypto/tlog-proof";
import type { Trust } from "@/lib/adapters/trust/trust";
import { type Signed, signedBy } from "./believe";
import type { LotKeys } from "./key-store";
import { refuse } from "./refuse";

export type Logged = { readonly event: Uint8Array; readonly blind: Uint8Array; readonly proof: string };

export type ShareRequest = {
  readonly policy: Signed;
  readonly tenderRecord: Signed;
  readonly close: Signed;
  readonly freeze: Signed;
  readonly proof: Logged;
  readonly group: number;
  readonly headers: readonly {
    readonly bid: string;
    readonly container: string;
    readonly seal: Uint8Array;
    readonly header: Uint8Array;
    /** Submitted again: the seal whose container is asked for, and the bidder's signature over it. */
    readonly again?: { readonly seal: Uint8Array; readonly cms: Uint8Array } | undefined;
  }[];
  readonly result?: { readonly statement: Signed; readonly proof: Logged };
};

export type Judge = {
  readonly trust: Trust;
  readonly now: () => Date;
  /** Credit code of the platform whose closings and freezes count. */
  readonly platformUscc: string;
};

export type Checked = {
  readonly policy: Policy;
  readonly freeze: Freeze;
  readonly freezeHash: string;
  /** SHA-256 of the technical result, hex; null where none is asked for. */
  readonly result: string | null;
  /** Bids whose share of the group may be given: the released ones, and of price envelopes those that passed. */
  readonly due: ReadonlySet<string>;
};

/** Two clocks may differ this much before it counts as false. */
const SKEW_MS = 60_000;

/**
 * Everything a trustee wants to see before it gives a share (protocol D3, §2.10, §5.4): its own policy, the deadline over
 * by its own clock, closing and freeze by the platform, and the freeze in the log where a witness saw it.
 * @throws the refusal with its reason
 */
export async function checkRequest(request: ShareRequest, keys: LotKeys, judge: Judge): Promise<Checked> {
  const at = judge.now();
  await loadSuite(keys.suite);
  const policy = read(() => parsePolicy(request.policy.bytes), "policy-malformed");
  const record = read(() => parseTenderRecord(request.tenderRecord.bytes), "record-malformed");
  await checkPolicy(policy, record, request, keys, judge, at);
  const deadline = new Date(record.deadline);
  if (at < deadline) refuse("deadline-not-passed", `${record.deadline}, own clock ${at.toISOString()}`);
  const close = read(() => parseClose(request.close.bytes), "close-malformed");
  await byPlatform(request.close, judge, at, "close-signature");
  if (!same(close.tender, keys.tender) || close.deadline !== record.deadline) refuse("close-other-tender");
  const freeze = read(() => parseFreeze(request.freeze.bytes), "freeze-malformed");
  await byPlatform(request.freeze, judge, at, "freeze-signature");
  checkFreeze(freeze, request, policy, deadline, keys, at);
  const freezeHash = statementHash(request.freeze.bytes);
  const cosignedAt = checkLogged(request.proof, "freeze", freezeHash, keys);
  if (!cosignedAt.some((time) => time * 1000 >= deadline.getTime() - SKEW_MS)) refuse("cosigned-before-deadline");
  const released = freeze.bids.filter((bid) => bid.released).map(({ bid }) => bid);
  const result = await checkGroup(request, { policy, freeze, freezeHash }, keys, judge, at);
  return { policy, freeze, freezeHash, result: result?.hash ?? null, due: new Set(result?.passed ?? released) };
}

async function checkPolicy(
  policy: Policy,
  record: TenderRecord,
  request: ShareRequest,
  keys: LotKeys,
  { trust }: Judge,
  at: Date,
): Promise<void> {
  if (!same(policy.tender, keys.tender) || !same(record.tender, keys.tender)) refuse("other-tender");
  const own = statementHash(Buffer.from(keys.statement, "base64"));
  if (!policy.trustees.some(({ statement }) => kidOf(statement) === own)) refuse("policy-without-this-trustee");
  const tenderee = await signedBy(request.policy, trust, at, "policy-signature");
  const again = await signedBy(request.tenderRecord, trust, at, "record-signature");
  // Somebody else's record could move the deadline of the tenderee's policy.
  if (!tenderee.uscc || tenderee.uscc !== again.uscc) refuse("record-other-signer");
  if (policy.suite !== keys.suite) refuse("policy-other-suite");
  if (record.policy !== policyHashOf(request.policy.bytes, policy)) refuse("record-other-policy");
}

function checkFreeze(
  freeze: Freeze,
  request: ShareRequest,
  policy: Policy,
  deadline: Date,
  keys: LotKeys,
  at: Date,
): void {
  if (!same(freeze.tender, keys.tender)) refuse("freeze-other-tender");
  if (freeze.close !== statementHash(request.close.bytes)) refuse("freeze-other-close");
  const frozenAt = new Date(freeze.at).getTime();
  if (frozenAt < deadline.getTime()) refuse("freeze-before-deadline");
  if (frozenAt > at.getTime() + SKEW_MS) refuse("freeze-in-the-future");
  // Whoever has not released has the whole window: a freeze before its end would cut a bidder off.
  const windows = (policy.window_s + policy.remedy_s) * 1000;
  if (freeze.bids.some(({ released }) => !released) && frozenAt < deadline.getTime() + windows) refuse("window-open");
  if (freeze.bids.every(({ resubmission }) => resubmission === undefined)) return;
  // Sealed again is for the remedial window alone, and for tenders whose documents allow it (protocol §2.11, 6).
  if (!policy.resubmit) refuse("resubmission-not-allowed");
  if (frozenAt < deadline.getTime() + policy.window_s * 1000) refuse("resubmission-before-remedy");
}

/** @returns times of the witnesses' cosignatures, seconds since 1970 */
function checkLogged(
  { event, blind, proof }: Logged,
  kind: string,
  hash: string,
  { pinned, tender }: LotKeys,
): readonly number[] {
  const statement = read(() => parseEvent(event), `${kind}-not-logged`);
  if (statement.kind !== kind || statement.hash !== hash || !statement.tender || !same(statement.tender, tender))
    refuse(`${kind}-not-logged`, "the event names something else");
  const policy = { log: readVerifierKey(pinned.log), witnesses: pinned.witnesses.map(readVerifierKey), quorum: 1 };
  return read(() => verifyTlogProof(eventCommitment(blind, event), proof, policy), `${kind}-not-logged`).cosignedAt;
}

/**
 * Price envelopes wait for the technical result, signed and logged (protocol §9, stage 2). It speaks of this freeze and of
 * each of its bids; a price is due of those alone that passed and whose bidder had released.
 */
async function checkGroup(
  request: ShareRequest,
  { policy, freeze, freezeHash }: Pick<Checked, "policy" | "freeze" | "freezeHash">,
  keys: LotKeys,
  judge: Judge,
  at: Date,
): Promise<{ readonly hash: string; readonly passed: readonly string[] } | null> {
  const { group, result } = request;
  if (!Number.isInteger(group) || group < 1 || group > policy.stages) refuse("no-such-group");
  if (policy.envelopes === 1 || group === 1) return null;
  if (!result) return refuse("technical-result-missing");
  await byPlatform(result.statement, judge, at, "technical-result-signature");
  const hash = statementHash(result.statement.bytes);
  checkLogged(result.proof, "technical-result", hash, keys);
  const judged = read(() => parseTechnicalResult(result.statement.bytes), "technical-result-malformed");
  if (!same(judged.tender, keys.tender)) refuse("technical-result-other-tender");
  if (judged.freeze !== freezeHash) refuse("technical-result-other-freeze");
  if (judged.bids.map(({ bid }) => bid).join() !== freeze.bids.map(({ bid }) => bid).join())
    refuse("technical-result-other-bids");
  const passed = judged.bids.filter((bid) => bid.passed).map(({ bid }) => bid);
  if (passed.some((bid) => !freeze.bids.some((one) => one.bid === bid && one.released)))
    refuse("technical-result-passes-unreleased");
  return { hash, passed };
}

async function byPlatform(signed: Signed, { trust, platformUscc }: Judge, at: Date, reason: string): Promise<void> {
  const { uscc } = await signedBy(signed, trust, at, reason);
  if (uscc !== platformUscc) refuse(reason, "not the platform");
}

const same = (a: TenderRef, b: TenderRef) => a.id === b.id && a.lot === b.lot;

/** Turns a parser's complaint into a refusal of this trustee; its own refusals pass. */
function read<T>(work: () => T, reason: string): T {
  try {
    return work();
  } catch (error) {
    return refuse(reason, reasonOf(error) ?? String(error));
  }
}
