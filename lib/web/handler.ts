import type { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { fieldErrors } from "@/lib/i18n/fields";
import { say } from "@/lib/i18n/refusals";
import type { Deps } from "@/lib/usecases/deps";
import { readWhole, sameOrigin } from "./body";
import { refusalOf } from "./defect";
import { deps } from "./deps";
import { currentActor } from "./session";
import { STATUS } from "./status";
import { isPlainText } from "./plain-input";

type Context = { readonly params: Promise<Record<string, string | string[] | undefined>> };

/**
 * Makes a route handler of a use case: our page and another vendor's tool use the same door. Input is the JSON body
 * (or the query of a GET) together with the route's parameters.
 */
export function handler<S extends z.ZodType, T>(
  schema: S,
  useCase: (actor: Actor, input: z.output<S>, deps: Deps) => Promise<T | Response>,
) {
  return async (request: Request, context: Context): Promise<Response> => {
    const actor = await currentActor();
    const params = await context.params;
    try {
      if (request.method !== "GET") await sameOrigin(request);
      const body = request.method === "GET" ? query(request) : await json(request);
      const parsed = schema.safeParse(body === undefined ? undefined : { ...body, ...params });
      if (!parsed.success) {
        const fields = fieldErrors(actor.locale, parsed.error.issues);
        return refusalResponse(actor, new Refusal("INPUT_INVALID", {}), fields);
      }
      if (!isPlainText(parsed.data)) throw new Refusal("INPUT_INVALID", {});
      const answer = await useCase(actor, parsed.data, await deps());
      return answer instanceof Response ? answer : Response.json(answer, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      return refusalResponse(actor, refusalOf(error));
    }
  };
}

const RETRY_SECONDS = "30";

/** A refusal as an answer: `{ code, message, rules, fields }` with its status. */
export function refusalResponse(actor: Actor, refusal: Refusal, fields: Record<string, string> = {}): Response {
  const { code, rules } = refusal;
  const body = { code, message: say(actor.locale, refusal), rules, fields };
  const status = STATUS[code];
  // What passes by itself says when to come back (protocol §9, object store).
  const later = status === 503 ? { "retry-after": RETRY_SECONDS } : {};
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...later } });
}

const query = (request: Request) => Object.fromEntries(new URL(request.url).searchParams);

/** A release with its signature is the largest; strangers reach some of these routes, and must not fill our memory. */
const JSON_BYTES = 6_000_000;

/** The JSON object of the body; undefined where it is none, so that the schema refuses it. */
async function json(request: Request): Promise<Record<string, unknown> | undefined> {
  const bytes = await readWhole(request, JSON_BYTES);
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
