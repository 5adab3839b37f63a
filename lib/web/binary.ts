import type { Actor } from "@/lib/domain/actor";
import type { Deps } from "@/lib/usecases/deps";
import { piecesOf, readOut, readWhole, sameOrigin } from "./body";
import { refusalOf } from "./defect";
import { deps } from "./deps";
import { refusalResponse } from "./handler";
import { currentActor } from "./session";

type Params = Readonly<Record<string, string>>;
type Context = { readonly params: Promise<Record<string, string | string[] | undefined>> };

type Use<Body, T> = (actor: Actor, body: Body, params: Params, request: Request, deps: Deps) => Promise<T | Response>;

/**
 * A route whose body is bytes, read whole up to a limit: headers, seal requests. More than the limit is refused before it
 * is read; a body that breaks off is no request at all.
 */
export function binaryHandler<T>(limitBytes: number, run: Use<Uint8Array, T>) {
  return streamHandler<T>(limitBytes, async (actor, _body, params, request, all) =>
    run(actor, await readWhole(request, limitBytes), params, request, all),
  );
}

/**
 * The same with the body as it comes in, for upload parts. Once the use case knows enough, the rest is read and thrown
 * away before it answers: browsers and proxies take an answer in the middle of their sending for a broken line.
 */
export function streamHandler<T>(limitBytes: number, run: Use<AsyncIterable<Uint8Array>, T>) {
  return async (request: Request, context: Context): Promise<Response> => {
    const actor = await currentActor();
    try {
      await sameOrigin(request);
      const params = Object.fromEntries(
        Object.entries((await context.params) ?? {}).map(([name, value]) => [name, String(value)]),
      );
      const answer = await run(actor, piecesOf(request, limitBytes), params, request, await deps());
      return answer instanceof Response ? answer : Response.json(answer, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      return refusalResponse(actor, refusalOf(error));
    } finally {
      await readOut(request, limitBytes);
    }
  };
}
