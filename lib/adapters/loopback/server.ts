import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a handler answers: a status, and a text or an object for JSON. `drop` cuts the connection without a word. */
export type Answer =
  | {
      readonly status: number;
      readonly type?: string;
      readonly body?: string | object;
      /** Instead of `body`, where the answer is no text. */
      readonly bytes?: Uint8Array;
      readonly location?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | "drop";

export type Question = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: Uint8Array;
};

export type Running = { readonly url: string; readonly port: number; close(): Promise<void> };

/**
 * A small HTTP server on loopback for the programs beside the platform.
 *
 * @param answer    throws: the caller gets 500 and one line, the program lives on
 * @param port      0: any free one
 * @param limitBytes larger bodies are refused before they are kept
 */
export function serve(
  answer: (question: Question) => Promise<Answer>,
  port: number,
  limitBytes = 8_388_608,
): Promise<Running> {
  const server = createServer(async (request, response) => {
    const reply = await readBody(request, limitBytes)
      .then(
        (body) =>
          answer({
            method: request.method ?? "GET",
            url: new URL(request.url ?? "/", "http://127.0.0.1"),
            headers: request.headers,
            body,
          }),
        (): Answer => ({ status: 413 }),
      )
      .catch((error: unknown): Answer => ({ status: 500, body: { reason: "defect", detail: String(error) } }));
    if (reply === "drop") return void request.socket.destroy();
    const json = typeof reply.body === "object";
    response.writeHead(reply.status, {
      "content-type": reply.type ?? (json ? "application/json" : "text/plain; charset=utf-8"),
      ...(reply.location ? { location: reply.location } : {}),
      ...reply.headers,
    });
    if (reply.bytes) return void response.end(reply.bytes);
    response.end(json ? JSON.stringify(reply.body) : (reply.body ?? ""));
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(running(server)));
  });
}

function running(server: Server): Running {
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, port, close };
}

function readBody(request: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) return reject(new Error("too large"));
      chunks.push(chunk);
    });
    request.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    request.on("error", reject);
  });
}

/** The body as a JSON object; null where it is none. */
export function jsonBody(body: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
