import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPdfSignatures } from "@/lib/adapters/pdf/verify-pdf";
import { sha256Hex } from "@/lib/crypto/bytes";
import { verifyCms } from "@/lib/crypto/cms";
import { REPORT_CHECKLIST } from "@/lib/domain/award";
import { db, inTransaction } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { lotById } from "@/lib/store/lots";
import { endSuspension, suspendLot } from "@/lib/store/suspensions";
import { goTo, priceOf, reportedLot } from "@/lib/testing/award-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest } from "@/lib/testing/identity";
import { refusal } from "@/lib/testing/refused";
import { approve, type Host, hostSide, publish } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { packArchive } from "@/lib/usecases/archive/pack-archive";
import { keepBond, refundBond } from "@/lib/usecases/bond/refund-bond";
import { givePerformanceBond } from "@/lib/usecases/contract/give-performance-bond";
import { draftContract } from "@/lib/usecases/contract/draft-contract";
import { prepareSupervisorReport, sendSupervisorReport } from "./report-to-supervisor";
import { prepareContract, signContract } from "@/lib/usecases/contract/sign-contract";
import { bytesOfFile, readFile } from "@/lib/usecases/file/read-file";
import { sealNotice } from "@/lib/usecases/notice/seal-notice";
import { viewPublicTender } from "@/lib/usecases/tender/view-public-tender";
import { viewNotice } from "@/lib/usecases/notice/view-notice";
import { answerObjection, prepareAnswer } from "@/lib/usecases/objection/answer-objection";
import { fileObjection, prepareObjection } from "@/lib/usecases/objection/file-objection";
import { prepareObjectionWithdrawal, withdrawObjection } from "@/lib/usecases/objection/withdraw-objection";
import { fixWinner, prepareWinner } from "./fix-winner";
import { giveUp, prepareGiveUp } from "./give-up";
import { prepareLetters, sendLetters } from "./send-letters";
import { submitCandidates } from "./submit-candidates";
import { viewAward } from "./view-award";
import { viewLetter } from "./view-letter";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let host: Host;
let bidders: Hand[];

beforeAll(async () => {
  world = await tenderWorld();
  host = await hostSide(world);
  bidders = [];
  for (const name of ["黔岭路桥工程有限公司", "遵义市政建设有限公司", "乌江源建设工程有限公司", "云雾山建筑有限公司"])
    bidders.push(await world.hand(await world.party("bidder", name), "bidder", "陈思远"));
}, 120_000);
afterAll(() => world.close());

const codeOf = async (work: Promise<unknown>): Promise<string> => (await refusal(work)).code;
const all = { checklist: [...REPORT_CHECKLIST] };

async function display(lotId: string): Promise<string> {
  const { noticeId } = await submitCandidates(host.author.actor, { lotId, ...all }, world.deps);
  await approve(host.reviewer, noticeId);
  await publish(world, host.author, noticeId);
  return noticeId;
}

async function choose(lotId: string, digest: string, ground = "", reason = "") {
  const input = { lotId, digest, ground, reason };
  const [signed] = await host.author.sign([await prepareWinner(host.author.actor, input)]);
  return fixWinner(host.author.actor, { ...input, signed: signed! }, world.deps);
}

async function letters(lotId: string) {
  const signed = await host.author.sign(await prepareLetters(host.author.actor, { lotId }, world.deps));
  return sendLetters(host.author.actor, { lotId, signed }, world.deps);
}

async function object(hand: Hand, lotId: string) {
  const facts = `${hand.actor.partyName}认为第一名的业绩不满足招标文件要求。`;
  const words = { interest: "", facts, claim: "请求重新评审。" };
  const input = { lotId, kind: "result" as const, ...words };
  const [signed] = await hand.sign([await prepareObjection(hand.actor, input)]);
  return fileObjection(hand.actor, { ...input, signed: signed! }, world.deps);
}

