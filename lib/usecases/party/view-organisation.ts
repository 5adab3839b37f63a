import type { Actor } from "@/lib/domain/actor";
import { authorise } from "@/lib/policy/authorise";
import { certificatesOfParty, certificatesOfPerson } from "@/lib/store/certificates";
import { platformNow } from "@/lib/store/clock";
import { type Member, membersOf, openInvitations } from "@/lib/store/members";
import { type HistoryLine, historyOf, partyById } from "@/lib/store/parties";
import { type PartyRelation, relationsOf } from "@/lib/store/party-relations";
import type { Deps } from "@/lib/usecases/deps";
import { ownParty, relationToParty } from "./relation";
import { openedEntry } from "./sealed-entry";

export type CertificateLine = {
  readonly id: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly algorithm: string;
  readonly use: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly state: "active" | "stopped" | "expired" | "revoked";
  readonly holder: string;
  readonly own: boolean;
  /** For the organisation, or the holder's own. */
  readonly company: boolean;
};

export type OrganisationView = {
  readonly uscc: string;
  readonly state: string;
  readonly returnReason: string | null;
  readonly roles: readonly string[];
  readonly history: readonly HistoryLine[];
  readonly members: readonly (Member & { readonly active: boolean; readonly self: boolean })[];
  readonly invitations: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly expiresAt: Date;
  }[];
  readonly certificates: readonly CertificateLine[];
  readonly relations: readonly PartyRelation[];
  readonly admin: boolean;
  readonly now: Date;
};

/** The actor's own organisation: data and their history, people, certificates. @throws {Refusal} SIGN_IN_NEEDED */
export async function viewOrganisation(
  actor: Actor,
  _input: Record<never, never>,
  deps: Deps,
): Promise<OrganisationView> {
  const partyId = ownParty(actor);
  const relation = await relationToParty(actor, partyId);
  authorise(actor, "party.view", relation);
  const admin = relation === "owner";
  const [party, history, members, now, ofParty, ofPerson, relations] = await Promise.all([
    partyById(partyId),
    historyOf(partyId),
    membersOf(partyId),
    platformNow(),
    certificatesOfParty(partyId),
    certificatesOfPerson(actor.personId!),
    relationsOf(partyId),
  ]);
  const personal = ofPerson
    .filter((one) => one.partyId === null)
    .map((one) => ({ ...one, person: { name: actor.name } }));
  const active = ({ validFrom, validTo }: Member) => validFrom <= now && (validTo === null || validTo > now);
  return {
    uscc: party.uscc,
    state: party.state,
    returnReason: party.returnReason,
    roles: party.roles,
    history: history.map((line) => ({ ...line, data: openedEntry(line.data, deps) })),
    members: members.map((one) => ({
      ...one,
      phone: deps.secrets.openPersonal(one.phone),
      active: active(one),
      self: one.personId === actor.personId,
    })),
    invitations: admin ? await invitationLines(partyId) : [],
    certificates: [...ofParty, ...personal].map((row) => certificateLine(row, actor, now)),
    relations,
    admin,
    now,
  };
}

const invitationLines = async (partyId: string) =>
  (await openInvitations(partyId)).map(({ id, name, role, expiresAt }) => ({ id, name, role, expiresAt }));

type Row = Awaited<ReturnType<typeof certificatesOfParty>>[number];

function certificateLine(row: Row, actor: Actor, now: Date): CertificateLine {
  const { id, subject, issuer, serial, algorithm, use, notBefore, notAfter } = row;
  const state =
    row.state !== "active" ? "stopped" : notAfter < now ? "expired" : row.standing === "revoked" ? "revoked" : "active";
  const holder = row.person?.name ?? "";
  const own = row.personId === actor.personId;
  return {
    id,
    subject,
    issuer,
    serial,
    algorithm,
    use,
    notBefore,
    notAfter,
    state,
    holder,
    own,
    company: row.partyId !== null,
  };
}
