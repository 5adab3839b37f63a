import { canonicalBytes, instant } from "@/lib/crypto/canonical";
import { parsePolicy } from "@/lib/crypto/policy";
import { parseFreeze } from "@/lib/crypto/statements";
import { groupsOf, type Session } from "@/lib/domain/envelopes";
import type { CompleteTerms } from "@/lib/domain/terms";
import { yuan } from "@/lib/kernel/money";
import { referencePriceOf } from "@/lib/store/tenders";
import { db } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import type { LotWithTender } from "@/lib/store/lots";
import { boardOf, checkIns, hallObjections, lotStatement, openedBids, releasesOf } from "@/lib/store/openings";
import { drawsOfLot } from "@/lib/store/draws";
import { currentPolicy } from "@/lib/store/policies";
import { PLATFORM_NAME } from "@/lib/usecases/notice/notice-pdf";
import type { Deps } from "@/lib/usecases/deps";
import { boardWords, PARAMETERS } from "./board-words";
import { passedDigests } from "./lines";

/** Name of a session's record as documents carry it. */
export const RECORD_NAMES = {
  whole: "开标记录",
  first: "第一信封开标记录",
  prices: "第二信封（报价）开标记录",
} as const;
/** The record of a first envelope in the table of statements; in itself it is an `opening-record` as the other. */
export const FIRST_RECORD = "opening-record-1";

/** Canonical `opening-record` (protocol §6.3): every bid of the closing list, opened or not, with its cause. */
export async function recordStatement(lot: LotWithTender, session: Session, at: Date): Promise<Uint8Array> {
  const [rows, freeze, passed, policy] = await Promise.all([
    openedBids(lot.id),
    lotStatement(lot.id, "freeze"),
    passedDigests(lot.id),
    currentPolicy(lot.id),
  ]);
  const closed = ({ digest }: { readonly digest: string }) => session.act === "prices" && !passed?.has(digest);
  const parties = await db().party.findMany({
    where: { id: { in: rows.map(({ partyId }) => partyId) } },
    select: { id: true, uscc: true },
  });
  const again = new Map(freeze ? parseFreeze(freeze.bytes).bids.map((one) => [one.bid, one.resubmission]) : []);
  const bids = [...rows]
    .sort((a, b) => (a.digest < b.digest ? -1 : 1))
    .map((row) => ({
      bid: row.digest,
      cause: row.cause ?? (closed(row) ? "rejected" : null),
      form: row.form as Record<string, string> | null,
      resubmission: again.get(row.digest),
      uscc: parties.find(({ id }) => id === row.partyId)!.uscc,
    }));
  return canonicalBytes({
    at: instant(at),
    bids,
    freeze: freeze?.sha256 ?? "",
    fmt: "SBC/1",
    groups: [...groupsOf(session, policy ? parsePolicy(policy.bytes).stages : 2)],
    tender: { id: lot.tender.code, lot: lot.code },
    type: "opening-record",
  });
}

export const recordNumber = (lot: LotWithTender, { act }: Session): string =>
  `${lot.code}-KB${lot.round}${act === "prices" ? "-2" : ""}`;

