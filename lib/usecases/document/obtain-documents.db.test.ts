import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompleteTerms } from "@/lib/domain/terms";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { versionTaken } from "@/lib/store/documents";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/refused";
import { approve, type Host, hostSide, type OpenLot, openLot, publish } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { submitAmendment } from "@/lib/usecases/notice/submit-amendment";
import { submitTermination } from "@/lib/usecases/notice/submit-termination";
import { payDocuments } from "@/lib/usecases/payment/pay-documents";
import { takeCallback } from "@/lib/usecases/payment/take-callback";
import { answerQuestion } from "@/lib/usecases/question/answer-question";
import { askQuestion } from "@/lib/usecases/question/ask-question";
import { viewQuestions } from "@/lib/usecases/question/view-questions";
import { readFile } from "@/lib/usecases/file/read-file";
import { recordArrival } from "@/lib/store/arrivals";
import { beginAmendment } from "./begin-amendment";
import { obtainDocuments } from "./obtain-documents";
import { saveSection } from "./save-section";
import { viewDocuments } from "./view-documents";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let host: Host;
let bidder: Hand;
let other: Hand;
let watcher: Hand;

beforeAll(async () => {
  world = await tenderWorld();
  host = await hostSide(world);
  bidder = await world.hand(await world.party("bidder", "黔中明标工程有限公司"), "bidder", "韦青禾");
  other = await world.hand(await world.party("bidder", "遵义安途工程有限公司"), "bidder", "周启明");
  const supervisor = await db().party.findUniqueOrThrow({ where: { id: host.supervisorId } });
  watcher = await world.hand(supervisor, "supervisor", "监督员");
});
afterAll(() => world.close());

const fee = (terms: CompleteTerms): CompleteTerms => ({ ...terms, price: { ...terms.price, documentFee: "500.00" } });
const messagesTo = (hand: Hand, kind: string) => db().message.count({ where: { partyId: hand.actor.partyId, kind } });

describe("R-29, R-58: obtaining the documents", () => {
  it("needs no approval, is recorded, and nobody sees who or how many before the deadline", async () => {
    const { lotId } = await openLot(world, host);
    expect(await obtainDocuments(bidder.actor, { lotId })).toEqual({ version: 1 });
    const own = await viewDocuments(bidder.actor, { lotId });
    expect(own).toMatchObject({ obtained: true, versionTaken: 1 });
    for (const who of [host.author, other, watcher, host.operator]) {
      const view = await viewDocuments(who.actor, { lotId });
      expect(inspect(view, { depth: 9 })).not.toContain(bidder.actor.partyName);
      expect(view.downloads).toBeUndefined();
    }
    const entry = await db().auditEntry.findFirstOrThrow({ where: { action: "document.download", lotId } });
    expect(entry.bidderSide).toBe(true);
    const file = own.versions[0]!.files[0]!;
    const { body } = await readFile(bidder.actor, { fileId: file.fileId! }, world.deps);
    let bytes = 0;
    for await (const piece of body) bytes += piece.length;
    expect(bytes).toBe(file.sizeBytes);
    expect((await refusal(readFile(other.actor, { fileId: file.fileId! }, world.deps))).code).toBe("FILE_MISSING");
  });
});

describe("R-46: the fee", () => {
  let lot: OpenLot;
  beforeAll(async () => {
    lot = await openLot(world, host, { terms: fee, reasons: { fee: "图纸印制成本" } });
  });
  const order = async (hand: Hand) => (await payDocuments(hand.actor, { lotId: lot.lotId }, world.deps)).paymentId;
  const call = (orderId: string, result: string, gatewayRef: string, amountFen = "50000") => {
    const { body, mac } = world.callback({ orderId, result, gatewayRef, amountFen });
    return takeCallback(body, mac, world.deps);
  };

  it("without payment nothing is obtained; with it, it is", async () => {
    expect((await refusal(obtainDocuments(bidder.actor, { lotId: lot.lotId }))).code).toBe("FEE_NOT_PAID");
    const id = await order(bidder);
    expect(await order(bidder)).toBe(id);
    expect(await call(id, "failed", "G-0")).toBe("failed");
    expect((await refusal(obtainDocuments(bidder.actor, { lotId: lot.lotId }))).code).toBe("FEE_NOT_PAID");
    const again = await order(bidder);
    expect(await call(again, "paid", "G-1", "1")).toBe("unexpected");
    expect(await Promise.all([call(again, "paid", "G-1"), call(again, "paid", "G-1")])).toEqual(
      expect.arrayContaining(["paid", "repeated"]),
    );
    await expect(obtainDocuments(bidder.actor, { lotId: lot.lotId })).resolves.toEqual({ version: 1 });
    // The order that failed is paid after all: the money goes back.
    expect(await call(id, "paid", "G-2")).toBe("paidTwice");
    expect(world.refunds).toContainEqual({ gatewayRef: "G-2", amountFen: 50_000n });
    expect(await call(id, "refunded", "G-2")).toBe("refunded");
    expect(await call(id, "refunded", "G-2")).toBe("repeated");
  });

  it("a forged callback is refused", async () => {
    const { body } = world.callback({
      orderId: await order(other),
      result: "paid",
      gatewayRef: "G-9",
      amountFen: "50000",
    });
    expect((await refusal(takeCallback(body, "00", world.deps))).code).toBe("SIGNATURE_INVALID");
  });

  it("charged once more for the order that is paid, the fee stays paid and the second charge goes back", async () => {
    const id = await order(other);
    expect(await call(id, "paid", "G-10")).toBe("paid");
    const twice = await Promise.all([call(id, "paid", "G-11"), call(id, "paid", "G-11")]);
    expect(twice.sort()).toEqual(["paidTwice", "repeated"]);
    expect(world.refunds.filter(({ gatewayRef }) => gatewayRef === "G-11")).toHaveLength(1);
    expect(await call(id, "refunded", "G-11")).toBe("refunded");
    expect(await call(id, "refunded", "G-11")).toBe("repeated");
    expect((await refusal(order(other))).code).toBe("STATE_FORBIDS");
    await expect(obtainDocuments(other.actor, { lotId: lot.lotId })).resolves.toEqual({ version: 1 });
  });
});

