import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { db } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import {
  agreedFields,
  comparedFields,
  type ContractText,
  contractTermsOf,
  fieldsOf,
} from "@/lib/usecases/contract/contract-terms";
import { performanceBondOf } from "@/lib/usecases/contract/give-performance-bond";

export const viewLetterInput = z.strictObject({ lotId: z.uuid() });

/** The actor's own letter about a lot, with the contract where it won and what becomes of its bond. */
export async function viewLetter(actor: Actor, input: z.infer<typeof viewLetterInput>) {
  const lot = await lotById(input.lotId);
  const letter = actor.partyId
    ? await db().awardLetter.findUnique({ where: { lotId_partyId: { lotId: lot.id, partyId: actor.partyId } } })
    : null;
  if (!letter) throw new Refusal("NOT_ALLOWED", { action: "letter.find" });
  const award = await db().award.findUnique({ where: { lotId: lot.id } });
  const won = letter.kind === "win" && award?.partyId === actor.partyId;
  const contract = won ? await db().contract.findUnique({ where: { lotId: lot.id } }) : null;
  const compared = contract ? comparedFields(fieldsOf(contract.fields as ContractText), await agreedFields(lot)) : null;
  const bond = await db().bond.findUnique({ where: { lotId_partyId: { lotId: lot.id, partyId: actor.partyId! } } });
  const [terms, performanceBond] = won
    ? await Promise.all([contractTermsOf(lot.id), performanceBondOf(lot)])
    : [null, null];
  return { lot, letter, won, contract, compared, terms, bond, performanceBond };
}
