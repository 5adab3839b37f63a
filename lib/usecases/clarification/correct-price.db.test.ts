import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { correctionAnswerDigest, saidHash } from "@/lib/crypto/correction-answer";
import { parseScoreSheets } from "@/lib/crypto/score-sheets";
import { db } from "@/lib/store/db";
import { openedBids } from "@/lib/store/openings";
import { agreedPrice } from "@/lib/store/price-corrections";
import { committeeAtWork, expertPool, openedLot, type SeatedHand } from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { type OpeningStage, openingStage } from "@/lib/testing/opening-stage";
import { refusal } from "@/lib/testing/refused";
import { markAll, reviewAll } from "@/lib/testing/review-stage";
import { hostSide } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { benchOf } from "@/lib/usecases/evaluation/bench";
import { columnsOf } from "@/lib/usecases/evaluation/columns";
import { closePreliminary } from "@/lib/usecases/evaluation/close-preliminary";
import { resultOf } from "@/lib/usecases/evaluation/compute-result";
import { NO_TEXTS, reportContent } from "@/lib/usecases/evaluation/report-content";
import { scoreSheets } from "@/lib/usecases/evaluation/score-sheets";
import { viewReview } from "@/lib/usecases/evaluation/view-review";
import { answerClarification, prepareClarification, viewClarification } from "./answer-clarification";
import { askClarification } from "./ask-clarification";
import { correctPrice } from "./correct-price";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let stage: OpeningStage;
let bidders: Hand[];
let seats: readonly SeatedHand[];
let lotId: string;

const PRICES = ["12000000.00", "12150000.00", "12300000.00"];
const LINE = {
  kind: "line" as const,
  name: "挖一般土方",
  page: "12",
  quantity: "1250.5",
  unitPrice: "83.20",
  total: "140041.60",
};