const draftOf = (lotId: string, changes = {}) => ({
  lotId,
  number: "HT-01",
  object: "贵阳市东站路道路工程施工 A01 主体工程",
  price: priceOf(1),
  quality: "合格",
  durationDays: 360,
  manager: "龙正洪",
  clauses: "缺陷责任期 24 个月。",
  ...changes,
});

async function sign(hand: Hand, lotId: string) {
  const signed = await hand.sign(await prepareContract(hand.actor, { lotId }, world.deps));
  return signContract(hand.actor, { lotId, signed }, world.deps);
}

const kinds = async (lotId: string) =>
  (await db().outboxMessage.findMany({ where: { lotId }, select: { kind: true } })).map(({ kind }) => kind);

describe("R-126 to R-147: from the report to the archive", () => {
  let lotId: string;
  let digests: readonly string[];
  beforeAll(async () => {
    ({ lotId, digests } = await reportedLot(world, host, bidders));
  }, 120_000);

  it("R-126, R-137, R-138: the candidates are checked, displayed and reported to the hub", async () => {
    const partial = { lotId, checklist: REPORT_CHECKLIST.slice(1) };
    expect(await codeOf(submitCandidates(host.author.actor, { ...partial }, world.deps))).toBe("NOT_READY");
    expect(await codeOf(submitCandidates(bidders[0]!.actor, { lotId, ...all }, world.deps))).toBe("NOT_ALLOWED");
    expect(await codeOf(choose(lotId, digests[0]!))).toBe("STATE_FORBIDS");
    const noticeId = await display(lotId);
    const view = await viewNotice(guest, { noticeId });
    expect(view.content.sections[0]!.table!.rows).toHaveLength(3);
    expect(await kinds(lotId)).toEqual(expect.arrayContaining([510, 511]));
    const [sent] = await db().outboxMessage.findMany({ where: { lotId, kind: 510 } });
    const list = (sent!.payload as { CANDIDATES: { WIN_CANDIDATE_ORDER: string }[] }).CANDIDATES;
    expect(list.map((one) => one.WIN_CANDIDATE_ORDER)).toEqual(["1", "2", "3"]);
    expect(await codeOf(choose(lotId, digests[0]!))).toBe("TOO_EARLY");
    // On display once: what was published is not displayed anew.
    expect(await codeOf(submitCandidates(host.author.actor, { lotId, ...all }, world.deps))).toBe("STATE_FORBIDS");
  }, 120_000);

  it("R-127, R-128: an objection in time holds the award; the answer or the withdrawal lets it go on", async () => {
    const first = await object(bidders[1]!, lotId);
    const second = await object(bidders[3]!, lotId);
    expect([first.inTime, second.inTime]).toEqual([true, true]);
    expect(await codeOf(object(host.author, lotId))).toBe("NOT_ALLOWED");
    await goTo(new Date((await lotById(lotId)).candidatesTo!.getTime() + 1000));
    expect(await codeOf(choose(lotId, digests[0]!))).toBe("SUSPENDED");
    const answer = { objectionId: first.objectionId, answer: "经核查，业绩证明材料真实，满足要求。" };
    expect(await codeOf(prepareAnswer(bidders[1]!.actor, answer))).toBe("NOT_ALLOWED");
    const [signed] = await host.author.sign([await prepareAnswer(host.author.actor, answer)]);
    const { resumed } = await answerObjection(host.author.actor, { ...answer, signed: signed! }, world.deps);
    expect(resumed).toBe(false);
    // the answered one is public, without who raised it; the other is not there yet.
    const { lots } = await viewPublicTender(guest, { code: (await lotById(lotId)).tender.code });
    const shown = lots.find(({ lot }) => lot.id === lotId)!.objections;
    expect(shown.map((one) => one.answer)).toEqual([answer.answer]);
    expect(shown[0]!.facts).toContain("认为第一名的业绩不满足");
    for (const { partyName, name } of [bidders[1]!.actor, bidders[3]!.actor])
      expect([JSON.stringify(shown).includes(partyName), JSON.stringify(shown).includes(name)]).toEqual([false, false]);
    const mine = { objectionId: second.objectionId };
    expect(await codeOf(prepareObjectionWithdrawal(bidders[0]!.actor, mine))).toBe("NOT_ALLOWED");
    const [back] = await bidders[3]!.sign([await prepareObjectionWithdrawal(bidders[3]!.actor, mine)]);
    expect(await withdrawObjection(bidders[3]!.actor, { ...mine, signed: back! }, world.deps)).toEqual({
      resumed: true,
    });
    expect((await lotById(lotId)).suspendedAt).toBeNull();
    // Late now: recorded, and nothing stands still for it.
    expect((await object(bidders[2]!, lotId)).inTime).toBe(false);
    expect((await lotById(lotId)).suspendedAt).toBeNull();
  }, 120_000);

  it("R-31, R-127: a signed objection counts once, whether it is doubled or kept and sent again", async () => {
    const hand = bidders[2]!;
    const words = { interest: "", facts: "开标记录与公示内容不一致。", claim: "请求更正。" };
    const input = { lotId, kind: "result" as const, ...words };
    const [signed] = await hand.sign([await prepareObjection(hand.actor, input)]);
    const send = () => fileObjection(hand.actor, { ...input, signed: signed! }, world.deps);
    const before = await db().objection.count({ where: { lotId } });
    const twice = await Promise.allSettled([send(), send()]);
    expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await codeOf(send())).toBe("CONTENT_CHANGED");
    expect(await db().objection.count({ where: { lotId } })).toBe(before + 1);
  }, 60_000);

  it("R-140, R-141: no other than the first without a ground of the law, and only a candidate", async () => {
    expect(await codeOf(choose(lotId, digests[3]!))).toBe("NOT_A_CANDIDATE");
    expect(await codeOf(choose(lotId, digests[1]!, "", "更熟悉"))).toBe("GROUND_NEEDED");
    expect(await codeOf(choose(lotId, digests[1]!, "gaveUp", ""))).toBe("REASON_NEEDED");
    await choose(lotId, digests[0]!);
    expect(await codeOf(choose(lotId, digests[0]!))).toBe("STATE_FORBIDS");
  }, 120_000);

  it("R-144: one letter to each bidder, all or none, and the result is public", async () => {
    const signed = await host.author.sign(await prepareLetters(host.author.actor, { lotId }, world.deps));
    const few = signed.slice(1);
    expect(await codeOf(sendLetters(host.author.actor, { lotId, signed: few }, world.deps))).toBe("STALE");
    const mixed = [signed[1]!, signed[0]!, ...signed.slice(2)];
    expect(await codeOf(sendLetters(host.author.actor, { lotId, signed: mixed }, world.deps))).toBe("CONTENT_CHANGED");
    expect(await db().awardLetter.count({ where: { lotId } })).toBe(0);
    expect(await sendLetters(host.author.actor, { lotId, signed }, world.deps)).toEqual({ sent: 4 });
    const letter = await viewLetter(bidders[0]!.actor, { lotId });
    expect([letter.won, letter.letter.kind]).toEqual([true, "win"]);
    const pdf = await bytesOfFile(await fileById(letter.letter.pdfFileId!), world.deps);
    expect((await readPdfSignatures(pdf)).map(({ reason }) => reason)).toEqual([null]);
    // Nobody reads another's letter.
    const theirs = { fileId: letter.letter.pdfFileId! };
    expect(await codeOf(readFile(bidders[1]!.actor, theirs, world.deps))).toBe("FILE_MISSING");
    await expectSealed(lotId, "resultNotice");
    expect(await kinds(lotId)).toContain(513);
  }, 120_000);

  it("R-146: the written report is compiled, signed and with the supervisor, once", async () => {
    const report = async (hand: Hand) => {
      const signed = await hand.sign(await prepareSupervisorReport(hand.actor, { lotId }, world.deps));
      return sendSupervisorReport(hand.actor, { lotId, signed }, world.deps);
    };
    expect(await codeOf(report(bidders[0]!))).toBe("NOT_ALLOWED");
    const { fileId, late } = await report(host.author);
    expect(late).toBe(false);
    const pdf = await bytesOfFile(await fileById(fileId), world.deps);
    expect((await readPdfSignatures(pdf)).map(({ reason }) => reason)).toEqual([null]);
    const told = await db().message.findMany({ where: { lotId, kind: "award.reported" } });
    expect(told.map(({ partyId }) => partyId)).toEqual([host.supervisorId]);
    expect(await codeOf(readFile(bidders[0]!.actor, { fileId }, world.deps))).toBe("FILE_MISSING");
    expect(await codeOf(report(host.author))).toBe("STATE_FORBIDS");
  }, 120_000);

  it("R-145: a contract that differs in substance is refused, whichever field it is", async () => {
    for (const change of [
      { price: "17000001.01" },
      { durationDays: 361 },
      { quality: "优良" },
      { manager: "赵青岚" },
      { object: "另一工程" },
    ])
      expect(await codeOf(draftContract(host.author.actor, draftOf(lotId, change)))).toBe("DIFFERS_FROM_BID");
    expect(await codeOf(prepareContract(host.author.actor, { lotId }, world.deps))).toBe("STATE_FORBIDS");
    await draftContract(host.author.actor, draftOf(lotId));
    expect(await codeOf(prepareContract(bidders[1]!.actor, { lotId }, world.deps))).toBe("NOT_ALLOWED");
    // the documents demand a tenth of the price; nobody signs before it is there, and no more can be asked.
    const owed = await codeOf(prepareContract(host.author.actor, { lotId }, world.deps));
    expect(owed).toBe("NOT_READY");
    const bond = { lotId, form: "guarantee" as const, number: "BH-2026-01", validTo: "2029-01-01" };
    const give = (amount: string, hand = bidders[0]!, more = {}) =>
      givePerformanceBond(hand.actor, { ...bond, amount, ...more });
    expect(await codeOf(give("1700000.10", bidders[1]!))).toBe("NOT_ALLOWED");
    for (const amount of ["1700000.09", "1700000.11"]) expect(await codeOf(give(amount))).toBe("OUT_OF_RANGE");
    expect(await codeOf(give("1700000.10", bidders[0]!, { validTo: "" }))).toBe("NOT_READY");
    await give("1700000.10");
    expect((await viewLetter(bidders[0]!.actor, { lotId })).performanceBond?.given?.amountFen).toBe(170_000_010n);
    // What was prepared before a new draft signs nothing.
    const old = await bidders[0]!.sign(await prepareContract(bidders[0]!.actor, { lotId }, world.deps));
    await draftContract(host.author.actor, draftOf(lotId, { clauses: "" }));
    expect(await codeOf(signContract(bidders[0]!.actor, { lotId, signed: old }, world.deps))).toBe("CONTENT_CHANGED");
    const { compared } = await viewLetter(bidders[0]!.actor, { lotId });
    expect(compared!.every(({ same }) => same)).toBe(true);
  }, 120_000);

  it("R-145: both sides sign one file; who prepared beside the other signs again", async () => {
    const beside = await host.author.sign(await prepareContract(host.author.actor, { lotId }, world.deps));
    expect(await sign(bidders[0]!, lotId)).toEqual({ state: "halfSigned" });
    expect(await codeOf(signContract(host.author.actor, { lotId, signed: beside }, world.deps))).toBe(
      "SIGNED_MEANWHILE",
    );
    expect(await sign(host.author, lotId)).toEqual({ state: "signed" });
    const contract = await db().contract.findUniqueOrThrow({ where: { lotId } });
    const pdf = await bytesOfFile(await fileById(contract.pdfFileId!), world.deps);
    expect((await readPdfSignatures(pdf)).map(({ reason }) => reason)).toEqual([null, null]);
    for (const reader of [host.author, bidders[0]!])
      expect((await readFile(reader.actor, { fileId: contract.pdfFileId! }, world.deps)).file.media).toBe(
        "application/pdf",
      );
    await expectSealed(lotId, "contractNotice");
    expect(await kinds(lotId)).toContain(512);
  }, 120_000);

  it("R-89, R-93: bonds go back with interest once, or stay on a ground of the law", async () => {
    const bonds = await db().bond.findMany({ where: { lotId }, orderBy: { number: "asc" } });
    expect(bonds.map(({ state }) => state)).toEqual(Array(4).fill("refundDue"));
    const { contractSignedAt } = await lotById(lotId);
    expect(bonds[0]!.refundDue!.getTime()).toBeGreaterThan(contractSignedAt!.getTime() + 4 * 86_400_000);
    const input = { bondId: bonds[0]!.id, interest: "812.33" };
    expect(await codeOf(refundBond(bidders[0]!.actor, input))).toBe("NOT_ALLOWED");
    const both = await Promise.allSettled([
      refundBond(host.author.actor, input),
      refundBond(host.reviewer.actor, input),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await db().bond.findUniqueOrThrow({ where: { id: bonds[0]!.id } })).interestFen).toBe(81_233n);
    await goTo(new Date(bonds[1]!.refundDue!.getTime() + 1000));
    expect((await refundBond(host.author.actor, { bondId: bonds[1]!.id, interest: "0.00" })).late).toBe(true);
    const kept = { bondId: bonds[2]!.id, ground: "refusedToSign" as const, evidence: "书面通知三次未签。" };
    await keepBond(host.author.actor, kept);
    expect(await codeOf(refundBond(host.author.actor, { bondId: bonds[2]!.id, interest: "0.00" }))).toBe(
      "STATE_FORBIDS",
    );
  }, 120_000);

  it("R-147, R-160: the package holds what its signed list says, byte for byte", async () => {
    expect(await codeOf(packArchive(bidders[0]!.actor, { lotId }, world.deps))).toBe("NOT_ALLOWED");
    const { fileId } = await packArchive(host.author.actor, { lotId }, world.deps);
    const { file } = await readFile(host.reviewer.actor, { fileId }, world.deps);
    const members = unzipSync(await bytesOfFile(file, world.deps));
    const index = members["index.json"]!;
    expect((await verifyCms(index, members["index.p7s"]!)).ok).toBe(true);
    const { files } = JSON.parse(new TextDecoder().decode(index)) as { files: { name: string; sha256: string }[] };
    expect(files.map(({ name }) => name).sort()).toEqual(
      Object.keys(members)
        .filter((name) => !name.startsWith("index."))
        .sort(),
    );
    for (const { name, sha256 } of files) expect(await sha256Hex(members[name]!)).toBe(sha256);
    for (const part of ["award/win-", "award/lose-", "award/contract", "tender/notices/contractNotice-"])
      expect(files.some(({ name }) => name.startsWith(part))).toBe(true);
    expect(await codeOf(readFile(bidders[1]!.actor, { fileId }, world.deps))).toBe("FILE_MISSING");
    const { archive } = await viewAward(host.author.actor, { lotId });
    expect(archive!.members).toHaveLength(files.length);
  }, 120_000);
});

