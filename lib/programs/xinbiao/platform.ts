import { setTimeout as sleep } from "node:timers/promises";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { reject } from "@/lib/crypto/reasons";
import { type Call, incomplete } from "./command";
import type { OwnKey } from "./key";

/** The platform's public interface as a signed-in program sees it. */
export type Platform = {
  /** JSON in, JSON out. @throws reason `platform` with the refusal's code and words */
  json<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T>;
  bytes<T>(method: "POST" | "PUT", path: string, body: Uint8Array, headers?: Record<string, string>): Promise<T>;
  text(path: string): Promise<string>;
};

const TRIES = 6;

/** Signs in with the certificate (challenge and signature) and keeps the session. */
export async function signIn(call: Call, key: OwnKey): Promise<Platform> {
  const address =
    call.text("platform") ?? incomplete({ zh: "需要 --platform 地址", en: "--platform ADDRESS is needed" });
  const origin = originOf(address);
  const open = platformAt(origin, null);
  const challenge = await open.json<{ bytesBase64: string }>("POST", "/api/v1/session/challenge", {});
  const statement = decodeBase64(challenge.bytesBase64);
  const said = JSON.parse(new TextDecoder().decode(statement)) as { type?: string; origin?: string };
  // A false site must not get an answer that opens a session at the true one.
  if (said.type !== "login" || said.origin !== origin)
    return reject("platform", `the challenge is for ${said.origin ?? "nobody"}, not for ${origin}`);
  const { token, chosen } = await open.json<{ token: string; chosen: boolean }>("POST", "/api/v1/session", {
    statement: challenge.bytesBase64,
    cms: encodeBase64(await key.sign(statement)),
    role: call.text("role") ?? "bidder",
  });
  if (!chosen) return reject("platform", "NOT_ALLOWED: this person has no such role in the certificate's organisation");
  return platformAt(origin, token);
}

function originOf(address: string): string {
  try {
    return new URL(address).origin;
  } catch {
    return incomplete({ zh: `${address} 不是地址`, en: `${address} is no address` });
  }
}

function platformAt(origin: string, token: string | null): Platform {
  const auth: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const ask = async (method: string, path: string, body: BodyInit | null, headers: Record<string, string>) => {
    const response = await patiently(() =>
      fetch(`${origin}${path}`, { method, headers: { ...auth, ...headers }, body, redirect: "error" }),
    );
    if (response.ok) return response;
    const refusal = (await response.json().catch(() => ({}))) as { code?: string; message?: string };
    return reject("platform", `${refusal.code ?? response.status}: ${refusal.message ?? response.statusText}`);
  };
  const json = async <T>(response: Response) => (await response.json()) as T;
  const type = { "content-type": "application/json" };
  return {
    json: async (method, path, body) =>
      json(await ask(method, path, method === "GET" ? null : JSON.stringify(body), type)),
    bytes: async (method, path, body, headers = {}) =>
      json(
        await ask(method, path, body as Uint8Array<ArrayBuffer>, {
          "content-type": "application/octet-stream",
          ...headers,
        }),
      ),
    text: async (path) => (await ask("GET", path, null, {})).text(),
  };
}

/** Tries again on a broken line and on 502 to 504: every request of ours may be repeated without harm. */
async function patiently(send: () => Promise<Response>): Promise<Response> {
  for (let turn = 1; ; turn++) {
    try {
      const response = await send();
      if (turn === TRIES || ![429, 502, 503, 504].includes(response.status)) return response;
      await response.arrayBuffer();
    } catch (error) {
      if (turn === TRIES)
        return reject(
          "platform",
          error instanceof Error ? `${error.message} ${String(error.cause ?? "")}` : "no answer",
        );
    }
    await sleep(500 * 2 ** (turn - 1));
  }
}
