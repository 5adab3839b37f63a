/** Where a lot stands. Computed from facts and time, never stored (settled 1). */
export type Stage = "preparation" | "bidding" | "opening" | "opened" | "evaluation" | "award" | "contract" | "closed";

export const STAGES: readonly Stage[] = [
  "preparation",
  "bidding",
  "opening",
  "opened",
  "evaluation",
  "award",
  "contract",
  "closed",
];

/** The facts of a lot that its stage is read from; null: has not happened. Instants are the platform's. */
export type LotFacts = {
  readonly publishedAt: Date | null;
  readonly deadline: Date | null;
  readonly announcedAt: Date | null;
  readonly evaluationStartedAt: Date | null;
  readonly reportSubmittedAt: Date | null;
  readonly noticeSentAt: Date | null;
  readonly contractSignedAt: Date | null;
  readonly archivedAt: Date | null;
  readonly failedAt: Date | null;
  readonly terminatedAt: Date | null;
  readonly suspendedAt: Date | null;
};

/**
 * The stage of a lot at `now`.
 *
 * The deadline's own instant belongs to the opening: whoever compares must use the same `<`.
 * A failed or terminated lot is `closed`; why, the facts say.
 */
export function stageOf(lot: LotFacts, now: Date): Stage {
  if (lot.failedAt || lot.terminatedAt || lot.archivedAt) return "closed";
  if (lot.contractSignedAt) return "closed";
  if (lot.noticeSentAt) return "contract";
  if (lot.reportSubmittedAt) return "award";
  if (lot.evaluationStartedAt) return "evaluation";
  if (lot.announcedAt) return "opened";
  if (!lot.publishedAt || !lot.deadline || now < lot.publishedAt) return "preparation";
  return now < lot.deadline ? "bidding" : "opening";
}

/** Facts that lie beside the stage and colour it (settled 1). */
export type LotFlag = "suspended" | "failed" | "terminated";

export function flagOf(lot: LotFacts): LotFlag | null {
  if (lot.terminatedAt) return "terminated";
  if (lot.failedAt) return "failed";
  return lot.suspendedAt ? "suspended" : null;
}
