import { z } from "zod";
import { verifyCms } from "@/lib/crypto/cms";
import type { Actor } from "@/lib/domain/actor";
import { takesPlaceOf } from "@/lib/domain/notice";
import type { NoticeContent, NoticeType } from "@/lib/domain/notice-content";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "@/lib/store/clock";
import { fileById } from "@/lib/store/files";
import { eventOfHash } from "@/lib/store/log-events";
import { type MediumState, type NoticeLine, noticeById, publishedNotices } from "@/lib/store/notices";
import { statementById } from "@/lib/store/statements";
import { tenderById } from "@/lib/store/tenders";
import { contentDigest } from "./content-digest";

export const viewNoticeInput = z.strictObject({ noticeId: z.uuid() });

export type NoticeView = {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly content: NoticeContent;
  readonly tender: { readonly code: string; readonly name: string };
  readonly publishedAt: Date;
  readonly media: readonly MediumState[];
  readonly pdf: { readonly fileId: string; readonly sha256: string } | null;
  readonly verification: {
    /** Digest recomputed from the content now, and the signature over it verified now. */
    readonly good: boolean;
    readonly checkedAt: Date;
    readonly digest: string;
    readonly signers: readonly string[];
    readonly signedAt: Date | null;
    readonly timestamped: boolean;
    readonly logIndex: number | null;
  };
  /** Lots of this notice whose documents can be obtained now, with the address that asks to sign in first (R-29). */
  readonly obtain: readonly { readonly lotId: string; readonly name: string; readonly href: string }[];
  /** Every notice of the tender, newest first: versions, changes, the end. */
  readonly others: readonly NoticeLine[];
  /** The newest notice about a lot of this one that changes what it says; its reader must be told. */
  readonly newer: NoticeLine | null;
};

/** A published notice with its proofs, for anybody. @throws {Refusal} NOT_ALLOWED before its publication */
export async function viewNotice(_actor: Actor, input: z.infer<typeof viewNoticeInput>): Promise<NoticeView> {
  const notice = await noticeById(input.noticeId);
  if (!notice.publishedAt) throw new Refusal("NOT_ALLOWED", { action: "notice.view" });
  const [tender, others, statement, file, now] = await Promise.all([
    tenderById(notice.tenderId),
    publishedNotices(notice.tenderId),
    notice.statementId ? statementById(notice.statementId) : null,
    notice.pdfFileId ? fileById(notice.pdfFileId) : null,
    platformNow(),
  ]);
  const event = file ? await eventOfHash(file.sha256, "notice") : null;
  const fresh = await contentDigest(notice.content as object);
  const signature = statement?.cms ? await verifyCms(statement.bytes, statement.cms) : null;
  const named = statement
    ? (JSON.parse(new TextDecoder().decode(statement.bytes)) as { digest?: string }).digest
    : undefined;
  return {
    id: notice.id,
    type: notice.type,
    state: notice.state,
    content: notice.content as unknown as NoticeContent,
    tender: { code: tender.code, name: tender.name },
    publishedAt: notice.publishedAt,
    media: notice.media as unknown as readonly MediumState[],
    pdf: file ? { fileId: file.id, sha256: file.sha256 } : null,
    verification: {
      // One published with its act waits a second for the platform's signature; until then its digest alone speaks.
      good: fresh === notice.digest && (!statement || (named === notice.digest && signature?.ok === true)),
      checkedAt: now,
      digest: notice.digest ?? "",
      signers: statement?.signerName
        ? [`${statement.signerName}${statement.signerSerial ? ` · ${statement.signerSerial.slice(-8)}` : ""}`]
        : [],
      signedAt: statement?.at ?? null,
      timestamped: statement?.tst != null,
      logIndex: event?.batchIdx == null ? null : Number(event.batchIdx),
    },
    obtain: tender.lots
      .filter((lot) => notice.lots.some(({ lotId }) => lotId === lot.id) && stageOf(lot, now) === "bidding")
      .filter(({ terminatedAt, failedAt }) => !terminatedAt && !failedAt)
      .map(({ id, name }) => ({ lotId: id, name, href: `/work/tenders/${tender.id}/lots/${id}/documents` })),
    others,
    newer: others.find((other) => changes(other, notice)) ?? null,
  };
}

const changes = (other: NoticeLine, notice: Pick<NoticeLine, "publishedAt" | "type" | "lots">): boolean =>
  other.publishedAt! > notice.publishedAt! &&
  takesPlaceOf(other.type as NoticeType, notice.type as NoticeType) &&
  other.lots.some(({ lotId }) => notice.lots.some((own) => own.lotId === lotId));
