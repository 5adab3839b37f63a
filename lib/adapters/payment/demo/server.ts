import { randomUUID } from "node:crypto";
import { jsonBody, type Answer, type Question, type Running, serve } from "@/lib/adapters/loopback/server";
import { readIfThere, replaceFile } from "@/lib/adapters/loopback/keep";
import { MAC_HEADER, macIsRight, macOf, type Order, orderText } from "../wire";
import { payPage } from "./page";

/** Where the callbacks of a payment go; refunds come days later. */
type Booked = { readonly orderId: string; readonly amount: string; readonly callbackUrl: string };

export type GatewayConfig = { readonly secret: string; readonly file: string };

const CALLBACK_MS = 10_000;

/**
 * Demonstration payment gateway: a page with three buttons (pays, fails, pays twice), signed callbacks, refunds. The
 * order in the address is believed for its MAC, so nobody changes the amount on the way.
 */
export async function startDemoPayment(config: GatewayConfig, port: number): Promise<Running> {
  const booked = new Map<string, Booked>(JSON.parse((await readIfThere(config.file)) ?? "[]") as [string, Booked][]);
  const book = async (entry: Booked): Promise<string> => {
    const ref = `P${randomUUID().replaceAll("-", "").slice(0, 20).toUpperCase()}`;
    booked.set(ref, entry);
    await replaceFile(config.file, JSON.stringify([...booked]));
    return ref;
  };
  const tell = (ref: string, { orderId, amount, callbackUrl }: Booked, result: "paid" | "failed" | "refunded") =>
    sendCallback(config.secret, callbackUrl, { orderId, gatewayRef: ref, amountFen: amount, result });

  const pay = async (order: Order, choice: string): Promise<Answer> => {
    const entry: Booked = { orderId: order.id, amount: order.amount, callbackUrl: order.callbackUrl };
    const ref = await book(entry);
    if (choice === "fail") await tell(ref, entry, "failed");
    else await tell(ref, entry, "paid");
    // A gateway that did not hear our answer says it again, and a payer can be charged twice: both at once here.
    if (choice === "twice") {
      await tell(ref, entry, "paid");
      await tell(await book(entry), entry, "paid");
    }
    return { status: 303, location: order.returnUrl };
  };

  const refund = async ({ body, headers }: Question): Promise<Answer> => {
    const text = new TextDecoder().decode(body);
    if (!macIsRight(config.secret, "refund", text, String(headers[MAC_HEADER] ?? ""))) return { status: 403 };
    const ref = String(jsonBody(body)?.gatewayRef ?? "");
    const entry = booked.get(ref);
    if (!entry || entry.amount !== jsonBody(body)?.amountFen) return { status: 404 };
    await tell(ref, entry, "refunded");
    return { status: 200, body: { refunded: true } };
  };

  return serve(async (question) => {
    const { method, url } = question;
    if (method === "GET" && url.pathname === "/health") return { status: 200, body: { ready: true } };
    if (method === "POST" && url.pathname === "/refunds") return refund(question);
    if (url.pathname !== "/pay") return { status: 404 };
    const order = orderIn(url.searchParams);
    if (!order || !macIsRight(config.secret, "order", orderText(order), url.searchParams.get("mac") ?? ""))
      return { status: 403, body: "此付款链接无效。This payment link is not valid." };
    if (method === "GET") return { status: 200, type: "text/html; charset=utf-8", body: payPage(order) };
    const choice = new URLSearchParams(new TextDecoder().decode(question.body)).get("choice") ?? "";
    return ["pay", "fail", "twice"].includes(choice) ? pay(order, choice) : { status: 400 };
  }, port);
}

function orderIn(query: URLSearchParams): Order | null {
  const [id, amount, title, returnUrl, callbackUrl] = ["id", "amount", "title", "returnUrl", "callbackUrl"].map(
    (name) => query.get(name),
  );
  return id && amount && title && returnUrl && callbackUrl ? { id, amount, title, returnUrl, callbackUrl } : null;
}

/** Tries a few times, as gateways do; after that the payer's page says what it says. */
async function sendCallback(secret: string, url: string, content: object): Promise<void> {
  const body = JSON.stringify(content);
  for (let attempt = 0; attempt < 3; attempt++) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", [MAC_HEADER]: macOf(secret, "callback", body) },
      body,
      signal: AbortSignal.timeout(CALLBACK_MS),
    }).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
  }
}
