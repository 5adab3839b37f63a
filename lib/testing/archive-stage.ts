import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { demoTsaKey, startDemoTsa } from "@/lib/adapters/tsa/demo/server";
import { httpTsa } from "@/lib/adapters/tsa/http";
import { SYSTEM } from "@/lib/domain/actor";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { lotById } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { packArchive } from "@/lib/usecases/archive/pack-archive";
import { answerClarification, prepareClarification } from "@/lib/usecases/clarification/answer-clarification";
import { correctPrice } from "@/lib/usecases/clarification/correct-price";
import type { Deps } from "@/lib/usecases/deps";
import { closePreliminary } from "@/lib/usecases/evaluation/close-preliminary";
import { confirmRanking } from "@/lib/usecases/evaluation/confirm-ranking";
import { draftReport } from "@/lib/usecases/evaluation/draft-report";
import { openSigning, prepareReport, signReport } from "@/lib/usecases/evaluation/sign-report";
import { submitReport } from "@/lib/usecases/evaluation/submit-report";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { stampCheckpoint } from "@/lib/usecases/log/stamp-checkpoint";
import { fetchTimestamp } from "@/lib/usecases/timestamp/fetch-timestamp";
import { submitFor, withdrawFor } from "./bidder";
import { closeAndAnnounce, closeSession, committeeAtWork, expertPool, type SeatedHand } from "./committee-stage";
import { loseToClock } from "./lost-hours";
import type { OpeningStage } from "./opening-stage";
import { markAll, type MarkOf, reviewAll } from "./review-stage";
import { type Host, type LotOptions, openLot } from "./tender-stage";
import type { Hand, TenderWorld } from "./tender-world";

export type StampedStage = OpeningStage & { close(): Promise<void> };

