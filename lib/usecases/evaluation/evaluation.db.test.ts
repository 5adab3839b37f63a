import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPdfSignatures } from "@/lib/adapters/pdf/verify-pdf";
import type { CompleteTerms } from "@/lib/domain/terms";
import { db } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { committeeAtWork, expertPool, openedLot, type SeatedHand } from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { type OpeningStage, openingStage } from "@/lib/testing/opening-stage";
import { refusal } from "@/lib/testing/refused";
import { markAndLock, reviewAll } from "@/lib/testing/review-stage";
import { type Host, hostSide } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { listBidFiles, readBidFile } from "@/lib/usecases/bid/read-bid-file";
import {
  answerClarification,
  prepareClarification,
  viewClarification,
} from "@/lib/usecases/clarification/answer-clarification";
import { askClarification } from "@/lib/usecases/clarification/ask-clarification";
import { readFile } from "@/lib/usecases/file/read-file";
import { benchOf } from "./bench";
import { closePreliminary } from "./close-preliminary";
import { columnsOf } from "./columns";
import { resultOf } from "./compute-result";
import { confirmRanking } from "./confirm-ranking";
import { dissentReport, prepareDissent, recordRefusal } from "./dissent-report";
import { draftReport, reportOf, saveReportTexts } from "./draft-report";
import { answerRecheck, askRecheck } from "./recheck-mark";
import { rejectBid } from "./reject-bid";
import { requestRecheck } from "./request-recheck";
import { readReport } from "./report-pdf";
import { readRoomFile } from "./room-files";
import { lockMarks, saveMark } from "./save-mark";
import { finishPreliminary, saveFindings } from "./save-findings";
import { openSigning, prepareReport, signReport } from "./sign-report";
import { viewConsolidation } from "./view-consolidation";
import { viewMarks } from "./view-marks";
import { viewReview } from "./view-review";
import { uploadFile } from "@/lib/usecases/file/upload-file";
import { submitReport } from "./submit-report";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let stage: OpeningStage;
let host: Host;
let bidders: Hand[];
let lotId: string;
let seats: readonly SeatedHand[];
let chair: Hand;
let pool: readonly Hand[];

/** EV-1: mean of all, F = 40, E1 = 1, E2 = 0.5. */
const PRICES = ["9650000.00", "9720000.00", "9480000.00", "9900000.00", "9310000.00"];
const asEv1 = (terms: CompleteTerms): CompleteTerms => ({
  ...terms,
  method: {
    ...terms.method,
    price: { ...terms.method.price!, benchmark: "B1", e1: "1", e2: "0.5", k1: [], k2: [], q1: [] },
  },
});

