import type { Actor } from "@/lib/domain/actor";
import type { Deps } from "@/lib/usecases/deps";
import { readWhole, sameOrigin } from "./body";
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
    // Read while the session is looked up: on a slow line that costs nothing, on a fast one it is half of the time.
    const reading = sameOrigin(request).then(() => readWhole(request, limitBytes));
    reading.catch(() => {}); // told below
    const actor = await currentActor();
    try {
      const body = await reading;
      const params = Object.fromEntries(
        Object.entries((await context.params) ?? {}).map(([name, value]) => [name, String(value)]),
      );
      const answer = await run(actor, body, params, request, await deps());
      return answer instanceof Response ? answer : Response.json(answer, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      return refusalResponse(actor, refusalOf(error));
    }
  };
}
