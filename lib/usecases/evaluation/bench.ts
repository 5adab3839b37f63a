import type { Actor } from "@/lib/domain/actor";
import { twoEnvelopes } from "@/lib/domain/envelopes";
import { Refusal } from "@/lib/domain/refusal";
import type { ReviewPart } from "@/lib/domain/review-items";
import type { CompleteTerms } from "@/lib/domain/terms";
import { authorise } from "@/lib/policy/authorise";
import { type BenchRow, benchOfLot, lockBench } from "@/lib/store/benches";
import type { NamedMember } from "@/lib/store/committees";
import { inTransaction, type Tx } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { type OpenedRow, openedBids } from "@/lib/store/openings";
import { mustBeAtVenue } from "./venue";

/** One member at the committee's table: the lot, the committee, the frozen documents, and the member itself. */
export type Bench = {
  readonly lot: LotWithTender;
  readonly committee: BenchRow;
  readonly own: NamedMember;
  /** The member leads the committee; its vote weighs as any other's. */
  readonly chair: boolean;
  readonly terms: CompleteTerms;
  /** Bids that were opened, by their numbers in the opening record; rejected ones among them. */
  readonly bids: readonly OpenedRow[];
};

/** The table without a person at it: for acts of others on a committee's work. */
export type Table = Omit<Bench, "own" | "chair">;

/** Lot, committee, the documents in force and the opened bids, put together. */
export async function tableOf(lot: LotWithTender, committee: BenchRow, rows: readonly OpenedRow[]): Promise<Table> {
  const set = await currentSet(lot.id);
  if (!set) throw new Error(`lot ${lot.code} is evaluated without documents`);
  return {
    lot,
    committee,
    terms: set.terms as unknown as CompleteTerms,
    // With two envelopes a bid is opened without its price, and one whose price did not open has a cause and is out.
    bids: rows.filter(({ openedAt, cause }) => openedAt !== null && cause === null),
  };
}

/** The actor's seat at a lot. @throws {Refusal} NOT_ALLOWED for everybody who does not sit there, OUTSIDE_VENUE */
export async function benchOf(actor: Actor, lotId: string): Promise<Bench> {
  const lot = await lotById(lotId);
  authorise(actor, "evaluation.take", await relationToLot(actor, lot));
  return seat(actor, lot, await benchOfLot(lotId), await openedBids(lotId));
}

/**
 * Runs `work` while nobody else can change lot or committee: the lot's lock, then the committee's. The seat is read again
 * under the locks, so that a member replaced a moment ago writes nothing.
 */
export function atBench<T>(
  actor: Actor,
  lotId: string,
  work: (tx: Tx, bench: Bench) => Promise<T>,
  mode: "share" | "update" = "share",
): Promise<T> {
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, lotId, mode);
    const committee = await lockBench(tx, lotId);
    authorise(actor, "evaluation.take", await relationToLot(actor, lot, tx));
    return work(tx, await seat(actor, lot, committee, await openedBids(lotId, tx)));
  });
}

async function seat(
  actor: Actor,
  lot: LotWithTender,
  committee: BenchRow | null,
  rows: readonly OpenedRow[],
): Promise<Bench> {
  const own = committee?.members.find(({ personId }) => personId === actor.personId);
  if (!committee || !own) throw new Refusal("NOT_ALLOWED", { action: "evaluation.take" });
  mustBeAtVenue(actor, committee);
  return { ...(await tableOf(lot, committee, rows)), own, chair: committee.chairId === own.id };
}

/** @throws {Refusal} NOT_ALLOWED where another member than the chair does what only the chair may */
export function mustLead({ chair }: Bench): void {
  if (!chair) throw new Refusal("NOT_ALLOWED", { action: "evaluation.lead" });
}

/** @throws {Refusal} STATE_FORBIDS, SUSPENDED */
export function mustBeIn({ committee, lot }: Bench, states: readonly BenchRow["state"][], event: string): void {
  if (lot.suspendedAt) throw new Refusal("SUSPENDED", {}, ["R-128"]);
  if (lot.failedAt || lot.terminatedAt || !states.includes(committee.state))
    throw new Refusal("STATE_FORBIDS", { state: committee.state, event }, ["R-113"]);
}

/** The bid, one of those opened here. @throws {Refusal} NOT_ALLOWED */
export function bidAt({ bids }: Bench, digest: string): OpenedRow {
  const bid = bids.find((one) => one.digest === digest);
  if (!bid) throw new Refusal("NOT_ALLOWED", { action: "bid.find" });
  return bid;
}

/** What the committee judges of bids as it stands. */
export const partOf = ({ committee, terms }: Pick<Table, "committee" | "terms">): ReviewPart => {
  if (!twoEnvelopes(terms)) return "whole";
  return committee.state === "priceReview" ? "price" : "technical";
};

/** When a member handed in its findings of that part, or null. */
export const handedIn = (member: Pick<NamedMember, "preliminaryAt" | "pricesAt">, part: ReviewPart): Date | null =>
  part === "price" ? member.pricesAt : member.preliminaryAt;

export const formOf = ({ form }: Pick<OpenedRow, "form">): Readonly<Record<string, string>> =>
  (form ?? {}) as Record<string, string>;