/** Data of the PDF template `opening-record`. */
export async function recordPdfData(
  lot: LotWithTender,
  session: Session,
  digest: string,
  at: Date,
  deps: Pick<Deps, "origin">,
) {
  const [rows, allActs, allObjections, here, releases, draws, set, bonds, reference, passed] = await Promise.all([
    openedBids(lot.id),
    boardOf(lot.id),
    hallObjections(lot.id),
    checkIns(lot.id),
    releasesOf(lot.id),
    drawsOfLot(lot.id),
    currentSet(lot.id),
    db().bond.findMany({ where: { lotId: lot.id, state: { in: ["matched", "held"] } } }),
    referencePriceOf(lot.id),
    passedDigests(lot.id),
  ]);
  // Each session has a record of its own: what the first said stands in the first.
  const since = session.act === "prices" ? (lot.openingEndedAt ?? new Date(0)) : new Date(0);
  const closed = session.act === "prices" ? allActs.findIndex(({ kind }) => kind === "finished") + 1 : 0;
  const [board, objections] = [allActs.slice(closed), allObjections.filter((one) => one.at > since)];
  const { tendereeId, agencyId } = lot.tender;
  const ids = [...rows.map(({ partyId }) => partyId), tendereeId, ...(agencyId ? [agencyId] : [])];
  const parties = new Map(
    (await db().party.findMany({ where: { id: { in: ids } } })).map((party) => [party.id, party]),
  );
  const unit = (id: string) => ({ name: parties.get(id)!.name, uscc: parties.get(id)!.uscc });
  const terms = set?.terms as unknown as CompleteTerms | undefined;
  const number = recordNumber(lot, session);
  const confirmed = here.filter(({ confirmedAt }) => confirmedAt !== null).length;
  return {
    platform: PLATFORM_NAME,
    number,
    generatedAt: at.toISOString(),
    digest,
    verifyUrl: `${deps.origin}/verify?number=${encodeURIComponent(number)}`,
    training: lot.tender.training,
    tender: {
      tenderName: lot.tender.name,
      tenderCode: lot.tender.code,
      lotName: lot.name,
      lotCode: lot.code,
      tenderee: unit(tendereeId),
      agency: agencyId ? unit(agencyId) : null,
    },
    title: RECORD_NAMES[session.act],
    envelope: session.act,
    openedAt: (session.act === "prices" ? lot.pricesAnnouncedAt! : lot.deadline!).toISOString(),
    place: `${deps.origin}/room/opening/${lot.id}`,
    ceiling: terms?.price.ceiling ?? null,
    baseline: reference?.priceFen == null ? null : yuan(reference.priceFen),
    bids: rows.map((row) => {
      const form = row.form as Record<string, string> | null;
      const bond = bonds.find(({ partyId }) => partyId === row.partyId);
      return {
        number: row.number,
        ...unit(row.partyId),
        price: form?.price ?? null,
        duration: form?.duration_days ?? "—",
        quality: form?.quality ?? "—",
        manager: form?.manager ?? "—",
        bond: bond ? "已提交" : terms?.bond.required ? "未提交" : "不适用",
        decryptedAt: releases.find(({ digest: of }) => of === row.digest)?.at.toISOString() ?? null,
        notOpened: notOpened(row, session, passed),
      };
    }),
    events: board.map(({ at: when, kind, facts }) => ({
      at: when.toISOString(),
      text: boardWords(kind, facts as Record<string, unknown>),
      logIndex: null,
    })),
    objections: objections.map((one) => ({
      party: parties.get(one.partyId)?.name ?? "",
      at: one.at.toISOString(),
      text: one.text,
      answer: one.answer ?? "",
      answeredAt: one.answeredAt?.toISOString() ?? null,
    })),
    draws: draws.flatMap(({ kind, order, spec }) => {
      // The committee's draw is of the same lot and none of the session's business; its list stays secret.
      if (!(kind in PARAMETERS)) return [];
      const picked = order as number[] | null;
      const { candidates } = JSON.parse(new TextDecoder().decode(spec)) as { candidates: string[] };
      return picked ? [[PARAMETERS[kind] ?? kind, candidates[picked[0]!] ?? ""] as const] : [];
    }),
    confirmation: `${confirmed} 家投标人当场确认，其余未提出异议，视为确认。`,
    signers: [
      {
        field: "tenderee",
        role: agencyId ? "主持人（招标代理机构）" : "主持人（招标人）",
        name: unit(agencyId ?? tendereeId).name,
        kind: "organization" as const,
      },
    ],
  };
}

/** Why a line has nothing to read out, or null: its bidder's cause or another's, or an envelope that stays closed. */
function notOpened(
  row: Awaited<ReturnType<typeof openedBids>>[number],
  { act }: Session,
  passed: ReadonlySet<string> | null,
): { readonly verdict: string; readonly cause: string } | null {
  if (row.cause) return { verdict: row.cause === "lapsed" ? "视为撤回" : "视为撤销", cause: row.causeReason ?? "" };
  if (act === "prices" && !passed?.has(row.digest))
    return { verdict: "不开启", cause: "未通过技术评审，报价信封不开启，保持密封。" };
  const opened = act === "first" ? row.openedAt !== null : row.form !== null;
  return opened ? null : { verdict: "视为撤销", cause: row.causeReason ?? "" };
}