describe("R-134: a lot under order stands still, whatever comes next", () => {
  it("refuses each step from the report to the contract", async () => {
    const { lotId, digests } = await reportedLot(world, host, bidders, { bonds: false });
    const stop = () =>
      inTransaction((tx) => suspendLot(tx, { lotId, cause: "order", refId: lotId, reason: "责令暂停" }));
    const go = () => inTransaction((tx) => endSuspension(tx, lotId, lotId));
    const held = async (work: () => Promise<unknown>) => {
      await stop();
      const code = await codeOf(work());
      await go();
      return code;
    };
    const { author } = host;
    expect(await held(() => submitCandidates(author.actor, { lotId, ...all }, world.deps))).toBe("SUSPENDED");
    const { noticeId } = await submitCandidates(author.actor, { lotId, ...all }, world.deps);
    await approve(host.reviewer, noticeId);
    expect(await held(() => publish(world, author, noticeId))).toBe("SUSPENDED");
    await publish(world, author, noticeId);
    await goTo(new Date((await lotById(lotId)).candidatesTo!.getTime() + 1000));
    expect(await held(() => choose(lotId, digests[0]!))).toBe("SUSPENDED");
    await choose(lotId, digests[0]!);
    expect(await held(() => letters(lotId))).toBe("SUSPENDED");
    await letters(lotId);
    expect(await held(() => draftContract(author.actor, draftOf(lotId)))).toBe("SUSPENDED");
    await draftContract(author.actor, draftOf(lotId));
    expect(await held(() => sign(author, lotId))).toBe("SUSPENDED");
    const away = { lotId, ground: "gaveUp" as const, reason: "来函放弃中标。" };
    expect(await held(() => prepareGiveUp(author.actor, away))).toBe("SUSPENDED");
  }, 120_000);
});

