import type { Actor, Relation } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { beijingDate } from "@/lib/kernel/calendar";
import type { Prisma, Project } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type ProjectRow = Project;
export type NewProject = Omit<Prisma.ProjectUncheckedCreateInput, "id" | "createdAt" | "tenders">;

/** @throws {Refusal} NOT_ALLOWED if there is none: as for another's */
export async function projectById(projectId: string, on: Db = db()): Promise<ProjectRow> {
  const row = await on.project.findUnique({ where: { id: projectId } });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "project.find" });
  return row;
}

/** Locks the project and reads it under the lock. */
export async function lockProject(tx: Tx, projectId: string): Promise<ProjectRow> {
  await tx.$queryRaw`SELECT id FROM project WHERE id = ${projectId}::uuid FOR UPDATE`;
  return projectById(projectId, tx);
}

export async function addProject(tx: Tx, project: NewProject): Promise<ProjectRow> {
  return tx.project.create({ data: { ...project, createdAt: await platformNow(tx) } });
}

export async function saveProject(
  tx: Tx,
  projectId: string,
  data: Prisma.ProjectUncheckedUpdateInput,
): Promise<ProjectRow> {
  return tx.project.update({ where: { id: projectId }, data });
}

/** Projects of a tenderee, or those an agency entered or works for; newest first. */
export function projectsOfHost(partyId: string): Promise<ProjectRow[]> {
  return db().project.findMany({
    where: { OR: [{ tendereeId: partyId }, { enteredForId: partyId }, { tenders: { some: { agencyId: partyId } } }] },
    orderBy: { createdAt: "desc" },
    take: 200,
  });
}

/** Entries that wait for the operator's check, oldest first. */
export function projectsToVerify(): Promise<ProjectRow[]> {
  return db().project.findMany({ where: { state: "submitted" }, orderBy: { createdAt: "asc" }, take: 200 });
}

/** Owner: the tenderee, or the agency that entered it. */
export function relationToProject(actor: Actor, project: ProjectRow): Relation {
  if (!actor.partyId) return "none";
  if (actor.role === "tenderee") return project.tendereeId === actor.partyId ? "owner" : "none";
  if (actor.role === "agency") return project.enteredForId === actor.partyId ? "owner" : "none";
  return "none";
}

/** The party's contract of use with the platform, if there is one. */
export function useContractOf(partyId: string, on: Db = db()) {
  return on.useContract.findUnique({ where: { partyId } });
}

export async function addUseContract(
  tx: Tx,
  contract: { readonly partyId: string; readonly statementId: string; readonly byId: string },
): Promise<string> {
  const at = await platformNow(tx);
  const number = `SY-${beijingDate(at).replaceAll("-", "")}-${contract.partyId.slice(0, 8).toUpperCase()}`;
  await tx.useContract.create({ data: { ...contract, number, signedAt: at } });
  return number;
}
