import { createHmac, timingSafeEqual } from "node:crypto";

/** MAC of an order or a callback, hex. `purpose` keeps the one from passing for the other. */
export const macOf = (secret: string, purpose: "order" | "callback" | "refund", text: string): string =>
  createHmac("sha256", secret).update(`${purpose}\n${text}`).digest("hex");

export function macIsRight(
  secret: string,
  purpose: "order" | "callback" | "refund",
  text: string,
  mac: string,
): boolean {
  const expected = Buffer.from(macOf(secret, purpose, text), "hex");
  const given = /^[0-9a-f]{64}$/.test(mac) ? Buffer.from(mac, "hex") : Buffer.alloc(0);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** An order as it travels in the payer's address bar: the gateway believes it for its MAC. */
export type Order = {
  readonly id: string;
  /** Integer fen. */
  readonly amount: string;
  readonly title: string;
  readonly returnUrl: string;
  readonly callbackUrl: string;
};

export const orderText = ({ id, amount, title, returnUrl, callbackUrl }: Order): string =>
  JSON.stringify([id, amount, title, returnUrl, callbackUrl]);

/** Header of callbacks that carries the MAC over the body. */
export const MAC_HEADER = "x-payment-mac";
