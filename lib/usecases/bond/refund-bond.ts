import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { BOND_LIFECYCLE, type BondState, KEEP_GROUNDS } from "@/lib/domain/bond";
import { mustStep } from "@/lib/domain/lifecycle";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { fen, yuan } from "@/lib/kernel/money";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction, type Tx } from "@/lib/store/db";
import type { BondRow } from "@/lib/store/bonds-due";
import { lockLot, type LotWithTender, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";

export const refundBondInput = z.strictObject({
  bondId: z.uuid(),
  /** Bank interest in yuan; whole yuan may be written without decimals. */
  interest: z
    .string()
    .trim()
    .regex(/^(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$/)
    .transform((text) => yuan(fen(text))),
});

/** Records that a bond that is due went back, with the bank's interest, and tells the bidder. */
export async function refundBond(
  actor: Actor,
  input: z.infer<typeof refundBondInput>,
): Promise<{ readonly refunded: true; readonly late: boolean }> {
  const facts = { event: "refund", ground: "", evidence: "" } as const;
  return onDueBond(actor, input.bondId, facts, async (tx, bond, lot, state) => {
    const refundedAt = await platformNow(tx);
    const interestFen = fen(input.interest);
    await tx.bond.update({ where: { id: bond.id }, data: { state, refundedAt, interestFen } });
    const late = bond.refundDue !== null && refundedAt >= bond.refundDue;
    await tell(tx, lot, bond, "bond.refunded", { interest: input.interest });
    await record(tx, actor, {
      action: "bond.refund",
      objectKind: "bond",
      objectId: bond.id,
      lotId: lot.id,
      facts: { interest: input.interest, late },
    });
    return { refunded: true, late };
  });
}

export const keepBondInput = z.strictObject({
  bondId: z.uuid(),
  ground: z.enum(KEEP_GROUNDS),
  evidence: z.string().trim().min(4).max(2000),
});

/** Decides that a bond does not go back: only on a ground of the law, and with what proves it. */
export async function keepBond(actor: Actor, input: z.infer<typeof keepBondInput>): Promise<{ readonly kept: true }> {
  const facts = { event: "keep", ground: input.ground, evidence: input.evidence } as const;
  return onDueBond(actor, input.bondId, facts, async (tx, bond, lot, state) => {
    const keptGround = `${input.ground}: ${input.evidence}`;
    await tx.bond.update({ where: { id: bond.id }, data: { state, keptGround } });
    await tell(tx, lot, bond, "bond.kept", { reason: input.evidence.slice(0, 300) });
    await record(tx, actor, {
      action: "bond.keep",
      objectKind: "bond",
      objectId: bond.id,
      lotId: lot.id,
      facts: { ground: input.ground },
    });
    return { kept: true };
  });
}

/** Runs `decide` on a bond that is due back, once: two people deciding at the same moment meet on the lot's lock. */
async function onDueBond<T>(
  actor: Actor,
  bondId: string,
  { event, ...why }: { readonly event: "refund" | "keep"; readonly ground: string; readonly evidence: string },
  decide: (tx: Tx, bond: BondRow, lot: LotWithTender, state: BondState) => Promise<T>,
): Promise<T> {
  const known = await db().bond.findUnique({ where: { id: bondId } });
  if (!known) throw new Refusal("NOT_ALLOWED", { action: "bond.refund" });
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, known.lotId, "update");
    authorise(actor, "bond.refund", await relationToLot(actor, lot, tx));
    // A bond of a bid withdrawn while bidding goes on is as if it were not there: nobody may know who bids.
    if (stageOf(lot, await platformNow(tx)) === "bidding" && !lot.terminatedAt)
      throw new Refusal("NOT_ALLOWED", { action: "bond.refund" });
    const bond = await tx.bond.findUniqueOrThrow({ where: { id: bondId } });
    // Kept or returned by somebody else a moment ago, or not due: the table says so.
    if (bond.state !== "refundDue") throw new Refusal("STATE_FORBIDS", { state: bond.state, event }, ["R-89"]);
    const facts = { at: await platformNow(tx), deadline: lot.deadline ?? lot.createdAt, cause: "", ...why };
    return decide(tx, bond, lot, mustStep(BOND_LIFECYCLE, bond.state, event, facts));
  });
}

const tell = (tx: Tx, lot: LotWithTender, bond: BondRow, kind: string, facts: Record<string, string>) =>
  notify(tx, {
    to: { partyId: bond.partyId },
    kind,
    facts: { lot: lot.name, tender: lot.tender.name, ...facts },
    lotId: lot.id,
    link: "/work/bonds",
    legal: true,
  });
