import type { Prisma } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

/** Acts of the hall's board, in the words of lib/i18n messages, namespace `opening`. */
export type BoardKind =
  | "closed"
  | "tooFew"
  | "sealCheck"
  | "window"
  | "released"
  | "resubmitted"
  | "resubmissionOpened"
  | "resubmissionRefused"
  | "remedy"
  | "frozen"
  | "share"
  | "announced"
  | "announcedFirst"
  | "technicalResult"
  | "pricesSet"
  | "announcedPrices"
  | "referencePrice"
  | "drawn"
  | "objected"
  | "answered"
  | "cause"
  | "finished"
  | "incident"
  | "resumed";

/**
 * Puts one line on the hall's board; the number gives event streams something to resume from. Releases and shares come
 * side by side under the lot's share lock, so the board has a lock of its own, held until the commit.
 */
export async function announce(
  tx: Tx,
  lotId: string,
  kind: BoardKind,
  facts: Prisma.InputJsonValue = {},
): Promise<void> {
  await holdBoard(tx, lotId);
  const last = await tx.openingEvent.findFirst({ where: { lotId }, orderBy: { seq: "desc" }, select: { seq: true } });
  await tx.openingEvent.create({ data: { lotId, seq: (last?.seq ?? 0) + 1, kind, facts, at: await platformNow(tx) } });
}

