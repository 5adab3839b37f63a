import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { type Stage, stageOf } from "@/lib/domain/lot";
import { readsPrices } from "@/lib/domain/envelopes";
import { drawsOf } from "@/lib/domain/method-terms";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { yuan } from "@/lib/kernel/money";
import { visible } from "@/lib/policy/table";
import { bidOf } from "@/lib/store/bids";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { drawsOfLot } from "@/lib/store/draws";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { boardOf, checkIns, hallObjections, openedBids, releasesOf } from "@/lib/store/openings";
import { resubmissionOf } from "@/lib/store/resubmissions";
import { rehearsalsOf } from "@/lib/store/rehearsals";
import { referencePriceOf } from "@/lib/store/tenders";
import { openingRecordFiles } from "@/lib/store/registered-documents";
import { trusteeKeys } from "@/lib/store/policies";
import { passedDigests } from "./lines";
import { type LotSession, sessionOfLot } from "./session";

export const viewHallInput = z.strictObject({ lotId: z.uuid() });

export type HallLine = {
  readonly number: number;
  readonly intact: boolean;
  readonly released: boolean;
  readonly releasedAt: Date | null;
  /** Released by a container submitted again in the remedial window (protocol §2.11, 6). */
  readonly resubmitted: boolean;
  readonly own: boolean;
  /** Opened: with two envelopes the first. */
  readonly opened: boolean;
  /** Two envelopes: whether it passed the technical review; null before its result is signed, and with one envelope. */
  readonly passed: boolean | null;
  /** Two envelopes, from the announcement on: the bid bond is registered (protocol §2.6). */
  readonly bond?: boolean;
  /** From the announcement on. */
  readonly bidderName?: string;
  readonly form?: Readonly<Record<string, string>> | null;
  readonly cause?: string | null;
  readonly causeReason?: string | null;
  readonly digest?: string;
  readonly confirmedAt?: Date | null;
};

export type HallView = {
  readonly lot: LotWithTender;
  /** The session held now or last; with two envelopes the second reads the prices (lifecycle.md §12.4). */
  readonly session: LotSession;
  /** The signed records, public once their sessions are closed. */
  readonly recordFileIds: readonly string[];
  /** The technical result is signed: the host sets when the prices are opened. */
  readonly technicalResult: boolean;
  readonly tendereeName: string;
  readonly stage: Stage;
  readonly now: Date;
  readonly host: boolean;
  readonly ownBidId: string | null;
  /** Bid id of the container this bidder has submitted again. */
  readonly ownAgain: string | null;
  readonly checkedIn: boolean;
  readonly lines: readonly HallLine[];
  readonly board: readonly {
    readonly seq: number;
    readonly kind: string;
    readonly facts: Record<string, unknown>;
    readonly at: Date;
  }[];
  readonly trustees: readonly {
    readonly name: string;
    readonly gave: boolean;
    /** The last rehearsal before the opening; null: none yet. */
    readonly rehearsed: boolean | null;
  }[];
  readonly k: number;
  /** The documents let the plaintext be submitted again in the remedial window. */
  readonly resubmit: boolean;
  readonly ceiling: string | null;
  /** The reference price (标底): null where the lot has none; its price once it was announced. */
  readonly reference: { readonly price: string | null } | null;
  readonly fields: readonly { readonly key: string; readonly label: string }[];
  readonly draws: readonly {
    readonly name: string;
    readonly values: readonly string[];
    readonly result: string | null;
    readonly seed: string | null;
  }[];
  readonly objections: readonly {
    readonly id: string;
    readonly own: boolean;
    readonly number: number | null;
    readonly text: string;
    readonly answer: string | null;
    readonly at: Date;
  }[];
};

/**
 * The opening hall, the same for all at the same second; what each may see of a line the policy decides. Before the
 * deadline there is nothing of bids in it at all.
 */
