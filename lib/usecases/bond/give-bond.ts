import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { BOND_FORMS, bondEnd } from "@/lib/domain/bond";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { validityEnd } from "@/lib/domain/schedule";
import { beijingDate } from "@/lib/kernel/calendar";
import { fen } from "@/lib/kernel/money";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { lockLot, type LotWithTender } from "@/lib/store/lots";
import { currentTerms } from "@/lib/usecases/document/current-terms";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";

export const giveBondInput = z.strictObject({
  lotId: z.uuid(),
  form: z.enum(BOND_FORMS),
  /** Number of the transfer, guarantee or policy. */
  number: z.string().trim().min(4).max(60),
  /** Last day of a guarantee or policy, `YYYY-MM-DD`; a transfer has none. */
  validTo: z.union([z.literal(""), z.iso.date()]).optional(),
});

/**
 * Registers a bidder's bid bond. Who paid is hidden from everybody else until the announcement (C-7).
 * Given again before the deadline, it replaces the first.
 */
export async function giveBond(
  actor: Actor,
  input: z.infer<typeof giveBondInput>,
): Promise<{ readonly bondId: string }> {
  authorise(actor, "bond.give", "none");
  const partyId = actor.partyId;
  const terms = await currentTerms(input.lotId);
  if (!partyId || !terms?.bond.required) throw new Refusal("NOT_ALLOWED", { action: "bond.give" });
  if (!terms.bond.forms.includes(input.form)) throw new Refusal("INPUT_INVALID", {}, ["R-92"]);
  const validTo = bondEnd(input.form, input.validTo);
  if (input.form !== "transfer" && !validTo) throw new Refusal("NOT_READY", { missing: "validTo" }, ["R-86"]);
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, input.lotId, "share");
    const at = await platformNow(tx);
    if (stageOf(lot, at) !== "bidding")
      throw new Refusal("STATE_FORBIDS", { state: "closed", event: "give" }, ["R-87"]);
    const data = {
      form: input.form,
      amountFen: fen(terms.bond.amount),
      number: input.number,
      validTo,
      state: "matched",
      at,
      // Given anew after a withdrawal: nothing of it is due back any more.
      refundDue: null,
      refundedAt: null,
      interestFen: null,
    };
    const bond = await tx.bond.upsert({
      where: { lotId_partyId: { lotId: lot.id, partyId } },
      create: { lotId: lot.id, partyId, ...data },
      update: data,
    });
    await record(tx, actor, {
      action: "bond.give",
      objectKind: "bond",
      objectId: bond.id,
      lotId: lot.id,
      bidderSide: true,
    });
    return { bondId: bond.id };
  });
}

/** A bidder's own bonds, and what lots it bids for still ask. */
export async function viewBonds(actor: Actor) {
  authorise(actor, "bond.give", "none");
  const partyId = actor.partyId ?? "";
  const [now, bonds, bids] = await Promise.all([
    platformNow(),
    db().bond.findMany({ where: { partyId } }),
    db().bid.findMany({ where: { partyId } }),
  ]);
  const lots = await db().lot.findMany({
    where: { id: { in: [...new Set([...bonds, ...bids].map(({ lotId }) => lotId))] } },
    include: { tender: true },
  });
  return Promise.all(
    lots.map(async (lot) => {
      const terms = await currentTerms(lot.id);
      return {
        lotId: lot.id,
        name: `${lot.tender.name} ${lot.name}`,
        deadline: lot.deadline,
        /** A bond can be given, or given anew after a withdrawal. */
        open: stageOf(lot, now) === "bidding",
        required: terms?.bond.required ?? false,
        amount: terms?.bond.amount ?? "0.00",
        forms: terms?.bond.forms ?? [],
        /** Where a guarantee has to reach: the end of bid validity. */
        validityTo: validityDay(lot, terms?.schedule.validityDays ?? 0),
        bond: bonds.find(({ lotId }) => lotId === lot.id) ?? null,
      };
    }),
  );
}

/** Last day of the bids' validity, `YYYY-MM-DD`; null before the deadline is set. */
const validityDay = (lot: LotWithTender, days: number): string | null =>
  lot.deadline ? beijingDate(validityEnd(lot.deadline, days, clockOfLot(lot))) : null;
