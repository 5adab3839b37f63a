import type { Actor } from "@/lib/domain/actor";
import { type Right, rightsOf } from "@/lib/store/people";
import { type SessionLine, sessionsOf, signInBefore } from "@/lib/store/sessions";
import type { Deps } from "@/lib/usecases/deps";
import { countTasks } from "@/lib/usecases/work/view-tasks";
import { signedIn } from "./signed-in";

export type OwnSession = SessionLine & { readonly current: boolean };

/** The person's live sessions. @throws {Refusal} SIGN_IN_NEEDED */
export async function viewSessions(
  actor: Actor,
  _input: Record<never, never>,
  _deps: Deps,
): Promise<readonly OwnSession[]> {
  const me = signedIn(actor);
  return (await sessionsOf(me.personId)).map((line) => ({ ...line, current: line.id === me.sessionId }));
}

export type Choices = {
  readonly name: string;
  readonly rights: readonly (Right & { readonly current: boolean; readonly tasks: number })[];
  readonly before: SessionLine | null;
};

/** Organisations and roles to choose from with their to-dos, and the last sign-in before this one. @throws {Refusal} SIGN_IN_NEEDED */
export async function viewChoices(actor: Actor, _input: Record<never, never>, deps: Deps): Promise<Choices> {
  const me = signedIn(actor);
  const [rights, before] = await Promise.all([rightsOf(me.personId), signInBefore(me.personId, me.sessionId)]);
  const lines = rights.map(async (right) => {
    const { role, partyId, partyName, uscc } = right;
    const tasks = await countTasks({ ...me, role, partyId, partyName, uscc }, deps);
    return { ...right, current: partyId === actor.partyId && role === actor.role, tasks };
  });
  return { name: me.name, rights: await Promise.all(lines), before };
}
