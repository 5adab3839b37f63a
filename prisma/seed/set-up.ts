import { SYSTEM } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction, type Tx } from "@/lib/store/db";
import { addParty, lockParty, saveCheck } from "@/lib/store/parties";
import { addPerson, giveRight, personByLogin } from "@/lib/store/people";
import { newPerson } from "@/lib/usecases/member/new-person";
import type { CastExpert, CastParty } from "./cast";
import { personForm, withCode } from "./people";
import type { Stage } from "./world";

/**
 * Enters an organisation that nobody applies for (operator, supervisor, auditor, expert pool) with its administrator, as
 * whoever installs the platform does, and records it.
 */
export async function setUpParty(party: CastParty, { deps }: Stage): Promise<void> {
  const admin = party.people[0]!;
  if (await personByLogin(admin.login)) return;
  const person = await withCode(async (ago) => newPerson(await personForm(admin, ago), "zh-CN", deps));
  await inTransaction(async (tx) => {
    const personId = await addPerson(tx, person);
    const partyId = await addParty(tx, party.uscc, entryOf(party), { personId, evidence: null });
    const duties = ["admin", "operate", "sign"];
    await giveRight(tx, {
      personId,
      partyId,
      role: party.role,
      duties,
      validFrom: await platformNow(tx),
      validTo: null,
    });
    await saveCheck(tx, await lockParty(tx, partyId), { outcome: "verified", reason: null, byId: personId });
    const facts = { uscc: party.uscc, role: party.role };
    await record(tx, SYSTEM, { action: "party.setUp", objectKind: "party", objectId: partyId, facts });
  });
}

export function entryOf(party: CastParty) {
  const { name, kind, regionCode, legalRepresentative, address, phone, role, people } = party;
  return {
    ...{ name, kind, regionCode, legalRepresentative, address },
    contactName: people[0]!.name,
    contactPhone: phone,
    email: null,
    basicAccount: null,
    roles: [role === "evaluator" ? "evaluatorPool" : role],
  };
}

/** Enters an expert in the pool, once the person has an account. */
export async function enterExpert(expert: CastExpert): Promise<void> {
  const person = await personByLogin(expert.login);
  if (!person) throw new Error(`${expert.login} has no account`);
  if (await db().expert.count({ where: { personId: person.id } })) return;
  await inTransaction((tx) => keepExpert(tx, person.id, expert));
}

async function keepExpert(tx: Tx, personId: string, expert: CastExpert): Promise<void> {
  const { specialties, regionCode, employerUscc, title } = expert;
  const since = new Date(`${expert.since}T00:00:00+08:00`);
  const data = { personId, specialties: [...specialties], regionCode, employerUscc, title, since };
  const { id } = await tx.expert.create({ data });
  const facts = { specialties: [...specialties], regionCode, title };
  await record(tx, SYSTEM, { action: "expert.enter", objectKind: "expert", objectId: id, facts });
}
