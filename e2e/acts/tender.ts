import { expect, type Locator } from "@playwright/test";
import { paper } from "../papers";
import { answered, type Cast, type Person } from "../people";
import { keep, need, world } from "../world";

export const idIn = (person: Person, pattern: RegExp): string => {
  const found = pattern.exec(new URL(person.page.url()).pathname)?.[1];
  if (!found) throw new Error(`${person.page.url()} is not ${pattern}`);
  return found;
};

/** The tenderee signs the contract of use where it has not yet, and enters the project. */
export async function enterProject(cast: Cast): Promise<void> {
  const tenderee = await cast.of("roads1");
  const { page } = tenderee;
  await tenderee.visit("/work/projects/new");
  const contract = page.getByRole("button", { name: "签订平台使用合同" });
  if (await contract.isVisible()) await tenderee.sign("签订平台使用合同");
  const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
  await fill("项目名称", `滨河南路改造工程${world().run}`);
  await fill("行业代码", "E48");
  await fill("建设地点", "黔中新区滨河南路，兴业桥至望江路");
  await fill("项目业主", tenderee.who.organisation);
  await fill("资金来源", "区级财政资金，已落实");
  await fill("建设规模", "道路全长 2.36 千米，红线宽 40 米，含道路、排水、照明和交通设施。");
  await fill("联系人", "欧阳启航");
  await fill("联系电话", "0851-05550300");
  await tenderee.press("提交核验");
  // Neither an approval nor a reason why none is needed.
  await expect(page.locator(".note[role=alert]")).toContainText("R-04");
  await page.getByLabel(/^审批文件名称/).fill("关于滨河南路改造工程可行性研究报告的批复");
  await page.getByLabel(/^文号/).fill("黔中发改投资〔2026〕88 号");
  await page.getByLabel(/^审批单位/).fill("黔中新区发展和改革局");
  await page.getByRole("button", { name: "提交核验" }).click();
  await expect(page).toHaveURL(/\/work\/projects\/[0-9a-f-]{36}$/);
  await tenderee.look();
  keep({ projectId: idIn(tenderee, /\/projects\/([0-9a-f-]{36})/) });
}

/** Entered by one, checked by another. */
export async function verifyProject(cast: Cast): Promise<void> {
  const operator = await cast.of("operator1");
  await operator.visit("/work/operations/projects");
  await operator.page.getByRole("link", { name: `滨河南路改造工程${world().run}` }).click();
  await expect(operator.page.getByRole("heading", { level: 1 })).toContainText("滨河南路改造工程");
  await operator.look();
  await confirm(operator, "核验通过");
  await expect(operator.page.getByRole("button", { name: "核验通过" })).toHaveCount(0);
}

/** An act that asks once: opened, read, done. The dialog goes away, or says that it is done. */
export async function confirm(
  { page }: Person,
  label: string,
  fill?: () => Promise<void>,
  within = page.locator("main"),
): Promise<void> {
  await within.getByRole("button", { name: label, exact: true }).first().click();
  await fill?.();
  const dialog = page.getByRole("dialog");
  await answered(page, () => dialog.getByRole("button", { name: label, exact: true }).click());
  const open = dialog.filter({ visible: true });
  await expect(open.locator(".note[role=alert]"), `${label} is refused`).toHaveCount(0);
  await expect(open.filter({ hasNot: page.locator(".note.good[role=status]") }), `${label} is done`).toHaveCount(0, {
    timeout: 30_000,
  });
}

/** Under the verified project: entrusted to the agency, with its mandate as a PDF. */
export async function createTender(cast: Cast): Promise<void> {
  const tenderee = await cast.of("roads1");
  const { page } = tenderee;
  await tenderee.go(`/work/projects/${need(world().projectId, "project")}`);
  await page.getByRole("link", { name: "建立招标项目" }).click();
  const name = `滨河南路改造工程施工${world().run}`;
  await page.getByLabel("招标项目名称", { exact: true }).fill(name);
  await tenderee.look();
  await page.getByLabel("招标内容与范围").fill("滨河南路道路、排水、照明及交通设施工程的施工，分两个标段同时招标。");
  await page.getByLabel("总投资").fill("128000000.00");
  await page.getByLabel("其中预算资金").fill("128000000.00");
  await page.getByLabel("大型基础设施、公用事业等关系社会公共利益、公众安全的项目").check();
  await choose(page.getByLabel(/^招标代理机构/), "衡正招标咨询");
  await page.getByLabel("委托书").setInputFiles(await paper("招标代理委托合同", 5));
  await expect(page.getByText("已上传")).toBeVisible({ timeout: 30_000 });
  await page.getByLabel("行政监督部门").selectOption({ index: 1 });
  await page.getByRole("button", { name: "建立", exact: true }).click();
  await expect(page).toHaveURL(/\/work\/tenders\/[0-9a-f-]{36}$/);
  await tenderee.look();
  const code = await page.locator(".code").first().textContent();
  keep({ tender: { id: idIn(tenderee, /\/tenders\/([0-9a-f-]{36})/), code: code?.trim() ?? "", name } });
}

/** The agency divides the tender into lots. */
export async function addLots(cast: Cast): Promise<void> {
  const agency = await cast.of("agency1");
  const { id } = need(world().tender, "tender");
  const main = await addLot(agency, id, `A01 道路与排水工程${world().run}`, "96800000.00", "240");
  const second = await addLot(agency, id, `A02 照明与交通设施${world().run}`, "18460000.00", "150");
  keep({ main, second });
}

async function addLot(agency: Person, tenderId: string, name: string, estimate: string, days: string) {
  const { page } = agency;
  await agency.visit(`/work/tenders/${tenderId}/lots/new`);
  await page.getByLabel("标段名称").fill(name);
  await page.getByLabel("内容", { exact: true }).fill(`${name}的全部施工内容，详见图纸和工程量清单。`);
  await page.getByLabel("合同估算价").fill(estimate);
  await page.getByLabel("工期（交货期、服务期）").fill(days);
  await page.getByRole("button", { name: "建立标段" }).click();
  await expect(page).toHaveURL(/\/lots\/[0-9a-f-]{36}\/documents$/);
  return { id: idIn(agency, /\/lots\/([0-9a-f-]{36})/), name };
}

/** Chooses the option whose words contain these. */
export async function choose(select: Locator, words: string): Promise<void> {
  const option = select.locator("option").filter({ hasText: words }).first();
  await select.selectOption((await option.getAttribute("value")) ?? words);
}
