import { z } from "zod";
import { type Category, isMandatory } from "@/lib/domain/mandatory";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { nextLotCode } from "@/lib/store/codes";
import { inTransaction, type Tx } from "@/lib/store/db";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { report } from "@/lib/store/outbox";
import {
  addLot as insertLot,
  lockTender,
  partyCard,
  relationToTender,
  saveLot,
  saveTender,
  tenderById,
} from "@/lib/store/tenders";
import { dealCodeFor } from "@/lib/usecases/lot/deal-code";
import { lotRecord } from "@/lib/usecases/tender/hub-record";
import { yuanInput } from "@/lib/usecases/tender/inputs";

const fields = {
  name: z.string().trim().min(1).max(500),
  content: z.string().trim().min(1).max(20_000),
  estimate: yuanInput,
  durationDays: z.coerce.number().int().min(1).max(99_999),
};
export const addLotInput = z.strictObject({ tenderId: z.uuid(), ...fields });
export const editLotInput = z.strictObject({ lotId: z.uuid(), ...fields });

/** Adds a lot; whether the tender is mandatory is computed again with its estimate. */
export async function addLot(actor: Actor, input: z.infer<typeof addLotInput>): Promise<{ id: string; code: string }> {
  authorise(actor, "lot.edit", relationToTender(actor, await tenderById(input.tenderId)));
  const { tenderId, estimate, ...data } = input;
  return inTransaction(async (tx) => {
    const tender = await lockTender(tx, tenderId);
    if (tender.state === "terminated" || tender.state === "archived") throw new Refusal("TERMINATED", {}, ["R-152"]);
    const code = await nextLotCode(tx, tender.code);
    const dealCode = dealCodeFor(
      tender.type,
      (await partyCard(tender.tendereeId, tx)).uscc,
      await platformNow(tx),
      code,
    );
    const lot = await insertLot(tx, { ...data, estimateFen: estimate, tenderId, code, dealCode });
    await recompute(tx, tenderId);
    await record(tx, actor, { action: "lot.add", objectKind: "lot", objectId: lot.id, lotId: lot.id, facts: { code } });
    await report(tx, {
      kind: 502,
      op: "create",
      key: code,
      lotId: lot.id,
      payload: lotRecord(lot, tender),
      occurredAt: lot.createdAt,
    });
    return { id: lot.id, code };
  });
}

/** Changes a lot before its notice; after it the lot is what was published. */
export async function editLot(actor: Actor, input: z.infer<typeof editLotInput>): Promise<{ id: string }> {
  const known = await lotById(input.lotId);
  authorise(actor, "lot.edit", await relationToLot(actor, known));
  const { lotId, estimate, ...data } = input;
  return inTransaction(async (tx) => {
    const tender = await lockTender(tx, known.tenderId);
    const lot = await lockLot(tx, lotId, "update");
    if (lot.publishedAt) throw new Refusal("STATE_FORBIDS", { state: "published", event: "edit" }, ["R-44"]);
    await saveLot(tx, lotId, { ...data, estimateFen: estimate });
    await recompute(tx, tender.id);
    await record(tx, actor, { action: "lot.edit", objectKind: "lot", objectId: lotId, lotId });
    const fresh = await lotById(lotId, tx);
    await report(tx, {
      kind: 502,
      op: "update",
      key: lot.code,
      lotId,
      payload: lotRecord(fresh, tender),
      occurredAt: await platformNow(tx),
    });
    return { id: lotId };
  });
}

/** Lots of one tender can be combined, so their estimates count together. A published tender keeps its rules. */
async function recompute(tx: Tx, tenderId: string): Promise<void> {
  const tender = await tenderById(tenderId, tx);
  if (tender.state !== "draft") return;
  const estimates = tender.lots.map((lot) => lot.estimateFen);
  const statutory = tender.voluntary || isMandatory(tender.category as Category, estimates, tender);
  if (statutory !== tender.statutory) await saveTender(tx, tenderId, { statutory });
}
