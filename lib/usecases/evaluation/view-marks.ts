import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { criteriaOf, type MarkPhase, shortMark, type Tier, tiersOf } from "@/lib/domain/marking";
import type { CriterionTerms } from "@/lib/domain/method-terms";
import { reviewRows, scoresOf } from "@/lib/store/benches";
import { benchOf } from "./bench";
import { columnsOf, phaseOf } from "./columns";

export const viewMarksInput = z.strictObject({ lotId: z.uuid() });

export type MarkCriterion = {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly kind: CriterionTerms["kind"];
  readonly max: string;
  readonly step: string;
  readonly basis: string;
  readonly evidence: string;
  readonly tiers: readonly Tier[];
};
export type OwnMark = {
  readonly bid: string;
  readonly criterion: string;
  readonly value: string;
  readonly reason: string;
  readonly page: string;
};
export type MarksView = {
  readonly phase: MarkPhase;
  readonly locked: boolean;
  readonly criteria: readonly MarkCriterion[];
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  /** The asking member's own, and nobody else's (C-5). */
  readonly marks: readonly OwnMark[];
};

/** The grid of the member's own marks in the phase at hand; null where nothing is marked now. */
export async function viewMarks(actor: Actor, { lotId }: z.infer<typeof viewMarksInput>): Promise<MarksView | null> {
  const bench = await benchOf(actor, lotId);
  const { committee, own, terms } = bench;
  const phase = phaseOf(committee.state);
  if (!phase) return null;
  const { rejections } = await reviewRows(lotId, committee.members);
  const [columns, scores] = await Promise.all([columnsOf(bench, rejections, phase), scoresOf([own.id])]);
  const criteria = criteriaOf(terms.method, phase);
  const keys = new Map(columns.map(({ key, bid }) => [bid.digest, key]));
  return {
    phase,
    locked: (phase === "technical" ? own.technicalAt : own.scoredAt) !== null,
    criteria: criteria.map((one) => ({
      id: one.id,
      name: one.name,
      group: one.group,
      kind: one.kind,
      max: shortMark(one.max),
      step: shortMark(one.step),
      basis: one.basis,
      evidence: one.evidence,
      tiers: tiersOf(one),
    })),
    columns: columns.map(({ key, label }) => ({ key, label })),
    marks: scores.flatMap(({ digest, criterion, value, reason, page }) => {
      const bid = keys.get(digest);
      if (!bid || !criteria.some(({ id }) => id === criterion)) return [];
      return [{ bid, criterion, value: shortMark(value), reason: reason ?? "", page: page ?? "" }];
    }),
  };
}
