import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { compositionFault, type MemberKind } from "@/lib/domain/committee";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { isUscc } from "@/lib/kernel/uscc";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { addCommittee, committeeOfLot, everyMember } from "@/lib/store/committees";
import { inTransaction, type Tx } from "@/lib/store/db";
import { drawsOfKind } from "@/lib/store/draws";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { venues } from "@/lib/usecases/evaluation/venue";
import type { LockedBench } from "./step-committee";
import { isWater } from "./forming-facts";
import { appoint } from "./appoint-representative";
import { EXPERT_DRAW } from "./fill-seats";

export const REGION_RULES = ["any", "local", "outside"] as const;

/** Credit codes as people type them: with spaces, commas or one a line. */
const codes = z
  .string()
  .default("")
  .transform((text) => [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))].sort())
  .pipe(z.array(z.string().refine(isUscc)).max(50));

export const formCommitteeInput = z.strictObject({
  lotId: z.uuid(),
  size: z.coerce.number().int().min(1).max(99),
  specialty: z.string().trim().min(1).max(60),
  regionRule: z.enum(REGION_RULES).default("any"),
  /** Credit codes whose staff is kept out beside the parties themselves. */
  avoid: codes,
  /** Where the members have to be, by the name of a venue; empty where any place will do. */
  venue: z.string().trim().max(100).default(""),
  /** Persons of the tenderee that sit in the committee. */
  representatives: z.array(z.uuid()).max(33).default([]),
});
export type FormCommitteeInput = z.input<typeof formCommitteeInput>;

/**
 * Decides on the committee of a lot: how many, which specialty, who of the tenderee. Experts come by draw alone
 * . Until a draw is finished the decision may be taken anew.
 */
export async function formCommittee(
  actor: Actor,
  input: z.output<typeof formCommitteeInput>,
): Promise<{ readonly committeeId: string }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "committee.form", await relationToLot(actor, lot));
  const representatives = [...new Set(input.representatives)];
  const expertCount = input.size - representatives.length;
  const kinds: MemberKind[] = [
    ...Array<MemberKind>(Math.max(0, expertCount)).fill("expert"),
    ...representatives.map((): MemberKind => "representative"),
  ];
  const fault = compositionFault(kinds, isWater(lot));
  if (fault) throw fault;
  if (input.venue && !venues().some(({ name }) => name === input.venue))
    throw new Refusal("NOT_READY", { missing: "venue" }, ["R-112"]);
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    await checkTime(locked, await platformNow(tx));
    await clearUndrawn(tx, lot.id);
    const committee = await addCommittee(tx, {
      lotId: lot.id,
      size: input.size,
      expertCount,
      specialty: input.specialty,
      regionRule: input.regionRule,
      avoid: input.avoid,
      venue: input.venue || null,
      state: "forming",
    });
    const bench: LockedBench = { lot: locked, committee };
    for (const [at, personId] of representatives.entries())
      await appoint(tx, bench, { personId, number: expertCount + at + 1 });
    await record(tx, actor, {
      action: "committee.form",
      objectKind: "committee",
      objectId: committee.id,
      lotId: lot.id,
      facts: {
        size: input.size,
        experts: expertCount,
        specialty: input.specialty,
        regionRule: input.regionRule,
        ...(input.venue ? { venue: input.venue } : {}),
      },
    });
    return { committeeId: committee.id };
  });
}

/** From the publication on, before or after the opening; not once it is evaluated or over. */
async function checkTime(lot: LotWithTender, now: Date): Promise<void> {
  if (!["bidding", "opening", "opened"].includes(stageOf(lot, now)))
    throw new Refusal("STATE_FORBIDS", { state: stageOf(lot, now), event: "form" }, ["R-111"]);
}

/** Takes an earlier decision away, as long as nobody was drawn by it. */
async function clearUndrawn(tx: Tx, lotId: string): Promise<void> {
  const earlier = await committeeOfLot(lotId, tx);
  if (!earlier) return;
  const drawn = (await drawsOfKind(lotId, EXPERT_DRAW, tx)).some(({ finishedAt }) => finishedAt !== null);
  if (drawn || (await everyMember(earlier.id, tx)).some(({ kind }) => kind === "expert"))
    throw new Refusal("STATE_FORBIDS", { state: earlier.state, event: "form" }, ["R-110"]);
  await tx.committeeMember.deleteMany({ where: { committeeId: earlier.id } });
  await tx.committee.delete({ where: { id: earlier.id } });
}
