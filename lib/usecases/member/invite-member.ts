import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { DUTIES } from "@/lib/domain/party";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { addInvitation, adminsOf, endRight, membersOf, revokeInvitation } from "@/lib/store/members";
import { partyById } from "@/lib/store/parties";
import type { Deps } from "@/lib/usecases/deps";
import { ownParty, relationToParty } from "@/lib/usecases/party/relation";
import { phoneInput } from "./new-person";

const dateInput = z.iso.date();

export const inviteMemberInput = z.strictObject({
  personName: z.string().trim().min(2).max(60),
  phone: phoneInput,
  role: z.enum(["tenderee", "agency", "bidder", "supervisor", "operator", "auditor", "evaluator"]),
  duties: z.array(z.enum(DUTIES)).min(1),
  /** Beijing dates; the right begins at 00:00 of the first and ends at 24:00 of the last. */
  validFrom: dateInput.or(z.literal("")).optional(),
  validTo: dateInput.or(z.literal("")).optional(),
});

export type Invited = { readonly address: string };

/**
 * Offers somebody a place in the actor's organisation, with role, duties and dates. The address goes to the invited
 * person by the inviter's own means; only its hash is kept, so that nobody can read it from the database.
 *
 * @throws {Refusal} NOT_ALLOWED, INPUT_INVALID
 */
export async function inviteMember(
  actor: Actor,
  input: z.output<typeof inviteMemberInput>,
  deps: Deps,
): Promise<Invited> {
  const partyId = ownParty(actor);
  authorise(actor, "member.invite", await relationToParty(actor, partyId));
  const party = await partyById(partyId);
  const offered = party.roles.map((role) => (role === "evaluatorPool" ? "evaluator" : role));
  if (!offered.includes(input.role)) throw new Refusal("NOT_ALLOWED", { action: "member.role" });
  const { personName: name, phone, role, duties } = input;
  const validFrom = input.validFrom ? new Date(`${input.validFrom}T00:00:00+08:00`) : await platformNow();
  const validTo = input.validTo ? new Date(Date.parse(`${input.validTo}T00:00:00+08:00`) + 86_400_000) : null;
  if (validTo && validTo <= validFrom) throw new Refusal("INPUT_INVALID", {});
  const token = deps.secrets.nonce();
  const tokenHash = deps.secrets.hashToken(token);
  return inTransaction(async (tx) => {
    const invitedById = actor.personId!;
    const id = await addInvitation(tx, {
      partyId,
      name,
      phone: deps.secrets.sealPersonal(phone),
      role,
      duties: [...duties],
      validFrom,
      validTo,
      tokenHash,
      invitedById,
    });
    await record(tx, actor, {
      action: "member.invite",
      objectKind: "invitation",
      objectId: id,
      facts: { role, duties: [...duties] },
    });
    return { address: `${deps.origin}/join/${token}` };
  });
}

export const endMemberInput = z.strictObject({ membershipId: z.uuid() });

/**
 * Ends a right now. The last administrator stays: nobody could let anybody in again.
 *
 * @throws {Refusal} NOT_ALLOWED, NOT_READY
 */
export async function endMember(
  actor: Actor,
  { membershipId }: z.output<typeof endMemberInput>,
  _deps: Deps,
): Promise<Record<never, never>> {
  const partyId = ownParty(actor);
  authorise(actor, "member.end", await relationToParty(actor, partyId));
  return inTransaction(async (tx) => {
    // The organisation's row, so that two administrators cannot end each other at once.
    await tx.$queryRaw`SELECT id FROM party WHERE id = ${partyId}::uuid FOR UPDATE`;
    const ending = (await membersOf(partyId, tx)).find((one) => one.membershipId === membershipId);
    if (!ending || !(await endRight(tx, partyId, membershipId)))
      throw new Refusal("NOT_ALLOWED", { action: "member.find" });
    if ((await adminsOf(partyId, tx)).length === 0) throw new Refusal("LAST_ADMIN", {});
    const facts = { personId: ending.personId, role: ending.role };
    await record(tx, actor, { action: "member.end", objectKind: "membership", objectId: membershipId, facts });
    return {};
  });
}

export const withdrawInvitationInput = z.strictObject({ invitationId: z.uuid() });

/** Withdraws an invitation that nobody has accepted yet. @throws {Refusal} NOT_ALLOWED */
export async function withdrawInvitation(
  actor: Actor,
  { invitationId }: z.output<typeof withdrawInvitationInput>,
  _deps: Deps,
): Promise<Record<never, never>> {
  const partyId = ownParty(actor);
  authorise(actor, "member.invite", await relationToParty(actor, partyId));
  return inTransaction(async (tx) => {
    if (!(await revokeInvitation(tx, partyId, invitationId)))
      throw new Refusal("NOT_ALLOWED", { action: "invitation.find" });
    await record(tx, actor, {
      action: "member.invite",
      objectKind: "invitation",
      objectId: invitationId,
      facts: { withdrawn: true },
    });
    return {};
  });
}
