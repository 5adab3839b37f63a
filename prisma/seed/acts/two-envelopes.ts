import { itemsOf } from "@/lib/domain/review-items";
import { beijingTime } from "@/lib/kernel/format";
import { openedBids } from "@/lib/store/openings";
import { closePreliminary } from "@/lib/usecases/evaluation/close-preliminary";
import { rejectBid } from "@/lib/usecases/evaluation/reject-bid";
import { finishPreliminary, saveFindings } from "@/lib/usecases/evaluation/save-findings";
import { prepareTechnicalResult, signTechnicalResult } from "@/lib/usecases/evaluation/sign-technical-result";
import { setPricesTime } from "@/lib/usecases/opening/set-prices-time";
import type { Play, Step } from "../player";
import type { Production } from "../production";
import { accept, enterRoom, formAndDraw, type Seated } from "./committee";
import { mark, termsOfLot } from "./evaluation";

type When = {
  readonly at: Date;
  readonly specialty: string;
  /** Place of the bidder in the list of offers whose bid does not pass. */
  readonly rejected: number;
  readonly pricesAt: Date;
};

/** The committee judges everything but the price, the chair signs the result, the host announces when prices are opened. */
export const technicalResult = (p: Production, play: Play, when: When): Step => ({
  at: when.at,
  what: "技术评审结果",
  run: async () => {
    const [host, lotId] = [p.host().author, p.lotId(0)];
    await formAndDraw(host, lotId, when.specialty, play);
    await accept(lotId, play);
    const seats = await enterRoom(host, lotId, play);
    await review(seats, lotId, p.entered(0)[when.rejected]!.bidId);
    await mark(seats, lotId, "technical", true);
    await mark(seats, lotId, "business", true);
    const chair = seats[0]!.hand;
    const signed = await chair.signOne(await prepareTechnicalResult(chair.actor, { lotId }));
    await signTechnicalResult(chair.actor, { lotId, signed }, play.stage.deps);
    await setPricesTime(host.actor, { lotId, at: beijingTime(when.pricesAt).replace(" ", "T") });
  },
});

/** Four of the five find that one bid's company lacks what is asked for; the chair puts the rejection on record. */
async function review(seats: readonly Seated[], lotId: string, rejected: string): Promise<void> {
  const items = itemsOf(await termsOfLot(lotId), "technical");
  const bids = await openedBids(lotId);
  const item = "qualification.2";
  const reason = "所附合同为公路养护项目，不是城市道路设计业绩";
  for (const [at, { hand }] of seats.entries()) {
    const findings = bids.flatMap(({ digest, bidId }) =>
      items.map(({ id }) => {
        const fails = bidId === rejected && id === item && at < 4;
        return { digest, item: id, pass: !fails, reason: fails ? reason : "", page: fails ? "31" : "" };
      }),
    );
    await saveFindings(hand.actor, { lotId, findings });
    await finishPreliminary(hand.actor, { lotId });
  }
  const chair = seats[0]!.hand.actor;
  const { digest } = bids.find(({ bidId }) => bidId === rejected)!;
  await rejectBid(chair, { lotId, digest, item, ground: "unqualified", facts: `业绩不符合资格条件：${reason}。` });
  await closePreliminary(chair, { lotId });
}
