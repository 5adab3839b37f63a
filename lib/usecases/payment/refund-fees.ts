import { openRefunds } from "@/lib/store/payments";
import type { Deps } from "@/lib/usecases/deps";

/**
 * Asks the gateway for the refunds that a termination made due. The callback marks them refunded; asked again,
 * the gateway knows its reference and answers the same.
 *
 * @returns how many were asked for
 */
export async function refundFees(lotId: string, deps: Deps): Promise<number> {
  const due = await openRefunds(lotId);
  for (const payment of due) if (payment.gatewayRef) await deps.payment.refund(payment.gatewayRef, payment.amountFen);
  return due.length;
}
