import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import { report } from "@/lib/store/outbox";
import { lockProject, type ProjectRow, saveProject } from "@/lib/store/projects";
import { projectRecord } from "./project-record";

export const verifyProjectInput = z.strictObject({
  projectId: z.uuid(),
  decision: z.enum(["verify", "return"]),
  reason: z.string().trim().max(1000).default(""),
});

/**
 * The operator's first-entry check of a project: verified, with the report to the hub, or sent back with a reason.
 *
 * @throws {Refusal} OWN_ENTRY where the checker made the entry; REASON_NEEDED where it is returned without one;
 *                   STATE_FORBIDS where somebody else decided already
 */
export async function verifyProject(
  actor: Actor,
  input: z.infer<typeof verifyProjectInput>,
): Promise<{ state: string }> {
  authorise(actor, "project.verify", "none");
  if (input.decision === "return" && !input.reason) throw new Refusal("REASON_NEEDED", {}, ["R-20"]);
  return inTransaction(async (tx) => {
    const project = await lockProject(tx, input.projectId);
    if (project.createdById === actor.personId) throw new Refusal("OWN_ENTRY", {}, ["R-20"]);
    if (project.state !== "submitted")
      throw new Refusal("STATE_FORBIDS", { state: project.state, event: input.decision }, ["R-20"]);
    const verified = input.decision === "verify";
    const state = verified ? "verified" : "draft";
    const saved = await saveProject(tx, project.id, {
      state,
      verifiedById: verified ? actor.personId : null,
      returnReason: verified ? null : input.reason,
    });
    await record(tx, actor, {
      action: "project.verify",
      objectKind: "project",
      objectId: project.id,
      facts: { decision: input.decision, reason: input.reason },
    });
    await notify(tx, {
      to: { partyId: project.enteredForId ?? project.tendereeId },
      kind: verified ? "projectVerified" : "projectReturned",
      facts: { project: project.name, reason: input.reason },
      link: `/work/tenders?project=${project.id}`,
    });
    if (verified) await reportProject(tx, saved, await platformNow(tx));
    return { state };
  });
}

async function reportProject(tx: Parameters<typeof report>[0], project: ProjectRow, at: Date): Promise<void> {
  await report(tx, { kind: 500, op: "create", key: project.code, payload: projectRecord(project), occurredAt: at });
}
