import type { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { fieldErrors } from "@/lib/i18n/fields";
import { say } from "@/lib/i18n/refusals";
import type { Deps } from "@/lib/usecases/deps";
import { refusalOf } from "./defect";
import { deps } from "./deps";
import { ONCE, runOnce } from "./once";
import { isPlainText } from "./plain-input";
import { currentActor } from "./session";

export type Failure = {
  readonly ok: false;
  readonly message: string;
  readonly code: string;
  readonly rules: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
};
export type ActionState<T> = { readonly ok: true; readonly value: T } | Failure;

/**
 * Makes a server action of a use case, for forms (`useActionState`): parse, find out who asks, run, put a refusal into
 * words. It decides nothing. A defect is logged with a number and said as one, so that nothing typed is lost. A form that
 * carries the key of its intention runs once, however often it is sent.
 */
export function action<S extends z.ZodType, T>(
  schema: S,
  useCase: (actor: Actor, input: z.output<S>, deps: Deps) => Promise<T>,
) {
  const run = call(schema, useCase);
  return async (_previous: ActionState<T> | null, form: FormData): Promise<ActionState<T>> => {
    // React posts its own $ACTION… keys with the form; a strict schema would refuse them.
    const own = [...new Set(form.keys())].filter((key) => !key.startsWith("$ACTION"));
    const fields = own.map((key) => {
      const all = form.getAll(key);
      return key.endsWith("[]") ? [key.slice(0, -2), all] : [key, all[0]];
    });
    const once = form.get(ONCE);
    const { personId, locale } = await currentActor();
    if (typeof once !== "string" || !personId) return run(Object.fromEntries(fields));
    const outcome = await runOnce(once, personId, () => run(Object.fromEntries(fields)));
    return outcome ?? failureOf(locale, new Refusal("STILL_RUNNING", {}));
  };
}

/** The same for calls with a plain object from client components. */
export function call<S extends z.ZodType, T>(
  schema: S,
  useCase: (actor: Actor, input: z.output<S>, deps: Deps) => Promise<T>,
) {
  return async (input: unknown): Promise<ActionState<T>> => {
    const actor = await currentActor();
    const parsed = schema.safeParse(input);
    if (!parsed.success) {
      const message = say(actor.locale, new Refusal("INPUT_INVALID", {}));
      const fields = fieldErrors(actor.locale, parsed.error.issues);
      return { ok: false, message, code: "INPUT_INVALID", rules: [], fields };
    }
    if (!isPlainText(parsed.data)) return failureOf(actor.locale, new Refusal("INPUT_INVALID", {}));
    try {
      return { ok: true, value: await useCase(actor, parsed.data, await deps()) };
    } catch (error) {
      return failureOf(actor.locale, refusalOf(error));
    }
  };
}

const failureOf = (locale: Actor["locale"], refusal: Refusal): Failure => ({
  ok: false,
  message: say(locale, refusal),
  code: refusal.code,
  rules: refusal.rules,
  fields: {},
});
