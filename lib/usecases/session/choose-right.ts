import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { rightsOf } from "@/lib/store/people";
import { setRight } from "@/lib/store/sessions";
import type { Deps } from "@/lib/usecases/deps";
import { signedIn } from "./signed-in";

export const chooseRightInput = z.strictObject({ membershipId: z.uuid() });

/** Sets organisation and role of the session; only one of the person's own present rights. @throws {Refusal} NOT_ALLOWED */
export async function chooseRight(
  actor: Actor,
  { membershipId }: z.output<typeof chooseRightInput>,
  _deps: Deps,
): Promise<Record<never, never>> {
  const me = signedIn(actor);
  return inTransaction(async (tx) => {
    const right = (await rightsOf(me.personId, tx)).find((one) => one.membershipId === membershipId);
    if (!right) throw new Refusal("NOT_ALLOWED", { action: "membership.find" });
    await setRight(tx, me.sessionId, membershipId);
    const facts = { partyId: right.partyId, role: right.role };
    await record(tx, actor, { action: "session.choose", objectKind: "session", objectId: me.sessionId, facts });
    return {};
  });
}