beforeAll(async () => {
  world = await tenderWorld();
  stage = await openingStage(world);
  Object.assign(world, { deps: stage.deps });
  host = await hostSide(world);
  bidders = [];
  for (const name of ["黔岭路桥", "遵义赤水河市政", "贵州乌江源建设", "黔南云雾山建筑", "铜仁梵净建工"])
    bidders.push(await world.hand(await world.party("bidder", `${name}有限公司`), "bidder", "陈思远"));
  ({ lotId } = await openedLot(world, stage, host, bidders, { terms: asEv1, prices: PRICES }));
  pool = await expertPool(world, 8);
  seats = await committeeAtWork(host.author, lotId, pool, stage.deps);
  chair = seats[0]!.hand;
}, 240_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

const bytesOf = async (body: AsyncIterable<Uint8Array>) => {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
};
const bidOf = async (party: Hand) => (await openedBids(lotId)).find((row) => row.partyId === party.actor.partyId)!;
async function* pdfBody() {
  yield new TextEncoder().encode("%PDF-1.7\n%%EOF\n");
}
const technical = new Uint8Array(200_000).map((_, at) => (at * 31) & 255);

describe("R-97, R-159: reading an opened bid", () => {
  it("members, its bidder and with a reason the supervisor read it; nobody else can tell it is there", async () => {
    const { bidId } = await bidOf(bidders[0]!);
    const files = await listBidFiles(chair.actor, { bidId }, stage.deps);
    expect(files.map(({ name, segmentName }) => [name, segmentName])).toEqual([
      ["施工组织设计.pdf", "technical"],
      ["投标函.pdf", "technical"],
      ["报价.pdf", "price"],
    ]);
    const place = { bidId, segment: 0, index: 0 };
    expect(await bytesOf((await readBidFile(bidders[0]!.actor, place, stage.deps)).body)).toEqual(technical);
    const range = await readBidFile(chair.actor, { ...place, from: 65_000, to: 66_000 }, stage.deps);
    expect(await bytesOf(range.body)).toEqual(technical.slice(65_000, 66_000));
    for (const stranger of [bidders[1]!.actor, host.author.actor, host.operator.actor])
      expect((await refusal(readBidFile(stranger, place, stage.deps))).code).toBe("NOT_ALLOWED");
    const watching = { ...host.author.actor, role: "supervisor" as const, partyId: host.supervisorId };
    expect((await refusal(readBidFile(watching, place, stage.deps))).code).toBe("REASON_NEEDED");
    await readBidFile(watching, { ...place, reason: "核查投诉线索" }, stage.deps);
    const looks = await db().auditEntry.findMany({ where: { action: "bid.read", actorRole: "supervisor" } });
    expect(looks.map(({ facts }) => facts)).toEqual([{ file: "施工组织设计.pdf", reason: "核查投诉线索" }]);
  });

  it("R-109, R-111: a seat alone opens no bid: not before all have signed at the door, not after the report", async () => {
    const { bidId } = await bidOf(bidders[0]!);
    const { state } = await db().committee.findUniqueOrThrow({ where: { lotId } });
    for (const shut of ["signIn", "declaring", "chair", "submitted"] as const) {
      await db().committee.update({ where: { lotId }, data: { state: shut } });
      expect((await refusal(listBidFiles(chair.actor, { bidId }, stage.deps))).code).toBe("NOT_ALLOWED");
      const read = readBidFile(chair.actor, { bidId, segment: 0, index: 0 }, stage.deps);
      expect((await refusal(read)).code).toBe("NOT_ALLOWED");
    }
    await db().committee.update({ where: { lotId }, data: { state } });
  });

  it("R-111: a file one expert made is not the whole pool's", async () => {
    const { id } = await uploadFile(chair.actor, { name: "意见.pdf", body: pdfBody() }, stage.deps);
    expect((await readFile(chair.actor, { fileId: id }, stage.deps)).file.name).toBe("意见.pdf");
    expect((await refusal(readFile(seats[1]!.hand.actor, { fileId: id }, stage.deps))).code).toBe("FILE_MISSING");
  });

  it("a changed ciphertext or header is shown to nobody", async () => {
    const { bidId, digest } = await bidOf(bidders[4]!);
    const upload = await db().upload.findFirstOrThrow({ where: { bidId } });
    const part = await db().uploadPart.findFirstOrThrow({ where: { uploadId: upload.id, segment: 0 } });
    const stored = await bytesOf(await stage.deps.objects.get(part.objectKey));
    const broken = stored.slice();
    broken[70_000]! ^= 1;
    const place = { bidId, segment: 0, index: 0 };
    const { objects } = stage.deps;
    const get: typeof objects.get = async (name, range) => {
      if (name !== part.objectKey) return objects.get(name, range);
      const { from = 0, to = broken.length } = range ?? {};
      return (async function* () {
        yield broken.slice(from, to);
      })();
    };
    const tampered = { ...stage.deps, objects: { ...objects, get } };
    const { body } = await readBidFile(chair.actor, place, tampered);
    await expect(bytesOf(body)).rejects.toMatchObject({ reason: "tag" });
    await db().openedBid.update({
      where: { digest },
      data: { secrets: { 1: { B: "A".repeat(43), O: "A".repeat(43) } } },
    });
    expect((await refusal(listBidFiles(chair.actor, { bidId }, stage.deps))).code).toBe("FILE_DAMAGED");
  });
});

describe("R-113, R-118: the preliminary review", () => {
  it("is done by each alone; a failure names its reason; nothing outside the documents", async () => {
    const { digest } = await bidOf(bidders[4]!);
    const finding = { digest, item: "qualification.1", pass: false };
    const [first, second] = [seats[0]!.hand.actor, seats[1]!.hand.actor];
    expect((await refusal(saveFindings(first, { lotId, findings: [finding] }))).code).toBe("REASON_NEEDED");
    const invented = { digest, item: "looks.nice", pass: true };
    expect((await refusal(saveFindings(first, { lotId, findings: [invented] }))).rules).toEqual(["R-113"]);
    expect((await refusal(saveFindings(host.author.actor, { lotId, findings: [invented] }))).code).toBe("NOT_ALLOWED");
    expect((await refusal(finishPreliminary(second, { lotId }))).code).toBe("NOT_READY");
    expect((await refusal(closePreliminary(first, { lotId }))).code).toBe("NOT_READY");
  });

  it("R-115: a question to a bidder is answered in time and signed, without the member's name", async () => {
    const { digest } = await bidOf(bidders[0]!);
    const question = "请说明附件三第 4 页的单位。";
    const asked = await askClarification(seats[2]!.hand.actor, { lotId, bid: digest, kind: "clarification", question });
    const { clarificationId } = asked;
    const seen = await viewClarification(bidders[0]!.actor, { clarificationId });
    expect(JSON.stringify({ ...seen, lot: null })).not.toContain(seats[2]!.hand.actor.name);
    expect((await refusal(viewClarification(bidders[1]!.actor, { clarificationId }))).code).toBe("NOT_ALLOWED");
    const answer = { clarificationId, answer: "单位为千元。" };
    const [signed] = await bidders[0]!.sign([await prepareClarification(bidders[0]!.actor, answer)]);
    const other = { ...answer, answer: "单位为元。", signed: signed! };
    expect((await refusal(answerClarification(bidders[0]!.actor, other, stage.deps))).code).toBe("CONTENT_CHANGED");
    await answerClarification(bidders[0]!.actor, { ...answer, signed: signed! }, stage.deps);
    const again = answerClarification(bidders[0]!.actor, { ...answer, signed: signed! }, stage.deps);
    expect((await refusal(again)).code).toBe("STATE_FORBIDS");
  });

  it("findings are votes: three of five reject, with ground, facts and record", async () => {
    const fourth = (await bidOf(bidders[4]!)).number;
    const first = (await bidOf(bidders[0]!)).number;
    await reviewAll(lotId, seats, [
      { seats: [1, 2, 3], bid: fourth, item: "qualification.1" },
      { seats: [1, 2, 3], bid: fourth, item: "price.cost" },
      { seats: [2], bid: first, item: "form.single" },
    ]);
    const { digest } = await bidOf(bidders[4]!);
    expect((await refusal(closePreliminary(chair.actor, { lotId }))).facts).toEqual({ missing: "decisions" });
    const rejection = { lotId, digest, item: "qualification.1", ground: "unqualified" as const, facts: "资质等级不足" };
    expect((await refusal(rejectBid(seats[1]!.hand.actor, rejection))).code).toBe("NOT_ALLOWED");
    expect((await refusal(rejectBid(chair.actor, { ...rejection, facts: "" }))).code).toBe("REASON_NEEDED");
    // below cost only after an inquiry.
    const belowCost = { ...rejection, item: "price.cost", ground: "belowCost" as const };
    expect((await refusal(rejectBid(chair.actor, belowCost))).code).toBe("INQUIRY_NEEDED");
    // A dissent of one is no majority.
    const one = { ...rejection, digest: (await bidOf(bidders[0]!)).digest, item: "form.single" };
    expect((await refusal(rejectBid(chair.actor, one))).facts).toEqual({ missing: "votes" });
    expect(await rejectBid(chair.actor, rejection)).toEqual({ votesFor: 3, votesAgainst: 2 });
    expect((await closePreliminary(chair.actor, { lotId })).state).toBe("detailed");
  });
});

describe("C-5, R-113: marks", () => {
  it("stay within bounds and steps, under codes of the member's own in the blind part", async () => {
    const { actor } = seats[0]!.hand;
    const bench = await benchOf(actor, lotId);
    const rejections = await db().rejection.findMany({ where: { lotId } });
    const columns = await columnsOf(bench, rejections, "technical");
    expect(columns.map(({ label }) => /^[A-Z]\d$/.test(label))).toEqual([true, true, true, true]);
    const bid = columns[0]!.key;
    const mark = (more: object) => saveMark(actor, { lotId, bid, criterion: "plan", value: "25", ...more });
    expect((await refusal(mark({ value: "30.5" }))).code).toBe("OUT_OF_RANGE");
    expect((await refusal(mark({ value: "25.3" }))).code).toBe("MARK_OFF_STEP");
    expect((await refusal(mark({ value: "9" }))).code).toBe("REASON_NEEDED");
    expect((await refusal(mark({ criterion: "experience", value: "5" }))).code).toBe("INPUT_INVALID");
    expect((await refusal(mark({ bid: columns[0]!.bid.digest }))).code).toBe("NOT_ALLOWED");
    expect((await mark({})).value).toBe("25.00");
    // In the blind part nothing is read by name, and no price or letter at all.
    const byName = readBidFile(actor, { bidId: columns[0]!.bid.bidId, segment: 0, index: 0 }, stage.deps);
    expect((await refusal(byName)).code).toBe("NOT_ALLOWED");
    const shown = await readRoomFile(actor, { lotId, key: bid, segment: 0, index: 0 }, stage.deps);
    expect(shown.file.name).toBe(`${bid}-0-0.pdf`);
    expect(await bytesOf(shown.body)).toEqual(technical);
    const price = readRoomFile(actor, { lotId, key: bid, segment: 1, index: 0 }, stage.deps);
    expect((await refusal(price)).code).toBe("FILE_MISSING");
    const letter = readRoomFile(actor, { lotId, key: bid, segment: 0, index: 1 }, stage.deps);
    expect((await refusal(letter)).code).toBe("FILE_MISSING");
    const { files } = await viewReview(actor, { lotId }, stage.deps);
    expect(new Set(files.filter((file) => file.bid !== "").map(({ role }) => role))).toEqual(new Set(["technical"]));
  });

  it("are whole when they are locked and fixed afterwards; the last lock of all computes the prices", async () => {
    expect((await refusal(lockMarks(seats[0]!.hand.actor, { lotId, phase: "technical" }))).code).toBe("NOT_READY");
    // Numbers are drawn, and one of the five bids is rejected: the far mark must be on one that counts.
    const numbered = (await benchOf(seats[0]!.hand.actor, lotId)).bids;
    const rejected = new Set((await db().rejection.findMany({ where: { lotId } })).map(({ digest }) => digest));
    const far = numbered.find(({ digest }) => !rejected.has(digest))!.number;
    const value = ({ seat, bid, criterion, max }: { seat: number; bid: number; criterion: string; max: string }) => {
      if (criterion === "experience") return bid % 2 === 0 && seat === 5 ? "15" : "20";
      // EV-10: one far from the others.
      return criterion === "safety" && bid === far && seat === 4 ? "4" : String(Number(max) - bid * 0.5);
    };
    for (const seat of seats.slice(0, 4)) await markAndLock(lotId, seat, "technical", value);
    const { actor } = seats[0]!.hand;
    const bench = await benchOf(actor, lotId);
    const [column] = await columnsOf(bench, await db().rejection.findMany({ where: { lotId } }), "technical");
    const late = saveMark(actor, { lotId, bid: column!.key, criterion: "plan", value: "1", reason: "改分" });
    expect((await refusal(late)).code).toBe("STATE_FORBIDS");
    expect(await resultOf(lotId)).toBeNull();
    // What the room answers a member holds its own marks alone, no result, and in the blind part no name and no price.
    const room = { ...(await viewReview(actor, { lotId }, stage.deps)), lot: null };
    const grid = (await viewMarks(seats[4]!.hand.actor, { lotId }))!;
    expect([grid.marks, grid.locked, await viewConsolidation(actor, { lotId })]).toEqual([[], false, null]);
    expect((await viewMarks(actor, { lotId }))!.marks).toHaveLength(8);
    expect([room.bids, room.votes, room.related]).toEqual([[], [], []]);
    for (const secret of ["有限公司", "施工组织设计.pdf", ...PRICES])
      expect(JSON.stringify({ ...room, now: null })).not.toContain(secret);
    await markAndLock(lotId, seats[4]!, "technical", value);
    for (const seat of seats) await markAndLock(lotId, seat, "business", value);
    expect((await benchOf(actor, lotId)).committee.state).toBe("pricing");
  });

  it("EV-1 through the stored path, four of the five bids being valid", async () => {
    const result = (await resultOf(lotId))!;
    // Mean of 9.65, 9.72, 9.48, 9.90 million: the rejected price does not enter.
    expect(result.benchmark.value).toBe("9687500.00");
    expect(result.benchmark.prices).toHaveLength(4);
    const byPrice = new Map(result.lines.map((line) => [line.price, line.groups.price]));
    // β = −0.3871, 0.3355, −2.1419, 2.1935 per cent, at 1 above and 0.5 below.
    expect(PRICES.slice(0, 4).map((price) => byPrice.get(price))).toEqual(["39.81", "39.66", "38.93", "37.81"]);
  });
});

describe("R-126: consolidation", () => {
  it("a far mark and unequal objective marks are warned of, asked about, and kept with both values", async () => {
    const { warnings } = (await resultOf(lotId))!;
    expect(warnings.some(({ kind, criterionId }) => kind === "deviates" && criterionId === "safety")).toBe(true);
    const unequal = warnings.filter(({ kind }) => kind === "unequal");
    expect(unequal.length).toBeGreaterThan(0);
    expect((await refusal(confirmRanking(chair.actor, { lotId }))).facts).toEqual({ missing: "objective" });
    for (const { bidId: digest, criterionId: criterion } of unequal) {
      const ask = { lotId, member: 5, digest, criterion, note: "客观项应一致" };
      expect((await refusal(askRecheck(seats[1]!.hand.actor, ask))).code).toBe("NOT_ALLOWED");
      const { recheckId } = await askRecheck(chair.actor, ask);
      expect((await refusal(confirmRanking(chair.actor, { lotId }))).facts).toEqual({ missing: "rechecks" });
      const answer = { lotId, recheckId, value: "20", reason: "核对业绩证明后更正" };
      expect((await refusal(answerRecheck(seats[1]!.hand.actor, answer))).code).toBe("NOT_ALLOWED");
      expect(await answerRecheck(seats[4]!.hand.actor, answer)).toEqual({ changed: true });
    }
    const kept = await db().markRecheck.findMany({ where: { lotId } });
    expect(kept.map(({ before, after }) => [before, after])).toEqual(unequal.map(() => ["15.00", "20.00"]));
    const after = (await resultOf(lotId))!;
    expect(after.warnings.filter(({ kind }) => kind === "unequal")).toEqual([]);
    expect(after.benchmark.value).toBe("9687500.00");
    await confirmRanking(chair.actor, { lotId });
  });
});

describe("R-123, R-124, R-167: the report", () => {
  it("recommends at most three, in the chair's hand", async () => {
    expect((await refusal(draftReport(seats[1]!.hand.actor, { lotId }))).code).toBe("NOT_ALLOWED");
    expect((await refusal(draftReport(chair.actor, { lotId, candidates: 4 }))).code).toBe("OUT_OF_RANGE");
    await draftReport(chair.actor, { lotId });
    const texts = { lotId, candidates: 3, matters: "核对项目经理在建项目\n复核安全生产许可证有效期" };
    await saveReportTexts(chair.actor, texts);
    expect((await refusal(readReport(host.author.actor, { lotId }, stage.deps))).code).toBe("FILE_MISSING");
    expect((await refusal(submitReport(chair.actor, { lotId }, stage.deps))).code).toBe("STATE_FORBIDS");
    await openSigning(chair.actor, { lotId }, stage.deps);
    expect((await refusal(saveReportTexts(chair.actor, texts))).code).toBe("STATE_FORBIDS");
  });

  it("is signed one after the other; who prepared on an older state signs again", async () => {
    const [first, second] = [seats[0]!.hand, seats[1]!.hand];
    const early = await second.sign([await prepareReport(second.actor, { lotId }, stage.deps)]);
    const [signed] = await first.sign([await prepareReport(first.actor, { lotId }, stage.deps)]);
    expect(await signReport(first.actor, { lotId, signed: signed! }, stage.deps)).toEqual({ pending: 4 });
    expect((await refusal(signReport(second.actor, { lotId, signed: early[0]! }, stage.deps))).code).toBe(
      "SIGNED_MEANWHILE",
    );
    for (const { hand } of seats.slice(1, 3)) {
      const [own] = await hand.sign([await prepareReport(hand.actor, { lotId }, stage.deps)]);
      await signReport(hand.actor, { lotId, signed: own! }, stage.deps);
    }
    expect((await refusal(submitReport(chair.actor, { lotId }, stage.deps))).facts).toEqual({ missing: "signatures" });
  });

  it("a dissent has a signed page of its own; who refuses both counts as agreeing", async () => {
    const { hand } = seats[3]!;
    const text = "对第二名施工组织设计的评分偏高，理由见评分表。";
    const [signed] = await hand.sign([await prepareDissent(hand.actor, { lotId, text }, stage.deps)]);
    const { fileId } = await dissentReport(hand.actor, { lotId, text, signed: signed! }, stage.deps);
    expect((await refusal(readFile(host.author.actor, { fileId }, stage.deps))).code).toBe("FILE_MISSING");
    const own = recordRefusal(chair.actor, { lotId, member: 1, reason: "未签字" });
    expect((await refusal(own)).code).toBe("INPUT_INVALID");
    const late = { lotId, member: 5, reason: "离席，未签字亦未说明理由" };
    expect((await refusal(recordRefusal(hand.actor, late))).code).toBe("NOT_ALLOWED");
    await recordRefusal(chair.actor, late);
  });

  it("goes to the tenderee with candidates and facts, in copy to the supervisor, and to the hub", async () => {
    const { fileId, candidates } = await submitReport(chair.actor, { lotId }, stage.deps);
    expect(candidates).toBe(3);
    const lot = await lotById(lotId);
    expect(lot.reportSubmittedAt).not.toBeNull();
    const rows = await db().candidate.findMany({ where: { lotId }, orderBy: { rank: "asc" } });
    expect(rows.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect(rows[0]!.facts).toMatchObject({ quality: "合格", duration: "360 日历天", manager: "龙正洪" });
    const { body } = await readFile(host.author.actor, { fileId }, stage.deps);
    const pdf = await bytesOf(body);
    // who dissented is named in the file itself, with the page that says why.
    const named = `${seats[3]!.hand.actor.name}（${lot.code}-PB1-B4）`;
    const hex = Buffer.from(named, "utf16le").swap16().toString("hex");
    expect(Buffer.from(pdf).toString("latin1").toLowerCase()).toContain(hex);
    const signatures = await readPdfSignatures(pdf);
    expect(signatures.map(({ reason }) => reason)).toEqual([null, null, null, null]);
    const told = await db().message.findMany({ where: { lotId, kind: { startsWith: "evaluation.report" } } });
    expect(told.map(({ kind, partyId }) => [kind, partyId])).toContainEqual([
      "evaluation.reportCopy",
      lot.tender.supervisorId,
    ]);
    expect(await db().outboxMessage.count({ where: { lotId, kind: 509 } })).toBe(1);
    expect((await refusal(readFile(bidders[0]!.actor, { fileId }, stage.deps))).code).toBe("FILE_MISSING");
    expect((await reportOf(lotId))!.state).toBe("submitted");
    expect((await refusal(submitReport(chair.actor, { lotId }, stage.deps))).code).toBe("STATE_FORBIDS");
  });
});

describe("R-126: the tenderee asks to check again", () => {
  it("only before any publicity, with its reason; the committee signs anew", async () => {
    const ask = { lotId, reason: "第二名安全文明施工评分偏离较大" };
    expect((await refusal(requestRecheck(bidders[0]!.actor, ask))).code).toBe("NOT_ALLOWED");
    expect((await refusal(requestRecheck(host.author.actor, { ...ask, reason: "" }))).code).toBe("REASON_NEEDED");
    await requestRecheck(host.author.actor, ask);
    expect((await lotById(lotId)).reportSubmittedAt).toBeNull();
    expect(await db().candidate.count({ where: { lotId } })).toBe(0);
    const { digest } = (await db().score.findFirst({ where: { memberId: seats[3]!.member.id, value: "4.00" } }))!;
    const { recheckId } = await askRecheck(chair.actor, { lotId, member: 4, digest, criterion: "safety" });
    expect((await refusal(openSigning(chair.actor, { lotId }, stage.deps))).facts).toEqual({ missing: "rechecks" });
    await answerRecheck(seats[3]!.hand.actor, { lotId, recheckId, value: "9", reason: "漏看第三章，更正" });
    await openSigning(chair.actor, { lotId }, stage.deps);
    for (const { hand } of seats) {
      const [own] = await hand.sign([await prepareReport(hand.actor, { lotId }, stage.deps)]);
      await signReport(hand.actor, { lotId, signed: own! }, stage.deps);
    }
    expect((await submitReport(chair.actor, { lotId }, stage.deps)).candidates).toBe(3);
    const changed = await db().outboxMessage.findMany({ where: { lotId, kind: 509 }, orderBy: { seq: "asc" } });
    expect(changed.map(({ op }) => op)).toEqual(["create", "update"]);
  });
});
