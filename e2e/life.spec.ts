import * as amendment from "./acts/amendment";
import * as award from "./acts/award";
import * as bidding from "./acts/bidding";
import * as committee from "./acts/committee";
import * as documents from "./acts/documents";
import * as evaluation from "./acts/evaluation";
import * as market from "./acts/market";
import * as opening from "./acts/opening";
import * as prices from "./acts/prices";
import * as publication from "./acts/publication";
import * as refused from "./acts/refused-bids";
import * as registration from "./acts/registration";
import * as supervision from "./acts/supervision";
import * as tender from "./acts/tender";
import { test } from "./fixtures";
import { newcomer } from "./newcomer";
import { beginWorld, need, world } from "./world";

/**
 * The whole life of a tender in a real browser: every legal act by its own person with their own certificate, through
 * the screen. One world, played in order; the name of the test that fails is the act that failed.
 */
test.describe.configure({ mode: process.env.E2E_RESUME ? "default" : "serial", timeout: 300_000 });
test.beforeAll(() => void (process.env.E2E_RESUME || beginWorld()));

const main = () => need(world().main, "lots");
const second = () => need(world().second, "lots");

test.describe("登记与核验", () => {
  test("新单位登记，校验位错误当场指出（R-16）", ({ cast }) => registration.registerNewcomer(cast));
  test("新单位首次登录，补交证明材料，绑定证书", ({ cast }) => registration.equipNewcomer(cast));
  test("运营人员核验（R-20）", ({ cast }) => registration.verifyNewcomer(cast));
  test("新单位用证书登录", ({ cast }) => registration.newcomerSignsIn(cast));
});

test.describe("招标", () => {
  test("招标人签使用合同、录入项目；缺审批信息被拒（R-04）", ({ cast }) => tender.enterProject(cast));
  test("运营人员核验项目", ({ cast }) => tender.verifyProject(cast));
  test("招标人委托代理机构，建立招标项目", ({ cast }) => tender.createTender(cast));
  test("代理机构划分两个标段", ({ cast }) => tender.addLots(cast));
  test("合规检查逐条拒绝并给出规则编号（R-47、R-48、R-85、R-91）", ({ cast }) => documents.breakRules(cast, main()));
  test("编制一标段招标文件，系数 K 开标时抽取", ({ cast }) =>
    documents.draftDocuments(cast, main(), { ceiling: "96800000.00", bond: "800000.00", fee: "0.00", drawn: true }));
  test("编制二标段招标文件，收取工本费", async ({ cast }) => {
    await documents.draftDocuments(cast, second(), { ceiling: "18460000.00", bond: null, fee: "200.00", drawn: false });
    await documents.explainFee(cast, second());
  });
  test("提交复核；编制人不能自己复核（R-38）", ({ cast }) => publication.submitForReview(cast));
  test("另一人复核通过", ({ cast }) => publication.reviewNotice(cast));
  test("签章发布，送达法定媒介（R-33、R-35）", ({ cast }) =>
    publication.publishNotice(cast, need(world().noticeId, "review")));
  test("不登录即可检索、阅读公告和项目页", ({ cast }) => publication.readInPublic(cast));
});

test.describe("获取、答疑与变更", () => {
  test("三个投标人免费获取一标段招标文件，无须报名（R-29）", async ({ cast }) => {
    for (const who of [await cast.of("bidder1"), await cast.of("bidder2"), await cast.enter(newcomer())])
      await market.obtainFree(who, main());
  });
  test("支付失败、支付成功、迟到的重复付款退回（R-46）", ({ cast }) => market.payTwoOrders(cast, second()));
  test("同一订单重复扣款：一笔有效，一笔退回", ({ cast }) => market.payTwice(cast, second()));
  test("截止前谁获取了招标文件对所有人保密（R-58）", ({ cast }) =>
    market.holdersStayHidden(cast, main(), ["云岫路桥", "磐泰市政", "临渊路桥"]));
  test("匿名提问，向所有人答复（R-57）", ({ cast }) => market.askAndAnswer(cast, main()));
  test("变更招标文件，截止时间顺延，复核后签发（R-55）", ({ cast }) => amendment.amend(cast, main()));
  test("通知全部获取人，留阅读回执，差别对所有人可见（R-56）", ({ cast }) => amendment.holdersAreTold(cast, main()));
});

