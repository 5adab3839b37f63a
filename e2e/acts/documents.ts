import { expect } from "@playwright/test";
import { paper } from "../papers";
import type { Cast, Person } from "../people";
import { type LotOfWorld, need, world } from "../world";

const SECTIONS = {
  qualification: "资格条件",
  technical: "技术要求",
  price: "报价与限价",
  method: "评标办法",
  contract: "合同条款",
  form: "投标文件格式",
  bond: "投标保证金",
  schedule: "时间安排",
  contact: "异议联系方式",
  opening: "开标与解密",
  files: "附件",
} as const;

export type Plan = {
  readonly ceiling: string;
  readonly bond: string | null;
  readonly fee: string;
  /** K is drawn in the opening session. */
  readonly drawn: boolean;
};

const documentsPath = (lot: LotOfWorld) =>
  `/work/tenders/${need(world().tender, "tender").id}/lots/${lot.id}/documents`;

/** Opens a section from the task list, fills it in and saves it. */
async function section(person: Person, lot: LotOfWorld, name: keyof typeof SECTIONS, fill: () => Promise<void>) {
  const { page } = person;
  await person.go(`${documentsPath(lot)}?section=${name}`);
  await expect(page.getByRole("heading", { level: 2, name: SECTIONS[name], exact: true })).toBeVisible();
  await fill();
  await save(person);
}

export async function save({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.locator("form.act-form [role=status]").filter({ hasText: "已自动保存" })).toBeVisible({
    timeout: 30_000,
  });
}

/** The whole document of a lot, section by section. */
export async function draftDocuments(cast: Cast, lot: LotOfWorld, plan: Plan): Promise<void> {
  const agency = await cast.of("agency1");
  const { page } = agency;
  const fill = (label: string | RegExp, value: string) => page.getByLabel(label, { exact: true }).fill(value);
  await section(agency, lot, "qualification", async () => {
    await fill("要求", "市政公用工程施工总承包壹级及以上资质，安全生产许可证在有效期内");
    await page.getByRole("button", { name: "增加一项" }).click();
    await page.getByLabel("种类").nth(1).selectOption({ label: "项目负责人证书" });
    await page
      .getByLabel("要求", { exact: true })
      .nth(1)
      .fill("一级注册建造师（市政公用工程），未担任其他在建工程的项目负责人");
  });
  await section(agency, lot, "technical", async () => {
    await fill("技术要求", "符合《城镇道路工程施工与质量验收规范》CJJ 1 及设计图纸。沥青上面层采用改性沥青混合料。");
    await page.getByLabel(/^适用标准/).fill("CJJ 1-2008，GB 50268-2008");
  });
  await section(agency, lot, "price", async () => {
    await page
      .getByLabel(/^最高投标限价/)
      .first()
      .fill(plan.ceiling);
    await fill("报价要求", "含税总价，保留两位小数，含招标范围内全部工作。");
    await page.getByLabel("招标文件价格").fill(plan.fee);
    await page.getByLabel("招标文件价格").blur();
  });
  await section(agency, lot, "method", async () => {
    if (plan.drawn) await page.getByLabel("评标基准价").selectOption("B4");
    await page.getByLabel(/^否决投标的情形/).fill("投标报价高于最高投标限价\n不满足资格条件\n未响应实质性要求");
  });
  await section(agency, lot, "contract", async () => {
    await fill("合同主要条款", "固定单价合同，工程量按实计量；缺陷责任期二十四个月；设农民工工资专用账户。");
    await fill("付款", "按月支付已完合格工程价款的百分之八十，竣工验收后付至百分之九十七。");
    await page.getByLabel("履约保证金").fill("5");
  });
  await section(agency, lot, "form", async () => {
    await page.getByRole("button", { name: "增加栏目" }).click();
    await page.getByRole("group", { name: "field1" }).getByLabel("名称").fill("项目负责人注册证书编号");
    await page.getByRole("button", { name: "增加文件" }).click();
    await page.getByRole("group", { name: "file3" }).getByLabel("名称").fill("已标价工程量清单");
  });
  await section(agency, lot, "bond", async () => {
    if (!plan.bond) return;
    await page.getByLabel("要求投标保证金").check();
    await page.getByLabel("金额").fill(plan.bond);
    await page.getByLabel("金额").blur();
  });
  await section(agency, lot, "contact", async () => {
    await fill("受理人", "司徒言");
    await fill("电话", "0851-05550320");
    await fill("地址", "黔中新区会展路 5 号 12 层");
  });
  await section(agency, lot, "opening", async () => undefined);
  await section(agency, lot, "schedule", async () => {
    // The legal days count from the publication: room for a midnight between drafting and publishing.
    const deadline = page.getByLabel("投标截止，同时开标", { exact: true });
    await deadline.fill(daysLater(await deadline.inputValue(), 3));
  });
  await section(agency, lot, "files", async () => {
    await page.getByLabel("上传文件").setInputFiles([await paper("施工图设计说明", 12), await paper("工程量清单", 5)]);
    await expect(page.getByRole("link", { name: "施工图设计说明-12.pdf" })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("link", { name: "工程量清单-5.pdf" })).toBeVisible({ timeout: 60_000 });
  });
}

