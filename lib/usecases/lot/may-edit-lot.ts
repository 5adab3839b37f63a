import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { mayDo } from "@/lib/policy/table";
import { lotById, relationToLot } from "@/lib/store/lots";
import { noticesInWork } from "@/lib/store/notices";

export const mayEditLotInput = z.strictObject({ lotId: z.uuid() });

/** Whether the reader works on the documents now: its host before the issue, or within an amendment. */
export async function mayEditLot(actor: Actor, input: z.infer<typeof mayEditLotInput>): Promise<boolean> {
  const lot = await lotById(input.lotId);
  const relation = await relationToLot(actor, lot);
  if (!mayDo("lot.edit", { role: actor.role, relation }) || lot.terminatedAt) return false;
  if (!lot.publishedAt) return true;
  const inWork = await noticesInWork(lot.tenderId);
  return inWork.some(({ type, lots }) => type === "amendmentNotice" && lots.some(({ lotId }) => lotId === lot.id));
}