export async function viewHall(actor: Actor, input: z.infer<typeof viewHallInput>): Promise<HallView> {
  const lot = await lotById(input.lotId);
  const now = await platformNow();
  const stage = stageOf(lot, now);
  // A lot that is not public yet does not exist for anybody but its host.
  if (stage === "preparation") throw new Refusal("NOT_ALLOWED", { action: "lot.find" });
  const relation = await relationToLot(actor, lot);
  const own = actor.role === "bidder" && actor.partyId ? await bidOf(lot.id, actor.partyId) : null;
  const session = await sessionOfLot(lot);
  const prices = session.announcedAt !== null && readsPrices(session);
  const [tenderee, set, keys, board, draws, here, objections, reference, passed, rehearsals] = await Promise.all([
    db().party.findUniqueOrThrow({ where: { id: lot.tender.tendereeId }, select: { name: true } }),
    currentSet(lot.id),
    trusteeKeys(lot.id),
    lot.closedAt ? boardOf(lot.id) : Promise.resolve([]),
    drawsOfLot(lot.id),
    checkIns(lot.id),
    hallObjections(lot.id),
    prices ? referencePriceOf(lot.id) : null,
    passedDigests(lot.id),
    rehearsalsOf(lot.id),
  ]);
  const terms = set?.terms as unknown as CompleteTerms | undefined;
  const lines = lot.closedAt ? await linesOf(actor, lot, { stage, ownParty: own?.partyId ?? null, passed }) : [];
  const numbers = new Map(lines.map((line) => [line.own, line.number]));
  // Two envelopes: between the sessions' shares stands the technical result; whoever was missing in one may give in the other.
  const firstSession = lot.pricesAt ? (board.find(({ kind }) => kind === "technicalResult")?.seq ?? 0) : 0;
  return {
    lot,
    session,
    recordFileIds: await openingRecordFiles(lot.id),
    technicalResult: passed !== null,
    tendereeName: tenderee.name,
    stage,
    now,
    host: relation === "owner" && (actor.role === "tenderee" || actor.role === "agency"),
    ownBidId: own?.digest ? own.id : null,
    ownAgain: own?.digest ? ((await resubmissionOf(own.digest))?.sealDigest ?? null) : null,
    checkedIn: here.some(({ partyId }) => partyId === actor.partyId),
    lines,
    board: board.map(({ seq, kind, facts, at }) => ({ seq, kind, facts: facts as Record<string, unknown>, at })),
    // The list says what the board says: given is who has given the shares of every group that was due in this session.
    trustees: keys.map(({ name, position }) => ({
      name,
      // "hour" stands behind "day": the later of the two counts.
      rehearsed: rehearsals.filter((one) => one.position === position).at(-1)?.ok ?? null,
      gave: board.some(
        ({ kind, facts, seq }) =>
          kind === "share" && (facts as { trustee?: string }).trustee === name && seq > firstSession,
      ),
    })),
    k: terms?.opening.k ?? 2,
    resubmit: terms?.opening.resubmit ?? false,
    ceiling: terms?.price.ceiling ?? null,
    reference: reference ? { price: reference.priceFen === null ? null : yuan(reference.priceFen) } : null,
    fields: terms?.form.fields ?? [],
    draws: (terms && (prices || !session.two) ? drawsOf(terms.method) : []).map(({ name, values }) => {
      const done = draws.find(({ kind }) => kind === name);
      const order = done?.order as number[] | null | undefined;
      return { name, values, result: order ? ([...values].sort()[order[0]!] ?? null) : null, seed: done?.seed ?? null };
    }),
    objections: lot.announcedAt
      ? objections.map((one) => {
          const mine = one.partyId === actor.partyId;
          return {
            id: one.id,
            own: mine,
            number: mine ? (numbers.get(true) ?? null) : null,
            text: one.text,
            answer: one.answer,
            at: one.at,
          };
        })
      : [],
  };
}

type Looking = {
  readonly stage: Stage;
  readonly ownParty: string | null;
  readonly passed: ReadonlySet<string> | null;
};

async function linesOf(actor: Actor, lot: LotWithTender, { stage, ownParty, passed }: Looking): Promise<HallLine[]> {
  const [rows, releases, here] = await Promise.all([openedBids(lot.id), releasesOf(lot.id), checkIns(lot.id)]);
  const parties = lot.announcedAt
    ? await db().party.findMany({
        where: { id: { in: rows.map(({ partyId }) => partyId) } },
        select: { id: true, name: true },
      })
    : [];
  const bonds = lot.announcedAt
    ? await db().bond.findMany({
        where: { lotId: lot.id, state: { in: ["matched", "held"] } },
        select: { partyId: true },
      })
    : [];
  return rows.map((row) => {
    const own = row.partyId === ownParty;
    const standing = { role: actor.role, relation: own ? ("owner" as const) : ("none" as const), stage };
    const seen = stage === "closed" || stage === "preparation" ? { ...standing, stage: "opened" as const } : standing;
    const release = releases.find(({ digest }) => digest === row.digest);
    const line = {
      number: row.number,
      intact: row.intact,
      released: row.released,
      releasedAt: release?.at ?? null,
      resubmitted: release?.channel === "resubmission",
      own,
      opened: row.openedAt !== null,
      passed: passed ? passed.has(row.digest) : null,
    };
    if (!lot.announcedAt) return line;
    const opened = {
      bidderName: parties.find(({ id }) => id === row.partyId)?.name ?? "",
      form: row.form as Record<string, string> | null,
      cause: row.cause,
      digest: row.digest,
    };
    const confirmed = here.find(({ partyId }) => partyId === row.partyId)?.confirmedAt ?? null;
    const bond = bonds.some(({ partyId }) => partyId === row.partyId);
    return { ...line, ...visible("bid", opened, seen), causeReason: row.causeReason, confirmedAt: confirmed, bond };
  });
}