describe("R-57: questions", () => {
  it("are answered for all, without the asker", async () => {
    const { lotId } = await openLot(world, host);
    await obtainDocuments(other.actor, { lotId });
    const { id } = await askQuestion(bidder.actor, { lotId, text: "第 3 章桥涵工程量与图纸不一致，以何为准？" });
    const inbox = await viewQuestions(host.author.actor, { lotId });
    expect(inbox.open).toHaveLength(1);
    expect(JSON.stringify(inbox)).not.toContain(bidder.actor.partyId);
    const answer = { questionId: id, decision: "answer" as const, answer: "以图纸为准。" };
    await answerQuestion(host.author.actor, answer);
    expect((await refusal(answerQuestion(host.reviewer.actor, answer))).code).toBe("STATE_FORBIDS");
    const seen = await viewQuestions(other.actor, { lotId });
    expect(seen.answered[0]).toMatchObject({ answer: "以图纸为准。", own: false });
    expect(JSON.stringify(seen)).not.toContain(bidder.actor.partyName);
    expect(await messagesTo(other, "questionAnswered")).toBeGreaterThan(0);
    expect((await viewQuestions(bidder.actor, { lotId })).answered[0]?.own).toBe(true);
  });

  it("after the limit are refused", async () => {
    const past = (terms: CompleteTerms) => ({
      ...terms,
      schedule: {
        ...terms.schedule,
        questionsUntil: new Date(Date.parse(terms.schedule.documentsFrom) + 60_000).toISOString(),
      },
    });
    const { lotId } = await openLot(world, host, { terms: past });
    await db().$executeRaw`UPDATE sandbox SET offset_ms = offset_ms + 120000 WHERE id = 1`;
    expect((await refusal(askQuestion(bidder.actor, { lotId, text: "还能提问吗？" }))).code).toBe("TOO_LATE");
  });
});

