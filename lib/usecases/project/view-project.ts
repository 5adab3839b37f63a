import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { mayDo } from "@/lib/policy/table";
import { type ProjectRow, projectById, projectsToVerify, relationToProject, useContractOf } from "@/lib/store/projects";
import { type PartyCard, partiesInRole, partyCard } from "@/lib/store/tenders";

export const viewProjectInput = z.strictObject({ projectId: z.uuid() });

export type ProjectView = {
  readonly project: ProjectRow;
  readonly tenderee: PartyCard;
  readonly mayEdit: boolean;
  readonly mayVerify: boolean;
  readonly mayTender: boolean;
};

/** A project for its owner and for the operator who checks it. */
export async function viewProject(actor: Actor, input: z.infer<typeof viewProjectInput>): Promise<ProjectView> {
  const project = await projectById(input.projectId);
  const relation = relationToProject(actor, project);
  authorise(actor, "project.view", relation);
  const standing = { role: actor.role, relation };
  return {
    project,
    tenderee: await partyCard(project.tendereeId),
    mayEdit: project.state === "draft" && mayDo("project.edit", standing),
    mayVerify:
      project.state === "submitted" && mayDo("project.verify", standing) && project.createdById !== actor.personId,
    mayTender: (project.state === "verified" || project.state === "active") && mayDo("tender.create", standing),
  };
}

export type NewProjectView = { readonly contract: string | null; readonly agency: boolean; readonly ownerName: string };

/** What the form of a new project needs to know. */
export async function viewNewProject(actor: Actor): Promise<NewProjectView> {
  authorise(actor, "project.create", "none");
  const contract = actor.partyId ? await useContractOf(actor.partyId) : null;
  return { contract: contract?.number ?? null, agency: actor.role === "agency", ownerName: actor.partyName };
}

export type NewTenderView = {
  readonly project: ProjectRow;
  readonly agencies: readonly PartyCard[];
  readonly supervisors: readonly PartyCard[];
  readonly agency: boolean;
};

/** What the form of a new tender needs: the project, whom one can entrust, who supervises. */
export async function viewNewTender(actor: Actor, input: z.infer<typeof viewProjectInput>): Promise<NewTenderView> {
  const project = await projectById(input.projectId);
  authorise(actor, "tender.create", relationToProject(actor, project));
  if (project.state !== "verified" && project.state !== "active")
    throw new Refusal("NOT_READY", { missing: "project" }, ["R-20"]);
  const [agencies, supervisors] = await Promise.all([partiesInRole("agency"), partiesInRole("supervisor")]);
  return { project, agencies, supervisors, agency: actor.role === "agency" };
}

/** Entries that wait for the operator, oldest first. */
export async function viewProjectsToVerify(actor: Actor): Promise<readonly ProjectRow[]> {
  authorise(actor, "project.verify", "none");
  return projectsToVerify();
}
