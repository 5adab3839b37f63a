import type { Actor } from "@/lib/domain/actor";
import { REMINDER_DAYS } from "@/lib/domain/certificate";
import { certificatesOfParty, certificatesOfPerson } from "@/lib/store/certificates";
import { isAdmin, openInvitations } from "@/lib/store/members";
import { historyOf, partyById, waitingEntries } from "@/lib/store/parties";
import { waitingTrustProposals } from "@/lib/store/trust";
import type { Task, TaskProvider } from "./task";

/** The operator checks an entry within one working day; counted here as 24 hours, the product's own target. */
const CHECK_HOURS = 24;

/** Registration, its check, certificates near their end, invitations out. */
export const identityTasks: TaskProvider = async (actor, now) => {
  const [own, checks, certificates] = await Promise.all([
    actor.partyId ? ownEntry(actor, actor.partyId) : [],
    actor.role === "operator" ? [...(await checksToMake(actor)), ...(await changesToDecide(actor))] : [],
    renewals(actor, now),
  ]);
  return [...own, ...checks, ...certificates];
};

async function ownEntry(actor: Actor, partyId: string): Promise<readonly Task[]> {
  if (!actor.personId || !(await isAdmin(actor.personId, partyId))) return [];
  const [party, [latest], invitations] = await Promise.all([
    partyById(partyId),
    historyOf(partyId),
    openInvitations(partyId),
  ]);
  const link = "/work/organisation";
  const facts = { name: latest?.data.name ?? party.name, version: latest?.version ?? 1 };
  const waiting = latest && !latest.outcome;
  const due = latest ? new Date(latest.enteredAt.getTime() + CHECK_HOURS * 3_600_000) : null;
  const entry: readonly Task[] = waiting
    ? [{ key: `party.wait:${partyId}`, kind: "party.wait", facts, due, link, rule: "R-20", waits: "others" }]
    : latest?.outcome === "returned"
      ? [
          {
            key: `party.correct:${partyId}`,
            kind: "party.correct",
            facts: { ...facts, reason: latest.reason ?? "" },
            due: null,
            link,
            rule: "R-20",
          },
        ]
      : [];
  const open = invitations.map(
    ({ id, name, expiresAt }): Task => ({
      key: `member.wait:${id}`,
      kind: "member.wait",
      facts: { name },
      due: expiresAt,
      link,
      waits: "others",
    }),
  );
  return [...entry, ...open];
}

async function checksToMake(actor: Actor): Promise<readonly Task[]> {
  const others = (await waitingEntries()).filter(({ enteredById }) => enteredById !== actor.personId);
  return others.map(({ partyId, name, uscc, enteredAt, first }) => ({
    key: `party.check:${partyId}`,
    kind: first ? "party.check" : "party.checkChange",
    facts: { name, uscc },
    due: new Date(enteredAt.getTime() + CHECK_HOURS * 3_600_000),
    link: `/work/operations/parties/${partyId}`,
    rule: "R-20",
  }));
}

/** Changes of the trust list that another operator proposed. */
async function changesToDecide(actor: Actor): Promise<readonly Task[]> {
  const others = (await waitingTrustProposals()).filter(({ proposedById }) => proposedById !== actor.personId);
  return others.map(({ id, authorityId, reason }) => ({
    key: `trust.decide:${id}`,
    kind: "trust.decide",
    facts: { authority: authorityId, reason },
    due: null,
    link: `/work/operations/trust/${id}`,
    rule: "R-30",
  }));
}

async function renewals(actor: Actor, now: Date): Promise<readonly Task[]> {
  if (!actor.personId) return [];
  const company = actor.partyId ? await certificatesOfParty(actor.partyId) : [];
  const all = [...company.filter(({ personId }) => personId === actor.personId), ...(await personal(actor.personId))];
  const limit = new Date(now.getTime() + REMINDER_DAYS[0] * 86_400_000);
  const ending = all.filter(({ state, notAfter }) => state === "active" && notAfter <= limit);
  return ending.map(({ id, serial, notAfter }) => ({
    key: `certificate.renew:${id}`,
    kind: "certificate.renew",
    facts: { serial: serial.slice(-4) },
    due: notAfter,
    link: "/work/organisation#certificates",
    rule: "R-31",
  }));
}

const personal = async (personId: string) =>
  (await certificatesOfPerson(personId)).filter(({ partyId }) => partyId === null);
