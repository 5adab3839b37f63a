import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { checkMode, isMandatory, isStateDominant } from "@/lib/domain/mandatory";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { nextTenderCode } from "@/lib/store/codes";
import { inTransaction } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { notify } from "@/lib/store/messages";
import { report } from "@/lib/store/outbox";
import { lockProject, projectById, relationToProject, saveProject } from "@/lib/store/projects";
import { addTender, partyCard } from "@/lib/store/tenders";
import { yuanInput, fileIdInput } from "@/lib/usecases/tender/inputs";
import { tenderRecordOf } from "./hub-record";

export const createTenderInput = z.strictObject({
  projectId: z.uuid(),
  name: z.string().trim().min(1).max(600),
  type: z.string().regex(/^A(0[1-9]|1[0-4]|99)$/),
  category: z.enum(["construction", "goods", "services"]),
  content: z.string().trim().min(1).max(20_000),
  mode: z.enum(["open", "invited"]).default("open"),
  modeGround: z.string().trim().max(2000).default(""),
  agencyId: z.union([z.literal(""), z.uuid()]).default(""),
  mandateFileId: fileIdInput,
  supervisorId: z.uuid(),
  publicInterest: z.stringbool().default(false),
  foreignAid: z.stringbool().default(false),
  soeFunds: z.stringbool().default(false),
  budget: yuanInput.default(0n),
  investment: yuanInput.default(0n),
  /** The tenderee asks for the rules of mandatory tendering although the amount does not. */
  voluntary: z.stringbool().default(false),
  training: z.stringbool().default(false),
  /** Length of a legal day in a training tender, seconds. */
  daySeconds: z.coerce.number().int().min(1).max(86_400).default(86_400),
});

/**
 * Sets up a tender under a verified project: mode (R-05…R-07), organisation, supervisor, training.
 *
 * Whether it is mandatory is computed here from the funds, and again with each lot from the estimates.
 *
 * @throws {Refusal} NOT_READY before the project is verified, and where an agency comes without its mandate
 */
export async function createTender(
  actor: Actor,
  input: z.infer<typeof createTenderInput>,
): Promise<{ id: string; code: string }> {
  const project = await projectById(input.projectId);
  authorise(actor, "tender.create", relationToProject(actor, project));
  const modeRefusal = checkMode(input.mode, project.approvedMode, input.modeGround);
  if (modeRefusal) throw modeRefusal;
  const agencyId = await agencyFor(actor, input.agencyId);
  const supervisor = await partyCard(input.supervisorId);
  if (!supervisor.roles.includes("supervisor")) throw new Refusal("NOT_READY", { missing: "supervisor" }, ["R-134"]);
  if (input.mandateFileId) await mustBeOurs(input.mandateFileId, [actor.partyId, project.tendereeId]);
  if (agencyId && !input.mandateFileId) throw new Refusal("NOT_READY", { missing: "mandate" }, ["R-09"]);
  const funds = { ...input, budgetFen: input.budget, investmentFen: input.investment };
  return inTransaction(async (tx) => {
    const held = await lockProject(tx, project.id);
    if (held.state !== "verified" && held.state !== "active")
      throw new Refusal("NOT_READY", { missing: "project" }, ["R-20"]);
    const code = await nextTenderCode(tx, held.code);
    const tender = await addTender(tx, {
      code,
      projectId: held.id,
      name: input.name,
      type: input.type,
      category: input.category,
      content: input.content,
      regionCode: held.regionCode,
      tendereeId: held.tendereeId,
      agencyId,
      mode: input.mode,
      organizeForm: agencyId ? "entrusted" : "self",
      mandateFileId: input.mandateFileId,
      statutory: input.voluntary || isMandatory(input.category, [], funds),
      voluntary: input.voluntary,
      stateDominant: isStateDominant(funds),
      publicInterest: input.publicInterest,
      foreignAid: input.foreignAid,
      soeFunds: input.soeFunds,
      budgetFen: input.budget,
      investmentFen: input.investment,
      supervisorId: supervisor.id,
      state: "draft",
      training: input.training,
      daySeconds: input.training ? input.daySeconds : 86_400,
      createdById: actor.personId!,
    });
    if (held.state === "verified") await saveProject(tx, held.id, { state: "active" });
    await record(tx, actor, {
      action: "tender.create",
      objectKind: "tender",
      objectId: tender.id,
      facts: { code, mode: input.mode },
    });
    await report(tx, {
      kind: 501,
      op: "create",
      key: code,
      payload: await tenderRecordOf(tender.id, tx),
      occurredAt: tender.createdAt,
    });
    if (!agencyId) await fileSelfOrganised(tx, tender.id, supervisor.id, input.name);
    return { id: tender.id, code };
  });
}

/** A tenderee that organises the tendering itself files it with the supervisor. */
async function fileSelfOrganised(
  tx: Parameters<typeof notify>[0],
  tenderId: string,
  supervisorId: string,
  name: string,
) {
  const link = `/work/tenders/${tenderId}`;
  await notify(tx, {
    to: { partyId: supervisorId },
    kind: "selfOrganisedFiled",
    facts: { tender: name },
    link,
    legal: true,
  });
}

/** The mandate comes from tenderee or agency; what a third organisation uploaded looks as if it were not there. */
async function mustBeOurs(fileId: string, parties: readonly (string | null)[]): Promise<void> {
  const { partyId } = await fileById(fileId);
  if (partyId === null || !parties.includes(partyId)) throw new Refusal("FILE_MISSING", {}, ["R-09"]);
}

/** An agency sets up tenders only in its own name as agency. */
async function agencyFor(actor: Actor, agencyId: string): Promise<string | null> {
  if (actor.role === "agency") return actor.partyId;
  if (!agencyId) return null;
  const agency = await partyCard(agencyId);
  if (!agency.roles.includes("agency")) throw new Refusal("NOT_READY", { missing: "agency" }, ["R-09"]);
  return agency.id;
}
