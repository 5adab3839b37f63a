import type { Actor } from "@/lib/domain/actor";
import { drawSize, type MemberKind } from "@/lib/domain/committee";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { changeMember, type CommitteeMember, everyMember, inviteMember } from "@/lib/store/committees";
import type { Tx } from "@/lib/store/db";
import { drawsOfKind } from "@/lib/store/draws";
import { poolOfExperts } from "@/lib/store/experts";
import { notify } from "@/lib/store/messages";
import type { LockedBench } from "./step-committee";
import { keptOut } from "./avoidance";

/** Kind of the draws of experts; one that was begun and left is followed by another. */
export const EXPERT_DRAW = "expert";

export const isLive = ({ state }: Pick<CommitteeMember, "state">): boolean =>
  state === "invited" || state === "accepted";

/** Seats of experts that nobody holds or is asked to take; seats 1 … n are the experts', the rest the tenderee's. */
export function openExpertSeats(expertCount: number, members: readonly CommitteeMember[]): readonly number[] {
  const held = new Set(members.filter(isLive).map(({ number }) => number));
  return Array.from({ length: expertCount }, (_, at) => at + 1).filter((seat) => !held.has(seat));
}

/** Persons in the order drawn: members and reserves of every finished draw, the earliest first. */
async function drawnOrder(tx: Tx, lotId: string): Promise<readonly string[]> {
  const draws = (await drawsOfKind(lotId, EXPERT_DRAW, tx)).filter(({ finishedAt }) => finishedAt !== null).reverse();
  const persons = new Map((await poolOfExperts(tx)).map(({ id, personId }) => [id, personId]));
  return draws.flatMap((draw) => {
    const candidates = draw.candidates as readonly string[];
    const { count } = JSON.parse(new TextDecoder().decode(draw.spec)) as { readonly count: number };
    const { members, reserves } = drawSize(count);
    const order = (draw.order as readonly number[]).slice(0, members + reserves);
    return order.flatMap((at) => persons.get(candidates[at]!) ?? []);
  });
}

/**
 * Asks the next of the order drawn for every seat of an expert that is empty. Who is kept out by then, by an employer that
 * turned out to bid, is passed over and stands in the list with the reason's code alone.
 *
 * @returns seats for which nobody is left: then a further draw is needed
 */
export async function fillSeats(tx: Tx, actor: Actor, { lot, committee }: LockedBench): Promise<readonly number[]> {
  const members = await everyMember(committee.id, tx);
  const order = await drawnOrder(tx, lot.id);
  const asked = new Set(members.map(({ personId }) => personId));
  const waiting = order.map((personId, place) => ({ personId, place })).filter(({ personId }) => !asked.has(personId));
  const hits = await keptOut(
    tx,
    lot,
    committee,
    waiting.map(({ personId }) => ({ personId, kind: "expert" as const })),
  );
  const left: number[] = [];
  for (const number of openExpertSeats(committee.expertCount, members)) {
    let next = waiting.shift();
    for (; next && hits.has(next.personId); next = waiting.shift())
      await passOver(tx, actor, { lot, committee }, { ...next, number, cause: hits.get(next.personId)! });
    if (next) await invite(tx, { lot, committee }, { ...next, number, kind: "expert" });
    else left.push(number);
  }
  return left;
}

type Invited = {
  readonly personId: string;
  readonly place: number;
  readonly number: number;
  readonly kind: MemberKind;
};

/** Puts somebody on the list and asks. The message names neither project nor bidders: it may be read anywhere. */
export async function invite(
  tx: Tx,
  { lot, committee }: LockedBench,
  { personId, place, number, kind }: Invited,
): Promise<void> {
  await inviteMember(tx, { committeeId: committee.id, personId, kind, number, reserveOrder: place });
  await notify(tx, {
    to: { personId },
    kind: "committee.invited",
    facts: { specialty: committee.specialty },
    lotId: lot.id,
    link: "/work/evaluations",
    legal: true,
  });
}

async function passOver(
  tx: Tx,
  actor: Actor,
  { lot, committee }: LockedBench,
  { personId, place, number, cause }: Omit<Invited, "kind"> & { readonly cause: string },
): Promise<void> {
  const row = await inviteMember(tx, {
    committeeId: committee.id,
    personId,
    kind: "expert",
    number,
    reserveOrder: place,
  });
  await changeMember(tx, row.id, { state: "recused", cause, answeredAt: await platformNow(tx) });
  await record(tx, actor, {
    action: "committee.passOver",
    objectKind: "committee",
    objectId: committee.id,
    lotId: lot.id,
    facts: { number, cause },
  });
}

/** How many of the order drawn have not been asked yet. */
export async function reservesLeft(tx: Tx, lotId: string, members: readonly CommitteeMember[]): Promise<number> {
  const asked = new Set(members.map(({ personId }) => personId));
  return (await drawnOrder(tx, lotId)).filter((personId) => !asked.has(personId)).length;
}
