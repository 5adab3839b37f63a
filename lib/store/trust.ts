import { Refusal } from "@/lib/domain/refusal";
import type { TrustProposal, TrustVersion } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type { TrustProposal, TrustVersion };

/** Number and digest of the version in force; null before the first. One index look-up: asked at every path validation. */
export const latestTrust = (on: Db = db()): Promise<{ readonly version: number; readonly sha256: string } | null> =>
  on.trustVersion.findFirst({ orderBy: { version: "desc" }, select: { version: true, sha256: true } });

export const latestTrustNumber = async (on: Db = db()): Promise<number | null> =>
  (await latestTrust(on))?.version ?? null;

export const trustVersion = (version: number, on: Db = db()): Promise<TrustVersion | null> =>
  on.trustVersion.findUnique({ where: { version } });

export type TrustVersionLine = Omit<TrustVersion, "bytes" | "cms"> & {
  readonly authorityId: string | null;
  readonly reason: string | null;
};

/** All versions, newest first, each with what was changed and why. */
export async function trustVersions(on: Db = db()): Promise<readonly TrustVersionLine[]> {
  const select = { version: true, sha256: true, proposalId: true, at: true } as const;
  const rows = await on.trustVersion.findMany({ select, orderBy: { version: "desc" } });
  const ids = rows.flatMap(({ proposalId }) => proposalId ?? []);
  const proposals = await on.trustProposal.findMany({
    where: { id: { in: ids } },
    select: { id: true, authorityId: true, reason: true },
  });
  return rows.map((row) => {
    const proposal = proposals.find(({ id }) => id === row.proposalId);
    return { ...row, authorityId: proposal?.authorityId ?? null, reason: proposal?.reason ?? null };
  });
}

/** One change of the list at a time; held to the end of the transaction. */
export const lockTrust = (tx: Tx): Promise<unknown> =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('trust list', 0))`;

export async function addTrustVersion(
  tx: Tx,
  row: {
    readonly version: number;
    readonly bytes: Uint8Array;
    readonly sha256: string;
    readonly cms: Uint8Array;
    readonly proposalId: string | null;
  },
): Promise<void> {
  const at = await platformNow(tx);
  await tx.trustVersion.create({ data: { ...row, bytes: Buffer.from(row.bytes), cms: Buffer.from(row.cms), at } });
}

export type NewProposal = Pick<TrustProposal, "id" | "baseVersion" | "authorityId" | "sha256" | "reason"> & {
  readonly bytes: Uint8Array;
  readonly proposedById: string;
};

export async function addTrustProposal(tx: Tx, proposal: NewProposal): Promise<void> {
  const proposedAt = await platformNow(tx);
  await tx.trustProposal.create({ data: { ...proposal, bytes: Buffer.from(proposal.bytes), proposedAt } });
}

/** @throws {Refusal} NOT_ALLOWED where there is none */
export async function trustProposal(id: string, on: Db = db()): Promise<TrustProposal> {
  const row = await on.trustProposal.findUnique({ where: { id } });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "trust.find" });
  return row;
}

export const waitingTrustProposals = (on: Db = db()): Promise<TrustProposal[]> =>
  on.trustProposal.findMany({ where: { state: "waiting" }, orderBy: { proposedAt: "asc" } });

export async function saveTrustDecision(
  tx: Tx,
  id: string,
  decision: {
    readonly state: "approved" | "returned" | "withdrawn";
    readonly byId: string;
    readonly comment: string | null;
  },
): Promise<void> {
  const { state, byId, comment } = decision;
  await tx.trustProposal.update({
    where: { id },
    data: { state, comment, decidedById: byId, decidedAt: await platformNow(tx) },
  });
}
