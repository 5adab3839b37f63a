import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePolicy, parseTenderRecord } from "@/lib/crypto/policy";
import { verifyCms } from "@/lib/crypto/cms";
import { type CompleteTerms, SECTIONS, type Section } from "@/lib/domain/terms";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { currentPolicy, currentTenderRecord } from "@/lib/store/policies";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest } from "@/lib/testing/identity";
import { refusal } from "@/lib/testing/refused";
import { sampleTerms } from "@/lib/testing/tender-terms";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { saveSection } from "@/lib/usecases/document/save-section";
import { addLot, addLotInput } from "@/lib/usecases/lot/add-lot";
import { createProject, createProjectInput } from "@/lib/usecases/project/create-project";
import { prepareUseContract, signUseContract } from "@/lib/usecases/project/sign-use-contract";
import { verifyProject } from "@/lib/usecases/project/verify-project";
import { createTender, createTenderInput } from "@/lib/usecases/tender/create-tender";
import { preparePublication } from "./prepare-publication";
import { publishNotice } from "./publish-notice";
import { reviewNotice } from "./review-notice";
import { viewNotice } from "./view-notice";
import { submitNotice } from "./submit-notice";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let author: Hand;
let reviewer: Hand;
let operator: Hand;
let supervisorId: string;

beforeAll(async () => {
  world = await tenderWorld();
  const host = await world.party("tenderee", "贵阳市公共交通建设中心");
  author = await world.hand(host, "tenderee", "陆远航");
  reviewer = await world.hand(host, "tenderee", "杨涛");
  operator = await world.hand(await world.party("operator", "信标运营"), "operator", "值班员");
  supervisorId = (await world.party("supervisor", "贵阳市住房和城乡建设局")).id;
});
afterAll(() => world.close());

const projectForm = (changes: Record<string, unknown> = {}) =>
  createProjectInput.parse({
    name: "贵阳市东站路道路工程",
    regionCode: "520100",
    industryCode: "E48",
    address: "贵阳市双龙航空港经济区",
    ownerName: "贵阳市公共交通建设中心",
    fundSource: "市级财政资金 60%，自筹 40%",
    scale: "全长 3.62 km",
    approvalName: "关于东站路工程可行性研究报告的批复",
    approvalNo: "筑发改投资〔2026〕88 号",
    approvalAuthority: "贵阳市发展和改革委员会",
    contactName: "陆远航",
    contactPhone: "0851-05550212",
    ...changes,
  });

const tenderForm = (projectId: string, changes: Record<string, unknown> = {}) =>
  createTenderInput.parse({
    projectId,
    name: "贵阳市东站路道路工程施工",
    type: "A02",
    category: "construction",
    content: "道路、排水、桥涵工程",
    supervisorId,
    soeFunds: "true",
    investment: "20000000",
    budget: "12,000,000.00",
    ...changes,
  });

async function verifiedProject(): Promise<string> {
  const { id } = await createProject(author.actor, projectForm());
  await verifyProject(operator.actor, { projectId: id, decision: "verify", reason: "" });
  return id;
}

async function lotWith(
  change: (terms: CompleteTerms) => CompleteTerms = (terms) => terms,
  tenderChanges: Record<string, unknown> = {},
) {
  const projectId = await verifiedProject();
  const tender = await createTender(author.actor, tenderForm(projectId, tenderChanges));
  const form = {
    tenderId: tender.id,
    name: "A01 主体工程",
    content: "主体工程",
    estimate: "18,500,000.00",
    durationDays: 360,
  };
  const lot = await addLot(author.actor, addLotInput.parse(form));
  const terms = change(sampleTerms(await platformNow()));
  let version = 0;
  for (const section of SECTIONS) {
    if (terms[section] === undefined) continue;
    ({ version } = await saveSection(author.actor, { lotId: lot.id, section, value: terms[section], version }));
  }
  return { tenderId: tender.id, lotId: lot.id, version };
}

async function approved(lot: { tenderId: string; lotId: string }): Promise<string> {
  const { noticeId } = await submitNotice(author.actor, { tenderId: lot.tenderId, lotIds: [lot.lotId] }, world.deps);
  const notice = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
  await reviewNotice(reviewer.actor, { noticeId, decision: "approve", digest: notice.digest!, comment: "" });
  return noticeId;
}

const without = (section: Section) => (terms: CompleteTerms) => ({ ...terms, [section]: undefined }) as CompleteTerms;

