import type { PartyEntry } from "@/lib/domain/party";
import type { Deps } from "@/lib/usecases/deps";

type Keys = Pick<Deps, "secrets">;

/**
 * The entry as it is kept: what is about a person (whom to call, and where) only encrypted. What the organisation
 * publishes of itself, its representative in law among it, stays readable for rules and lists.
 */
export const sealedEntry = (entry: PartyEntry, { secrets }: Keys): PartyEntry => around(entry, secrets.sealPersonal);

/** The entry as its owner and the operator read it. */
export const openedEntry = (entry: PartyEntry, { secrets }: Keys): PartyEntry => around(entry, secrets.openPersonal);

const around = (entry: PartyEntry, change: (text: string) => string): PartyEntry => ({
  ...entry,
  contactName: change(entry.contactName),
  contactPhone: change(entry.contactPhone),
  email: entry.email === null ? null : change(entry.email),
});
