import { step } from "@/lib/domain/lifecycle";
import { NOTICE_LIFECYCLE, type NoticeFacts, type NoticeState } from "@/lib/domain/notice";
import { Refusal } from "@/lib/domain/refusal";
import type { Notice, Prisma } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

export type NoticeRow = Notice;
export type NoticeWithLots = Notice & { readonly lots: readonly { readonly lotId: string }[] };

/** What the list shows of a notice without opening it. */
export type Listing = {
  readonly searchText: string;
  readonly regionCode: string;
  readonly category: string;
  readonly trade: string;
  readonly tendereeName: string;
  readonly tenderCode: string;
  readonly lotCount: number;
  readonly ceilingFen: bigint | null;
  readonly training: boolean;
  readonly deadline: Date | null;
};

export type NewNotice = {
  readonly id?: string;
  readonly tenderId: string;
  readonly type: string;
  readonly nature: "1" | "2" | "3" | "9";
  readonly state: NoticeState;
  readonly title: string;
  readonly content: Prisma.InputJsonValue;
  /** SHA-256 of the canonical content, hex. */
  readonly digest: string;
  readonly originalId?: string | null;
  readonly createdById: string;
  readonly endsAt?: Date | null;
  readonly lotIds: readonly string[];
  readonly listing: Listing;
};

/** @throws {Refusal} NOT_ALLOWED if there is none */
export async function noticeById(noticeId: string, on: Db = db()): Promise<NoticeWithLots> {
  const row = await on.notice.findUnique({ where: { id: noticeId }, include: { lots: { select: { lotId: true } } } });
  if (!row) throw new Refusal("NOT_ALLOWED", { action: "notice.find" });
  return row;
}

/** Locks a notice before it is returned, approved or published: of two people at once the second sees the new state. */
export async function lockNotice(tx: Tx, noticeId: string): Promise<NoticeWithLots> {
  await tx.$queryRaw`SELECT id FROM notice WHERE id = ${noticeId}::uuid FOR UPDATE`;
  return noticeById(noticeId, tx);
}

export async function addNotice(tx: Tx, notice: NewNotice): Promise<NoticeRow> {
  const { lotIds, listing, originalId, endsAt, ...rest } = notice;
  return tx.notice.create({
    data: {
      ...rest,
      ...listing,
      originalId: originalId ?? null,
      endsAt: endsAt ?? null,
      createdAt: await platformNow(tx),
      lots: { create: lotIds.map((lotId) => ({ lotId })) },
    },
  });
}

export async function saveNotice(tx: Tx, noticeId: string, data: Prisma.NoticeUncheckedUpdateInput): Promise<void> {
  await tx.notice.update({ where: { id: noticeId }, data });
}

/** Drops a notice that was never published, with its place among the lots. */
export async function dropNotice(tx: Tx, noticeId: string): Promise<void> {
  await tx.noticeLot.deleteMany({ where: { noticeId } });
  await tx.notice.deleteMany({ where: { id: noticeId, publishedAt: null } });
}

/** The notice of a type that is being made for a tender, if any. */
export function unpublishedNotice(tenderId: string, type: string, on: Db = db()): Promise<NoticeWithLots | null> {
  return on.notice.findFirst({
    where: { tenderId, type, publishedAt: null },
    include: { lots: { select: { lotId: true } } },
    orderBy: { createdAt: "desc" },
  });
}

/** Notices of a tender in preparation or review, newest first. */
export function noticesInWork(tenderId: string, on: Db = db()): Promise<NoticeWithLots[]> {
  return on.notice.findMany({
    where: { tenderId, publishedAt: null },
    include: { lots: { select: { lotId: true } } },
    orderBy: { createdAt: "desc" },
  });
}

export type NoticeLine = Pick<
  Notice,
  | "id"
  | "type"
  | "nature"
  | "title"
  | "state"
  | "digest"
  | "publishedAt"
  | "syncedAt"
  | "originalId"
  | "pdfFileId"
  | "latest"
> & { readonly lots: readonly { readonly lotId: string }[] };

/** Every published notice of a tender, newest first. */
export function publishedNotices(tenderId: string): Promise<NoticeLine[]> {
  return db().notice.findMany({
    where: { tenderId, publishedAt: { not: null } },
    select: {
      id: true,
      type: true,
      nature: true,
      title: true,
      state: true,
      digest: true,
      publishedAt: true,
      syncedAt: true,
      originalId: true,
      pdfFileId: true,
      latest: true,
      lots: { select: { lotId: true } },
    },
    orderBy: [{ publishedAt: "desc" }, { id: "asc" }],
  });
}

/** The first tender notice that published a lot: what corrections and terminations refer to. */
export async function originalNotice(lotId: string, on: Db = db()): Promise<NoticeRow | null> {
  return on.notice.findFirst({
    where: { type: "tenderNotice", publishedAt: { not: null }, lots: { some: { lotId } } },
    orderBy: { publishedAt: "asc" },
  });
}

/** After a change: the first notice keeps its text and tells that, and until when, it was changed. */
export async function noteChange(tx: Tx, noticeId: string, at: Date, deadline: Date | null): Promise<void> {
  await tx.notice.update({
    where: { id: noticeId },
    data: { changes: { increment: 1 }, changedAt: at, ...(deadline ? { deadline } : {}) },
  });
}

/**
 * Notes that the designated medium confirmed a notice: `pendingSync` becomes `published`. Called when the hub's
 * receipt for kind 503 came; calling it again changes nothing.
 */
export async function confirmNoticeSync(tx: Tx, noticeId: string, medium: string, receivedAt: Date): Promise<void> {
  const [row] = await tx.$queryRaw<{ media: MediumState[]; state: NoticeState }[]>`
    SELECT media, state FROM notice WHERE id = ${noticeId}::uuid FOR UPDATE`;
  if (!row) return;
  const media = row.media.map((one) =>
    one.kind === medium && !one.confirmedAt ? { ...one, confirmedAt: receivedAt.toISOString() } : one,
  );
  const all = media.every((one) => one.confirmedAt !== null);
  const next = step(NOTICE_LIFECYCLE, row.state, "sync", factsOfSync(all));
  const state = next instanceof Refusal ? row.state : next;
  await tx.notice.update({
    where: { id: noticeId },
    data: { media, state, ...(all ? { syncedAt: receivedAt } : {}) },
  });
}

/** A receipt is nobody's act: only the media count. */
const factsOfSync = (mediumReached: boolean): NoticeFacts => ({
  mediumReached,
  faults: [],
  createdById: "",
  actorId: null,
  digest: null,
  seenDigest: null,
  reason: "",
});

/** One medium of a published notice: `platform` is this one, `hub` those reached through the public service platform. */
export type MediumState = {
  readonly kind: "platform" | "hub";
  readonly code: string;
  readonly name: string;
  readonly sentAt: string;
  readonly confirmedAt: string | null;
  readonly digest: string;
};

/** How many notices of a type a tender has, published or not: the serial of the next one. */
export function countOfType(tenderId: string, type: string, exceptId?: string): Promise<number> {
  return db().notice.count({ where: { tenderId, type, ...(exceptId ? { NOT: { id: exceptId } } : {}) } });
}

/** A later notice has taken its place: it leaves the list of what is going on and stays readable. */
export async function noteSuperseded(tx: Tx, noticeId: string, at: Date): Promise<void> {
  await tx.notice.update({
    where: { id: noticeId },
    data: { latest: false, changes: { increment: 1 }, changedAt: at },
  });
}
