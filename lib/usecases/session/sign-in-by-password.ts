import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { databaseNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { consumeCode, personByLogin, rightsOf } from "@/lib/store/people";
import { admitTry } from "@/lib/store/sign-in-tries";
import type { Deps } from "@/lib/usecases/deps";
import { type Opened, openFor } from "./open-session";

export const signInByPasswordInput = z.strictObject({
  login: z.string().trim().toLowerCase().min(1).max(64),
  password: z.string().min(1).max(256),
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
});

/**
 * Opens a session by password and one-time code. Wrong account, wrong password, wrong, old or used code: one answer, in
 * the same time.
 *
 * @throws {Refusal} SIGN_IN_FAILED, TOO_MANY_TRIES
 */
export async function signInByPassword(
  actor: Actor,
  { login, password, code }: z.output<typeof signInByPasswordInput>,
  deps: Deps,
): Promise<Opened> {
  const admission = await admitTry(deps.secrets.hashToken(`login ${login}`), actor.address);
  if ("until" in admission) throw new Refusal("TOO_MANY_TRIES", { until: admission.until });
  const person = await personByLogin(login);
  const right = await deps.secrets.checkPassword(password, person?.passwordHash ?? null);
  const step = person ? deps.secrets.codeStep(person.totpSecret, code, await databaseNow()) : null;
  if (!person || !right || step === null) throw new Refusal("SIGN_IN_FAILED", {});
  return inTransaction(async (tx) => {
    // A code seen over a shoulder, or replayed by a proxy, must not open a second session.
    if (!(await consumeCode(tx, person.id, step))) throw new Refusal("SIGN_IN_FAILED", {});
    const proof = {
      tryId: admission.tryId,
      personId: person.id,
      name: person.name,
      method: "password",
      certificate: null,
    } as const;
    return openFor(tx, actor, proof, await rightsOf(person.id, tx));
  });
}
