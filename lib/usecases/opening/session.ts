import { parsePolicy } from "@/lib/crypto/policy";
import { type Session, sessionOf } from "@/lib/domain/envelopes";
import { Refusal } from "@/lib/domain/refusal";
import type { RuleId } from "@/lib/domain/rules";
import { type Db, db } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { currentPolicy } from "@/lib/store/policies";

export type LotSession = Session & { readonly two: boolean };

/** The session of a lot as its signed opening policy has it; one envelope where there is no policy yet. */
export async function sessionOfLot(lot: LotWithTender, on: Db = db()): Promise<LotSession> {
  const row = await currentPolicy(lot.id, on);
  const two = row !== null && parsePolicy(row.bytes).envelopes === 2;
  return { ...sessionOf(lot, two), two };
}

/**
 * The session while it is held: announced and not closed.
 * @throws {Refusal} STATE_FORBIDS for `event` at any other time
 */
export async function mustBeHeld(
  lot: LotWithTender,
  event: string,
  rules: readonly RuleId[],
  on: Db = db(),
): Promise<LotSession> {
  const session = await sessionOfLot(lot, on);
  if (!session.announcedAt || session.endedAt || lot.failedAt)
    throw new Refusal("STATE_FORBIDS", { state: "opening", event }, rules);
  return session;
}
