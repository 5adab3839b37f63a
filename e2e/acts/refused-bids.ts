import fs from "node:fs";
import { expect, type Page } from "@playwright/test";
import { account, keyFile } from "../accounts";
import { consoleOf } from "../console";
import { paper } from "../papers";
import type { Cast, Person } from "../people";
import type { LotOfWorld } from "../world";
import { type Offer, backupPhrase, bidOf, chooseKey, fillBid, prepareBid, rememberBid } from "./bidding";

/** Octets that are no container: a plain PDF is refused before anything of it is stored. */
export async function plainIsRefused(bidder: Person, lot: LotOfWorld, offer: Offer): Promise<void> {
  const bidId = await prepareBid(bidder, lot, offer);
  rememberBid(bidder, bidId);
  const plain = fs.readFileSync(await paper("投标函明文", 5)).subarray(0, 60_000);
  for (const part of ["uploads", "seals"]) {
    const answer = await bidder.page.request.post(`/api/v1/bids/${bidId}/${part}`, { data: plain });
    expect(answer.status(), part).toBeGreaterThanOrEqual(400);
    expect(answer.status(), part).toBeLessThan(500);
    const { message, rules } = (await answer.json()) as { message: string; rules: string[] };
    expect(message, part).toMatch(/封签|加密|拒收/);
    expect(rules, part).toContain("R-70");
  }
}

/** One octet changed on the way: noticed at once, nothing submitted. */
export async function damagedIsRefused(bidder: Person): Promise<void> {
  const { page } = bidder;
  consoleOf(page).allow(/status of 4\d\d/);
  await page.route("**/api/v1/uploads/*/parts/**", async (route) => {
    const body = route.request().postDataBuffer();
    if (!body) return route.continue();
    const harmed = Buffer.from(body);
    harmed[harmed.length >> 1] = (harmed[harmed.length >> 1] ?? 0) ^ 1;
    return route.continue({ postData: harmed });
  });
  await beginSealing(page, bidder);
  await expect(page.locator(".note.bad[role=alert]")).toContainText("不一致", { timeout: 60_000 });
  await page.unroute("**/api/v1/uploads/*/parts/**");
  await bidder.go(`/work/bids/${bidOf(bidder.who.login)}/receipt`);
  await expect(page.locator("main")).toContainText("没有有效的递交");
}

async function beginSealing(page: Page, bidder: Person): Promise<void> {
  await page.getByRole("button", { name: "开始加密封签" }).click();
  await chooseKey(bidder);
  await page.getByLabel("备份密钥口令").fill(backupPhrase);
  await page.getByRole("button", { name: "下载备份密钥并开始加密" }).click();
}

/** Sealed and uploaded, but signed with another company's certificate: refused in clear words. */
export async function wrongSignerIsRefused(bidder: Person, lot: LotOfWorld, offer: Offer): Promise<void> {
  const { page } = bidder;
  await bidder.go(`/work/bids/${bidOf(bidder.who.login)}`);
  await fillBid(bidder, lot, offer);
  await beginSealing(page, bidder);
  const seal = page.locator("ol.seal").getByRole("button", { name: "签署封签并递交" });
  await seal.click({ timeout: 120_000 });
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "使用另一个证书文件" }).click();
  const other = account("bidder4");
  await dialog.getByLabel("证书文件", { exact: true }).setInputFiles(keyFile(other));
  await dialog.getByLabel("证书文件口令").fill(other.p12Password);
  await dialog.getByRole("button", { name: "打开证书" }).click();
  await dialog.getByLabel(new RegExp(other.organisation)).check();
  await dialog.locator("footer").getByRole("button", { name: "签署封签并递交" }).click();
  await expect(dialog.locator(".note.bad[role=alert]")).toContainText(/签名证书|签名未通过|封签未通过/, {
    timeout: 30_000,
  });
  await dialog.getByRole("button", { name: "取消" }).click();
}

/** The seal was ready in time and is signed a moment too late: the answer names both instants. */
export async function lateIsRefused(cast: Cast, login: string): Promise<void> {
  const { page, who } = await cast.of(login);
  await page.locator("ol.seal").getByRole("button", { name: "签署封签并递交" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(new RegExp(who.organisation)).check();
  await dialog.locator("footer").getByRole("button", { name: "签署封签并递交" }).click();
  const refusal = dialog.locator(".note.bad[role=alert]");
  await expect(refusal).toContainText("投标截止时间为", { timeout: 30_000 });
  await expect(refusal).toContainText("不予受理");
  await expect(refusal.getByRole("link", { name: "R-72" })).toBeVisible();
  await dialog.getByRole("button", { name: "取消" }).click();
}
