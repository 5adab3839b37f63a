import type { Actor } from "@/lib/domain/actor";
import type { NoticeContent } from "@/lib/domain/notice-content";
import type { Tx } from "@/lib/store/db";
import { enqueue } from "@/lib/store/jobs";
import type { LotWithTender } from "@/lib/store/lots";
import { addNotice, originalNotice, saveNotice } from "@/lib/store/notices";
import { report } from "@/lib/store/outbox";
import { partyCards, tenderById } from "@/lib/store/tenders";
import { contentDigest, jsonOf } from "./content-digest";
import { listingOf } from "./listing";
import { noticeNumber } from "./notice-number";
import { noticeRecord } from "./notice-record";
import { mediaAt } from "./put-into-force";
import { composedState, publicState } from "./step-notice";

/** What a notice of this kind says beyond what every one says of its tender and lot. */
export type Announcement = Pick<NoticeContent, "type" | "title" | "intro" | "sections"> & {
  readonly facts?: Readonly<Record<string, string>>;
};

export type AtOnce = {
  readonly announcement: Announcement;
  /** Of the hub's record 503: 1 normal, 2 correction, 9 other. */
  readonly nature: "1" | "2" | "9";
  readonly at: Date;
};

/**
 * Publishes what an act already signed, or the law itself, has decided: order, result, contract, failure. In the act's own
 * transaction, so that none can be decided and not be public. The platform's signature and the sealed PDF
 * follow within a second (`sealNotice`): no key is used while locks are held. Lock the lot first.
 */
export async function publishAtOnce(tx: Tx, actor: Actor, lot: LotWithTender, notice: AtOnce): Promise<string> {
  const { announcement, nature, at } = notice;
  const tender = await tenderById(lot.tenderId, tx);
  const original = await originalNotice(lot.id, tx);
  const parties = await partyCards([tender.tendereeId, tender.agencyId], tx);
  const told = (original?.content as unknown as NoticeContent | undefined)?.facts ?? {};
  const origin = told.platformUrl ?? "";
  const content: NoticeContent = {
    ...announcement,
    number: await noticeNumber(tender.id, tender.code, announcement.type),
    originalId: original?.id ?? null,
    tender: { code: tender.code, name: tender.name },
    lots: [{ code: lot.code, name: lot.name }],
    facts: {
      projectName: tender.project.name,
      platformUrl: origin,
      tendereeName: parties.get(tender.tendereeId)?.name ?? "",
      agencyName: tender.agencyId ? (parties.get(tender.agencyId)?.name ?? "") : "",
      ...announcement.facts,
    },
    training: tender.training,
  };
  const digest = await contentDigest(content);
  const draft = await addNotice(tx, {
    tenderId: tender.id,
    type: content.type,
    nature,
    state: composedState(actor, content, "decide"),
    title: content.title,
    content: jsonOf(content),
    digest,
    originalId: content.originalId,
    // The law ends a lot without anybody's hand: the notice then stands in the name of who began the tender.
    createdById: actor.personId ?? original!.createdById,
    lotIds: [lot.id],
    listing: listingOf(tender, content, []),
  });
  const media = mediaAt(tender.regionCode, digest, at, origin);
  const state = publicState(actor, draft, digest, media);
  await saveNotice(tx, draft.id, { state, publishedAt: at, media: jsonOf(media) });
  const payload = noticeRecord({ notice: draft, content, tender, parties, at, origin });
  await report(tx, { kind: 503, op: "create", key: draft.id, lotId: lot.id, payload, occurredAt: at });
  await enqueue(tx, "pdf.make", { kind: "notice", subjectId: draft.id });
  return draft.id;
}
