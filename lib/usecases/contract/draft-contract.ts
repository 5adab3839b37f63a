import { z } from "zod";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { contractDifferences } from "@/lib/domain/contract";
import { Refusal } from "@/lib/domain/refusal";
import { contractDue } from "@/lib/domain/schedule";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";
import { agreedFields, fieldsOf } from "./contract-terms";

export const draftContractInput = z.strictObject({
  lotId: z.uuid(),
  number: z.string().trim().min(1).max(60),
  object: z.string().trim().min(1).max(500),
  price: z.string().regex(/^(0|[1-9][0-9]{0,17})\.[0-9]{2}$/),
  quality: z.string().trim().min(1).max(200),
  durationDays: z.coerce.number().int().positive().max(99_999),
  /** Empty where the documents ask for no manager (goods). */
  manager: z.string().trim().max(100).default(""),
  clauses: z.string().trim().max(20_000).default(""),
});

/**
 * Drafts the contract from what was tendered and bid. Any difference in object, price, quality, period or manager is
 * refused with the field named: the substance of the award is not negotiable.
 */
export async function draftContract(
  actor: Actor,
  input: z.infer<typeof draftContractInput>,
): Promise<{ readonly drafted: true }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "contract.draft", await relationToLot(actor, lot));
  if (!lot.noticeSentAt || lot.contractSignedAt)
    throw new Refusal("STATE_FORBIDS", { state: "contract", event: "draft" }, ["R-145"]);
  const agreed = await agreedFields(lot);
  const { lotId: _lotId, ...text } = input;
  const fields = fieldsOf(text);
  const [difference] = contractDifferences(fields, agreed);
  if (difference) throw new Refusal("DIFFERS_FROM_BID", { field: difference }, ["R-145"]);
  const digest = statementHash(canonicalBytes({ ...text, lot: lot.code } as Json));
  const dueAt = contractDue(lot.noticeSentAt, clockOfLot(lot)).limit;
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    if (locked.suspendedAt) throw new Refusal("SUSPENDED", {}, ["R-128"]);
    // The award may have been taken back since: there is nothing left to draft for.
    if (!locked.noticeSentAt) throw new Refusal("STALE", {});
    const existing = await tx.contract.findUnique({ where: { lotId: lot.id } });
    if (existing && existing.state !== "drafted")
      throw new Refusal("STATE_FORBIDS", { state: existing.state, event: "draft" }, ["R-145"]);
    const data = { number: input.number, fields: text, priceFen: fields.priceFen, digest, state: "drafted", dueAt };
    await tx.contract.upsert({ where: { lotId: lot.id }, create: { lotId: lot.id, ...data }, update: data });
    await notify(tx, {
      to: { partyId: agreed.partyId },
      kind: "contract.drafted",
      facts: { lot: lot.name, tender: lot.tender.name, until: dueAt.toISOString() },
      lotId: lot.id,
      link: `/work/lots/${lot.id}/result`,
      legal: true,
    });
    await record(tx, actor, {
      action: "contract.draft",
      objectKind: "contract",
      objectId: lot.id,
      lotId: lot.id,
      afterHash: digest,
    });
    return { drafted: true };
  });
}
