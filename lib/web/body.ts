import type { Readable } from "node:stream";
import { Refusal } from "@/lib/domain/refusal";
import { deps } from "./deps";

/** A page of another site must not act with the cookie of somebody who is signed in here. */
export async function sameOrigin(request: Request): Promise<void> {
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== (await deps()).origin) throw new Refusal("NOT_ALLOWED", { action: "origin" });
}

const announcedLength = (request: Request): number => Number(request.headers.get("content-length") ?? 0);

/** Connections of uploads, by the name that scripts/connection.mjs gives them; none where the server runs without it. */
const KEY: unique symbol = Symbol.for("xinbiao.uploads");
const { [KEY]: uploads } = globalThis as { [KEY]?: ReadonlyMap<string, Readable> };

/** Requests whose body has come to its end. */
const read = new WeakSet<Request>();

/** The body's octets, from the connection itself where it is at hand. Left half-read, it can be read on. */
function sourceOf(request: Request): AsyncIterable<Uint8Array> | readonly Uint8Array[] {
  const connection = uploads?.get(request.headers.get("x-xinbiao-connection") ?? "");
  if (connection) return connection.iterator({ destroyOnReturn: false });
  return request.body?.values({ preventCancel: true }) ?? [];
}

/**
 * The body of a request as it comes in. More than the limit is refused, before it is read where its length was announced;
 * a body that breaks off is no request at all.
 *
 * @throws {Refusal} FILE_TOO_LARGE, FILE_DAMAGED, from the iteration
 */
export async function* piecesOf(request: Request, limitBytes: number): AsyncIterable<Uint8Array> {
  const announced = announcedLength(request);
  if (announced > limitBytes) throw new Refusal("FILE_TOO_LARGE", { limitBytes });
  let length = 0;
  for await (const piece of sourceOf(request)) {
    length += piece.length;
    if (length > limitBytes) throw new Refusal("FILE_TOO_LARGE", { limitBytes });
    yield piece;
  }
  read.add(request);
  if (announced && length !== announced) throw new Refusal("FILE_DAMAGED", {});
}

/** The whole body of a request, in one piece. */
export async function readWhole(request: Request, limitBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of piecesOf(request, limitBytes)) pieces.push(piece);
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/**
 * Reads and throws away a body that nobody wanted, or the rest of one that was given up: as much again as the limit at
 * most. One that was announced above the limit is left to the server, which ends the line.
 */
export async function readOut(request: Request, limitBytes: number): Promise<void> {
  if (read.has(request) || announcedLength(request) > limitBytes) return;
  try {
    for await (const _ of piecesOf(request, limitBytes));
  } catch {
    // The answer stands whatever became of the rest.
  }
}
