import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { changedFields, type PartyEntry } from "@/lib/domain/party";
import { authorise } from "@/lib/policy/authorise";
import { type BlockedParty, blockedParties } from "@/lib/store/blocked-parties";
import { type HistoryLine, historyOf, partyById, type WaitingEntry, waitingEntries } from "@/lib/store/parties";
import { fileById } from "@/lib/store/files";
import { type PartyRelation, relationsOf } from "@/lib/store/party-relations";
import type { Deps } from "@/lib/usecases/deps";
import { openedEntry } from "./sealed-entry";

export type CheckQueue = {
  readonly waiting: readonly (WaitingEntry & { readonly own: boolean })[];
  readonly blocked: readonly BlockedParty[];
};

/** What waits for the operator's check; `own`: entered by the reader, hence another's to check. @throws {Refusal} NOT_ALLOWED */
export async function viewCheckQueue(actor: Actor, _input: Record<never, never>, _deps: Deps): Promise<CheckQueue> {
  authorise(actor, "party.verify", "none");
  const [waiting, blocked] = await Promise.all([waitingEntries(), blockedParties()]);
  return { waiting: waiting.map((entry) => ({ ...entry, own: entry.enteredById === actor.personId })), blocked };
}

export const viewPartyEntryInput = z.strictObject({ partyId: z.uuid() });

export type PartyEntryView = {
  readonly partyId: string;
  readonly uscc: string;
  readonly state: string;
  readonly latest: HistoryLine;
  /** Fields that differ from the data in force; all of them at the first entry. */
  readonly changed: readonly (keyof PartyEntry)[];
  readonly inForce: PartyEntry | null;
  readonly history: readonly HistoryLine[];
  readonly relations: readonly PartyRelation[];
  readonly own: boolean;
  /** Name of the file that goes with the latest version: for a record of another platform it says whose. */
  readonly evidenceName: string | null;
};

/** One organisation's entry with its history, for the verifier. @throws {Refusal} NOT_ALLOWED */
export async function viewPartyEntry(
  actor: Actor,
  { partyId }: z.output<typeof viewPartyEntryInput>,
  deps: Deps,
): Promise<PartyEntryView> {
  authorise(actor, "party.verify", "none");
  const party = await partyById(partyId);
  const history = (await historyOf(partyId)).map((line) => ({ ...line, data: openedEntry(line.data, deps) }));
  const latest = history[0];
  if (!latest) throw new Error(`party ${partyId} has no version`);
  const inForce = history.find((line) => line.outcome === "verified" && line.version < latest.version)?.data ?? null;
  const { uscc, state } = party;
  const own = latest.enteredById === actor.personId;
  const evidenceName = latest.evidence ? (await fileById(latest.evidence)).name : null;
  const changed = changedFields(inForce, latest.data);
  return {
    partyId,
    uscc,
    state,
    latest,
    changed,
    inForce,
    history,
    relations: await relationsOf(partyId),
    own,
    evidenceName,
  };
}
