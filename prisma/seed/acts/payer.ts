import { createServer } from "node:http";
import { payDocuments } from "@/lib/usecases/payment/pay-documents";
import { takeCallback } from "@/lib/usecases/payment/take-callback";
import type { Play } from "../player";
import type { Hand } from "../world";

const MAC_HEADER = "x-payment-mac";

/** Whether the gateway can reach us at the platform's own address: the pages are not up yet while this is played. */
export const canPay = ({ stage }: Play): boolean => new URL(stage.deps.origin).hostname === "localhost";

/**
 * Pays the fee of the documents at the gateway's page. Until the pages are up the gateway's callback is taken here, at the
 * address where they will be: refunds, days later, go to the same one.
 */
export async function payFee(payers: readonly Hand[], lotId: string, { stage }: Play): Promise<void> {
  const { port } = new URL(stage.deps.origin);
  const desk = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces).toString();
    await takeCallback(body, String(request.headers[MAC_HEADER] ?? ""), stage.deps).then(
      () => response.writeHead(200).end(),
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve, reject) => desk.once("error", reject).listen(Number(port || 80), resolve));
  try {
    for (const { actor } of payers) {
      const { checkoutUrl } = await payDocuments(actor, { lotId }, stage.deps);
      const body = new URLSearchParams({ choice: "pay" });
      const { status } = await fetch(checkoutUrl, { method: "POST", body, redirect: "manual" });
      if (status !== 303) throw new Error(`the payment gateway answered ${status}`);
    }
  } finally {
    desk.closeAllConnections();
    await new Promise((resolve) => desk.close(resolve));
  }
}
