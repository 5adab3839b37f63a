import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { mustStep } from "@/lib/domain/lifecycle";
import {
  closedToOperator,
  ENTRY_LIFECYCLE,
  type EntryEvent,
  type EntryState,
  type PartyEntry,
} from "@/lib/domain/party";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { alignRights } from "@/lib/store/members";
import { notify } from "@/lib/store/messages";
import { isRelatedToOperator, lockParty, saveCheck } from "@/lib/store/parties";
import type { Deps } from "@/lib/usecases/deps";

const base = { partyId: z.uuid(), version: z.coerce.number().int().positive() } as const;
export const verifyPartyInput = z.strictObject({
  ...base,
  /** What the entry was compared with, where the organisation handed nothing in: register, number, day. */
  basis: z.string().trim().max(500).optional(),
});
export const returnPartyInput = z.strictObject({ ...base, reason: z.string().trim().min(4).max(500) });

type Found = { readonly partyId: string; readonly version: number };

/**
 * Verifies the version of an organisation's data that the verifier has read; it comes into force.
 *
 * @throws {Refusal} NOT_ALLOWED, STALE, STATE_FORBIDS, OWN_ENTRY, REASON_NEEDED, OPERATOR_RELATED
 */
export const verifyParty = (actor: Actor, input: z.output<typeof verifyPartyInput>, _deps: Deps): Promise<Found> =>
  check(actor, input, "verify", input.basis ?? "");

/** Sends it back with the reason; data verified earlier stay in force. @throws {Refusal} as `verifyParty` */
export const returnParty = (actor: Actor, input: z.output<typeof returnPartyInput>, _deps: Deps): Promise<Found> =>
  check(actor, input, "return", input.reason);

async function check(actor: Actor, { partyId, version }: Found, event: EntryEvent, reason: string): Promise<Found> {
  authorise(actor, "party.verify", "none");
  return inTransaction(async (tx) => {
    const locked = await lockParty(tx, partyId);
    if (locked.latest.version !== version) throw new Refusal("STALE", {});
    const state = (locked.check?.outcome as EntryState | undefined) ?? "waiting";
    const facts = {
      enteredById: locked.latest.byId,
      verifierId: actor.personId,
      reason,
      hasEvidence: locked.latest.evidence !== null,
    };
    const outcome = mustStep(ENTRY_LIFECYCLE, state, event, facts);
    const entry = locked.latest.data as unknown as PartyEntry;
    if (event === "verify" && closedToOperator(entry.roles) && (await isRelatedToOperator(locked.party.uscc, tx)))
      throw new Refusal("OPERATOR_RELATED", {}, ["R-22"]);
    await saveCheck(tx, locked, {
      outcome: outcome === "verified" ? "verified" : "returned",
      reason: reason || null,
      byId: actor.personId!,
    });
    if (outcome === "verified") await alignRights(tx, partyId, entry.roles);
    await record(tx, actor, {
      action: "party.verify",
      objectKind: "party",
      objectId: partyId,
      facts: { version, outcome, reason },
    });
    const kind = outcome === "verified" ? "party.verified" : "party.returned";
    await notify(tx, {
      to: { partyId },
      kind,
      facts: { name: entry.name, version, reason: event === "return" ? reason : "" },
      link: "/work/organisation",
    });
    return { partyId, version };
  });
}