describe("R-55: an amendment that affects bids", () => {
  it("late in the period wants a later deadline, names the earliest, then moves it by a new signed record", async () => {
    const soon = (terms: CompleteTerms) => {
      const from = Date.parse(terms.schedule.documentsFrom);
      const at = (days: number) => new Date(from + days * 86_400_000).toISOString();
      const schedule = { ...terms.schedule, deadline: at(26), documentsTo: at(20), questionsUntil: at(10) };
      return { ...terms, schedule };
    };
    const { lotId } = await openLot(world, host, { terms: soon });
    await obtainDocuments(bidder.actor, { lotId });
    await db().$executeRaw`UPDATE sandbox SET offset_ms = offset_ms + ${14 * 86_400_000} WHERE id = 1`;
    const { noticeId } = await beginAmendment(host.author.actor, { lotId });
    expect((await refusal(beginAmendment(host.author.actor, { lotId }))).code).toBe("STATE_FORBIDS");
    const lot = await db().lot.findUniqueOrThrow({ where: { id: lotId } });
    const terms = lot.terms as unknown as CompleteTerms;
    const technical = { ...terms.technical, requirements: "桥涵工程量以修改后的图纸为准。" };
    let { version } = await saveSection(host.author.actor, {
      lotId,
      section: "technical",
      value: technical,
      version: lot.draftVersion,
    });
    const opening = saveSection(host.author.actor, { lotId, section: "opening", value: terms.opening, version });
    expect((await refusal(opening)).code).toBe("STATE_FORBIDS");
    const submit = (affects: boolean) =>
      submitAmendment(host.author.actor, { noticeId, summary: "修改桥涵工程量", affects, questionIds: [] }, world.deps);
    const no = await refusal(submit(true));
    expect(no).toMatchObject({ code: "DEADLINE_TOO_EARLY", rules: ["R-55"] });
    const earliest = new Date(`${(no.facts as { earliest: string }).earliest.replace(" ", "T")}+08:00`);
    const schedule = { ...terms.schedule, deadline: new Date(earliest.getTime() + 9 * 3_600_000).toISOString() };
    ({ version } = await saveSection(host.author.actor, { lotId, section: "schedule", value: schedule, version }));
    await submit(true);
    await approve(host.reviewer, noticeId);
    await publish(world, host.author, noticeId);
    const after = await db().lot.findUniqueOrThrow({ where: { id: lotId } });
    expect(after.deadline!.toISOString()).toBe(schedule.deadline);
    expect(await db().tenderRecord.count({ where: { lotId } })).toBe(2);
    expect(await db().openingPolicy.count({ where: { lotId } })).toBe(1);
    expect(await messagesTo(bidder, "documentsAmended")).toBe(1);
    expect(await messagesTo(other, "documentsAmended")).toBe(0);
    const view = await viewDocuments(bidder.actor, { lotId });
    expect(view.versions.map(({ version: one }) => one)).toEqual([2, 1]);
    expect(view.versions[0]!.textChanges.map(({ heading }) => heading)).toEqual(["技术要求", "时间安排"]);
    // the newest comes, the older one stays verifiable.
    expect(await obtainDocuments(bidder.actor, { lotId })).toEqual({ version: 2 });
    expect(await versionTaken(lotId, bidder.actor.partyId!)).toBe(2);
  });

  it("a change that affects nothing leaves the deadline", async () => {
    const { lotId } = await openLot(world, host);
    const { noticeId } = await beginAmendment(host.author.actor, { lotId });
    const lot = await db().lot.findUniqueOrThrow({ where: { id: lotId } });
    const terms = lot.terms as unknown as CompleteTerms;
    const nothing = submitAmendment(
      host.author.actor,
      { noticeId, summary: "没有改动", affects: false, questionIds: [] },
      world.deps,
    );
    expect((await refusal(nothing)).facts).toEqual({ missing: "changes" });
    const contact = { ...terms.contact, phone: "0851-05550999" };
    await saveSection(host.author.actor, { lotId, section: "contact", value: contact, version: lot.draftVersion });
    await submitAmendment(
      host.author.actor,
      { noticeId, summary: "更换联系电话", affects: false, questionIds: [] },
      world.deps,
    );
    await approve(host.reviewer, noticeId);
    await publish(world, host.author, noticeId);
    expect((await db().lot.findUniqueOrThrow({ where: { id: lotId } })).deadline).toEqual(lot.deadline);
  });
});

describe("R-56: everybody who obtained the documents is told", () => {
  it("one legal message for each organisation, however often it fetched them", async () => {
    const { lotId } = await openLot(world, host);
    for (const hand of [bidder, bidder, other]) await obtainDocuments(hand.actor, { lotId });
    const { id } = await askQuestion(other.actor, { lotId, text: "工期能否顺延？" });
    await answerQuestion(host.author.actor, { questionId: id, decision: "answer", answer: "不能。" });
    const sent = await db().message.findMany({ where: { lotId, kind: "questionAnswered" } });
    expect(sent.map(({ partyId }) => partyId).sort()).toEqual([bidder.actor.partyId, other.actor.partyId].sort());
    expect(sent.every(({ legal, deliveredAt }) => legal && deliveredAt)).toBe(true);
  });
});

describe("R-152: termination", () => {
  it("notice, messages, refunds, and no further arrival", async () => {
    const {
      tenderId,
      lotId,
      noticeId: original,
    } = await openLot(world, host, { terms: fee, reasons: { fee: "图纸印制成本" } });
    const { paymentId } = await payDocuments(bidder.actor, { lotId }, world.deps);
    const paid = world.callback({ orderId: paymentId, result: "paid", gatewayRef: "G-T", amountFen: "50000" });
    await takeCallback(paid.body, paid.mac, world.deps);
    await obtainDocuments(bidder.actor, { lotId });
    const reason = "项目规划调整，本次招标不再实施。";
    const { noticeId } = await submitTermination(host.author.actor, { tenderId, lotIds: [lotId], reason }, world.deps);
    await approve(host.reviewer, noticeId);
    await publish(world, host.author, noticeId);
    const notice = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
    expect(notice.originalId).toBe(original);
    expect(await messagesTo(bidder, "tenderTerminated")).toBe(1);
    expect(world.refunds).toContainEqual({ gatewayRef: "G-T", amountFen: 50_000n });
    expect((await db().lot.findUniqueOrThrow({ where: { id: lotId } })).intake).toBe("closed");
    expect(await db().outboxMessage.count({ where: { kind: 517, lotId } })).toBe(1);
    const bid = await db().bid.create({
      data: { lotId, partyId: bidder.actor.partyId!, createdAt: await platformNow(), updatedAt: await platformNow() },
    });
    const late = {
      lotId,
      bidId: bid.id,
      partyId: bidder.actor.partyId!,
      kind: "seal",
      digest: "0".repeat(64),
      request: new Uint8Array(4),
      requestHash: "0".repeat(64),
    };
    expect((await refusal(recordArrival(late))).code).toBe("BIDDING_CLOSED");
    expect((await refusal(obtainDocuments(other.actor, { lotId }))).code).toBe("TERMINATED");
  });
});
