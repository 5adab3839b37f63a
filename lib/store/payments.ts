import { Refusal } from "@/lib/domain/refusal";
import type { Payment } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type PaymentRow = Payment;

/** The party's payment of the document fee of a lot: the one that is paid, else the newest. */
export async function documentFee(lotId: string, partyId: string, on: Db = db()): Promise<PaymentRow | null> {
  const where = { lotId, partyId, purpose: "documentFee" };
  const paid = await on.payment.findFirst({ where: { ...where, state: "paid" } });
  return paid ?? on.payment.findFirst({ where, orderBy: { createdAt: "desc" } });
}

export async function addPayment(
  tx: Tx,
  payment: { readonly lotId: string; readonly partyId: string; readonly amountFen: bigint },
): Promise<PaymentRow> {
  return tx.payment.create({
    data: { ...payment, purpose: "documentFee", state: "pending", createdAt: await platformNow(tx) },
  });
}

/** The payment that a gateway knows by its reference. */
export const paymentByRef = (tx: Tx, gatewayRef: string): Promise<PaymentRow | null> =>
  tx.payment.findUnique({ where: { gatewayRef } });

/** Money that came once more for an order that was paid: a row of its own, to be given back. */
export async function addSurplus(tx: Tx, order: PaymentRow, gatewayRef: string, paidAt: Date): Promise<void> {
  const { lotId, partyId, purpose, amountFen } = order;
  const data = { lotId, partyId, purpose, amountFen, gatewayRef, paidAt, createdAt: paidAt, state: "refundDue" };
  await tx.payment.create({ data });
}

/** Whether the fee is paid, by whichever of the party's orders. */
export async function feeIsPaid(on: Db, lotId: string, partyId: string): Promise<boolean> {
  const where = { lotId, partyId, purpose: "documentFee", state: "paid" };
  return (await on.payment.findFirst({ where, select: { id: true } })) !== null;
}

/** Locks the payment: callbacks may come twice at once. @throws {Refusal} NOT_ALLOWED for an unknown order */
export async function lockPayment(tx: Tx, paymentId: string): Promise<PaymentRow> {
  await tx.$queryRaw`SELECT id FROM payment WHERE id = ${paymentId}::uuid FOR UPDATE`;
  const row = await tx.payment.findUnique({ where: { id: paymentId } });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "payment.find" });
  return row;
}

export async function savePayment(
  tx: Tx,
  paymentId: string,
  data: { readonly state: string; readonly gatewayRef?: string; readonly paidAt?: Date; readonly refundedAt?: Date },
): Promise<void> {
  await tx.payment.update({ where: { id: paymentId }, data });
}

/** Marks every paid fee of a lot as due for refund and gives them back, for the messages. */
export async function refundsDue(tx: Tx, lotId: string): Promise<PaymentRow[]> {
  await tx.payment.updateMany({ where: { lotId, state: "paid" }, data: { state: "refundDue" } });
  return tx.payment.findMany({ where: { lotId, state: "refundDue" } });
}

/** Refunds that were decided and not yet carried out at the gateway. */
export function openRefunds(lotId: string): Promise<PaymentRow[]> {
  return db().payment.findMany({ where: { lotId, state: "refundDue" } });
}
