import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { lotIdsOfOwner, objectionById, type ObjectionRow, objectionsFor } from "@/lib/store/objections";

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

export type ObjectionLine = ObjectionRow & { readonly lotName: string };

/** Objections the actor raised, and those to lots it answers for or supervises, the newest first. */
export async function viewMyObjections(actor: Actor): Promise<readonly ObjectionLine[]> {
  if (!actor.partyId) throw new Refusal("SIGN_IN_NEEDED", {});
  const hosted = actor.role === "bidder" ? [] : await lotIdsOfOwner(actor.partyId);
  const rows = await objectionsFor(actor.partyId, hosted);
  return Promise.all(
    rows.map(async (row) => {
      const lot = await lotById(row.lotId);
      return { ...row, lotName: `${lot.tender.name} ${lot.name}` };
    }),
  );
}

export const viewObjectableInput = z.strictObject({ lotId: z.uuid() });

/** A public lot, for the form of an objection. */
export async function viewObjectable(actor: Actor, input: z.infer<typeof viewObjectableInput>): Promise<LotWithTender> {
  authorise(actor, "objection.file", "none");
  const lot = await lotById(input.lotId);
  if (!lot.publishedAt) throw new Refusal("NOT_ALLOWED", { action: "lot.find" });
  return lot;
}
