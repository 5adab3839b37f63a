import type { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { mustStep } from "@/lib/domain/lifecycle";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { SUSPENSION_LIFECYCLE } from "@/lib/domain/suspension";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { keepStatement } from "@/lib/store/statements";
import { addOrder, holdingOrders, type OrderRow } from "@/lib/store/supervision";
import { endSuspension, suspendLot } from "@/lib/store/suspensions";
import type { Deps } from "@/lib/usecases/deps";
import { tellHolders } from "@/lib/usecases/document/tell-holders";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";
import { orderDigest, type OrderInput, orderInput } from "./order-input";
import { publishOrder } from "./publish-order";

const TITLES = { suspend: "责令暂停招标投标活动", resume: "恢复招标投标活动" } as const;

/** What the supervisor signs. */
export async function prepareOrder(actor: Actor, input: OrderInput): Promise<Prepared> {
  const lot = await lotById(input.lotId);
  authorise(actor, "supervision.order", await relationToLot(actor, lot));
  await mustFit(lot, input.kind);
  const tender = { id: lot.tender.code, lot: lot.code };
  const title = `${TITLES[input.kind]}：${lot.tender.name} ${lot.name}`;
  return preparedAct({ act: "supervision.order", tender, subject: lot.id, digest: orderDigest(input), title }, [
    { label: "法律依据", value: input.basis },
    { label: "事由", value: input.reason.slice(0, 500) },
  ]);
}

export const orderSuspensionInput = orderInput.extend({ signed: signedInput });

/**
 * A supervisor's order takes force in one step: the lot stands still (or goes on, when nothing else holds it), the
 * order is public as a notice, and everybody concerned is told. Bids may still be submitted and withdrawn meanwhile.
 */
export async function orderSuspension(
  actor: Actor,
  input: z.infer<typeof orderSuspensionInput>,
  deps: Deps,
): Promise<{ readonly number: string; readonly suspended: boolean }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "supervision.order", await relationToLot(actor, lot));
  const { signed, ...order } = input;
  const expected = { act: "supervision.order", subject: lot.id, digest: orderDigest(order) };
  const { certificate: _certificate, ...accepted } = await acceptAct(actor, signed, expected, deps);
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    await mustFit(locked, order.kind, tx);
    const statementId = await keepStatement(tx, { ...accepted, lotId: lot.id, subject: lot.id, timestamp: true });
    const row = await addOrder(tx, { ...order, personId: actor.personId!, statementId }, lot.code);
    const suspended = order.kind === "suspend" ? await suspend(tx, row) : await resume(tx, lot.id);
    const tender = { id: lot.tender.code, lot: lot.code };
    await logEvent(tx, { lotId: lot.id, tender, kind: "supervision-order", hash: accepted.sha256 });
    await record(tx, actor, {
      action: "supervision.order",
      objectKind: "supervisionOrder",
      objectId: row.id,
      lotId: lot.id,
      afterHash: accepted.sha256,
      facts: { kind: order.kind, number: row.number, suspended },
    });
    await publishOrder(tx, actor, locked, row);
    await tellAll(tx, locked, row);
    return { number: row.number, suspended };
  });
}

async function suspend(tx: Tx, order: OrderRow): Promise<true> {
  const { lotId, id, reason, statementId } = order;
  await suspendLot(tx, { lotId, cause: "order", refId: id, reason, statementId });
  return true;
}

/** Ends what orders hold; an objection that is still open goes on holding the lot. */
async function resume(tx: Tx, lotId: string): Promise<boolean> {
  let goesOn = false;
  for (const orderId of await holdingOrders(lotId, tx)) goesOn = await endSuspension(tx, lotId, orderId);
  return !goesOn;
}

async function mustFit(lot: LotWithTender, kind: OrderInput["kind"], tx?: Tx): Promise<void> {
  const stage = stageOf(lot, await platformNow(tx));
  if (stage === "preparation" || stage === "closed")
    throw new Refusal("STATE_FORBIDS", { state: stage, event: kind }, ["R-134"]);
  const held = (await holdingOrders(lot.id, tx)).length > 0;
  mustStep(SUSPENSION_LIFECYCLE, held ? "suspended" : "normal", kind, { reason: "order", openCauses: 0 });
  if (kind === "suspend" && held) throw new Refusal("STATE_FORBIDS", { state: "suspended", event: kind }, ["R-134"]);
}

async function tellAll(tx: Tx, lot: LotWithTender, { kind, number }: OrderRow): Promise<void> {
  const words = kind === "suspend" ? "lotSuspended" : "lotResumed";
  const { tendereeId, agencyId } = lot.tender;
  for (const partyId of [tendereeId, ...(agencyId ? [agencyId] : [])])
    await notify(tx, {
      to: { partyId },
      kind: words,
      facts: { lot: lot.name, tender: lot.tender.name, number },
      lotId: lot.id,
      link: `/work/tenders/${lot.tenderId}/lots/${lot.id}`,
      legal: true,
    });
  await tellHolders(tx, lot, words, { number });
}
