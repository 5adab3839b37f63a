import { z } from "zod";
import { SYSTEM, type Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { platformNow } from "@/lib/store/clock";
import { lockCommittee, seatedMembers } from "@/lib/store/committees";
import { inTransaction } from "@/lib/store/db";
import { lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { screen } from "@/lib/usecases/committee/screen-committee";
import { stepCommittee } from "@/lib/usecases/committee/step-committee";

export const startEvaluationInput = z.strictObject({ lotId: z.uuid() });

/**
 * Opens the evaluation room to the committee: after the opening session is closed with its record, with a committee as
 * the rules want it. The employers are compared with the bidders once more first; a hit is replaced and the
 * evaluation does not begin yet.
 */
export async function startEvaluation(
  actor: Actor,
  input: z.output<typeof startEvaluationInput>,
): Promise<{ readonly started: boolean; readonly replaced: number }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "evaluation.start", await relationToLot(actor, lot));
  return inTransaction(async (tx) => {
    const bench = await lockCommittee(tx, lot.id, "update");
    if (!bench) throw new Refusal("NOT_READY", { missing: "committee" }, ["R-107"]);
    if (bench.lot.suspendedAt) throw new Refusal("SUSPENDED", {}, ["R-128"]);
    if (!bench.lot.announcedAt) throw new Refusal("NOT_READY", { missing: "announcement" }, ["R-107"]);
    if (!bench.lot.openingEndedAt) throw new Refusal("NOT_READY", { missing: "openingRecord" }, ["R-102"]);
    const { hits, committee } = await screen(tx, SYSTEM, bench);
    if (hits > 0) return { started: false, replaced: hits };
    await stepCommittee(tx, actor, { lot: bench.lot, committee }, "signIn");
    // Begun before, and formed anew since: it began when it began.
    if (!bench.lot.evaluationStartedAt)
      await tx.lot.update({ where: { id: lot.id }, data: { evaluationStartedAt: await platformNow(tx) } });
    for (const { personId } of await seatedMembers(committee.id, tx))
      await notify(tx, {
        to: { personId },
        kind: "committee.enter",
        facts: {},
        lotId: lot.id,
        link: "/work/evaluations",
      });
    return { started: true, replaced: 0 };
  });
}
