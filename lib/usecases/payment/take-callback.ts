import { SYSTEM } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import { addSurplus, feeIsPaid, lockPayment, type PaymentRow, paymentByRef, savePayment } from "@/lib/store/payments";
import type { Deps } from "@/lib/usecases/deps";
import type { PaymentCallback } from "@/lib/usecases/ports/payment";

/**
 * What a callback did: `repeated` changed nothing, `paidTwice` took money for a fee that was paid already and gives it
 * back, `unexpected` was kept on record and not believed.
 */
export type CallbackOutcome = "paid" | "failed" | "refunded" | "paidTwice" | "repeated" | "unexpected";

/**
 * Takes a callback of the payment gateway: signed, perhaps twice, late or after a refund. Each is idempotent by the
 * state of the order, under its lock.
 *
 * @param body as it came, byte for byte: the MAC is over it
 * @throws {Refusal} SIGNATURE_INVALID if the MAC is wrong; NOT_ALLOWED for an order that is not ours
 */
export async function takeCallback(body: string, mac: string, deps: Deps): Promise<CallbackOutcome> {
  const callback = deps.payment.readCallback(body, mac);
  if (!callback) throw new Refusal("SIGNATURE_INVALID", { reason: "payment-mac" });
  const done = await inTransaction(async (tx) => {
    const payment = await lockPayment(tx, callback.orderId);
    const outcome = await settle(tx, payment, callback);
    if (outcome !== "repeated") await note(tx, payment, callback, outcome);
    return outcome;
  });
  if (done === "paidTwice") await deps.payment.refund(callback.gatewayRef, callback.amountFen);
  return done;
}

async function settle(tx: Tx, payment: PaymentRow, callback: PaymentCallback): Promise<CallbackOutcome> {
  const { result, gatewayRef, amountFen } = callback;
  const at = await platformNow(tx);
  // Another amount than the one ordered is not this payment, whatever the gateway says.
  if (amountFen !== payment.amountFen) return "unexpected";
  if (result === "paid") {
    if (payment.gatewayRef === gatewayRef && payment.state !== "pending") return "repeated";
    // A failed try may be followed by one that succeeds: money that came counts. What comes after that is too much.
    if (payment.state !== "pending" && payment.state !== "failed") return takeSurplus(tx, payment, gatewayRef, at);
    const twice = await feeIsPaid(tx, payment.lotId, payment.partyId);
    await savePayment(tx, payment.id, { state: twice ? "refundDue" : "paid", gatewayRef, paidAt: at });
    return twice ? "paidTwice" : "paid";
  }
  if (result === "failed") {
    if (payment.state === "failed") return "repeated";
    if (payment.state !== "pending") return "unexpected";
    await savePayment(tx, payment.id, { state: "failed" });
    return "failed";
  }
  // Of a charge on top of a paid order the gateway names its own reference: the order itself stays paid.
  const given = payment.gatewayRef === gatewayRef ? payment : ((await paymentByRef(tx, gatewayRef)) ?? payment);
  if (given.state === "refunded") return "repeated";
  if (given.state !== "paid" && given.state !== "refundDue") return "unexpected";
  await savePayment(tx, given.id, { state: "refunded", refundedAt: at });
  return "refunded";
}

/** A second charge for the same order; said again by the gateway it is the same charge. */
async function takeSurplus(tx: Tx, order: PaymentRow, gatewayRef: string, at: Date): Promise<CallbackOutcome> {
  if (await paymentByRef(tx, gatewayRef)) return "repeated";
  await addSurplus(tx, order, gatewayRef, at);
  return "paidTwice";
}

async function note(tx: Tx, payment: PaymentRow, callback: PaymentCallback, outcome: CallbackOutcome): Promise<void> {
  await record(tx, SYSTEM, {
    action: "payment.callback",
    objectKind: "payment",
    objectId: payment.id,
    lotId: payment.lotId,
    facts: { result: callback.result, outcome, gatewayRef: callback.gatewayRef },
    bidderSide: true,
  });
  if (outcome === "unexpected") return;
  await notify(tx, {
    to: { partyId: payment.partyId },
    kind: {
      paid: "feePaid",
      failed: "feeFailed",
      refunded: "feeRefunded",
      paidTwice: "feePaidTwice",
      repeated: "feePaid",
    }[outcome],
    facts: { amount: payment.amountFen.toString() },
    lotId: payment.lotId,
  });
}
