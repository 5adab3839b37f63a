import { type ContractFields, contractDifferences } from "@/lib/domain/contract";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { fen, groupedYuan } from "@/lib/kernel/money";
import { db } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import type { LotWithTender } from "@/lib/store/lots";
import { agreedPrice } from "@/lib/store/price-corrections";

/** A contract as it is drafted and signed; the bytes of its digest are made from this. */
export type ContractText = {
  readonly number: string;
  readonly object: string;
  readonly price: string;
  readonly quality: string;
  readonly durationDays: number;
  readonly manager: string;
  readonly clauses: string;
};

/** What tender and winning bid agreed on: object, price, quality, period, manager. */
export async function agreedFields(lot: LotWithTender): Promise<ContractFields & { readonly partyId: string }> {
  const award = await db().award.findUnique({ where: { lotId: lot.id } });
  const opened = award ? await db().openedBid.findUnique({ where: { digest: award.digest } }) : null;
  if (!award || !opened?.form) throw new Refusal("NOT_READY", { missing: "award" }, ["R-145"]);
  const form = opened.form as Record<string, string>;
  return {
    partyId: award.partyId,
    object: `${lot.tender.name} ${lot.name}`,
    priceFen: fen(await agreedPrice(lot.id, opened)),
    quality: form.quality ?? "",
    durationDays: Number(form.duration_days ?? 0),
    manager: form.manager ?? "",
  };
}

export const fieldsOf = ({ object, price, quality, durationDays, manager }: ContractText): ContractFields => ({
  object,
  priceFen: fen(price),
  quality,
  durationDays,
  manager,
});

export type ComparedField = {
  readonly key: keyof ContractFields;
  readonly agreed: string;
  readonly contract: string;
  readonly same: boolean;
};

/** Every field of substance, as tendered and bid and as in the contract: for pages and the summary. */
export function comparedFields(contract: ContractFields, agreed: ContractFields): readonly ComparedField[] {
  const differences = contractDifferences(contract, agreed);
  const words = (fields: ContractFields, key: keyof ContractFields): string =>
    key === "priceFen" ? groupedYuan(fields.priceFen) : String(fields[key] ?? "");
  return (["object", "priceFen", "quality", "durationDays", "manager"] as const).map((key) => ({
    key,
    agreed: words(agreed, key),
    contract: words(contract, key),
    same: !differences.includes(key),
  }));
}

/** What the tender documents say of the contract, which no contract may change: for both sides to read. */
export async function contractTermsOf(lotId: string): Promise<CompleteTerms["contract"] | null> {
  const set = await currentSet(lotId);
  return (set?.terms as unknown as CompleteTerms | undefined)?.contract ?? null;
}
