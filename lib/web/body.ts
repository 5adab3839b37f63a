import { Refusal } from "@/lib/domain/refusal";
import { deps } from "./deps";

/** A page of another site must not act with the cookie of somebody who is signed in here. */
export async function sameOrigin(request: Request): Promise<void> {
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== (await deps()).origin) throw new Refusal("NOT_ALLOWED", { action: "origin" });
}

/**
 * The whole body of a request. More than the limit is refused before it is read, whatever length was announced; a body
 * that breaks off is no request at all.
 */
export async function readWhole(request: Request, limitBytes: number): Promise<Uint8Array> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > limitBytes) throw new Refusal("FILE_TOO_LARGE", { limitBytes });
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) break;
    length += next.value.length;
    if (length > limitBytes) {
      await reader?.cancel();
      throw new Refusal("FILE_TOO_LARGE", { limitBytes });
    }
    pieces.push(next.value);
  }
  if (announced && length !== announced) throw new Refusal("FILE_DAMAGED", {});
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
