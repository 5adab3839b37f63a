import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { BOND_FORMS, bondEnd, performanceBondDemanded, performanceBondFault } from "@/lib/domain/bond";
import { Refusal } from "@/lib/domain/refusal";
import { fen } from "@/lib/kernel/money";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { type Db, db, inTransaction } from "@/lib/store/db";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { agreedFields, contractTermsOf } from "./contract-terms";

export const givePerformanceBondInput = z.strictObject({
  lotId: z.uuid(),
  form: z.enum(BOND_FORMS),
  /** Yuan. */
  amount: z.string().regex(/^(0|[1-9][0-9]{0,14})\.[0-9]{2}$/),
  /** Number of the transfer, guarantee or policy. */
  number: z.string().trim().min(4).max(60),
  /** Last day of a guarantee or policy, `YYYY-MM-DD`; a transfer has none. */
  validTo: z.union([z.literal(""), z.iso.date()]).default(""),
});

/**
 * Registers the winner's performance bond, before the contract is signed: any of the lawful forms, at least what
 * the documents demand, at most a tenth of the contract price. Given again before that, it replaces the first.
 */
export async function givePerformanceBond(
  actor: Actor,
  input: z.infer<typeof givePerformanceBondInput>,
): Promise<{ readonly given: true }> {
  const known = await lotById(input.lotId);
  const { partyId, priceFen } = await agreedFields(known).catch(() => NOBODY);
  authorise(actor, "performanceBond.give", partyId !== null && actor.partyId === partyId ? "owner" : "none");
  const { demandedFen } = await performanceBondOf(known);
  if (!partyId || demandedFen === 0n)
    throw new Refusal("STATE_FORBIDS", { state: "contract", event: "give" }, ["R-91"]);
  const bond = { amountFen: fen(input.amount), form: input.form, validTo: bondEnd(input.form, input.validTo) };
  const fault = performanceBondFault(bond, demandedFen, priceFen);
  if (fault) throw fault;
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, known.id, "update");
    const award = await tx.award.findUnique({ where: { lotId: lot.id } });
    // The award may have been taken back since: there is nobody left who would owe it.
    if (award?.partyId !== partyId || !lot.noticeSentAt || lot.contractSignedAt)
      throw new Refusal("STATE_FORBIDS", { state: "contract", event: "give" }, ["R-91"]);
    const row = { ...bond, number: input.number, givenById: actor.personId!, at: await platformNow(tx) };
    await tx.performanceBond.upsert({
      where: { lotId_partyId: { lotId: lot.id, partyId } },
      create: { lotId: lot.id, partyId, ...row },
      update: row,
    });
    await notify(tx, {
      to: { partyId: lot.tender.tendereeId },
      kind: "contract.bondGiven",
      facts: { lot: lot.name, tender: lot.tender.name },
      lotId: lot.id,
      link: `/work/tenders/${lot.tenderId}/lots/${lot.id}/award`,
      legal: true,
    });
    const facts = { form: input.form, amount: input.amount };
    await record(tx, actor, {
      action: "performanceBond.give",
      objectKind: "contract",
      objectId: lot.id,
      lotId: lot.id,
      facts,
    });
    return { given: true };
  });
}

const NOBODY = { partyId: null, priceFen: 0n } as const;

/** What the documents demand of a lot's winner, and what it gave; fen. Zero demanded: no bond is asked. */
export async function performanceBondOf(lot: LotWithTender, on: Db = db()) {
  const [terms, agreed] = await Promise.all([contractTermsOf(lot.id), agreedFields(lot).catch(() => null)]);
  const shareBp = terms?.performanceBondBp ?? 0;
  if (!agreed || shareBp === 0) return { demandedFen: 0n, given: null };
  const place = { lotId_partyId: { lotId: lot.id, partyId: agreed.partyId } };
  return {
    demandedFen: performanceBondDemanded(agreed.priceFen, shareBp),
    given: await on.performanceBond.findUnique({ where: place }),
  };
}
export type PerformanceBondView = Awaited<ReturnType<typeof performanceBondOf>>;