beforeAll(async () => {
  world = await tenderWorld();
  stage = await openingStage(world);
  Object.assign(world, { deps: stage.deps });
  const host = await hostSide(world);
  bidders = [];
  for (const name of ["黔岭路桥", "遵义赤水河市政", "贵州乌江源建设"])
    bidders.push(await world.hand(await world.party("bidder", `${name}有限公司`), "bidder", "陈思远"));
  ({ lotId } = await openedLot(world, stage, host, bidders, { prices: PRICES }));
  seats = await committeeAtWork(host.author, lotId, await expertPool(world, 8), stage.deps);
}, 240_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

const bidOf = async (at: number) =>
  (await openedBids(lotId)).find(({ partyId }) => partyId === bidders[at]!.actor.partyId)!;
const reply = async (at: number, clarificationId: string, accepts?: "yes" | "no", answer = "见上。") => {
  const { actor, sign } = bidders[at]!;
  const input = { clarificationId, answer, ...(accepts ? { accepts } : {}) };
  const [signed] = await sign([await prepareClarification(actor, input)]);
  return answerClarification(actor, { ...input, signed: signed! }, stage.deps);
};

describe("R-116: arithmetic of a price is corrected by the rule and confirmed by the bidder", () => {
  it("a member names what stands in the bid; nobody types the corrected number, and each place is asked once", async () => {
    const { actor } = seats[3]!.hand;
    const { digest } = await bidOf(0);
    const right = correctPrice(actor, { lotId, digest, ...LINE, total: "104041.60" });
    expect((await refusal(right)).code).toBe("NOTHING_TO_CORRECT");
    expect((await refusal(correctPrice(bidders[0]!.actor, { lotId, digest, ...LINE }))).code).toBe("NOT_ALLOWED");
    await reviewAll(lotId, seats);
    const { clarificationId, delta } = await correctPrice(actor, { lotId, digest, ...LINE });
    expect(delta).toBe("-36000.00");
    expect((await refusal(correctPrice(seats[0]!.hand.actor, { lotId, digest, ...LINE }))).code).toBe("ALREADY_ASKED");
    const asked = await viewClarification(bidders[0]!.actor, { clarificationId });
    expect(asked.question).toContain("修正为 11964000.00 元");
    expect(asked.correction).toEqual({ accepted: null });
    // Not confirmed, it changes nothing; and the review waits for the answer.
    const waiting = await viewReview(actor, { lotId }, stage.deps);
    expect(waiting.corrections.map(({ state }) => state)).toEqual(["waiting"]);
    expect(waiting.bids.find((bid) => bid.digest === digest)?.evaluated).toBe(PRICES[0]);
    // All had handed in: their word about this price is gone, and nobody gives it again before the bidder's answer.
    const { members } = (await benchOf(actor, lotId)).committee;
    expect(members.map(({ preliminaryAt }) => preliminaryAt)).toEqual(members.map(() => null));
    expect(await db().reviewFinding.count({ where: { digest, item: { startsWith: "price." } } })).toBe(0);
    const handedIn = await refusal(reviewAll(lotId, seats));
    expect([handedIn.code, handedIn.facts]).toEqual(["NOT_READY", { missing: "clarifications" }]);
    expect((await refusal(closePreliminary(seats[0]!.hand.actor, { lotId }))).code).toBe("NOT_READY");
  }, 60_000);

  it("the bidder says in its signed answer whether it accepts", async () => {
    const { clarificationId } = await db().priceCorrection.findFirstOrThrow({ where: { lotId } });
    expect((await refusal(reply(0, clarificationId))).code).toBe("INPUT_INVALID");
    // Signed as a refusal, it is not taken for an acceptance.
    const { actor, sign } = bidders[0]!;
    const no = { clarificationId, answer: "见上。", accepts: "no" as const };
    const [signed] = await sign([await prepareClarification(actor, no)]);
    const turned = answerClarification(actor, { ...no, accepts: "yes", signed: signed! }, stage.deps);
    expect((await refusal(turned)).code).toBe("CONTENT_CHANGED");
    await reply(0, clarificationId, "yes");
    const words = {
      lotId,
      digest: (await bidOf(1)).digest,
      kind: "words" as const,
      page: "1",
      words: "壹仟贰佰万元整",
    };
    // Of the first bid a line is corrected already: its words might hold the same fault.
    const both = { ...words, digest: (await bidOf(0)).digest, words: "壹仟壹佰玖拾陆万肆仟元整" };
    expect((await refusal(correctPrice(seats[1]!.hand.actor, both))).code).toBe("CORRECTED_OTHERWISE");
    const second = await correctPrice(seats[1]!.hand.actor, words);
    expect(second.delta).toBe("-150000.00");
    await reply(1, second.clarificationId, "no");
    const { corrections, bids } = await viewReview(seats[2]!.hand.actor, { lotId }, stage.deps);
    expect(corrections.map(({ state }) => state)).toEqual(["accepted", "refused"]);
    expect(bids.map(({ evaluated }) => evaluated).sort()).toEqual(["11964000.00", PRICES[1], PRICES[2]].sort());
    await reviewAll(lotId, seats);
  }, 60_000);

  it("R-115: what is asked of a blind bid, every member sees under its own code, without the bidder's name", async () => {
    const [asking, other] = [seats[0]!.hand.actor, seats[1]!.hand.actor];
    await closePreliminary(asking, { lotId });
    const columnFor = async (actor: typeof asking) =>
      (await columnsOf(await benchOf(actor, lotId), [], "technical")).find(
        ({ bid }) => bid.partyId === bidders[2]!.actor.partyId,
      )!;
    const { key } = await columnFor(asking);
    const question = { lotId, bid: key, kind: "clarification" as const, question: "请说明临时用电的负荷计算。" };
    const { clarificationId } = await askClarification(asking, question);
    await reply(2, clarificationId, undefined, "贵州乌江源建设有限公司按需用系数法计算，见附表二。");
    const { clarifications, corrections } = await viewReview(other, { lotId }, stage.deps);
    // Questions of the preliminary review stand under names: they are not shown now.
    const { label } = await columnFor(other);
    expect(clarifications.map(({ id, bid }) => [id, bid])).toEqual([[clarificationId, label]]);
    expect(clarifications[0]!.answer).toBe("（单位名称隐去）按需用系数法计算，见附表二。");
    expect(corrections).toEqual([]);
  });

  it("the corrected price is evaluated, reported, put into the sheets and agreed on", async () => {
    const chair = seats[0]!.hand.actor;
    const late = correctPrice(chair, { lotId, digest: (await bidOf(2)).digest, ...LINE });
    expect((await refusal(late)).code).toBe("STATE_FORBIDS");
    await markAll(lotId, seats, ({ criterion, max }) => (criterion === "experience" ? "20" : max));
    const { digest, form } = await bidOf(0);
    const result = (await resultOf(lotId))!;
    const prices = ["11964000.00", PRICES[1], PRICES[2]].sort();
    expect(result.lines.map(({ price }) => price).sort()).toEqual(prices);
    expect(result.benchmark.prices.map(({ price }) => price).sort()).toEqual(prices);
    const bench = await benchOf(chair, lotId);
    const report = await reportContent(bench, NO_TEXTS);
    expect(report.comparison.prices.find(({ evaluated }) => evaluated === "11964000.00")?.bid).toBe(PRICES[0]);
    expect(report.openingRecord.map(({ price }) => price).sort()).toEqual([...PRICES].sort());
    expect(report.clarifications.map(({ question }) => question).join()).toContain("挖一般土方");
    const sheets = parseScoreSheets((await scoreSheets(bench, "0".repeat(64), 3))!);
    const { id: asked, statementId } = await db().bidClarification.findFirstOrThrow({ where: { lotId, digest } });
    const { bytes, sha256: answer } = await db().statement.findUniqueOrThrow({ where: { id: statementId! } });
    const about = { asked, bid: digest, delta: "-36000.00", fault: LINE, said: saidHash("见上。") };
    expect(sheets.result.corrections).toEqual([{ answer, ...about }]);
    // The signature covers which correction it accepts.
    const signed = JSON.parse(new TextDecoder().decode(bytes));
    expect(signed.digest).toBe(correctionAnswerDigest({ ...about, accepts: "yes" }));
    expect(await agreedPrice(lotId, { digest, form })).toBe("11964000.00");
  }, 120_000);
});
