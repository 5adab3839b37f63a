import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { withoutNames } from "@/lib/domain/anonymity";
import type { EvaluationState } from "@/lib/domain/evaluation";
import type { PriceFault } from "@/lib/domain/price-correction";
import { type Correction, lowPrices } from "@/lib/domain/scoring-correction";
import { type RelatedPair, relatedBidders } from "@/lib/domain/relations";
import { failedItems, itemsOf, type ReviewItem, type ReviewPart, tallyOf } from "@/lib/domain/review-items";
import * as exact from "@/lib/kernel/rational";
import { yuan } from "@/lib/kernel/money";
import { type ReviewRows, reviewRows } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import { registeredBidders } from "@/lib/store/party-relations";
import { lotStatement } from "@/lib/store/openings";
import { priceCorrections, priceOf } from "@/lib/store/price-corrections";
import type { Deps } from "@/lib/usecases/deps";
import { type Bench, benchOf, formOf, handedIn, partOf } from "./bench";
import { bidderNames, columnsOf, phaseOf } from "./columns";
import { blindNow, type RoomFile, roomFiles } from "./room-files";
import { type Competition, finishedReviews, validBids } from "./review-steps";

export const viewReviewInput = z.strictObject({ lotId: z.uuid() });

export type ReviewMember = {
  /** Of this membership: whoever replaces a member takes the number over, and nothing else. */
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly own: boolean;
  readonly chair: boolean;
  readonly reviewed: boolean;
  readonly technical: boolean;
  readonly business: boolean;
};

export type ReviewBid = {
  readonly digest: string;
  readonly number: number;
  readonly name: string;
  /** As it was read out; null while its envelope is closed. */
  readonly price: string | null;
  /** With the corrections its bidder accepted: what is evaluated. */
  readonly evaluated: string | null;
  readonly duration: string;
  readonly quality: string;
  readonly manager: string;
  readonly rejection: {
    readonly ground: string;
    readonly item: string;
    readonly facts: string;
    readonly votesFor: number;
    readonly votesAgainst: number;
  } | null;
  /** What the machine noticed: above the ceiling, unusually low against what. Reasons to look and to ask, no verdicts. */
  readonly flags: readonly ("aboveCeiling" | "average" | "next" | "ceiling")[];
};

export type OwnFinding = {
  readonly digest: string;
  readonly item: string;
  readonly pass: boolean;
  readonly reason: string;
  readonly page: string;
};

export type Vote = {
  readonly digest: string;
  readonly item: string;
  readonly pass: number;
  readonly fail: number;
  readonly failed: boolean;
  readonly notes: readonly { readonly member: number; readonly reason: string; readonly page: string }[];
};

export type AskedClarification = {
  readonly id: string;
  /** The bidder's name, or in the blind part the member's own code for it. */
  readonly bid: string;
  readonly kind: string;
  readonly question: string;
  readonly askedAt: Date;
  readonly dueAt: Date;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
};

/** An arithmetic fault of a price, and whether its bidder accepts what the rule makes of it. */
export type ReviewCorrection = {
  readonly id: string;
  readonly bidder: string;
  readonly fault: PriceFault;
  readonly correction: Correction;
  readonly delta: string;
  readonly state: "waiting" | "accepted" | "refused" | "overdue";
};

export type ReviewView = {
  readonly lot: Bench["lot"];
  readonly state: EvaluationState;
  readonly now: Date;
  readonly own: ReviewMember;
  readonly members: readonly ReviewMember[];
  readonly blind: boolean;
  /** What is judged now: with two envelopes the price comes last. */
  readonly part: ReviewPart;
  readonly items: readonly ReviewItem[];
  /** By name and price; empty while the blind part is marked. */
  readonly bids: readonly ReviewBid[];
  /** Bidders whom the register shows as related; empty while the blind part is marked. */
  readonly related: readonly RelatedPair[];
  /** How this member addresses bids now: for questions and files. */
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly files: readonly RoomFile[];
  readonly findings: readonly OwnFinding[];
  readonly finished: boolean;
  readonly allFinished: boolean;
  /** Items on which not all found a pass; empty until all have handed in. */
  readonly votes: readonly Vote[];
  /**
   * While the blind part is marked, those alone that were asked in it, under the member's own codes and without the names of
   * bidders: what was asked before it would say whose the bid is.
   */
  readonly clarifications: readonly AskedClarification[];
  /** Empty while the blind part is marked: words of a price would say whose it is. */
  readonly corrections: readonly ReviewCorrection[];
  readonly competition: Competition | null;
  readonly valid: number;
  /** Two envelopes: the technical result is signed. */
  readonly technicalResult: boolean;
  readonly ceiling: string | null;
};

/**
 * The room as one member may see it now. What others found is in it only when all have handed in, names and prices only
 * outside the blind part (C-5, evaluation.md §6).
 */
