import type { PartyEntry } from "@/lib/domain/party";
import { Refusal } from "@/lib/domain/refusal";
import type { Party, PartyCheck, PartyVersion } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

/** Whether the operator has found the registered data true: who is not verified may look and prepare, not act. */
export async function partyIsVerified(partyId: string, on: Db = db()): Promise<boolean> {
  const row = await on.party.findUnique({ where: { id: partyId }, select: { state: true } });
  return row?.state === "verified";
}

/** @throws {Refusal} NOT_ALLOWED if there is none */
export async function partyById(partyId: string, on: Db = db()): Promise<Party> {
  const row = await on.party.findUnique({ where: { id: partyId } });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "party.find" });
  return row;
}

/** Whether the operator controls or manages this organisation, or is it. */
export async function isRelatedToOperator(uscc: string, on: Db = db()): Promise<boolean> {
  const listed = await on.blockedParty.count({ where: { uscc } });
  return listed > 0 || (await on.party.count({ where: { uscc, roles: { has: "operator" } } })) > 0;
}

/**
 * Enters an organisation with version 1 of its data.
 *
 * @param evidence id of a stored file
 * @throws {Refusal} ALREADY_REGISTERED: one organisation, one credit code, one entry
 */
export async function addParty(
  tx: Tx,
  uscc: string,
  entry: PartyEntry,
  by: { readonly personId: string; readonly evidence: string | null },
): Promise<string> {
  const at = await platformNow(tx);
  const { count } = await tx.party.createMany({
    data: [{ uscc, ...entry, roles: [...entry.roles], createdAt: at }],
    skipDuplicates: true,
  });
  if (count === 0) throw new Refusal("ALREADY_REGISTERED", {}, ["R-28"]);
  const { id } = await tx.party.findUniqueOrThrow({ where: { uscc }, select: { id: true } });
  await addVersion(tx, id, 1, entry, by, at);
  return id;
}

async function addVersion(
  tx: Tx,
  partyId: string,
  version: number,
  entry: PartyEntry,
  by: { readonly personId: string; readonly evidence: string | null },
  at: Date,
): Promise<void> {
  await tx.partyVersion.create({
    data: {
      partyId,
      version,
      data: { ...entry, roles: [...entry.roles] },
      evidence: by.evidence,
      byId: by.personId,
      at,
    },
  });
}

export type LockedParty = {
  readonly party: Party;
  readonly latest: PartyVersion;
  /** What was found about the latest version; null while it waits. */
  readonly check: PartyCheck | null;
};

/** Locks an organisation's entry for the rest of the transaction: two verifiers, or verifier and editor, at once. */
export async function lockParty(tx: Tx, partyId: string): Promise<LockedParty> {
  await tx.$queryRaw`SELECT id FROM party WHERE id = ${partyId}::uuid FOR UPDATE`;
  const party = await partyById(partyId, tx);
  const latest = await tx.partyVersion.findFirstOrThrow({ where: { partyId }, orderBy: { version: "desc" } });
  const check = await tx.partyCheck.findUnique({ where: { partyId_version: { partyId, version: latest.version } } });
  return { party, latest, check };
}

/**
 * Adds a version of the data. Verified data stay in force until the new version is verified: nobody changes a
 * company's name under a running tender by editing a form.
 */
export async function addEntry(
  tx: Tx,
  { party, latest }: LockedParty,
  entry: PartyEntry,
  by: { readonly personId: string; readonly evidence: string | null },
): Promise<number> {
  const version = latest.version + 1;
  await addVersion(tx, party.id, version, entry, by, await platformNow(tx));
  if (party.state !== "verified") {
    const state = "unverified";
    await tx.party.update({
      where: { id: party.id },
      data: { ...entry, roles: [...entry.roles], state, version, returnReason: null },
    });
  }
  return version;
}

/** Keeps what the operator found; verified data come into force with it. */
export async function saveCheck(
  tx: Tx,
  { party, latest }: LockedParty,
  found: { readonly outcome: "verified" | "returned"; readonly reason: string | null; readonly byId: string },
): Promise<void> {
  const at = await platformNow(tx);
  await tx.partyCheck.create({ data: { partyId: party.id, version: latest.version, ...found, at } });
  if (found.outcome === "verified") {
    const entry = latest.data as unknown as PartyEntry;
    const verified = { state: "verified", returnReason: null, verifiedById: found.byId, verifiedAt: at };
    await tx.party.update({
      where: { id: party.id },
      data: { ...entry, roles: [...entry.roles], version: latest.version, ...verified },
    });
    return;
  }
  const state = party.state === "verified" ? "verified" : "returned";
  await tx.party.update({ where: { id: party.id }, data: { state, returnReason: found.reason } });
}

export type WaitingEntry = {
  readonly partyId: string;
  readonly uscc: string;
  readonly name: string;
  readonly version: number;
  readonly enteredAt: Date;
  readonly enteredById: string | null;
  readonly first: boolean;
};

/** Entries whose latest version nobody has checked yet, oldest first. */
export function waitingEntries(on: Db = db()): Promise<WaitingEntry[]> {
  return on.$queryRaw<WaitingEntry[]>`
    SELECT o.id AS "partyId", o.uscc, v.data->>'name' AS name, v.version, v.at AS "enteredAt", v.by_id AS "enteredById",
           o.verified_at IS NULL AS first
      FROM party o
      JOIN LATERAL (SELECT version, at, by_id, data FROM party_version WHERE party_id = o.id ORDER BY version DESC LIMIT 1) v ON true
      LEFT JOIN party_check c ON c.party_id = o.id AND c.version = v.version
     WHERE c.id IS NULL AND o.state <> 'disabled'
     ORDER BY v.at`;
}

export type HistoryLine = {
  readonly version: number;
  readonly data: PartyEntry;
  readonly evidence: string | null;
  readonly enteredAt: Date;
  readonly enteredBy: string | null;
  readonly enteredById: string | null;
  readonly outcome: "verified" | "returned" | null;
  readonly reason: string | null;
  readonly checkedAt: Date | null;
  readonly checkedBy: string | null;
};

/** Every version of an organisation's data, latest first, with who entered and who checked it. */
export function historyOf(partyId: string, on: Db = db()): Promise<HistoryLine[]> {
  return on.$queryRaw<HistoryLine[]>`
    SELECT v.version, v.data, v.evidence, v.at AS "enteredAt", e.name AS "enteredBy", v.by_id AS "enteredById",
           c.outcome, c.reason, c.at AS "checkedAt", k.name AS "checkedBy"
      FROM party_version v
      LEFT JOIN person e ON e.id = v.by_id
      LEFT JOIN party_check c ON c.party_id = v.party_id AND c.version = v.version
      LEFT JOIN person k ON k.id = c.by_id
     WHERE v.party_id = ${partyId}::uuid
     ORDER BY v.version DESC`;
}
