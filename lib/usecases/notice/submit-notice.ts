import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { mediaFor } from "@/lib/domain/media";
import type { NoticeState } from "@/lib/domain/notice";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { putDraftSet } from "@/lib/store/documents";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { addNotice, unpublishedNotice } from "@/lib/store/notices";
import { lockTender, partyCard, relationToTender, type TenderWithLots, tenderById } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import { type BuiltSet, buildSet } from "@/lib/usecases/document/build-set";
import { mustComply } from "@/lib/usecases/document/check-lot";
import { draftTerms } from "@/lib/usecases/document/current-terms";
import { composeTenderNotice, type LotWithTerms, type Parties } from "./compose-tender-notice";
import { contentDigest, jsonOf } from "./content-digest";
import { listingOf } from "./listing";
import { noticeNumber } from "./notice-number";
import { composedState } from "./step-notice";

export const submitNoticeInput = z.strictObject({ tenderId: z.uuid(), lotIds: z.array(z.uuid()).min(1).max(50) });

type Built = LotWithTerms & { readonly set: BuiltSet; readonly full: LotWithTender };

/**
 * Hands documents and notice of some lots to a second person. From here on the drafts lie still; what is reviewed is what
 * will be signed: the notice is composed from data, the document set is made and hashed now.
 *
 * @throws {Refusal} RULES_BROKEN, REASON_NEEDED from the compliance check; NO_MEDIUM; STALE where a draft
 *                   changed while the files were made
 */
export async function submitNotice(
  actor: Actor,
  input: z.infer<typeof submitNoticeInput>,
  deps: Deps,
): Promise<{ noticeId: string }> {
  const tender = await tenderById(input.tenderId);
  authorise(actor, "notice.submit", relationToTender(actor, tender));
  const media = mediaFor(tender.regionCode);
  if (tender.statutory && media.length === 0) throw new Refusal("NO_MEDIUM", { region: tender.regionCode }, ["R-34"]);
  const now = await platformNow();
  const lots = tender.lots.filter(({ id }) => input.lotIds.includes(id));
  if (lots.length !== input.lotIds.length) throw new Refusal("NOT_ALLOWED", { action: "lot.find" });
  const built: Built[] = [];
  for (const lot of lots) {
    const terms = mustComply(tender, lot, draftTerms(lot), now);
    const full = await lotById(lot.id);
    built.push({ lot, terms, full, set: await buildSet(actor, full, terms, 1, deps) });
  }
  const frame = {
    number: await noticeNumber(tender.id, tender.code, "tenderNotice"),
    platformUrl: deps.origin,
    media: media.map(({ name }) => name),
  };
  const content = composeTenderNotice(tender, await partiesOf(tender), built, frame);
  const state = composedState(actor, content, "submit");
  return inTransaction((tx) => keep(tx, actor, tender, built, { content, state }));
}

async function keep(
  tx: Parameters<typeof lockTender>[0],
  actor: Actor,
  tender: TenderWithLots,
  built: readonly Built[],
  { content, state }: { readonly content: NoticeContent; readonly state: NoticeState },
): Promise<{ noticeId: string }> {
  const held = await lockTender(tx, tender.id);
  if (held.state === "terminated") throw new Refusal("TERMINATED", {}, ["R-152"]);
  if (await unpublishedNotice(tender.id, "tenderNotice", tx))
    throw new Refusal("STATE_FORBIDS", { state: "reviewing", event: "submit" }, ["R-38"]);
  for (const { lot, terms, set } of built) {
    const now = await lockLot(tx, lot.id, "update");
    // Somebody saved while the PDF was made: what would be reviewed is not what stands in the draft.
    if (now.draftVersion !== lot.draftVersion) throw new Refusal("STALE", {});
    if (now.publishedAt) throw new Refusal("STATE_FORBIDS", { state: "published", event: "submit" }, ["R-44"]);
    const deadline = new Date(terms.schedule.deadline);
    const fixed = { lotId: lot.id, version: 1, changes: null, affects: false, createdById: actor.personId! };
    await putDraftSet(tx, { ...fixed, ...set, terms: jsonOf(terms), deadline });
  }
  const digest = await contentDigest(content);
  const notice = await addNotice(tx, {
    tenderId: tender.id,
    type: "tenderNotice",
    nature: "1",
    state,
    title: content.title,
    content: jsonOf(content),
    digest,
    createdById: actor.personId!,
    lotIds: built.map(({ lot }) => lot.id),
    listing: listingOf(
      held,
      content,
      built.map(({ terms }) => terms),
    ),
  });
  await record(tx, actor, { action: "notice.submit", objectKind: "notice", objectId: notice.id, afterHash: digest });
  return { noticeId: notice.id };
}

export async function partiesOf(tender: TenderWithLots): Promise<Parties> {
  const [tenderee, agency, supervisor] = await Promise.all([
    partyCard(tender.tendereeId),
    tender.agencyId ? partyCard(tender.agencyId) : null,
    partyCard(tender.supervisorId),
  ]);
  return { tenderee, agency, supervisor };
}
