import { Refusal } from "@/lib/domain/refusal";
import type { Payment } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type PaymentRow = Payment;

/** The party's newest payment of the document fee of a lot. */
export function documentFee(lotId: string, partyId: string, on: Db = db()): Promise<PaymentRow | null> {
  return on.payment.findFirst({
    where: { lotId, partyId, purpose: "documentFee" },
    orderBy: { createdAt: "desc" },
  });
}

export async function addPayment(
  tx: Tx,
  payment: { readonly lotId: string; readonly partyId: string; readonly amountFen: bigint },
): Promise<PaymentRow> {
  return tx.payment.create({
    data: { ...payment, purpose: "documentFee", state: "pending", createdAt: await platformNow(tx) },
  });
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
