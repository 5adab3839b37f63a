import { expect } from "@playwright/test";
import type { Cast, Person } from "../people";
import { type LotOfWorld, need, world } from "../world";

export const lotPath = (lot: LotOfWorld, part = "") =>
  `/work/tenders/${need(world().tender, "tender").id}/lots/${lot.id}${part}`;

/** From the public page, signed in, without sign-up and without approval. */
export async function obtainFree(who: Person, lot: LotOfWorld): Promise<void> {
  const { page } = who;
  await who.visit(`/tenders/${encodeURIComponent(need(world().tender, "tender").code)}`);
  const unit = page.locator(".lot, section, article").filter({ has: page.getByRole("heading", { name: lot.name }) });
  await unit.getByRole("link", { name: "获取招标文件" }).first().click();
  await expect(page).toHaveURL(/\/documents$/);
  await who.press("获取招标文件");
  await expect(page.locator("main")).toContainText("已获取招标文件（第 1 版）");
  await who.look();
  await expectPdf(who, page.getByRole("link", { name: /招标文件.*\.pdf$/ }).first());
}

async function expectPdf(who: Person, link: ReturnType<Person["page"]["getByRole"]>): Promise<void> {
  const answer = await who.page.request.get((await link.getAttribute("href")) ?? "");
  expect(answer.status()).toBe(200);
  expect((await answer.body()).subarray(0, 5).toString("latin1")).toBe("%PDF-");
}

/** A payment that fails, one that succeeds, and the failed one paid late: the money that is too much comes back. */
export async function payTwoOrders(cast: Cast, lot: LotOfWorld): Promise<void> {
  const bidder = await cast.of("bidder1");
  const { page } = bidder;
  await bidder.visit(lotPath(lot, "/documents"));
  await expect(page.locator("main")).toContainText("200.00");
  await page.getByRole("button", { name: "去支付" }).click();
  await expect(page.getByRole("heading", { name: /演示支付/ })).toBeVisible();
  const firstOrder = page.url();
  await page.getByRole("button", { name: /支付失败/ }).click();
  await expect(page.locator("main")).toContainText("上次支付没有成功");
  await page.getByRole("button", { name: "去支付" }).click();
  await page.getByRole("button", { name: "支付 Pay", exact: true }).click();
  await bidder.press("获取招标文件");
  await expect(page.locator("main")).toContainText("已获取招标文件（第 1 版）");
  await page.goto(firstOrder);
  await page.getByRole("button", { name: "支付 Pay", exact: true }).click();
  await expect(page).toHaveURL(/\/documents$/);
  await bidder.visit("/work/messages");
  for (const title of ["支付没有成功", "招标文件工本费已支付", "支付了两次", "工本费已原路退还"])
    await expect(page.locator("main"), title).toContainText(title);
}

/** The gateway says the same thing again, and charges once more: one payment stands, the other comes back. */
export async function payTwice(cast: Cast, lot: LotOfWorld): Promise<void> {
  const bidder = await cast.of("bidder2");
  const { page } = bidder;
  await bidder.go(lotPath(lot, "/documents"));
  await page.getByRole("button", { name: "去支付" }).click();
  await page.getByRole("button", { name: /重复支付/ }).click();
  await bidder.press("获取招标文件");
  await expect(page.locator("main")).toContainText("已获取招标文件（第 1 版）");
  await bidder.go("/work/messages");
  await expect(page.getByRole("heading", { name: "工本费已支付" })).toHaveCount(1);
  await expect(page.locator("main")).toContainText("支付了两次");
}

/** Neither the host nor anybody else sees who obtained the documents, nor how many. */
export async function holdersStayHidden(cast: Cast, lot: LotOfWorld, names: readonly string[]): Promise<void> {
  for (const [login, path] of [
    ["agency1", lotPath(lot, "/documents")],
    ["roads1", lotPath(lot, "/documents")],
    ["supervisor1", `/work/supervision/lots/${lot.id}`],
    ["supervisor1", `/work/supervision/log/${lot.id}`],
    ["bidder3", lotPath(lot, "/documents")],
  ] as const) {
    const person = await cast.of(login);
    await person.visit(path);
    const text = await person.page.locator("main").innerText();
    for (const name of names) expect(text, `${login} ${path}`).not.toContain(name);
    await expect(person.page.getByRole("table", { name: "获取情况" }), `${login} ${path}`).toHaveCount(0);
  }
}

/** Asked by one, answered to all without a name. */
export async function askAndAnswer(cast: Cast, lot: LotOfWorld): Promise<void> {
  const bidder = await cast.of("bidder1");
  const question = "招标文件第三章要求沥青上面层采用改性沥青，是否可采用 SBS 成品改性沥青？";
  await bidder.visit(lotPath(lot, "/questions"));
  await bidder.page.getByLabel("问题", { exact: true }).fill(question);
  await bidder.press("提交问题");
  await expect(bidder.page.getByRole("status").filter({ hasText: "已提交" })).toBeVisible();
  const agency = await cast.of("agency1");
  await agency.visit(lotPath(lot, "/questions"));
  const asked = agency.page.locator(".sheet").filter({ hasText: question });
  await expect(asked).toBeVisible();
  expect(await agency.page.locator("main").innerText()).not.toContain(bidder.who.organisation);
  await asked.getByLabel("答复内容或不予答复的理由").fill("可以采用符合 JTG F40 要求的 SBS 成品改性沥青。");
  await agency.press("公布答复", asked);
  await expect(agency.page.locator(".qa")).toContainText("SBS 成品改性沥青");
  const page = await cast.nobody();
  await page.goto(`/tenders/${encodeURIComponent(need(world().tender, "tender").code)}`);
  await expect(page.locator("#questions")).toContainText("JTG F40");
  await expect(page.locator("#questions")).not.toContainText(bidder.who.organisation);
}
