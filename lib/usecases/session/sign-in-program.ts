import { z } from "zod";
import type { Actor, Role } from "@/lib/domain/actor";
import { liveSession } from "@/lib/store/sessions";
import { rightsOf } from "@/lib/store/people";
import type { Deps } from "@/lib/usecases/deps";
import { chooseRight } from "./choose-right";
import { signInByCertificate, signInByCertificateInput } from "./sign-in-by-certificate";

export const signInProgramInput = signInByCertificateInput.extend({
  /** Role to act in, where the person has several in the certificate's organisation. */
  role: z.string().max(20).optional(),
});

/**
 * A session for a program that holds the person's certificate: as in the browser, and the role is named at once since
 * there is no page to choose it on.
 */
export async function signInProgram(
  actor: Actor,
  { role, ...signed }: z.output<typeof signInProgramInput>,
  deps: Deps,
): Promise<{ readonly sessionId: string; readonly chosen: boolean }> {
  const opened = await signInByCertificate(actor, signed, deps);
  const session = opened.chosen || !role ? null : await liveSession(opened.sessionId);
  if (!session) return opened;
  const wanted = (await rightsOf(session.personId)).filter((right) => right.role === (role as Role));
  if (wanted.length !== 1) return opened;
  const me = { ...actor, personId: session.personId, name: session.name, sessionId: session.sessionId };
  await chooseRight(me, { membershipId: wanted[0]!.membershipId }, deps);
  return { ...opened, chosen: true };
}
