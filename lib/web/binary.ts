import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import type { Deps } from "@/lib/usecases/deps";
import { refusalOf } from "./defect";
import { deps } from "./deps";
import { refusalResponse } from "./handler";
import { currentActor } from "./session";

type Params = Readonly<Record<string, string>>;
type Context = { readonly params: Promise<Record<string, string | string[] | undefined>> };

/**
 * A route whose body is bytes, read whole up to a limit: upload parts, headers, seal requests. More than the limit is
 * refused before it is read; a body that breaks off is no request at all.
 */
export function binaryHandler<T>(
  limitBytes: number,
  run: (actor: Actor, body: Uint8Array, params: Params, request: Request, deps: Deps) => Promise<T | Response>,
) {
  return async (request: Request, context: Context): Promise<Response> => {
    const actor = await currentActor();
    try {
      await sameOrigin(request);
      const body = await readWhole(request, limitBytes);
      const params = Object.fromEntries(
        Object.entries(await context.params).map(([name, value]) => [name, String(value)]),
      );
      const answer = await run(actor, body, params, request, await deps());
      return answer instanceof Response ? answer : Response.json(answer, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      return refusalResponse(actor, refusalOf(error));
    }
  };
}

/** A page of another site must not act with the cookie of somebody who is signed in here. */
export async function sameOrigin(request: Request): Promise<void> {
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== (await deps()).origin) throw new Refusal("NOT_ALLOWED", { action: "origin" });
}

async function readWhole(request: Request, limitBytes: number): Promise<Uint8Array> {
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
