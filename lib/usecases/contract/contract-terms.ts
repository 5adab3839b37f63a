import type { ContractFields } from "@/lib/domain/contract";
import { Refusal } from "@/lib/domain/refusal";
import { fen } from "@/lib/kernel/money";
import { db } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";

/** What tender and winning bid agreed on: object, price, quality, period, manager. */
export async function agreedFields(lot: LotWithTender): Promise<ContractFields & { readonly partyId: string }> {
  const award = await db().award.findUnique({ where: { lotId: lot.id } });
  const opened = award ? await db().openedBid.findUnique({ where: { digest: award.digest } }) : null;
  if (!award || !opened?.form) throw new Refusal("NOT_READY", { missing: "award" }, ["R-145"]);
  const form = opened.form as Record<string, string>;
  return {
    partyId: award.partyId,
    object: `${lot.tender.name} ${lot.name}`,
    priceFen: fen(form.price ?? "0.00"),
    quality: form.quality ?? "",
    durationDays: Number(form.duration_days ?? 0),
    manager: form.manager ?? "",
  };
}
