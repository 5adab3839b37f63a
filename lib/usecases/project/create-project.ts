import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { nextProjectCode } from "@/lib/store/codes";
import { inTransaction } from "@/lib/store/db";
import {
  addProject,
  lockProject,
  type ProjectRow,
  projectById,
  relationToProject,
  saveProject,
  useContractOf,
} from "@/lib/store/projects";
import { partyByUscc, partyCard } from "@/lib/store/tenders";
import { platformCode } from "./platform-code";

const text = (max: number) => z.string().trim().min(1).max(max);
const optional = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .transform((value) => value || null)
    .nullish()
    .transform((value) => value ?? null);

const fields = {
  name: text(600),
  regionCode: z.string().regex(/^\d{6}$/),
  industryCode: z.string().regex(/^[A-T]\d{2}$/),
  investProjectCode: z
    .union([z.literal(""), z.string().regex(/^\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$/)])
    .nullish()
    .transform((value) => value || null),
  address: text(2000),
  ownerName: text(200),
  fundSource: text(1000),
  scale: text(4000),
  /** How the approval wants the work to be tendered. */
  approvedMode: z.enum(["open", "invited"]).default("open"),
  approvalName: optional(500),
  approvalNo: optional(100),
  approvalAuthority: optional(200),
  exemption: optional(1000),
  contactName: text(100),
  contactPhone: text(100),
};

/** `tendereeUscc` only where an agency enters the project in its client's name. */
export const createProjectInput = z.strictObject({
  ...fields,
  tendereeUscc: z
    .string()
    .trim()
    .nullish()
    .transform((value) => value || null),
});
export const editProjectInput = z.strictObject({ ...fields, projectId: z.uuid() });

type Fields = Omit<z.infer<typeof editProjectInput>, "projectId">;

/**
 * Enters a project and hands it to the operator for the first-entry check.
 *
 * @throws {Refusal} NO_USE_CONTRACT before the tenderee signed one; NOT_READY without approval data and without a
 *                   declared exemption; NOT_VERIFIED where the tenderee's registration was not checked
 */
export async function createProject(
  actor: Actor,
  input: z.infer<typeof createProjectInput>,
): Promise<{ id: string; code: string }> {
  authorise(actor, "project.create", "none");
  const { tendereeUscc, ...data } = input;
  const personId = actor.personId;
  const tenderee = await tendereeFor(actor, tendereeUscc);
  if (!personId) throw new Refusal("NOT_ALLOWED", { action: "project.create" });
  if (tenderee.state !== "verified") throw new Refusal("NOT_VERIFIED", {}, ["R-27"]);
  if (!(await useContractOf(tenderee.id))) throw new Refusal("NO_USE_CONTRACT", {}, ["R-23"]);
  checkApproval(data);
  return inTransaction(async (tx) => {
    const code = await nextProjectCode(tx, platformCode());
    const project = await addProject(tx, {
      ...stored(data),
      code,
      tendereeId: tenderee.id,
      enteredForId: actor.role === "agency" ? actor.partyId : null,
      state: "submitted",
      createdById: personId,
    });
    await record(tx, actor, { action: "project.create", objectKind: "project", objectId: project.id, facts: { code } });
    return { id: project.id, code };
  });
}

/** Corrects an entry that the operator sent back, and hands it in again. */
export async function editProject(actor: Actor, input: z.infer<typeof editProjectInput>): Promise<{ id: string }> {
  const { projectId, ...data } = input;
  authorise(actor, "project.edit", relationToProject(actor, await projectById(projectId)));
  checkApproval(data);
  return inTransaction(async (tx) => {
    const project = await lockProject(tx, projectId);
    if (project.state !== "draft")
      throw new Refusal("STATE_FORBIDS", { state: project.state, event: "edit" }, ["R-20"]);
    await saveProject(tx, projectId, {
      ...stored(data),
      state: "submitted",
      returnReason: null,
      createdById: actor.personId!,
    });
    await record(tx, actor, { action: "project.edit", objectKind: "project", objectId: projectId });
    return { id: projectId };
  });
}

/** Approval data, or a declared reason why none is needed: funds and permits come before tendering. */
function checkApproval(data: Fields): void {
  const approved = data.approvalName && data.approvalNo && data.approvalAuthority;
  if (!approved && !data.exemption) throw new Refusal("NOT_READY", { missing: "approval" }, ["R-04"]);
}

const stored = (data: Fields) => ({ ...data, approvalName: data.approvalName ?? "" });

async function tendereeFor(actor: Actor, uscc: string | null) {
  if (actor.role === "tenderee" && actor.partyId) return partyCard(actor.partyId);
  const party = uscc ? await partyByUscc(uscc) : null;
  if (!party?.roles.includes("tenderee")) throw new Refusal("NOT_READY", { missing: "tenderee" }, ["R-09"]);
  return party;
}

export type { ProjectRow };
