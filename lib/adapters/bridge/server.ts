import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { BRIDGE_PORTS, BRIDGE_TLS_PORT, bridgeMac, type BridgeRequest } from "@/lib/crypto/bridge-message";
import { bytesToHex } from "@/lib/crypto/bytes";
import type { Json } from "@/lib/crypto/canonical";
import { type Acts, act } from "./acts";
import { admitted, admittedSocket, crossOrigin } from "./doorway";
import { pairings, type Pairings } from "./pairing";
import { serveSocket } from "./socket";

const MAX_BODY = 3_000_000;

export type RunningBridge = {
  readonly port: number;
  /** Of the TLS listener; null where there is none. */
  readonly tlsPort: number | null;
  close(): Promise<void>;
};
export type BridgeSettings = Acts & {
  readonly origins: readonly string[];
  readonly ports?: readonly number[];
  /** For browsers that block plain loopback: WebSocket over TLS, with a certificate of this machine. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly port?: number };
};

/**
 * The token bridge (protocol §4.4): a small server on loopback, of both families, that signs statements of one paired page
 * at a time with tokens of this machine.
 * @throws {Error} where none of the ports is free
 */
export async function startBridge(settings: BridgeSettings): Promise<RunningBridge> {
  const known = pairings(() => settings.now().getTime());
  const handle: Handler = (request, response) => answer(request, response, settings, known);
  for (const port of settings.ports ?? BRIDGE_PORTS) {
    const server = await listen(plain(handle), port, "127.0.0.1");
    if (!server) continue;
    const taken = portOf(server);
    // A machine without IPv6 has the first alone.
    const second = await listen(plain(handle), taken, "::1");
    const secure = settings.tls ? await listenSecurely(settings.tls, settings, known) : null;
    const all = [server, second, secure?.server].flatMap((one) => (one ? [one] : []));
    const close = async () => {
      known.end();
      secure?.end();
      await Promise.all(all.map(closed));
    };
    return { port: taken, tlsPort: secure && portOf(secure.server), close };
  }
  throw new Error("none of the bridge's ports is free");
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const plain = (handle: Handler): Server =>
  createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });

function listen(server: Server, port: number, host: string): Promise<Server | null> {
  return new Promise((resolve) => {
    server.once("error", () => resolve(null));
    server.listen({ port, host, ipv6Only: host === "::1" }, () => resolve(server));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The same requests as texts of a WebSocket: `{ i, path, body }`, answered by `{ i, status, value }`. */
async function listenSecurely(
  { cert, key, port = BRIDGE_TLS_PORT }: NonNullable<BridgeSettings["tls"]>,
  settings: BridgeSettings,
  known: Pairings,
): Promise<{ readonly server: Server; end(): void } | null> {
  const server = createTlsServer({ cert, key }, (_request, response) => response.writeHead(403).end());
  const sockets = new Set<Duplex>();
  server.on("upgrade", (request: IncomingMessage, socket: Duplex) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    const origin = admittedSocket(request, portOf(server), settings.origins);
    if (!origin) return void socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
    serveSocket(request, socket, MAX_BODY, async (text) => {
      const asked = jsonIn(text);
      const path = asked && typeof asked.path === "string" ? asked.path : "";
      const body = asked && typeof asked.body === "object" && asked.body !== null ? { ...asked.body } : {};
      const { status, value } = await route(path, origin, body, settings, known);
      return JSON.stringify({ i: asked?.i ?? null, status, value });
    });
  });
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  return (await listen(server, port, "127.0.0.1")) && { server, end };
}

function jsonIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  settings: BridgeSettings,
  known: Pairings,
): Promise<void> {
  const door = admitted(request, request.socket.localPort ?? 0, settings.origins);
  if (typeof door !== "string") return void response.writeHead(door.status, { vary: "Origin" }).end();
  if (request.method === "OPTIONS") return void response.writeHead(204, crossOrigin(door)).end();
  const body = await bodyOf(request);
  const { status, value } =
    body === null ? { status: 400, value: {} } : await route(request.url, door, body, settings, known);
  response.writeHead(status, { ...crossOrigin(door), "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(value));
}

type Reply = { readonly status: number; readonly value: Json };

async function route(
  url: string | undefined,
  origin: string,
  body: Readonly<Record<string, unknown>>,
  settings: BridgeSettings,
  known: Pairings,
): Promise<Reply> {
  if (url === "/pair") {
    const { pairing, code } = known.offer(origin);
    settings.desk.showCode(origin, code);
    return { status: 200, value: { pairing, testPin: settings.desk.testPin } };
  }
  if (url === "/pair/confirm") {
    const session = known.confirm(origin, String(body.pairing), String(body.code));
    if (!session) return { status: 403, value: { code: "BRIDGE_PAIRING" } };
    return { status: 200, value: { key: bytesToHex(session.key), session: session.id } };
  }
  return url === "/call" ? call(origin, body, settings, known) : { status: 404, value: {} };
}

async function call(
  origin: string,
  body: Readonly<Record<string, unknown>>,
  settings: BridgeSettings,
  known: Pairings,
): Promise<Reply> {
  const request = requestOf(body);
  const session = request ? admit(known, origin, request) : "BRIDGE_INPUT";
  if (!request || typeof session === "string") return { status: 403, value: { code: String(session) } };
  const { key } = session;
  const sealed = (content: { readonly [name: string]: Json }): Reply => ({
    status: 200,
    value: { ...content, mac: bridgeMac(key, content) },
  });
  try {
    const value = await act(request, session, settings);
    const reply = sealed({ n: request.n, value });
    if (request.method === "close") known.end();
    return reply;
  } catch (error) {
    // A code and nothing else: messages of drivers may hold what was typed.
    const code = (error as { code?: unknown }).code;
    return sealed({ code: typeof code === "string" ? code : "BRIDGE_TOKEN", n: request.n });
  }
}

function admit(known: Pairings, origin: string, request: BridgeRequest) {
  try {
    return known.admit(origin, request);
  } catch {
    return "BRIDGE_INPUT" as const; // not canonical JSON
  }
}

function requestOf(body: Readonly<Record<string, unknown>>): BridgeRequest | null {
  const { session, n, method, params, mac } = body;
  const whole = Object.keys(body).length === 5 && typeof session === "string" && typeof mac === "string";
  const named = typeof method === "string" && ["list", "sign", "unwrap", "close"].includes(method);
  const counted = Number.isSafeInteger(n) && (n as number) > 0;
  const held = typeof params === "object" && params !== null && !Array.isArray(params);
  return whole && named && counted && held ? (body as unknown as BridgeRequest) : null;
}

function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) request.destroy();
      else chunks.push(chunk);
    });
    request.once("error", () => resolve(null));
    request.once("close", () => resolve(null));
    request.once("end", () => {
      resolve(jsonIn(Buffer.concat(chunks).toString("utf8")));
    });
  });
}