describe("R-23: no project before the contract of use", () => {
  it("is refused, then signed, then allowed", async () => {
    const before = await refusal(createProject(author.actor, projectForm()));
    expect(before.code).toBe("NO_USE_CONTRACT");
    const [signed] = await author.sign(await prepareUseContract(author.actor, {}));
    const { number } = await signUseContract(author.actor, { signed: signed! }, world.deps);
    expect(number).toMatch(/^SY-/);
    expect((await createProject(author.actor, projectForm())).code).toMatch(/^E5201000001\d{6}$/);
  });
});

describe("R-04: approval data or an exemption", () => {
  it("neither: refused; exemption: taken", async () => {
    const none = { approvalName: "", approvalNo: "", approvalAuthority: "" };
    const no = await refusal(createProject(author.actor, projectForm(none)));
    expect(no).toMatchObject({ code: "NOT_READY", rules: ["R-04"] });
    await expect(
      createProject(author.actor, projectForm({ ...none, exemption: "企业自筹，无须审批" })),
    ).resolves.toBeTruthy();
  });
});

describe("R-20: four eyes at the first entry", () => {
  it("two operators at once: the second finds it decided; the report to the hub is queued once", async () => {
    const { id, code } = await createProject(author.actor, projectForm());
    const decide = () => verifyProject(operator.actor, { projectId: id, decision: "verify", reason: "" });
    const results = await Promise.allSettled([decide(), decide()]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await db().outboxMessage.count({ where: { kind: 500, key: code } })).toBe(1);
  });
});

describe("R-05: the mode matches the approval", () => {
  it("approved open, invited asked", async () => {
    const projectId = await verifiedProject();
    const no = await refusal(
      createTender(author.actor, tenderForm(projectId, { mode: "invited", modeGround: "技术复杂" })),
    );
    expect(no.rules).toEqual(["R-05"]);
  });
});

describe("R-09: an agency needs its mandate", () => {
  it("is refused without the file", async () => {
    const agency = await world.party("agency", "贵州衡准工程咨询有限公司");
    const projectId = await verifiedProject();
    const no = await refusal(createTender(author.actor, tenderForm(projectId, { agencyId: agency.id })));
    expect(no).toMatchObject({ code: "NOT_READY", facts: { missing: "mandate" } });
  });
});

describe("R-01: mandatory by the estimates of the lots", () => {
  it("is computed again with every lot", async () => {
    const projectId = await verifiedProject();
    const tender = await createTender(author.actor, tenderForm(projectId));
    const statutory = async () => (await db().tender.findUniqueOrThrow({ where: { id: tender.id } })).statutory;
    const add = (estimate: string) =>
      addLot(
        author.actor,
        addLotInput.parse({ tenderId: tender.id, name: "标段", content: "内容", estimate, durationDays: 30 }),
      );
    await add("2000000");
    expect(await statutory()).toBe(false);
    await add("2000000");
    expect(await statutory()).toBe(true);
  });
});

describe("R-48: every section", () => {
  it.each(["method", "contract", "qualification", "technical"] as const)("without %s", async (section) => {
    const lot = await lotWith(without(section));
    const no = await refusal(submitNotice(author.actor, { tenderId: lot.tenderId, lotIds: [lot.lotId] }, world.deps));
    expect(no.code).toBe("RULES_BROKEN");
    expect(no.rules).toContain("R-48");
  });
});

describe("R-61: two people in one draft", () => {
  it("the second save is refused, not merged", async () => {
    const lot = await lotWith();
    const save = (version: number) =>
      saveSection(author.actor, {
        lotId: lot.lotId,
        section: "contact",
        value: { name: "甲", phone: "1", email: "", address: "" },
        version,
      });
    const results = await Promise.allSettled([save(lot.version), save(lot.version)]);
    const rejected = results.filter((one) => one.status === "rejected");
    expect(rejected).toHaveLength(1);
    expect((rejected[0] as PromiseRejectedResult).reason.code).toBe("STALE");
  });
});

const broken = async (change: (terms: CompleteTerms) => CompleteTerms) => {
  const lot = await lotWith(change);
  return refusal(submitNotice(author.actor, { tenderId: lot.tenderId, lotIds: [lot.lotId] }, world.deps));
};
const sooner = (days: number) => (terms: CompleteTerms) => {
  const at = new Date(Date.parse(terms.schedule.documentsFrom) + days * 86_400_000).toISOString();
  return { ...terms, schedule: { ...terms.schedule, deadline: at, documentsTo: at, questionsUntil: at } };
};

