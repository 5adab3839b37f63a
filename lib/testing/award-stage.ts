import { decodeBase64 } from "@/lib/crypto/binding";
import { toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { verifyCms } from "@/lib/crypto/cms";
import { moveSandboxClock, platformNow, sandboxState } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { prepared } from "@/lib/usecases/signing/act";
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
    await sealedRow(lot.lotId, bidder, digest, deadline!);
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

const HASH = "ab".repeat(32);
const sealOf = (uscc: string, tender: { readonly id: string; readonly lot: string }) => {
  const container = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
  const size = { chunks: 1, i: 0, len: 1_000, stage: 1, name: "price" };
  const segment = { ...size, c: container, form: HASH, key: HASH, manifest: HASH, root: HASH };
  return {
    ...{ bidder: { uscc }, container, created: "2026-06-01T00:00:00Z", fmt: "SBC/1", headers: { [container]: HASH } },
    ...{ prev: null, segments: [segment], seq: 1, suite: 1, type: "seal" },
    tender: { ...tender, docs: HASH, policy: HASH },
  };
};

/** A seal of nothing that the bidder's certificate really signed, shortly before the deadline: an award asks about that certificate. */
export async function sealedRow(lotId: string, bidder: Hand, digest: string, deadline: Date): Promise<void> {
  const { code, tender } = await lotById(lotId);
  const seal = sealOf(bidder.actor.uscc!, { id: tender.code, lot: code });
  const item = { bytes: canonicalBytes(seal as unknown as Json), purpose: "seal", tender: seal.tender, title: "投标" };
  const [signed] = await bidder.sign([prepared(item)]);
  const [bytes, cms] = [decodeBase64(signed!.statement), decodeBase64(signed!.cms)];
  const verdict = await verifyCms(bytes, cms);
  if (!verdict.ok) throw new Error(verdict.reason);
  const bid = await db().bid.findFirstOrThrow({ where: { lotId, partyId: bidder.actor.partyId! } });
  const none = Buffer.alloc(0);
  await db().sealedBid.create({
    data: {
      ...{ digest, bidId: bid.id, lotId, partyId: bid.partyId, arrivalId: crypto.randomUUID(), kind: "seal", seq: 1 },
      ...{ bytes: Buffer.from(bytes), cms: Buffer.from(cms), state: "inForce", receipt: none, receiptCms: none },
      certificate: verdict.signers[0]!.certificate.fingerprint,
      blind: none,
      at: new Date(deadline.getTime() - 60_000),
    },
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