const NAMES = ["云岫路桥", "磐泰市政", "临渊路桥"];
const OFFERS = {
  bidder1: {
    price: "93180000.00",
    days: "232",
    manager: "南宫瑞",
    license: "贵152026000101",
    technical: 12,
    priced: 5,
  },
  bidder2: {
    price: "91460000.00",
    days: "238",
    manager: "慕容坤",
    license: "贵152026000202",
    technical: 200,
    priced: 8,
  },
  newcomer: {
    price: "94820000.00",
    days: "225",
    manager: "东方既白",
    license: "贵152026000303",
    technical: 20,
    priced: 5,
  },
  bidder3: { price: "95010000.00", days: "236", manager: "令狐嘉", license: "贵152026000404", technical: 5, priced: 5 },
} as const;

test.describe("投标", () => {
  test("三家登记保证金，截止前任何人看不到", async ({ cast }) => {
    for (const who of [await cast.of("bidder1"), await cast.of("bidder2"), await cast.enter(newcomer())])
      await bidding.giveBond(who, main());
  });
  test("第一家：填表、附件、本机加密、断网续传、封签、回执", async ({ cast }) => {
    const bidder = await cast.of("bidder1");
    const bidId = await bidding.prepareBid(bidder, main(), OFFERS.bidder1);
    bidding.rememberBid(bidder, bidId);
    await bidding.sealBid(bidder, bidId, { breakOnce: true });
    await bidding.keepReceipt(bidder, bidId);
  });
  test("第二家：二百兆技术文件", async ({ cast }) => {
    const bidder = await cast.of("bidder2");
    const bidId = await bidding.prepareBid(bidder, main(), OFFERS.bidder2);
    bidding.rememberBid(bidder, bidId);
    await bidding.sealBid(bidder, bidId);
  });
  test("第三家：重新递交替换前一版，撤回后再次递交（R-75）", async ({ cast }) => {
    const bidder = await cast.enter(newcomer());
    const first = { ...OFFERS.newcomer, technical: 5 };
    const bidId = await bidding.prepareBid(bidder, main(), first);
    bidding.rememberBid(bidder, bidId);
    await bidding.sealBid(bidder, bidId);
    await bidding.replaceBid(bidder, main(), first);
    await bidding.withdrawBid(bidder);
    await bidding.submitAgain(bidder, main(), OFFERS.newcomer);
  });
  test("明文、途中损坏、他人证书签名：逐一拒收并说明（R-70）", async ({ cast }) => {
    const bidder = await cast.of("bidder3");
    await refused.plainIsRefused(bidder, main(), OFFERS.bidder3);
    await refused.damagedIsRefused(bidder);
    await refused.wrongSignerIsRefused(bidder, main(), OFFERS.bidder3);
    // The seal stands ready on this screen, and is signed a moment after the deadline.
    cast.stay("bidder3");
  });
  test("二标段只有两家投标", async ({ cast }) => {
    for (const login of ["bidder1", "bidder2"] as const) {
      const bidder = await cast.of(login);
      const offer = { ...OFFERS[login], price: "17560000.00", days: "148", technical: 5 };
      await bidding.sealBid(bidder, await bidding.prepareBid(bidder, second(), offer));
    }
  });
  test("截止前任何人看不到有无投标、份数和投标人（R-97、R-165）", ({ cast }) =>
    opening.bidsStayHidden(cast, main(), NAMES));
});

test.describe("评标委员会的组建", () => {
  test("确定方案，随机抽取，招标人看不到姓名（R-107、R-108、R-111）", ({ cast }) =>
    committee.formCommittee(cast, main()));
  test("一人回避，备选递补，五人确认参加（R-109）", ({ cast }) => committee.answerInvitations(cast, main()));
});

test.describe("行政监督", () => {
  test("监督部门查看标段与记录", ({ cast }) => supervision.overseesLot(cast, second()));
  test("责令暂停，公开，各方停办（R-134）", ({ cast }) => supervision.suspends(cast, second()));
  test("另作决定恢复", ({ cast }) => supervision.resumes(cast, second()));
});