describe("R-47: twenty days for bids", () => {
  it("nineteen are refused", async () => {
    expect((await broken(sooner(19))).rules).toContain("R-47");
  });
});

describe("R-45: five days of availability", () => {
  it("four are refused", async () => {
    const short = (terms: CompleteTerms) => {
      const to = new Date(Date.parse(terms.schedule.documentsFrom) + 4 * 86_400_000).toISOString();
      return { ...terms, schedule: { ...terms.schedule, documentsTo: to } };
    };
    expect((await broken(short)).rules).toContain("R-45");
  });
});

describe("R-49: bid validity", () => {
  it("none is refused", async () => {
    expect((await broken((terms) => ({ ...terms, schedule: { ...terms.schedule, validityDays: 0 } }))).rules).toContain(
      "R-49",
    );
  });
});

describe("R-43: objection contact", () => {
  it("without a telephone is refused", async () => {
    expect((await broken((terms) => ({ ...terms, contact: { ...terms.contact, phone: "" } }))).rules).toContain("R-43");
  });
});

describe("R-51: ceiling price or its method, no floor", () => {
  it("neither is refused", async () => {
    expect((await broken((terms) => ({ ...terms, price: { ...terms.price, ceiling: null } }))).rules).toContain("R-51");
  });

  it("a floor price cannot even be entered", async () => {
    const lot = await lotWith();
    const price = { ...sampleTerms(await platformNow()).price, floorPrice: "1.00" };
    const no = await refusal(
      saveSection(author.actor, { lotId: lot.lotId, section: "price", value: price, version: lot.version }),
    );
    expect(no.code).toBe("INPUT_INVALID");
  });
});

describe("R-52: the reference price decides nothing", () => {
  it("as a ground of rejection it is refused", async () => {
    const change = (terms: CompleteTerms) => ({
      ...terms,
      method: { ...terms.method, rejectionGrounds: ["报价低于标底 5% 以下"] },
    });
    expect((await broken(change)).rules).toContain("R-52");
  });
});

describe("R-46: a fee wants a reason", () => {
  it("is a warning that blocks until the reason is there", async () => {
    const no = await broken((terms) => ({ ...terms, price: { ...terms.price, documentFee: "500.00" } }));
    expect(no).toMatchObject({ code: "REASON_NEEDED", rules: ["R-46"] });
  });
});

describe("R-34: a designated medium for the region", () => {
  it("none configured: refused", async () => {
    const lot = await lotWith();
    await db().tender.update({ where: { id: lot.tenderId }, data: { regionCode: "440100" } });
    const no = await refusal(submitNotice(author.actor, { tenderId: lot.tenderId, lotIds: [lot.lotId] }, world.deps));
    expect(no.code).toBe("NO_MEDIUM");
  });
});

