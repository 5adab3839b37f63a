import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import {
  correctionWords,
  excludeEachOther,
  faultFound,
  leavesAPrice,
  type PriceFault,
  sameFault,
} from "@/lib/domain/price-correction";
import { Refusal } from "@/lib/domain/refusal";
import { yuan } from "@/lib/kernel/money";
import { record } from "@/lib/store/audit";
import { reviewRows } from "@/lib/store/benches";
import type { Tx } from "@/lib/store/db";
import { priceCorrections } from "@/lib/store/price-corrections";
import { atBench, type Bench, bidAt, formOf, mustBeIn, partOf } from "@/lib/usecases/evaluation/bench";
import { sendQuestion } from "./ask-clarification";

const decimal = z
  .string()
  .trim()
  .regex(/^(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$/);
/** Composed, as the archive's sheets want every text: one letter in two pieces would keep the report from being made. */
const text = (most: number) => z.string().trim().max(most).normalize("NFC");
const page = text(20).default("");

const head = {
  lotId: z.uuid(),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  minutes: z.coerce.number().int().min(5).max(2880).default(30),
};

/** A line of the priced bill, or the price in words: what stands in the bid and where, never what it should be. */
export const correctPriceInput = z.discriminatedUnion("kind", [
  z.strictObject({
    ...head,
    kind: z.literal("line"),
    name: text(200).min(1),
    page,
    quantity: decimal,
    unitPrice: decimal,
    total: decimal,
  }),
  z.strictObject({ ...head, kind: z.literal("words"), page, words: text(100).min(2) }),
]);

/**
 * Puts an arithmetic fault of a price on record: a member names what stands in the bid, the rule corrects it, and the bidder
 * is asked to confirm (R-116, evaluation.md §3). Only in the preliminary review, where prices are open and no mark has been
 * given, or with two envelopes in the review of the prices, when all marks are locked; the corrected price counts from the bidder's signed acceptance on, and the review waits for it as for every
 * clarification.
 *
 * @throws {Refusal} NOTHING_TO_CORRECT where the arithmetic is right or no price would be left, ALREADY_ASKED for the same place once more,
 *                   CORRECTED_OTHERWISE where words and lines would count the same fault twice
 */
export async function correctPrice(
  actor: Actor,
  input: z.input<typeof correctPriceInput>,
): Promise<{ readonly clarificationId: string; readonly delta: string }> {
  const { lotId, digest, minutes, ...fault }: z.output<typeof correctPriceInput> = correctPriceInput.parse(input);
  return atBench(actor, lotId, async (tx, bench) => {
    mustBeIn(bench, ["preliminary", "priceReview"], "ask");
    if (partOf(bench) === "technical") throw new Refusal("NOT_READY", { missing: "prices" }, ["R-116"]);
    const bid = bidAt(bench, digest);
    const { rejections } = await reviewRows(lotId, bench.committee.members, tx);
    if (rejections.some((one) => one.digest === digest))
      throw new Refusal("STATE_FORBIDS", { state: "rejected", event: "ask" }, ["R-115"]);
    const price = formOf(bid).price ?? "0.00";
    const found = faultFound(fault, price);
    if (!found) throw new Refusal("NOTHING_TO_CORRECT", {}, ["R-116"]);
    const earlier = (await priceCorrections(lotId, tx)).filter((one) => one.digest === digest);
    if (earlier.some((one) => sameFault(one.fault as PriceFault, fault)))
      throw new Refusal("ALREADY_ASKED", {}, ["R-116"]);
    const standing = earlier
      .filter(({ accepted }) => accepted !== false)
      .map((one) => ({ fault: one.fault as PriceFault, deltaFen: one.deltaFen }));
    if (standing.some((one) => excludeEachOther(one, { fault, deltaFen: found.deltaFen })))
      throw new Refusal("CORRECTED_OTHERWISE", {}, ["R-116"]);
    if (!leavesAPrice(price, [...standing.map(({ deltaFen }) => deltaFen), found.deltaFen]))
      throw new Refusal("NOTHING_TO_CORRECT", {}, ["R-116"]);
    const question = correctionWords(fault, found, price);
    const { clarificationId, askedAt } = await sendQuestion(tx, actor, bench, {
      bid,
      kind: "arithmetic",
      question,
      minutes,
    });
    const { correction, deltaFen } = found;
    await tx.priceCorrection.create({
      data: { clarificationId, lotId, digest, fault, correction, deltaFen, at: askedAt },
    });
    await judgeAgain(tx, bench, digest);
    await record(tx, actor, {
      action: "evaluation.correctPrice",
      objectKind: "bid",
      objectId: bid.bidId,
      lotId,
      facts: { by: correction.by, stated: correction.stated, corrected: correction.corrected, delta: yuan(deltaFen) },
    });
    return { clarificationId, delta: yuan(deltaFen) };
  });
}

/**
 * Everybody judges this bid's price anew, once the bidder has answered: who has handed in saw another price, and a line
 * that one member and the bidder made up between them must stand before the whole committee.
 */
async function judgeAgain(tx: Tx, bench: Bench, digest: string): Promise<void> {
  const memberId = { in: bench.committee.members.map(({ id }) => id) };
  await tx.reviewFinding.deleteMany({ where: { memberId, digest, item: { startsWith: "price." } } });
  await tx.committeeMember.updateMany({
    where: { id: memberId },
    data: partOf(bench) === "price" ? { pricesAt: null } : { preliminaryAt: null },
  });
}