test.describe("开标", () => {
  test("二标段不足三家，不开标、不解密（R-95）", ({ cast }) => opening.tooFewFails(cast, second(), NAMES));
  test("到截止时间自动收标，公布份数（R-94）", ({ cast }) => opening.intakeCloses(cast, main(), 3));
  test("截止后一刻送达的封签不予受理，写明两个时刻（R-71、R-72）", ({ cast }) =>
    refused.lateIsRefused(cast, "bidder3"));
  test("两家用证书解密，一家用备份密钥", async ({ cast }) => {
    await opening.releaseByCertificate(await cast.of("bidder1"), main());
    await opening.releaseByCertificate(await cast.of("bidder2"), main());
    await opening.releaseByBackup(await cast.enter(newcomer()), main());
  });
  test("冻结、两方份额、全部内容同时公布（R-96）", ({ cast }) =>
    opening.allIsAnnounced(cast, main(), [
      ["云岫路桥", "93,180,000.00"],
      ["磐泰市政", "91,460,000.00"],
      ["临渊路桥", "94,820,000.00"],
    ]));
  test("当众抽取 K（R-106）", ({ cast }) => opening.drawParameter(cast, main()));
  test("当场异议、当场答复，投标人确认（R-101）", ({ cast }) => opening.objectAndAnswer(cast, main()));
  test("结束开标，签署并公布记录", ({ cast }) => opening.signRecord(cast, main()));
});

test.describe("评标", () => {
  test("投标人筛查后启动评标", ({ cast }) => committee.startEvaluation(cast, main()));
  test("五名成员签到、承诺、声明（R-109、R-112）", ({ cast }) => committee.enterRoom(cast, main()));
  test("不在评标场所的成员进不了评标室（R-112）", ({ cast }) => committee.staysOutside(cast, main()));
  test("推选组长", ({ cast }) => committee.electChair(cast, main()));
  test("五人中两人认为评标时间不够，自动延长（R-114）", ({ cast }) => evaluation.findTimeShort(cast, main()));
  test("登记报价算术错误，投标人接受，按修正后的报价评审（R-116）", async ({ cast }) =>
    prices.correctPrice(cast, main(), await cast.enter(newcomer()), "94,819,999.40"));
  test("初步评审：各自独立，少数意见写明理由（R-113、R-116）", ({ cast }) =>
    evaluation.reviewPreliminarily(cast, main()));
  test("要求澄清，投标人书面答复并签名，不见提出人（R-115）", async ({ cast }) =>
    evaluation.clarify(cast, main(), [
      await cast.of("bidder1"),
      await cast.of("bidder2"),
      await cast.enter(newcomer()),
    ]));
  test("以多数意见结束初步评审", ({ cast }) => evaluation.closePreliminary(cast, main()));
  test("技术评分，锁定前互不可见", ({ cast }) =>
    evaluation.markAll(cast, main(), "技术评审", (bid, member) => String(36 - bid + (member % 2) * 0.5)));
  test("商务评分，客观项一致", ({ cast }) => evaluation.markAll(cast, main(), "商务评审", (bid) => String(18 - bid)));
  test("报价按抽取的 K 计算，汇总、排序（R-119）", ({ cast }) => evaluation.consolidate(cast, main()));
  test("四人签署，一人写明不同意见，报告提交招标人（R-123）", ({ cast }) => evaluation.signReport(cast, main()));
});

test.describe("定标、合同与归档", () => {
  test("核查报告，公示候选人（R-137、R-138）", ({ cast }) => award.displayCandidates(cast, main()));
  test("对结果提出异议，答复前暂停（R-128、R-129）", ({ cast }) => award.objectToResult(cast, "bidder1", main()));
  test("答复异议，活动恢复", ({ cast }) => award.answerObjection(cast, main()));
  test("候选人情况变化，原评标委员会审查确认，其间不能定标（R-143）", ({ cast }) =>
    award.confirmCandidate(cast, main()));
  test("公示期满确定中标人，全部通知书同时发出（R-140、R-144）", ({ cast }) => award.fixWinner(cast, main()));
  test("中标人和落标人各自收到自己的通知书", ({ cast }) => award.lettersArrive(cast, main()));
  test("合同与招标文件、投标文件比对后由双方签署（R-145）", ({ cast }) => award.concludeContract(cast, main()));
  test("退还保证金及利息，封存归档（R-89）", ({ cast }) => award.closeBooks(cast, main()));
  test("公共服务平台收到每一件公开的事（R-153）", ({ cast }) =>
    supervision.hubKnows(cast, ["500", "501", "502", "503", "504", "510", "513"]));
});
