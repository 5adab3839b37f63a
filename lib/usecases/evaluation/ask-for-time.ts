import { z } from "zod";
import { type Actor, SYSTEM } from "@/lib/domain/actor";
import { prolongedEnd, timeIsShort } from "@/lib/domain/committee";
import { AT_WORK } from "@/lib/domain/evaluation";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { changeCommittee, changeMember } from "@/lib/store/committees";
import type { Tx } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import { atBench, type Bench, benchOf, mustBeIn } from "./bench";

export const askForTimeInput = z.strictObject({
  lotId: z.uuid(),
  short: z.enum(["yes", "no"]),
  /** The end that the page showed: what somebody says of one end never counts against a later one. */
  endsAt: z.iso.datetime(),
});

/**
 * A member says that the time set is short, or takes it back. More than a third of the members: the time is prolonged at
 * once, by nobody's leave, and all begin anew. Said twice it counts once.
 *
 * @throws {Refusal} NOT_ALLOWED, STATE_FORBIDS, SUSPENDED, STALE
 */
export async function askForTime(
  actor: Actor,
  input: z.output<typeof askForTimeInput>,
): Promise<{ readonly prolonged: boolean }> {
  const short = input.short === "yes";
  return atBench(actor, input.lotId, async (tx, bench) => {
    mustBeIn(bench, AT_WORK, "moreTime");
    const { committee, own } = bench;
    if (committee.endsAt?.getTime() !== new Date(input.endsAt).getTime()) throw new Refusal("STALE", {}, ["R-114"]);
    if ((own.moreTimeAt !== null) === short) return { prolonged: false };
    await changeMember(tx, own.id, { moreTimeAt: short ? await platformNow(tx) : null });
    await record(tx, actor, {
      action: "evaluation.moreTime",
      objectKind: "committee",
      objectId: committee.id,
      lotId: input.lotId,
      facts: { number: own.number, short },
    });
    const others = committee.members.filter(({ id, moreTimeAt }) => id !== own.id && moreTimeAt !== null).length;
    const asking = others + (short ? 1 : 0);
    if (!timeIsShort(asking, committee.members.length)) return { prolonged: false };
    await prolong(tx, bench, committee.endsAt, asking);
    return { prolonged: true };
  });
}

async function prolong(tx: Tx, { lot, committee }: Bench, before: Date, asking: number): Promise<void> {
  const until = prolongedEnd(before, await platformNow(tx), committee.hours);
  await changeCommittee(tx, committee.id, { endsAt: until, prolonged: committee.prolonged + 1 });
  await tx.committeeMember.updateMany({ where: { committeeId: committee.id }, data: { moreTimeAt: null } });
  await record(tx, SYSTEM, {
    action: "evaluation.prolong",
    objectKind: "committee",
    objectId: committee.id,
    lotId: lot.id,
    facts: { asking, members: committee.members.length, from: before.toISOString(), to: until.toISOString() },
  });
  const message = {
    kind: "evaluation.prolonged",
    facts: { lot: lot.name, tender: lot.tender.name, until: until.toISOString() },
    lotId: lot.id,
  } as const;
  for (const { personId } of committee.members)
    await notify(tx, { ...message, to: { personId }, link: `/room/evaluation/${lot.id}` });
  const { tendereeId, agencyId } = lot.tender;
  const link = `/work/tenders/${lot.tenderId}/lots/${lot.id}/evaluation`;
  for (const partyId of [tendereeId, ...(agencyId ? [agencyId] : [])])
    await notify(tx, { ...message, to: { partyId }, link });
}

export const viewTimeInput = z.strictObject({ lotId: z.uuid() });

export type TimeView = {
  /** Whether a member may say now that time is short. */
  readonly open: boolean;
  /** ISO 8601; null in a committee that was at work before times were set. */
  readonly endsAt: string | null;
  readonly prolonged: number;
  readonly asking: number;
  readonly members: number;
  /** What this member says. */
  readonly own: boolean;
};

/** How long the committee has, and how many find it short: for its members, asked again while they work. */
export async function viewTime(actor: Actor, { lotId }: z.output<typeof viewTimeInput>): Promise<TimeView> {
  return timeOf(await benchOf(actor, lotId));
}

export function timeOf({ lot, committee, own }: Bench): TimeView {
  const { endsAt, members, prolonged, state } = committee;
  const idle = lot.suspendedAt ?? lot.failedAt ?? lot.terminatedAt;
  return {
    open: endsAt !== null && idle === null && AT_WORK.includes(state),
    endsAt: endsAt?.toISOString() ?? null,
    prolonged,
    asking: members.filter(({ moreTimeAt }) => moreTimeAt !== null).length,
    members: members.length,
    own: own.moreTimeAt !== null,
  };
}