describe("R-38: review and signature", () => {
  it("the author cannot review; what another digest names cannot be approved", async () => {
    const lot = await lotWith();
    const { noticeId } = await submitNotice(author.actor, { tenderId: lot.tenderId, lotIds: [lot.lotId] }, world.deps);
    const { digest } = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
    const review = (who: Hand, given: string) =>
      reviewNotice(who.actor, { noticeId, decision: "approve", digest: given, comment: "" });
    expect((await refusal(review(author, digest!))).code).toBe("OWN_ENTRY");
    expect((await refusal(review(reviewer, "0".repeat(64)))).code).toBe("CONTENT_CHANGED");
    expect((await refusal(preparePublication(author.actor, { noticeId }, world.deps))).facts).toEqual({
      missing: "review",
    });
    const locked = saveSection(author.actor, {
      lotId: lot.lotId,
      section: "contact",
      value: sampleTerms(new Date()).contact,
      version: lot.version,
    });
    expect((await refusal(locked)).code).toBe("STATE_FORBIDS");
  });

  it("approved it waits for the signature; it may still go back, and then nothing can be signed", async () => {
    const lot = await lotWith();
    const noticeId = await approved(lot);
    const { digest, state } = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
    expect(state).toBe("approved");
    const again = { noticeId, digest: digest!, comment: "" };
    expect((await refusal(reviewNotice(reviewer.actor, { ...again, decision: "approve" }))).code).toBe("STATE_FORBIDS");
    expect((await refusal(reviewNotice(reviewer.actor, { ...again, decision: "return" }))).code).toBe("REASON_NEEDED");
    const signed = await author.sign(await preparePublication(author.actor, { noticeId }, world.deps));
    await reviewNotice(reviewer.actor, { ...again, decision: "return", comment: "开标时间已过，请重排。" });
    expect((await refusal(publishNotice(author.actor, { noticeId, signed }, world.deps))).code).toBe("NOT_ALLOWED");
    await expect(approved(lot)).resolves.toBeTruthy();
  });

  it("signatures of another company, in another order, or missing publish nothing", async () => {
    const lot = await lotWith();
    const noticeId = await approved(lot);
    const items = await preparePublication(author.actor, { noticeId }, world.deps);
    const stranger = await world.hand(await world.party("tenderee", "别的单位"), "tenderee", "某人");
    const [good, foreign] = [await author.sign(items), await stranger.sign(items)];
    const publish = (signed: typeof good) => refusal(publishNotice(author.actor, { noticeId, signed }, world.deps));
    expect((await publish(foreign)).code).toBe("SIGNER_MISMATCH");
    expect((await publish(good.slice(0, -1))).code).toBe("SIGNATURE_INVALID");
    expect(["SIGNATURE_INVALID", "CONTENT_CHANGED"]).toContain((await publish([...good].reverse())).code);
    expect((await db().lot.findUniqueOrThrow({ where: { id: lot.lotId } })).publishedAt).toBeNull();
  });
});

describe("R-33, R-35: publication", () => {
  it("puts everything into force in one act, once", async () => {
    const lot = await lotWith();
    const noticeId = await approved(lot);
    const items = await preparePublication(author.actor, { noticeId }, world.deps);
    expect(items.map(({ purpose }) => purpose)).toEqual(["act", "document", "policy", "tender"]);
    const signed = await author.sign(items);
    const twice = await Promise.allSettled([
      publishNotice(author.actor, { noticeId, signed }, world.deps),
      publishNotice(author.actor, { noticeId, signed }, world.deps),
    ]);
    expect(twice.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const row = await db().lot.findUniqueOrThrow({ where: { id: lot.lotId } });
    expect(row).toMatchObject({ intake: "open" });
    expect(row.deadline!.getTime()).toBeGreaterThan(row.publishedAt!.getTime());
    await expectPapers(lot.lotId);
    const notice = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
    expect(notice.state).toBe("pendingSync");
    // the public notice leads to the documents while they can be obtained.
    const link = `/work/tenders/${lot.tenderId}/lots/${lot.lotId}/documents`;
    expect((await viewNotice(guest, { noticeId })).obtain.map(({ href }) => href)).toEqual([link]);
    await db().lot.update({ where: { id: lot.lotId }, data: { terminatedAt: new Date() } });
    expect((await viewNotice(guest, { noticeId })).obtain).toEqual([]);
    await db().lot.update({ where: { id: lot.lotId }, data: { terminatedAt: null } });
    const reports = await db().outboxMessage.findMany({ where: { OR: [{ key: noticeId }, { lotId: lot.lotId }] } });
    expect(reports.map(({ kind }) => kind).sort()).toEqual([502, 503, 504]);
    const events = await db().logEvent.findMany({ where: { lotId: lot.lotId } });
    expect(events.map(({ kind }) => kind).sort()).toEqual(["docs", "notice", "policy", "tender"]);
  });
});

/** Policy and record are signed by tenderee and platform, and the record names documents and policy. */
async function expectPapers(lotId: string): Promise<void> {
  const [policy, record, set] = await Promise.all([
    currentPolicy(lotId),
    currentTenderRecord(lotId),
    db().documentSet.findFirstOrThrow({ where: { lotId, state: "issued" } }),
  ]);
  expect(parsePolicy(policy!.bytes)).toMatchObject({ k: 2, n: 3, envelopes: 1 });
  expect(parseTenderRecord(record!.bytes)).toMatchObject({ docs: set.docsHash, policy: policy!.hash, version: 1 });
  for (const [bytes, cms] of [
    [policy!.bytes, policy!.tendereeCms],
    [policy!.bytes, policy!.platformCms],
    [record!.bytes, record!.tendereeCms],
    [record!.bytes, record!.platformCms],
  ] as const)
    expect((await verifyCms(bytes, cms)).ok).toBe(true);
}
