import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { closedToOperator, OPEN_ROLES, PARTY_KINDS, type PartyEntry } from "@/lib/domain/party";
import { Refusal } from "@/lib/domain/refusal";
import { compactCode, isUscc } from "@/lib/kernel/uscc";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { addParty, isRelatedToOperator } from "@/lib/store/parties";
import { addPerson, giveRight } from "@/lib/store/people";
import type { Deps } from "@/lib/usecases/deps";
import { sealedEntry } from "./sealed-entry";
import { newPerson, optionalText, personFields, phoneInput } from "@/lib/usecases/member/new-person";

/** The organisation's half of the form; also what an administrator edits later. */
export const entryFields = {
  name: z.string().trim().min(2).max(200),
  kind: z.enum(PARTY_KINDS),
  regionCode: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
  legalRepresentative: z.string().trim().min(2).max(60),
  address: z.string().trim().min(4).max(200),
  contactName: z.string().trim().min(2).max(60),
  contactPhone: phoneInput,
  email: optionalText(100),
  basicAccount: optionalText(60),
  roles: z.array(z.enum(OPEN_ROLES)).min(1),
} as const;

export const registerPartyInput = z.strictObject({
  uscc: z.string().max(60).transform(compactCode),
  ...entryFields,
  ...personFields,
});
type Input = z.output<typeof registerPartyInput>;

export type Registered = { readonly partyId: string; readonly login: string };

/**
 * Registers an organisation, free and real-name, with its first person as administrator. The entry
 * waits for the operator's check; until then the person may sign in, look and prepare.
 *
 * @throws {Refusal} USCC_INVALID, ALREADY_REGISTERED, OPERATOR_RELATED, ID_NUMBER_INVALID, PASSWORD_WEAK, CODE_WRONG
 */
export async function registerParty(actor: Actor, input: Input, deps: Deps): Promise<Registered> {
  if (!isUscc(input.uscc)) throw new Refusal("USCC_INVALID", {}, ["R-28"]);
  if (closedToOperator(input.roles) && (await isRelatedToOperator(input.uscc)))
    throw new Refusal("OPERATOR_RELATED", {}, ["R-22"]);
  const person = await newPerson(input, actor.locale, deps);
  return inTransaction(async (tx) => {
    const personId = await addPerson(tx, person);
    const partyId = await addParty(tx, input.uscc, sealedEntry(entryOf(input), deps), { personId, evidence: null });
    const validFrom = await platformNow(tx);
    for (const role of input.roles)
      await giveRight(tx, { personId, partyId, role, duties: ["admin", "operate", "sign"], validFrom, validTo: null });
    const who: Actor = { ...actor, personId, name: person.name, partyId };
    const facts = { uscc: input.uscc, version: 1, consent: ["terms", "identity-number"] };
    await record(tx, who, { action: "party.register", objectKind: "party", objectId: partyId, facts });
    return { partyId, login: person.login };
  });
}

/** The entry alone, without what belongs to the person. */
export function entryOf(input: Omit<PartyEntry, "roles"> & { readonly roles: readonly string[] }): PartyEntry {
  const { name, kind, regionCode, legalRepresentative, address, contactName, contactPhone, email, basicAccount } =
    input;
  const roles = [...new Set(input.roles)].sort();
  return {
    name,
    kind,
    regionCode,
    legalRepresentative,
    address,
    contactName,
    contactPhone,
    email,
    basicAccount,
    roles,
  };
}