export async function viewReview(
  actor: Actor,
  { lotId }: z.infer<typeof viewReviewInput>,
  deps: Deps,
): Promise<ReviewView> {
  const bench = await benchOf(actor, lotId);
  const { lot, committee, own, terms } = bench;
  const [rows, corrections, now] = await Promise.all([
    reviewRows(lotId, committee.members),
    priceCorrections(lotId),
    platformNow(),
  ]);
  const blind = blindNow(bench);
  const part = partOf(bench);
  const names = await bidderNames(bench.bids);
  const phase = phaseOf(committee.state);
  const columns = phase
    ? await columnsOf(bench, rows.rejections, phase)
    : bench.bids.map((bid) => ({ key: bid.digest, label: names.get(bid.digest) ?? "", bid }));
  const veiled = (text: string) => (blind ? withoutNames(text, [...names.values()]) : text);
  const labels = new Map(columns.map(({ label, bid }) => [bid.digest, label]));
  const members = committee.members.map((member) => ({
    id: member.id,
    number: member.number,
    name: member.name,
    own: member.id === own.id,
    chair: member.id === committee.chairId,
    reviewed: handedIn(member, part) !== null,
    technical: member.technicalAt !== null,
    business: member.scoredAt !== null,
  }));
  const allFinished = finishedReviews(bench, rows) >= members.length;
  return {
    lot,
    state: committee.state,
    now,
    own: members.find((member) => member.own)!,
    members,
    blind,
    part,
    items: itemsOf(terms, part),
    bids: blind ? [] : bidsOf(bench, rows.rejections, names, corrections),
    related: blind
      ? []
      : relatedBidders(
          await registeredBidders(
            bench.bids.map(({ partyId }) => partyId),
            now,
          ),
        ),
    columns: columns.map(({ key, label }) => ({ key, label })),
    files: await roomFiles(bench, columns, deps),
    findings: rows.findings
      .filter(({ memberId }) => memberId === own.id)
      .map(({ digest, item, pass, reason, page }) => ({ digest, item, pass, reason: reason ?? "", page: page ?? "" })),
    finished: handedIn(own, part) !== null,
    allFinished,
    votes: allFinished && !blind ? votesOf(bench, rows.findings) : [],
    clarifications: rows.clarifications
      .filter(({ askedIn }) => !blind || askedIn === committee.state)
      .map((one) => ({
        id: one.id,
        bid: labels.get(one.digest) ?? (blind ? "—" : (names.get(one.digest) ?? "—")),
        kind: one.kind,
        question: veiled(one.question),
        askedAt: one.askedAt,
        dueAt: one.dueAt,
        answer: one.answer && veiled(one.answer),
        answeredAt: one.answeredAt,
      })),
    corrections: blind
      ? []
      : corrections.map((one) => ({
          id: one.clarificationId,
          bidder: names.get(one.digest) ?? "—",
          fault: one.fault as PriceFault,
          correction: one.correction as Correction,
          delta: yuan(one.deltaFen),
          state: stateOf(one, rows, now),
        })),
    competition: committee.competition as Competition | null,
    valid: validBids(bench.bids, rows.rejections).length,
    technicalResult: (await lotStatement(lotId, "technical-result")) !== null,
    ceiling: terms.price.ceiling,
  };
}

type Rejections = Awaited<ReturnType<typeof reviewRows>>["rejections"];

/** What became of a correction: no answer in time is none. */
function stateOf(
  { clarificationId, accepted }: { readonly clarificationId: string; readonly accepted: boolean | null },
  { clarifications }: ReviewRows,
  now: Date,
): ReviewCorrection["state"] {
  if (accepted !== null) return accepted ? "accepted" : "refused";
  const asked = clarifications.find(({ id }) => id === clarificationId);
  return asked && now < asked.dueAt ? "waiting" : "overdue";
}

function bidsOf(
  { bids, terms }: Bench,
  rejections: Rejections,
  names: ReadonlyMap<string, string>,
  corrections: Parameters<typeof priceOf>[1],
): ReviewBid[] {
  const open = bids.filter(({ form }) => form !== null);
  const priced = open.map((bid) => ({ id: bid.digest, price: priceOf(bid, corrections) }));
  const { ceiling } = terms.price;
  const low = lowPrices(priced, ceiling);
  const above = (price: string) => ceiling !== null && exact.compare(exact.decimal(price), exact.decimal(ceiling)) > 0;
  return bids.map((bid) => {
    const form = formOf(bid);
    const evaluated = bid.form === null ? null : priceOf(bid, corrections);
    const rejection = rejections.find(({ digest }) => digest === bid.digest);
    return {
      digest: bid.digest,
      number: bid.number,
      name: names.get(bid.digest) ?? "",
      price: form.price ?? null,
      evaluated,
      duration: form.duration_days ?? "—",
      quality: form.quality ?? "—",
      manager: form.manager ?? "—",
      rejection: rejection
        ? {
            ground: rejection.ground,
            item: rejection.item,
            facts: rejection.facts,
            votesFor: rejection.votesFor,
            votesAgainst: rejection.votesAgainst,
          }
        : null,
      flags: [
        ...(evaluated !== null && above(evaluated) ? (["aboveCeiling"] as const) : []),
        ...low.filter(({ id }) => id === bid.digest).map(({ by }) => by),
      ],
    };
  });
}

type Findings = Awaited<ReturnType<typeof reviewRows>>["findings"];

function votesOf(bench: Bench, findings: Findings): Vote[] {
  const { bids, committee, terms } = bench;
  const numbers = new Map(committee.members.map(({ id, number }) => [id, number]));
  return bids.flatMap(({ digest }) => {
    const failed = new Set(failedItems(findings, digest));
    return itemsOf(terms, partOf(bench)).flatMap(({ id: item }): Vote[] => {
      const tally = tallyOf(findings, digest, item);
      if (tally.fail === 0) return [];
      const notes = findings
        .filter((one) => one.digest === digest && one.item === item && !one.pass)
        .map(({ memberId, reason, page }) => ({
          member: numbers.get(memberId) ?? 0,
          reason: reason ?? "",
          page: page ?? "",
        }));
      return [{ digest, item, ...tally, failed: failed.has(item), notes }];
    });
  });
}
