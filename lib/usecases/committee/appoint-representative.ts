import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { everyMember, lockCommittee } from "@/lib/store/committees";
import { inTransaction, type Tx } from "@/lib/store/db";
import { lotById, relationToLot } from "@/lib/store/lots";
import { membersOf } from "@/lib/store/members";
import { giveRight } from "@/lib/store/people";
import type { LockedBench } from "./step-committee";
import { keptOut } from "./avoidance";
import { invite, isLive } from "./fill-seats";

export const appointRepresentativeInput = z.strictObject({
  lotId: z.uuid(),
  number: z.coerce.number().int().min(1).max(99),
  personId: z.uuid(),
});

/** Names somebody of the tenderee for a seat whose representative left. */
export async function appointRepresentative(
  actor: Actor,
  input: z.output<typeof appointRepresentativeInput>,
): Promise<{ readonly invited: true }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "committee.form", await relationToLot(actor, lot));
  return inTransaction(async (tx) => {
    const bench = await lockCommittee(tx, lot.id);
    if (!bench) throw new Refusal("NOT_READY", { missing: "committee" }, ["R-107"]);
    const members = await everyMember(bench.committee.id, tx);
    const seat = members.filter(({ number }) => number === input.number);
    const free = seat.length > 0 && !seat.some(isLive) && input.number > bench.committee.expertCount;
    const ended = bench.lot.failedAt !== null || bench.lot.terminatedAt !== null;
    if (!free || ended || bench.committee.state !== "forming")
      throw new Refusal("STATE_FORBIDS", { state: bench.committee.state, event: "appoint" }, ["R-107"]);
    if (members.some(({ personId }) => personId === input.personId)) throw new Refusal("KEPT_OUT", {}, ["R-110"]);
    await appoint(tx, bench, { personId: input.personId, number: input.number });
    await record(tx, actor, {
      action: "committee.appoint",
      objectKind: "committee",
      objectId: bench.committee.id,
      lotId: lot.id,
      facts: { number: input.number },
    });
    return { invited: true };
  });
}

/**
 * Puts a person of the tenderee on the list. It sits there as evaluator and not as tenderee, so it gets that right in
 * the tenderee's name: whoever is at work in the room sees nothing of the host's pages.
 */
export async function appoint(
  tx: Tx,
  bench: LockedBench,
  { personId, number }: { readonly personId: string; readonly number: number },
): Promise<void> {
  const partyId = bench.lot.tender.tendereeId;
  if (!(await staffOfTenderee(partyId, tx)).some((one) => one.personId === personId))
    throw new Refusal("NOT_ALLOWED", { action: "committee.form" });
  const kind = "representative" as const;
  const hits = await keptOut(tx, bench.lot, bench.committee, [{ personId, kind }]);
  if (hits.size > 0) throw new Refusal("KEPT_OUT", {}, ["R-109"]);
  const validFrom = await platformNow(tx);
  await giveRight(tx, { personId, partyId, role: "evaluator", duties: ["operate", "sign"], validFrom, validTo: null });
  await invite(tx, bench, { personId, place: 0, number, kind });
}

/** People who act for the tenderee at present: only they may represent it. */
export async function staffOfTenderee(partyId: string, tx?: Tx) {
  const now = await platformNow(tx);
  const people = (await membersOf(partyId, tx)).filter(
    ({ role, validFrom, validTo }) => role === "tenderee" && validFrom <= now && (!validTo || validTo > now),
  );
  return people.map(({ personId, name }) => ({ personId, name }));
}