describe("R-140: a winner that falls away", () => {
  it("is never chosen again; another of the candidates wins, and what was public is corrected in public", async () => {
    const { lotId, digests } = await reportedLot(world, host, bidders, { bonds: false });
    await display(lotId);
    await goTo(new Date((await lotById(lotId)).candidatesTo!.getTime() + 1000));
    await choose(lotId, digests[0]!);
    await letters(lotId);
    const input = { lotId, ground: "gaveUp" as const, reason: "来函放弃中标。" };
    expect(await codeOf(prepareGiveUp(bidders[0]!.actor, input))).toBe("NOT_ALLOWED");
    const [signed] = await host.author.sign([await prepareGiveUp(host.author.actor, input)]);
    await giveUp(host.author.actor, { ...input, signed: signed! }, world.deps);
    expect((await viewLetter(bidders[0]!.actor, { lotId })).won).toBe(false);
    expect(await codeOf(choose(lotId, digests[0]!))).toBe("NOT_A_CANDIDATE");
    expect(await codeOf(choose(lotId, digests[2]!))).toBe("GROUND_NEEDED");
    await choose(lotId, digests[1]!);
    // Letters made for a winner that falls away before they are sent go to nobody.
    const early = await host.author.sign(await prepareLetters(host.author.actor, { lotId }, world.deps));
    const [again] = await host.author.sign([await prepareGiveUp(host.author.actor, input)]);
    await giveUp(host.author.actor, { ...input, signed: again! }, world.deps);
    await choose(lotId, digests[2]!);
    expect(await codeOf(sendLetters(host.author.actor, { lotId, signed: early }, world.deps))).toBe("STALE");
    await letters(lotId);
    expect((await viewLetter(bidders[2]!.actor, { lotId })).won).toBe(true);
    const results = await db().notice.findMany({ where: { type: "resultNotice", lots: { some: { lotId } } } });
    expect(results.map(({ nature }) => nature).sort()).toEqual(["1", "1", "2"]);
    const sent = await db().outboxMessage.findMany({ where: { lotId, kind: 513 }, orderBy: { occurredAt: "asc" } });
    expect(sent.map(({ op }) => op)).toEqual(["create", "cancel", "create"]);
  }, 120_000);
});

/** Public with its act, signed by the platform within a second, and what the page says can be checked. */
async function expectSealed(lotId: string, type: string): Promise<void> {
  const where = { type, lots: { some: { lotId } } };
  const { id } = await db().notice.findFirstOrThrow({ where });
  expect((await viewNotice(guest, { noticeId: id })).verification.good).toBe(true);
  await sealNotice(id, world.deps);
  await sealNotice(id, world.deps);
  const sealed = await viewNotice(guest, { noticeId: id });
  expect(sealed.verification.good).toBe(true);
  expect(sealed.verification.signers).toHaveLength(1);
  const pdf = await bytesOfFile(await fileById(sealed.pdf!.fileId), world.deps);
  expect((await readPdfSignatures(pdf)).map(({ reason }) => reason)).toEqual([null]);
}
