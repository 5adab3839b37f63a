import { z } from "zod";
import { MAC_HEADER, macIsRight, macOf, orderText } from "./wire";

const TIMEOUT_MS = 10_000;

const callback = z.strictObject({
  orderId: z.uuid(),
  gatewayRef: z.string().min(1).max(64),
  amountFen: z.string().regex(/^\d{1,15}$/),
  result: z.enum(["paid", "failed", "refunded"]),
});

/**
 * A payment gateway that is spoken to by signed addresses and signed callbacks.
 * @param url    its public address, where the payer's browser goes
 * @param secret shared with the gateway
 */
export function httpPayment(url: string, secret: string) {
  return {
    checkoutUrl: (order: {
      readonly id: string;
      readonly amountFen: bigint;
      readonly title: string;
      readonly returnUrl: string;
      readonly callbackUrl: string;
    }): string => {
      const { id, amountFen, title, returnUrl, callbackUrl } = order;
      const sent = { id, amount: amountFen.toString(), title, returnUrl, callbackUrl };
      const query = new URLSearchParams({ ...sent, mac: macOf(secret, "order", orderText(sent)) });
      return `${url}/pay?${query}`;
    },
    readCallback: (body: string, mac: string) => {
      if (!macIsRight(secret, "callback", body, mac)) return null;
      const parsed = callback.safeParse(parseJson(body));
      return parsed.success ? { ...parsed.data, amountFen: BigInt(parsed.data.amountFen) } : null;
    },
    refund: async (gatewayRef: string, amountFen: bigint): Promise<void> => {
      const body = JSON.stringify({ gatewayRef, amountFen: amountFen.toString() });
      const response = await fetch(`${url}/refunds`, {
        method: "POST",
        headers: { "content-type": "application/json", [MAC_HEADER]: macOf(secret, "refund", body) },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) throw new Error(`payment gateway answered ${response.status}`);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
