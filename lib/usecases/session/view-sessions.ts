import type { Actor } from "@/lib/domain/actor";
import { type Right, rightsOf } from "@/lib/store/people";
import { type SessionLine, sessionsOf, signInBefore } from "@/lib/store/sessions";
import type { Deps } from "@/lib/usecases/deps";
import { signedIn } from "./signed-in";

export type OwnSession = SessionLine & { readonly current: boolean };

/** The person's live sessions. @throws {Refusal} SIGN_IN_NEEDED */
export async function viewSessions(actor: Actor, _input: Record<never, never>, _deps: Deps): Promise<readonly OwnSession[]> {
  const me = signedIn(actor);
  return (await sessionsOf(me.personId)).map((line) => ({ ...line, current: line.id === me.sessionId }));
}

export type Choices = {
  readonly name: string;
  readonly rights: readonly (Right & { readonly current: boolean })[];
  readonly before: SessionLine | null;
};

/** Organisations and roles to choose from, and the last sign-in before this one. @throws {Refusal} SIGN_IN_NEEDED */
export async function viewChoices(actor: Actor, _input: Record<never, never>, _deps: Deps): Promise<Choices> {
  const me = signedIn(actor);
  const [rights, before] = await Promise.all([rightsOf(me.personId), signInBefore(me.personId, me.sessionId)]);
  const current = (right: Right) => right.partyId === actor.partyId && right.role === actor.role;
  return { name: me.name, rights: rights.map((right) => ({ ...right, current: current(right) })), before };
}
