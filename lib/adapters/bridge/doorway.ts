import type { IncomingMessage } from "node:http";

export type Refused = { readonly status: 403 | 405 | 415 };

/**
 * Whether a request comes from a page of a platform this bridge was installed for. A page elsewhere, a form, a name that
 * was made to lead to loopback, a program without an origin: all refused before anything is read (protocol §4.4).
 * @param origins exact origins, fixed at installation
 */
export function admitted(
  { method, headers }: Pick<IncomingMessage, "method" | "headers">,
  port: number,
  origins: readonly string[],
): string | Refused {
  const origin = knownOrigin(headers, port, origins);
  if (!origin) return { status: 403 };
  if (method === "OPTIONS") return origin;
  if (method !== "POST") return { status: 405 };
  // Forms cannot send this type without a preflight, which answers their origin with nothing.
  if (headers["content-type"] !== "application/json") return { status: 415 };
  return origin;
}

/** The same for a WebSocket, whose handshake is a GET that no preflight comes before. */
export const admittedSocket = (
  { method, headers }: Pick<IncomingMessage, "method" | "headers">,
  port: number,
  origins: readonly string[],
): string | null =>
  method === "GET" && headers.upgrade?.toLowerCase() === "websocket" ? knownOrigin(headers, port, origins) : null;

function knownOrigin(headers: IncomingMessage["headers"], port: number, origins: readonly string[]): string | null {
  // A literal and nothing else: a name would let its owner lead a page's own origin here (DNS rebinding).
  if (headers.host !== `127.0.0.1:${port}` && headers.host !== `[::1]:${port}`) return null;
  const { origin } = headers;
  if (!origin || origin === "null" || !origins.includes(origin)) return null;
  return headers["sec-fetch-site"] === "none" ? null : origin;
}

/** What a preflight or an answer says to the one origin it is for. */
export const crossOrigin = (origin: string): Readonly<Record<string, string>> => ({
  "access-control-allow-origin": origin,
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "content-type",
  "access-control-allow-private-network": "true",
  "access-control-max-age": "600",
  vary: "Origin",
});