/** A missing section, a date too early, a bond too high, words that restrict: each refused with its rule. */
export async function breakRules(cast: Cast, lot: LotOfWorld): Promise<void> {
  const agency = await cast.of("agency1");
  const { page } = agency;
  const check = page.locator("aside.aside");
  await agency.visit(documentsPath(lot));
  await expect(check).toContainText("本部分尚未填写");
  await expect(check.getByRole("link", { name: "R-48" }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "提交复核" })).toBeDisabled();

  await section(agency, lot, "bond", async () => {
    await page.getByLabel("要求投标保证金").check();
    await page.getByLabel("金额").fill("5000000.00");
    await page.getByLabel("金额").blur();
  });
  await expect(check).toContainText("保证金 5000000.00 元超过上限");
  await expect(check.getByRole("link", { name: "R-85" }).first()).toBeVisible();

  await section(agency, lot, "schedule", async () => {
    const deadline = page.getByLabel("投标截止，同时开标", { exact: true });
    await deadline.fill(daysLater(await deadline.inputValue(), -12));
  });
  await expect(check).toContainText("投标截止早于发出后第二十日");
  await expect(check.getByRole("link", { name: "R-47" }).first()).toBeVisible();
  await expect(page.locator(".err-t").first()).toContainText("早于规定，最早");
  await agency.look();
  await page.getByRole("button", { name: /^改为/ }).click();
  await save(agency);
  await expect(check).not.toContainText("投标截止早于发出后第二十日");

  await section(agency, lot, "contract", async () => {
    await page.getByLabel("合同主要条款").fill("固定单价合同");
    await page.getByLabel("付款", { exact: true }).fill("按月支付");
    await page.getByLabel("履约保证金").fill("15");
  });
  await expect(check).toContainText("履约保证金超过合同金额的百分之十");
  await expect(check.getByRole("link", { name: "R-91" }).first()).toBeVisible();
}

/** A fee for the documents is a thing to be explained. */
export async function explainFee(cast: Cast, lot: LotOfWorld): Promise<void> {
  const agency = await cast.of("agency1");
  await agency.go(documentsPath(lot));
  const line = agency.page.locator("aside.aside li").filter({ hasText: "限于补偿印制成本" });
  await line.getByLabel("理由").fill("图纸须晒制蓝图，按印制成本收取。");
  await agency.press("保存理由", line);
  await expect(line).toContainText("已说明理由");
}

/** What a field of an instant holds, so many days later. */
export const daysLater = (value: string, days: number): string =>
  new Date(new Date(`${value.padEnd(19, ":00")}Z`).getTime() + days * 86_400_000).toISOString().slice(0, 19);
