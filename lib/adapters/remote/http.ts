import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { MAC_HEADER, macIsRight, macOf, NONCE_HEADER, type order, placed, status } from "./wire";

const TIMEOUT_MS = 8_000;
const LIMIT = 1_000_000;

/** A provider of certificates on phones, spoken to over HTTP with a shared secret. */
export function httpRemote(url: string, secret: string) {
  const ask = async (method: "GET" | "POST", path: string, body = ""): Promise<unknown> => {
    const nonce = randomBytes(16).toString("hex");
    const mac = macOf(secret, method, `${path} ${nonce}`, body);
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { "content-type": "application/json", [MAC_HEADER]: mac, [NONCE_HEADER]: nonce },
      ...(method === "POST" ? { body } : {}),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    if (!answer.ok || text.length > LIMIT) throw new Error(`the provider answered ${answer.status}`);
    const said = answer.headers.get(MAC_HEADER) ?? "";
    if (!macIsRight(secret, "ANSWER", mac, text, said)) throw new Error("an answer that is not the provider's");
    return JSON.parse(text);
  };
  return {
    place: async (given: z.input<typeof order>) => placed.parse(await ask("POST", "/requests", JSON.stringify(given))),
    statusOf: async (id: string) => status.parse(await ask("GET", `/requests/${id}`)),
  };
}
