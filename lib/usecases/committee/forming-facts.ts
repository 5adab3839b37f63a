import { compositionFault, type MemberKind } from "@/lib/domain/committee";
import type { EvaluationFacts } from "@/lib/domain/evaluation";
import { Refusal } from "@/lib/domain/refusal";
import { type Committee, type CommitteeMember, everyMember } from "@/lib/store/committees";
import type { Tx } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { isLive } from "./fill-seats";

/** Water conservancy works in the hub's code list: their committees have seven members at least. */
const WATER = "A07";
export const isWater = ({ tender }: LotWithTender): boolean => tender.type === WATER;

/** Seats that somebody held and nobody holds or is asked to take now. */
export function emptySeats(members: readonly CommitteeMember[]): readonly number[] {
  const seats = [...new Set(members.map(({ number }) => number))];
  return seats.filter((seat) => !members.some((member) => member.number === seat && isLive(member)));
}

/** What the lifecycle asks of a committee up to the review: who sits in it and what they have done so far. */
export type FormingFacts = Pick<
  EvaluationFacts,
  "announced" | "suspended" | "composition" | "members" | "checkedIn" | "declared" | "toReplace" | "chairElected"
>;

/** Reads them in the transaction that steps the committee: call it with lot and committee locked. */
export async function formingFacts(tx: Tx, lot: LotWithTender, committee: Committee): Promise<FormingFacts> {
  const members = await everyMember(committee.id, tx);
  const seated = members.filter(({ state }) => state === "accepted");
  const over = lot.failedAt !== null || lot.terminatedAt !== null;
  return {
    announced: lot.announcedAt !== null && lot.openingEndedAt !== null && !over,
    suspended: lot.suspendedAt !== null,
    composition: composition(lot, committee, seated),
    members: committee.size,
    checkedIn: seated.filter(({ checkedInAt }) => checkedInAt !== null).length,
    declared: seated.filter(({ disciplineAt, declaredAt }) => disciplineAt && declaredAt).length,
    toReplace: emptySeats(members).length,
    chairElected: seated.some(({ id }) => id === committee.chairId),
  };
}

/** The committee as it was decided on, not only some lawful one: a lone seat short is not formed. */
function composition(lot: LotWithTender, { size }: Committee, seated: readonly CommitteeMember[]): Refusal | null {
  const kinds = seated.map(({ kind }): MemberKind => (kind === "representative" ? "representative" : "expert"));
  const fault = compositionFault(kinds, isWater(lot));
  if (fault || seated.length === size) return fault;
  return new Refusal("COMMITTEE_INVALID", { needed: `${seated.length} / ${size}` }, ["R-107"]);
}
