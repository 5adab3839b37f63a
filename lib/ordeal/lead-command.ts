import { parseArgs } from "node:util";
import { itemsOf } from "@/lib/domain/review-items";
import { db, disconnect } from "@/lib/store/db";
import { openedBids } from "@/lib/store/openings";
import { closePreliminary } from "@/lib/usecases/evaluation/close-preliminary";
import { rejectBid } from "@/lib/usecases/evaluation/reject-bid";
import { finishPreliminary, saveFindings } from "@/lib/usecases/evaluation/save-findings";
import { checkInToOpening } from "@/lib/usecases/opening/check-in";
import { release } from "@/prisma/seed/acts/bidder";
import { accept, enterRoom, formAndDraw, type Seated } from "@/prisma/seed/acts/committee";
import { mark, termsOfLot } from "@/prisma/seed/acts/evaluation";
import { closed, finish } from "@/prisma/seed/acts/opening";
import { SPECIALTY } from "@/prisma/seed/cast";
import type { Play } from "@/prisma/seed/player";
import { hostHere, playHere } from "./play-here";

/**
 * `ordeal lead LOT release BIDDER…|review|finish`: leads a lot of `ordeal lot` one stage on, by the demonstration's people.
 * `release`: these bidders decrypt. `review`: the first envelope's record is signed, the committee judges everything but
 * the price and rejects the first bid of the list; the chair has not signed yet, and its login is the answer. `finish`: the
 * record of the session that is held.
 */
export async function leadCommand(argv: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...argv], allowPositionals: true });
  const [lotId, act, ...rest] = positionals;
  const { DATA_DIR: dataDir, DATABASE_URL } = process.env;
  if (!dataDir || !DATABASE_URL || !lotId || !["release", "review", "finish"].includes(act ?? "")) {
    console.error("usage: DATA_DIR=… DATABASE_URL=… ordeal lead LOT release BIDDER…|review|finish");
    return 2;
  }
  const play = await playHere(dataDir);
  const host = await hostHere(play);
  if (act === "release") await releaseAll(lotId, rest.map(Number), play);
  if (act !== "release") await finish(host.author, lotId, play);
  if (act === "review") {
    await formAndDraw(host.author, lotId, SPECIALTY.works, play);
    await accept(lotId, play);
    const seats = await enterRoom(host.author, lotId, play);
    await reviewFirst(seats, lotId);
    for (const phase of ["technical", "business"] as const) await mark(seats, lotId, phase, true);
    const { personId } = seats[0]!.hand.actor;
    const { login } = await db().person.findUniqueOrThrow({ where: { id: personId! }, select: { login: true } });
    console.log(JSON.stringify({ chair: login }));
  }
  await disconnect();
  return 0;
}

async function releaseAll(lotId: string, bidders: readonly number[], play: Play): Promise<void> {
  await closed(lotId, play);
  for (const n of bidders) {
    const bidder = await play.troupe.bidder(n);
    const { id: bidId } = await db().bid.findFirstOrThrow({ where: { lotId, partyId: bidder.actor.partyId! } });
    await checkInToOpening(bidder.actor, { bidId });
    await release(bidder, bidId, play);
  }
}

/** Everybody finds that the first bid's company lacks what is asked for; the chair puts the rejection on record. */
async function reviewFirst(seats: readonly Seated[], lotId: string): Promise<void> {
  const items = itemsOf(await termsOfLot(lotId), "technical");
  const bids = await openedBids(lotId);
  const rejected = bids.find(({ number }) => number === 1)!.digest;
  const item = "qualification.1";
  const reason = "资质证书不在有效期内";
  const findings = bids.flatMap(({ digest }) =>
    items.map(({ id }) => {
      const fails = digest === rejected && id === item;
      return { digest, item: id, pass: !fails, reason: fails ? reason : "", page: fails ? "3" : "" };
    }),
  );
  for (const { hand } of seats) {
    await saveFindings(hand.actor, { lotId, findings });
    await finishPreliminary(hand.actor, { lotId });
  }
  const chair = seats[0]!.hand.actor;
  await rejectBid(chair, { lotId, digest: rejected, item, ground: "unqualified", facts: `${reason}。` });
  await closePreliminary(chair, { lotId });
}
