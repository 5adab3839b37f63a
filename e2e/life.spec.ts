import * as documents from "./acts/documents";
import * as publication from "./acts/publication";
import * as registration from "./acts/registration";
import * as tender from "./acts/tender";
import { test } from "./fixtures";
import { beginWorld, need, world } from "./world";

/**
 * The whole life of a tender in a real browser: every legal act by its own person with their own certificate, through
 * the screen. One world, played in order; the name of the test that fails is the act that failed.
 */
test.describe.configure({ mode: "serial" });
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
