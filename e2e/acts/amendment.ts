import { expect } from "@playwright/test";
import type { Cast } from "../people";
import { look } from "../visit";
import { keep, type LotOfWorld, need, world } from "../world";
import { daysLater, save } from "./documents";
import { lotPath } from "./market";
import { approve, publishNotice } from "./publication";
import { idIn } from "./tender";

/** The documents change, and the deadline moves by rule where bids are affected. */
export async function amend(cast: Cast, lot: LotOfWorld): Promise<void> {
  const agency = await cast.of("agency1");
  const { page } = agency;
  await agency.go(lotPath(lot));
  await agency.look();
  await page.getByRole("button", { name: "发起变更" }).click();
  await expect(page.locator("h1")).toHaveText("修改招标文件");
  await agency.go(`${lotPath(lot, "/documents")}?section=technical`);
  await page
    .getByLabel("技术要求", { exact: true })
    .fill("符合 CJJ 1 及设计图纸。沥青上面层采用 SBS 成品改性沥青混合料，马歇尔稳定度不低于 8 kN。");
  await save(agency);
  await agency.go(`${lotPath(lot, "/documents")}?section=schedule`);
  await expect(page.locator("main")).toContainText("R-55");
  const deadline = page.getByLabel("投标截止，同时开标", { exact: true });
  // Past the other lot's deadline, whose turn comes first.
  await deadline.fill(daysLater(await deadline.inputValue(), 7));
  await save(agency);
  await agency.look();
  await page
    .getByLabel("变更内容")
    .fill("明确沥青上面层采用 SBS 成品改性沥青混合料及其马歇尔稳定度；投标截止顺延七日。");
  await page.getByLabel("可能影响", { exact: false }).first().check();
  await page.getByRole("button", { name: "提交复核" }).click();
  await expect(page).toHaveURL(/\/notices\/[0-9a-f-]{36}$/, { timeout: 60_000 });
  const noticeId = idIn(agency, /\/notices\/([0-9a-f-]{36})/);
  keep({ amendmentId: noticeId });
  await approve(cast, noticeId);
  await publishNotice(cast, noticeId);
}

/** Everybody who holds the documents is told, and that they read it is kept; the difference is there for all. */
export async function holdersAreTold(cast: Cast, lot: LotOfWorld): Promise<void> {
  for (const login of ["bidder1", "bidder2"]) {
    const bidder = await cast.of(login);
    await bidder.visit("/work/messages?unread=1");
    const told = bidder.page.locator("li").filter({ hasText: "招标文件已修改" }).filter({ hasText: lot.name });
    await expect(told).toContainText("法定通知");
    await expect(told.getByRole("button", { name: "删除" })).toHaveCount(0);
    await told.getByRole("button", { name: "标为已读" }).click();
    await expect(told).toHaveCount(0);
    await bidder.go("/work/messages");
    await expect(bidder.page.locator("li").filter({ hasText: "招标文件已修改" }).first()).toContainText("阅读");
    await bidder.go(lotPath(lot, "/documents"));
    await bidder.press("获取招标文件");
    await expect(bidder.page.locator("main")).toContainText("已获取招标文件（第 2 版）");
  }
  const page = await cast.nobody();

  await page.goto(`/tenders/${encodeURIComponent(need(world().tender, "tender").code)}`);
  const documents = page.locator("#documents");
  await documents
    .getByText(/第 2 版与第 1 版的差别/)
    .first()
    .click();
  await expect(documents.locator("ins").first()).toBeVisible();
  await expect(documents.locator("del").first()).toBeVisible();
  await look(page);
}
