import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { inTransaction, type Tx } from "@/lib/store/db";
import { consumeInvitation, invitationByToken, type OpenInvitation } from "@/lib/store/members";
import { addPerson, giveRight } from "@/lib/store/people";
import type { Deps } from "@/lib/usecases/deps";
import { signedIn } from "@/lib/usecases/session/signed-in";
import { newPerson, personFields } from "./new-person";

const tokenInput = z.string().regex(/^[\w-]{43}$/);

export const viewInvitationInput = z.strictObject({ token: tokenInput });

export type InvitationView = {
  readonly partyName: string;
  readonly uscc: string;
  readonly name: string;
  readonly phone: string;
  readonly role: string;
  readonly duties: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly expiresAt: Date;
};

/** What a holder of the address is offered. @throws {Refusal} INVITATION_OVER */
export async function viewInvitation(
  _actor: Actor,
  { token }: z.output<typeof viewInvitationInput>,
  deps: Deps,
): Promise<InvitationView> {
  const { party, name, role, duties, validFrom, validTo, expiresAt, ...sealed } = await invitation(token, deps);
  const phone = deps.secrets.openPersonal(sealed.phone);
  return { partyName: party.name, uscc: party.uscc, name, phone, role, duties, validFrom, validTo, expiresAt };
}

export const joinAsNewInput = z.strictObject({ token: tokenInput, ...personFields });

/** Accepts with a new account. @throws {Refusal} INVITATION_OVER, ALREADY_REGISTERED, PASSWORD_WEAK, CODE_WRONG, ID_NUMBER_INVALID */
export async function joinAsNew(
  actor: Actor,
  { token, ...input }: z.output<typeof joinAsNewInput>,
  deps: Deps,
): Promise<{ readonly login: string }> {
  const offer = await invitation(token, deps);
  const person = await newPerson(input, actor.locale, deps);
  return inTransaction(async (tx) => {
    const personId = await addPerson(tx, person);
    await accept(tx, { ...actor, personId, name: person.name }, offer, personId);
    return { login: person.login };
  });
}

export const joinAsMeInput = z.strictObject({ token: tokenInput });

/** Accepts with the account that is signed in. @throws {Refusal} SIGN_IN_NEEDED, INVITATION_OVER */
export async function joinAsMe(
  actor: Actor,
  { token }: z.output<typeof joinAsMeInput>,
  deps: Deps,
): Promise<{ readonly login: string }> {
  const me = signedIn(actor);
  const offer = await invitation(token, deps);
  return inTransaction(async (tx) => {
    await accept(tx, actor, offer, me.personId);
    return { login: "" };
  });
}

async function invitation(token: string, deps: Deps): Promise<OpenInvitation> {
  const offer = await invitationByToken(deps.secrets.hashToken(token));
  if (!offer) throw new Refusal("INVITATION_OVER", {});
  return offer;
}

async function accept(tx: Tx, actor: Actor, offer: OpenInvitation, personId: string): Promise<void> {
  // Two tabs, two people with one address: the first has the place.
  if (!(await consumeInvitation(tx, offer.id))) throw new Refusal("INVITATION_OVER", {});
  const { partyId, role, duties, validFrom, validTo } = offer;
  const membershipId = await giveRight(tx, { personId, partyId, role, duties, validFrom, validTo });
  const who: Actor = { ...actor, partyId };
  const facts = { invitationId: offer.id, role, duties, consent: ["terms", "identity-number"] };
  await record(tx, who, { action: "member.join", objectKind: "membership", objectId: membershipId, facts });
}
