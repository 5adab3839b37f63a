import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { changedFields, closedToOperator, OPEN_ROLES, type PartyEntry } from "@/lib/domain/party";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { fileById, setAudience } from "@/lib/store/files";
import { addEntry, isRelatedToOperator, lockParty } from "@/lib/store/parties";
import type { Deps } from "@/lib/usecases/deps";
import { entryFields, entryOf } from "./register-party";
import { ownParty, relationToParty } from "./relation";
import { openedEntry, sealedEntry } from "./sealed-entry";

export const editPartyInput = z.strictObject({
  ...entryFields,
  /** Id of an uploaded file: licence, letter of the organisation; none: the one of the version before. */
  evidence: z.uuid().or(z.literal("")).optional(),
  /** Version the form was filled from: a stale form must not undo a colleague's change. */
  basedOn: z.coerce.number().int().positive(),
});

/**
 * Enters changed data of the actor's own organisation as a new version, which waits for the operator's check.
 *
 * @throws {Refusal} NOT_ALLOWED, STALE, OPERATOR_RELATED
 */
export async function editParty(
  actor: Actor,
  { basedOn, evidence, ...input }: z.output<typeof editPartyInput>,
  deps: Deps,
): Promise<{ readonly version: number }> {
  const partyId = ownParty(actor);
  authorise(actor, "party.edit", await relationToParty(actor, partyId));
  // Another's file named here would be shown to the operator in our name.
  if (evidence && (await fileById(evidence)).partyId !== partyId) throw new Refusal("FILE_MISSING", {});
  return inTransaction(async (tx) => {
    const locked = await lockParty(tx, partyId);
    if (locked.latest.version !== basedOn) throw new Refusal("STALE", {});
    // Roles that are not applied for (supervisor, operator, expert pool) stay as they were set up.
    const fixed = locked.party.roles.filter((role) => !(OPEN_ROLES as readonly string[]).includes(role));
    if (closedToOperator(input.roles) && (await isRelatedToOperator(locked.party.uscc, tx)))
      throw new Refusal("OPERATOR_RELATED", {}, ["R-22"]);
    const entry = entryOf({ ...input, roles: [...input.roles, ...fixed] });
    const changed = changedFields(openedEntry(locked.latest.data as unknown as PartyEntry, deps), entry);
    if (changed.length === 0 && !evidence) return { version: basedOn };
    const kept = evidence || locked.latest.evidence;
    const version = await addEntry(tx, locked, sealedEntry(entry, deps), { personId: actor.personId!, evidence: kept });
    if (evidence) await setAudience(tx, [evidence], "operator");
    const facts = { version, changed: [...changed] };
    await record(tx, actor, { action: "party.edit", objectKind: "party", objectId: partyId, facts });
    return { version };
  });
}
