import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/**
 * Header with the MAC over method, path, nonce and body, hex: only the platform orders, and only it learns how it ended.
 * The answer carries one too, over the question's and its own text: nobody on the way says that a phone approved.
 */
export const MAC_HEADER = "x-remote-mac";
/** 32 hex digits, new for every question: an answer of before is no answer to this one. */
export const NONCE_HEADER = "x-remote-nonce";

export const answerMac = (secret: string, questionMac: string, text: string): string =>
  macOf(secret, "ANSWER", questionMac, text);

export const macOf = (secret: string, method: string, path: string, body: string): string =>
  createHmac("sha256", secret).update(`${method} ${path}\n${body}`).digest("hex");

export function macIsRight(secret: string, method: string, path: string, body: string, mac: string): boolean {
  const expected = Buffer.from(macOf(secret, method, path, body), "hex");
  const given = /^[0-9a-f]{64}$/.test(mac) ? Buffer.from(mac, "hex") : Buffer.alloc(0);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export const order = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  kind: z.enum(["connect", "sign", "unwrap"]),
  statement: z.base64().max(400_000),
  purpose: z.string().max(64),
  title: z.string().max(500),
  tender: z.string().max(64).nullable(),
  origin: z.string().max(300),
  number: z.string().regex(/^\d{2}$/),
  certificate: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  phone: z.string().max(64).nullable(),
  seconds: z.int().min(1).max(600),
});

const certificate = z.strictObject({
  der: z.base64().max(100_000),
  use: z.enum(["sign", "encrypt", "both"]),
  alg: z.enum(["RSA", "EC", "SM2"]),
});
const result = z.strictObject({
  phone: z.string().max(64).optional(),
  certificates: z.array(certificate).max(8).readonly().optional(),
  cms: z.base64().max(200_000).optional(),
  enc: z.base64().max(400).optional(),
  ct: z.base64().max(400).optional(),
});
export const status = z.union([
  z.strictObject({ state: z.enum(["waiting", "refused", "wrongNumber", "expired"]) }),
  z.strictObject({ state: z.literal("approved"), result }),
]);
export const placed = z.strictObject({ phoneUrl: z.url().max(300) });