/** Holds the hall's board until the commit, for a line that depends on what others have put there. */
export async function holdBoard(tx: Tx, lotId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`board ${lotId}`}, 0))`;
}

export function boardOf(lotId: string, afterSeq = 0, on: Db = db()) {
  return on.openingEvent.findMany({ where: { lotId, seq: { gt: afterSeq } }, orderBy: { seq: "asc" } });
}

/** Lots whose opening has something left to do at `now`: to close, to freeze, to announce; prices whose time has come. */
export async function lotsToAdvance(now: Date): Promise<string[]> {
  const rows = await db().lot.findMany({
    where: {
      publishedAt: { not: null },
      deadline: { lte: now },
      OR: [{ announcedAt: null }, { announcedAt: { not: null }, pricesAt: { lte: now }, pricesAnnouncedAt: null }],
      failedAt: null,
      terminatedAt: null,
      suspendedAt: null,
    },
    select: { id: true },
    take: 500,
  });
  return rows.map(({ id }) => id);
}

export type OpenedRow = {
  readonly digest: string;
  readonly lotId: string;
  readonly bidId: string;
  readonly partyId: string;
  readonly number: number;
  readonly intact: boolean;
  readonly released: boolean;
  readonly secrets: Prisma.JsonValue;
  readonly form: Prisma.JsonValue;
  readonly cause: string | null;
  readonly causeReason: string | null;
  readonly openedAt: Date | null;
};

/** The opening's lines, by their random numbers. */
export function openedBids(lotId: string, on: Db = db()): Promise<OpenedRow[]> {
  return on.openedBid.findMany({ where: { lotId }, orderBy: { number: "asc" } });
}

export function openedBid(digest: string, on: Db = db()): Promise<OpenedRow | null> {
  return on.openedBid.findUnique({ where: { digest } });
}

export type Listed = {
  readonly digest: string;
  readonly bidId: string;
  readonly partyId: string;
  readonly number: number;
  readonly intact: boolean;
};

export async function listBids(tx: Tx, lotId: string, bids: readonly Listed[]): Promise<void> {
  await tx.openedBid.createMany({ data: bids.map((bid) => ({ ...bid, lotId })) });
}

/** What became of bids when they were opened; members left out or null leave what stands. */
export type Opening = {
  readonly digest: string;
  /** Added to those of other groups. */
  readonly secrets: Readonly<Record<string, { readonly B: string; readonly O: string }>>;
  readonly form: Readonly<Record<string, string>> | null;
  readonly openedAt: Date | null;
  readonly causeReason: string | null;
};

/** Saves all of a session in one statement: a list of ten thousand is announced at one instant, and quickly. */
export async function saveOpenings(tx: Tx, lotId: string, openings: readonly Opening[]): Promise<void> {
  const count = await tx.$executeRaw`
    UPDATE opened_bid o
       SET secrets = COALESCE(o.secrets, '{}'::jsonb) || n.secrets,
           form = COALESCE(n.form, o.form),
           opened_at = COALESCE(n."openedAt", o.opened_at),
           cause_reason = COALESCE(n."causeReason", o.cause_reason)
      FROM jsonb_to_recordset(${JSON.stringify(openings)}::jsonb)
           AS n(digest text, secrets jsonb, form jsonb, "openedAt" timestamptz, "causeReason" text)
     WHERE o.digest = n.digest AND o.lot_id = ${lotId}::uuid`;
  if (count !== openings.length) throw new Error(`${openings.length - count} opened bids are not in the list`);
}

/** The object store gives the sealed bytes of these again. */
export async function saveIntact(tx: Tx, digests: readonly string[]): Promise<void> {
  await tx.openedBid.updateMany({ where: { digest: { in: [...digests] } }, data: { intact: true } });
}

export type NewRelease = {
  readonly lotId: string;
  readonly digest: string;
  readonly statement: Uint8Array;
  readonly cms: Uint8Array | null;
  readonly channel: string;
};

/** Keeps what a bidder gave, once. @returns false if it had been given before */
export async function saveRelease(tx: Tx, release: NewRelease): Promise<boolean> {
  const { count } = await tx.release.createMany({
    data: [
      {
        ...release,
        statement: Buffer.from(release.statement),
        cms: release.cms ? Buffer.from(release.cms) : null,
        at: await platformNow(tx),
      },
    ],
    skipDuplicates: true,
  });
  if (count === 1) await tx.openedBid.update({ where: { digest: release.digest }, data: { released: true } });
  return count === 1;
}

export function releasesOf(lotId: string, on: Db = db()) {
  return on.release.findMany({ where: { lotId }, orderBy: { digest: "asc" } });
}

/** Keeps a trustee's share statement, once per trustee and group. */
export async function saveShare(
  tx: Tx,
  share: {
    readonly lotId: string;
    readonly position: number;
    readonly groupNo: number;
    readonly statement: Uint8Array;
    readonly cms: Uint8Array;
  },
): Promise<boolean> {
  const { count } = await tx.trusteeShare.createMany({
    data: [
      { ...share, statement: Buffer.from(share.statement), cms: Buffer.from(share.cms), at: await platformNow(tx) },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}

export function sharesOf(lotId: string, on: Db = db()) {
  return on.trusteeShare.findMany({ where: { lotId }, orderBy: [{ groupNo: "asc" }, { position: "asc" }] });
}

/** The statement of one type over a lot, the newest where there are several. */
export function lotStatement(lotId: string, type: string, on: Db = db()) {
  return on.statement.findFirst({ where: { lotId, type }, orderBy: { at: "desc" } });
}

/** @returns whether this is the party's first arrival in the hall */
export async function checkIn(tx: Tx, lotId: string, partyId: string, personId: string): Promise<boolean> {
  const { count } = await tx.openingCheckIn.createMany({
    data: [{ lotId, partyId, personId, at: await platformNow(tx) }],
    skipDuplicates: true,
  });
  return count === 1;
}

export function checkIns(lotId: string, on: Db = db()) {
  return on.openingCheckIn.findMany({ where: { lotId } });
}

export function hallObjections(lotId: string, on: Db = db()) {
  return on.openingObjection.findMany({ where: { lotId }, orderBy: { at: "asc" } });
}

/** Number of the newest line of the board; 0 before the closing. */
export async function lastBoardSeq(lotId: string, on: Db = db()): Promise<number> {
  const row = await on.openingEvent.findFirst({ where: { lotId }, orderBy: { seq: "desc" }, select: { seq: true } });
  return row?.seq ?? 0;
}
