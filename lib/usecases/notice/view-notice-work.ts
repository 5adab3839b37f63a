import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import type { NoticeContent } from "@/lib/domain/notice-content";
import { authorise } from "@/lib/policy/authorise";
import { mayDo } from "@/lib/policy/table";
import { platformNow } from "@/lib/store/clock";
import { type DocumentSetRow, draftSet, setOfVersion, storedFilesOf } from "@/lib/store/documents";
import { type LotWithTender, lotById } from "@/lib/store/lots";
import { type MediumState, noticeById } from "@/lib/store/notices";
import { nameOfPerson } from "@/lib/store/people";
import { relationToTender, type TenderWithLots, tenderById } from "@/lib/store/tenders";
import { type Changes, type TextChange, textChanges } from "@/lib/usecases/document/changes";
import type { CompleteTerms } from "@/lib/domain/terms";

export const viewNoticeWorkInput = z.strictObject({ noticeId: z.uuid() });

export type ReviewLot = {
  readonly lot: LotWithTender;
  readonly docsHash: string;
  readonly version: number;
  readonly deadline: Date | null;
  readonly affects: boolean;
  readonly changes: Changes | null;
  readonly textChanges: readonly TextChange[];
  readonly files: readonly {
    readonly fileId: string;
    readonly name: string;
    readonly sizeBytes: number;
    readonly sha256: string;
  }[];
};
export type NoticeWorkView = {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly content: NoticeContent;
  readonly digest: string;
  readonly tender: TenderWithLots;
  readonly author: string;
  readonly reviewer: string | null;
  readonly publishedAt: Date | null;
  readonly media: readonly MediumState[];
  readonly lots: readonly ReviewLot[];
  readonly mayReview: boolean;
  /** The reader wrote it: somebody else has to review it. */
  readonly own: boolean;
  /** Approved by somebody, and not signed yet: it may still go back. */
  readonly mayReturn: boolean;
  readonly mayPublish: boolean;
  readonly now: Date;
};

/** A notice on its way to publication: what a second person reads and what is signed then. */
export async function viewNoticeWork(
  actor: Actor,
  input: z.infer<typeof viewNoticeWorkInput>,
): Promise<NoticeWorkView> {
  const notice = await noticeById(input.noticeId);
  const tender = await tenderById(notice.tenderId);
  const relation = relationToTender(actor, tender);
  authorise(actor, "notice.review", relation);
  const [author, reviewer, now, lots] = await Promise.all([
    nameOfPerson(notice.createdById),
    notice.reviewedById ? nameOfPerson(notice.reviewedById) : null,
    platformNow(),
    Promise.all(notice.lots.map(({ lotId }) => reviewLot(lotId))),
  ]);
  const own = notice.createdById === actor.personId;
  const standing = { role: actor.role, relation };
  return {
    id: notice.id,
    type: notice.type,
    state: notice.state,
    content: notice.content as unknown as NoticeContent,
    digest: notice.digest ?? "",
    tender,
    author: author ?? "",
    reviewer,
    publishedAt: notice.publishedAt,
    media: notice.media as unknown as readonly MediumState[],
    lots: lots.filter((lot): lot is ReviewLot => lot !== null),
    mayReview: notice.state === "reviewing" && !own,
    mayReturn: notice.state === "approved" && !own,
    own,
    mayPublish: notice.state === "approved" && mayDo("notice.publish", standing),
    now,
  };
}

async function reviewLot(lotId: string): Promise<ReviewLot | null> {
  const [lot, set] = await Promise.all([lotById(lotId), draftSet(lotId)]);
  if (!set) return null;
  const stored = new Map((await storedFilesOf(set)).map((file) => [file.id, file]));
  return {
    lot,
    docsHash: set.docsHash ?? "",
    version: set.version,
    deadline: set.deadline,
    affects: set.affects,
    changes: set.changes as Changes | null,
    textChanges: set.version > 1 ? await against(lotId, set) : [],
    files: set.files.map(({ fileId, name }) => ({
      fileId,
      name,
      sizeBytes: Number(stored.get(fileId)?.sizeBytes ?? 0n),
      sha256: stored.get(fileId)?.sha256 ?? "",
    })),
  };
}

async function against(lotId: string, set: DocumentSetRow): Promise<readonly TextChange[]> {
  const before = await setOfVersion(lotId, set.version - 1);
  return textChanges(before.terms as unknown as CompleteTerms, set.terms as unknown as CompleteTerms);
}
