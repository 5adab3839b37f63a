import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { SECTIONS, type Section, type Terms } from "@/lib/domain/terms";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction, type Tx } from "@/lib/store/db";
import { filesById } from "@/lib/store/files";
import { type LotWithTender, lockLot, lotById, relationToLot } from "@/lib/store/lots";
import { noticesInWork } from "@/lib/store/notices";
import { saveLot } from "@/lib/store/tenders";
import { draftTerms } from "./current-terms";
import { SECTION_INPUT } from "./terms-input";

export const saveSectionInput = z.strictObject({
  lotId: z.uuid(),
  section: z.enum(SECTIONS),
  value: z.unknown(),
  /** Version of the draft the form was made from. */
  version: z.number().int().min(0),
});

/**
 * Saves one section of the draft.
 *
 * @returns the draft's new version, for the next save
 * @throws {Refusal} STALE where somebody else saved since; STATE_FORBIDS where the draft is under review, or issued and
 *                   no amendment was begun; INPUT_INVALID where the section is not well formed
 */
export async function saveSection(actor: Actor, input: z.infer<typeof saveSectionInput>): Promise<{ version: number }> {
  const known = await lotById(input.lotId);
  authorise(actor, "lot.edit", await relationToLot(actor, known));
  const parsed = SECTION_INPUT[input.section].safeParse(input.value);
  if (!parsed.success) throw new Refusal("INPUT_INVALID", {});
  if (input.section === "files") await checkFiles(actor, known, parsed.data as NonNullable<Terms["files"]>);
  return inTransaction(async (tx) => {
    const lot = await lockLot(tx, input.lotId, "update");
    await mustBeEditable(tx, lot, input.section);
    if (lot.draftVersion !== input.version) throw new Refusal("STALE", {});
    const terms = { ...draftTerms(lot), [input.section]: parsed.data } as object;
    await saveLot(tx, lot.id, { terms, draftVersion: lot.draftVersion + 1 });
    await record(tx, actor, {
      action: "lot.edit",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      facts: { section: input.section, version: lot.draftVersion + 1 },
    });
    return { version: lot.draftVersion + 1 };
  });
}

/** The draft may be written unless it lies with a reviewer; after the issue only within an amendment. */
export async function mustBeEditable(tx: Tx, lot: LotWithTender, section: Section | null): Promise<void> {
  if (lot.terminatedAt) throw new Refusal("TERMINATED", {}, ["R-152"]);
  const inWork = (await noticesInWork(lot.tenderId, tx)).filter(({ lots }) =>
    lots.some(({ lotId }) => lotId === lot.id),
  );
  if (inWork.some(({ state }) => state === "reviewing" || state === "approved"))
    throw new Refusal("STATE_FORBIDS", { state: "reviewing", event: "edit" }, ["R-61"]);
  if (!lot.publishedAt) return;
  const amending = inWork.some(({ type, state }) => type === "amendmentNotice" && state === "draft");
  // The policy binds every header sealed so far: an amendment does not change it (protocol §2.10).
  if (!amending || section === "opening")
    throw new Refusal("STATE_FORBIDS", { state: "issued", event: "edit" }, ["R-61"]);
}

/**
 * Only files of one's own organisation, or those that stand in this lot's documents already: another lot's would change
 * hands with the issue, and its holders could no longer read them.
 */
async function checkFiles(actor: Actor, lot: LotWithTender, { files }: NonNullable<Terms["files"]>): Promise<void> {
  const stored = await filesById(files.map(({ fileId }) => fileId));
  const names = new Set(files.map(({ name }) => name));
  if (names.size !== files.length) throw new Refusal("INPUT_INVALID", {});
  if (
    stored.some((file) => file.partyId !== actor.partyId && !(file.audience === "documents" && file.lotId === lot.id))
  )
    throw new Refusal("FILE_MISSING", {});
}
