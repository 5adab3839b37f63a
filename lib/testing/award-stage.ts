import { moveSandboxClock, platformNow, sandboxState } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { type Host, type LotOptions, type OpenLot, openLot } from "./tender-stage";
import type { Hand, TenderWorld } from "./tender-world";

export type ReportedLot = OpenLot & {
  /** Digests of the bids, in the order of the bidders given; the order is the ranking, too. */
  readonly digests: readonly string[];
};

/**
 * A published lot with opened bids and a submitted report: notice and documents through their use cases, what lies between
 * (opening, evaluation) as rows, since other tests prove it. The first three bidders are the candidates.
 */
export async function reportedLot(
  world: TenderWorld,
  host: Host,
  bidders: readonly Hand[],
  options: LotOptions & { readonly bonds?: boolean } = {},
): Promise<ReportedLot> {
  const lot = await openLot(world, host, options);
  const { deadline } = await lotById(lot.lotId);
  await goTo(new Date(deadline!.getTime() + 3_600_000));
  const at = await platformNow();
  const digests: string[] = [];
  for (const [index, bidder] of bidders.entries()) {
    const digest = crypto.randomUUID().replaceAll("-", "").repeat(2);
    digests.push(digest);
    await openedRow(lot.lotId, bidder.actor.partyId!, digest, index + 1, at);
    if (options.bonds !== false) await bondRow(lot.lotId, bidder.actor.partyId!, at);
    if (index < 3) await candidateRow(lot.lotId, bidder.actor.partyId!, digest, index + 1);
  }
  const facts = { closedAt: at, frozenAt: at, announcedAt: at, openingEndedAt: at, evaluationStartedAt: at };
  await db().lot.update({ where: { id: lot.lotId }, data: { ...facts, reportSubmittedAt: at, intake: "closed" } });
  return { ...lot, digests };
}

/** Moves the sandbox clock forward to an instant. */
export async function goTo(at: Date): Promise<void> {
  const [now, { offsetMs }] = [await platformNow(), await sandboxState()];
  await inTransaction((tx) => moveSandboxClock(tx, offsetMs + Math.max(0, at.getTime() - now.getTime())));
}

export const priceOf = (rank: number): string => `1700000${rank}.00`;

async function openedRow(lotId: string, partyId: string, digest: string, number: number, at: Date): Promise<void> {
  const bid = await db().bid.create({
    data: { lotId, partyId, state: "opened", digest, createdAt: at, updatedAt: at },
  });
  const form = {
    currency: "CNY",
    price: priceOf(number),
    duration_days: "360",
    quality: "合格",
    manager: "龙正洪",
    certificate: "贵252010112345",
  };
  await db().openedBid.create({
    data: { digest, lotId, bidId: bid.id, partyId, number, intact: true, released: true, form, openedAt: at },
  });
}

async function bondRow(lotId: string, partyId: string, at: Date): Promise<void> {
  const bond = { form: "guarantee", amountFen: 37_000_000n, number: `BH-${crypto.randomUUID().slice(0, 8)}` };
  await db().bond.create({ data: { lotId, partyId, ...bond, validTo: "2028-12-31", state: "matched", at } });
}

async function candidateRow(lotId: string, partyId: string, digest: string, rank: number): Promise<void> {
  const facts = {
    price: priceOf(rank),
    quality: "合格",
    duration: "360 日历天",
    evaluation: `总分 ${95 - rank}.00`,
    manager: "龙正洪",
    managerCertificate: "贵252010112345",
    qualification: "满足",
  };
  await db().candidate.create({ data: { lotId, rank, digest, partyId, facts } });
}
