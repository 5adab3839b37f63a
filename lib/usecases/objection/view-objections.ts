import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { objectionById, type ObjectionRow, objectionsOf, objectionsOfParty } from "@/lib/store/objections";

export type ObjectionView = {
  readonly objection: ObjectionRow;
  readonly lot: LotWithTender;
  readonly host: boolean;
  readonly own: boolean;
};

export const viewObjectionInput = z.strictObject({ objectionId: z.uuid() });

/** One objection: for who raised it, who answers it, and who supervises. */
export async function viewObjection(actor: Actor, input: z.infer<typeof viewObjectionInput>): Promise<ObjectionView> {
  const objection = await objectionById(input.objectionId);
  const lot = await lotById(objection.lotId);
  const relation = await relationToLot(actor, lot);
  const own = objection.partyId === actor.partyId;
  if (!own && relation !== "owner") throw new Refusal("NOT_ALLOWED", { action: "objection.find" });
  return { objection, lot, own, host: relation === "owner" && actor.role !== "supervisor" };
}

/** Objections of the actor's own, or those to lots it answers for. */
export async function viewOwnObjections(actor: Actor): Promise<readonly ObjectionRow[]> {
  if (!actor.partyId) throw new Refusal("SIGN_IN_NEEDED", {});
  return objectionsOfParty(actor.partyId);
}

export const viewLotObjectionsInput = z.strictObject({ lotId: z.uuid() });

export async function viewLotObjections(
  actor: Actor,
  input: z.infer<typeof viewLotObjectionsInput>,
): Promise<{ readonly lot: LotWithTender; readonly rows: readonly ObjectionRow[]; readonly host: boolean }> {
  const lot = await lotById(input.lotId);
  const relation = await relationToLot(actor, lot);
  if (relation !== "owner") throw new Refusal("NOT_ALLOWED", { action: "objection.view" });
  return { lot, rows: await objectionsOf(lot.id), host: actor.role !== "supervisor" };
}