/** The opening stage with a timestamp authority of its own, which the trust list knows. */
export async function stamped(stage: OpeningStage): Promise<StampedStage> {
  const folder = mkdtempSync(join(tmpdir(), "xinbiao-tsa-"));
  const pki = await openDemoPki(join(folder, "demo", "ca"));
  let now = await platformNow();
  const server = await startDemoTsa(await demoTsaKey(folder), () => now, 0);
  const tsa = httpTsa(server.url);
  const { trust } = stage.deps;
  const deps: Deps = {
    ...stage.deps,
    trust: {
      list: async () => {
        const own = await trust.list();
        return { ...own, authorities: [...own.authorities, ...pki.trustList().authorities] };
      },
      crls: async () => [...(await trust.crls()), ...(await pki.crls(await platformNow()))],
    },
    tsa: {
      ...tsa,
      stamp: async (...what) => {
        now = await platformNow();
        return tsa.stamp(...what);
      },
    },
  };
  return {
    ...stage,
    deps,
    close: async () => {
      await server.close();
      await stage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type ArchivedLot = {
  readonly lotId: string;
  /** The packages as they lie in the object store. */
  readonly full: Uint8Array;
  readonly open: Uint8Array;
};

/**
 * A lot through its whole evaluation, packed: its deadline extended since the clock was off; three bids, one of them a
 * replacement, one bidder who withdrew; opened, drawn, marked, reported; every statement with its token. All by the use cases.
 */
export async function archivedLot(
  world: TenderWorld,
  stage: StampedStage,
  host: Host,
  options: LotOptions = {},
): Promise<ArchivedLot> {
  const { deps } = stage;
  const bidders: Hand[] = [];
  for (const name of ["黔岭路桥", "遵义赤水河市政", "乌江源建设", "云雾山建筑"])
    bidders.push(await world.hand(await world.party("bidder", `${name}有限公司`), "bidder", "陈思远"));
  const { lotId } = await openLot(world, host, options);
  await loseToClock(stage, lotId, host);
  const submit = async (bidder: Hand, price: string) => {
    const work = await submitFor(bidder, lotId, price, deps);
    if (!work.settled.accepted) throw work.settled.refusal ?? new Error("refused");
    await fetchTimestamp(SYSTEM, { bidDigest: work.settled.digest }, deps);
    return { bidder, work };
  };
  await submit(bidders[0]!, "12900000.00");
  const bids = [
    await submit(bidders[0]!, "12650000.00"),
    await submit(bidders[1]!, "12720000.00"),
    await submit(bidders[2]!, "12480000.00"),
  ];
  const { work } = await submit(bidders[3]!, "11990000.00");
  await withdrawFor(bidders[3]!, work.bidId, deps);
  await closeAndAnnounce(stage, lotId, bids);
  await closeSession(host.author, lotId, deps);
  const seats = await committeeAtWork(host.author, lotId, await expertPool(world, 8), deps);
  await corrected(seats[1]!, lotId, bids[0]!, deps);
  await evaluated(seats, lotId, deps);
  return packed(host, lotId, deps);
}

/** Every statement with its token, everything in the log, and the two packages made. */
export async function packed(host: Host, lotId: string, deps: Deps): Promise<ArchivedLot> {
  for (const { id } of await db().statement.findMany({ where: { lotId, tst: null }, select: { id: true } }))
    await fetchTimestamp(SYSTEM, { statementId: id }, deps);
  await untilLogged();
  await stampCheckpoint(deps);
  // The package does not ask how the lot ended; the contract is another test's subject.
  const { announcedAt } = await lotById(lotId);
  await db().lot.update({ where: { id: lotId }, data: { contractSignedAt: announcedAt } });
  const files = await packArchive(host.author.actor, { lotId }, deps);
  const bytes = async (fileId: string) => bytesOfFile(await fileById(fileId), deps);
  return { lotId, full: await bytes(files.fileId), open: await bytes(files.publicFileId) };
}

/** A wrong total in one bid, which its bidder lets be corrected. */
async function corrected(
  { hand }: SeatedHand,
  lotId: string,
  { bidder }: { readonly bidder: Hand },
  deps: Deps,
): Promise<void> {
  const own = (await openedBids(lotId)).find(({ partyId }) => partyId === bidder.actor.partyId)!;
  const line = { kind: "line" as const, name: "挖一般土方", page: "12", quantity: "1250.5", unitPrice: "83.20" };
  const fault = { ...line, total: "140041.60" };
  const { clarificationId } = await correctPrice(hand.actor, { lotId, digest: own.digest, ...fault });
  const answer = { clarificationId, answer: "接受上述修正。", accepts: "yes" as const };
  const [signed] = await bidder.sign([await prepareClarification(bidder.actor, answer)]);
  await answerClarification(bidder.actor, { ...answer, signed: signed! }, deps);
}

/** Review without a failure, marks, ranking, the report signed by every member and handed in. */
async function evaluated(seats: readonly SeatedHand[], lotId: string, deps: Deps): Promise<void> {
  const chair = seats[0]!.hand.actor;
  await reviewAll(lotId, seats);
  await closePreliminary(chair, { lotId });
  await markAll(lotId, seats, plainMarks);
  await reported(seats, lotId, deps);
}

/** Marks a little apart, so that there is a ranking. */
export const plainMarks: MarkOf = ({ seat, bid, criterion, max }) =>
  criterion === "experience" ? "20" : String(Number(max) - bid * 0.5 - (seat % 2) * 0.5);

/** Ranking, and the report signed by every member and handed in. */
export async function reported(seats: readonly SeatedHand[], lotId: string, deps: Deps): Promise<void> {
  const chair = seats[0]!.hand.actor;
  await confirmRanking(chair, { lotId });
  await draftReport(chair, { lotId });
  await openSigning(chair, { lotId }, deps);
  for (const { hand } of seats) {
    const [own] = await hand.sign([await prepareReport(hand.actor, { lotId }, deps)]);
    await signReport(hand.actor, { lotId, signed: own! }, deps);
  }
  await submitReport(chair, { lotId }, deps);
}

/** Until the log holds every event and its witnesses have signed a head that does. */
export async function untilLogged(): Promise<void> {
  for (let turn = 0; turn < 600; turn++) {
    const waiting = await db().logEvent.count({ where: { batchIdx: null } });
    const last = await db().logEvent.aggregate({ _max: { batchIdx: true } });
    const size = (last._max.batchIdx ?? 0n) + 1n;
    const heads = await db().logHead.findMany({ where: { size: { gte: size } } });
    if (waiting === 0 && heads.some(({ cosignatures }) => cosignatures.length >= 2)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the log does not go on");
}
