import type { z } from "zod";
import { Refusal } from "@/lib/domain/refusal";
import type { RuleId } from "@/lib/domain/rules";
import type { Deps } from "@/lib/usecases/deps";
import { readWhole } from "./body";
import { deps } from "./deps";
import { refusalResponse } from "./handler";
import { currentActor } from "./session";

/**
 * A door for programs that have no session: what they hand in is signed, and that alone is asked. They come again until
 * they get an answer, and twice changes nothing. What is no refusal is a fault of ours, told as such: they wait and return.
 *
 * @param limitBytes of the body; strangers reach this, and must not fill our memory
 * @param rules      cited where the input has not the shape
 */
export function openDoor<S extends z.ZodType, T>(
  limitBytes: number,
  schema: S,
  rules: readonly RuleId[],
  useCase: (input: z.output<S>, deps: Deps) => Promise<T>,
) {
  return async (request: Request): Promise<Response> => {
    try {
      const body: unknown = JSON.parse(new TextDecoder().decode(await readWhole(request, limitBytes)));
      const input = schema.safeParse(body);
      if (!input.success) throw new Refusal("INPUT_INVALID", {}, [...rules]);
      return Response.json(await useCase(input.data, await deps()));
    } catch (error) {
      const refusal = error instanceof SyntaxError ? new Refusal("INPUT_INVALID", {}) : error;
      if (refusal instanceof Refusal) return refusalResponse(await currentActor(), refusal);
      throw error;
    }
  };
}
