import path from "node:path";
import { expect } from "@playwright/test";
import { dataDir } from "../accounts";
import { consoleOf } from "../console";
import { openKey } from "../sign-in";
import { paper } from "../papers";
import type { Person } from "../people";
import { keep, type LotOfWorld, need, world } from "../world";
import { lotPath } from "./market";
import { choose, idIn } from "./tender";

export type Offer = {
  readonly price: string;
  readonly days: string;
  readonly manager: string;
  readonly license: string;
  /** Sizes of the technical paper and of the priced bill, in megabytes. */
  readonly technical: number;
  readonly priced: number;
};

const PHRASE = "滨河 2026 备份口令";
export const backupPhrase = PHRASE;

/** The bond is registered before the bid; nobody else sees it (C-7). */
export async function giveBond(bidder: Person, lot: LotOfWorld): Promise<void> {
  const { page } = bidder;
  await beginBid(bidder, lot);
  await bidder.visit("/work/bonds");
  const section = page.locator("section").filter({ has: page.getByRole("heading", { name: new RegExp(lot.name) }) });
  await choose(section.getByLabel("形式"), "电子保函");
  await section.getByLabel("凭证号").fill(`BH${world().run}${bidder.who.login.slice(-2)}`);
  await bidder.press("登记保证金", section);
  await expect(section).toContainText("已提交");
}

/** Opens the bid of a lot: looking at the page is not yet a beginning, the button is. */
export async function beginBid(bidder: Person, lot: LotOfWorld): Promise<string> {
  const { page } = bidder;
  await bidder.go(lotPath(lot, "/bid"));
  const begin = page.getByRole("button", { name: "开始准备投标文件" });
  if (await begin.isVisible()) {
    await bidder.look();
    await begin.click();
  }
  await expect(page).toHaveURL(/\/work\/bids\/[0-9a-f-]{36}$/);
  return idIn(bidder, /\/bids\/([0-9a-f-]{36})/);
}

/** The form, which saves itself, and the files. */
export async function prepareBid(bidder: Person, lot: LotOfWorld, offer: Offer): Promise<string> {
  const bidId = await beginBid(bidder, lot);
  await fillBid(bidder, lot, offer);
  await bidder.look();
  return bidId;
}

export async function fillBid({ page }: Person, lot: LotOfWorld, offer: Offer): Promise<void> {
  await page.getByLabel("投标报价", { exact: true }).fill(offer.price);
  await page.getByLabel("工期（交货期、服务期）", { exact: true }).fill(offer.days);
  await page.getByLabel("质量承诺", { exact: true }).fill("合格");
  await page.getByLabel("项目负责人", { exact: true }).fill(offer.manager);
  await page.getByLabel("项目负责人注册证书编号", { exact: true }).fill(offer.license);
  const attach = async (label: string, file: string) => page.getByLabel(label, { exact: true }).setInputFiles(file);
  await attach("投标函", await paper(`投标函${lot.name.slice(0, 3)}`, 5));
  await attach("技术文件", await paper("施工组织设计", offer.technical));
  await attach("已标价工程量清单", await paper("已标价工程量清单", offer.priced));
  await expect(page.locator("aside.aside")).toContainText("内容齐全");
  await expect(page.locator("aside.aside [role=status]").first()).toContainText("已自动保存", { timeout: 30_000 });
}

export type Sealing = {
  /** Breaks the line once while the parts go up. */
  readonly breakOnce?: boolean;
  /** Where the backup of the key is kept. */
  readonly backup?: string;
  /** How the key is chosen; by its file if nothing is said. */
  readonly choose?: (bidder: Person) => Promise<void>;
  /** What is done when every part is stored and nothing is signed yet. */
  readonly before?: () => Promise<void>;
};

/** Encrypts in this browser, sends the parts, signs the seal; ends on the receipt. */
export async function sealBid(
  bidder: Person,
  bidId: string,
  { breakOnce = false, backup, choose = chooseKey, before }: Sealing = {},
): Promise<void> {
  const { page, who } = bidder;
  await page.getByRole("button", { name: "开始加密封签" }).click();
  await choose(bidder);
  await page.getByLabel("备份密钥口令").fill(PHRASE);
  await bidder.look();
  const downloaded = page.waitForEvent("download");
  let broken = 0;
  if (breakOnce) {
    consoleOf(page).allow(/ERR_CONNECTION_RESET/);
    await page.route("**/api/v1/uploads/**", async (route) => {
      broken += 1;
      if (broken === 2 || broken === 3) await route.abort("connectionreset");
      else await route.continue();
    });
  }
  await page.getByRole("button", { name: "下载备份密钥并开始加密" }).click();
  const file = await downloaded;
  expect(file.suggestedFilename()).toMatch(/\.bidkey$/);
  if (backup) await file.saveAs(backup);
  // A signed seal is the act that counts: the button is there only when every part is stored.
  await expect(page.getByRole("button", { name: "签署封签并递交" }).first()).toBeVisible({ timeout: 180_000 });
  if (breakOnce) {
    expect(broken, "parts went up again after the break").toBeGreaterThan(3);
    await page.unroute("**/api/v1/uploads/**");
  }
  await before?.();
  await bidder.sign("签署封签并递交", page.locator("ol.seal"));
  await expect(page).toHaveURL(new RegExp(`/work/bids/${bidId}/receipt$`), { timeout: 60_000 });
  await expect(page.locator(".receipt")).toContainText("已递交");
  expect(who.login).toBeTruthy();
}

export async function chooseKey(bidder: Person): Promise<void> {
  const { page } = bidder;
  const radio = page.locator("ol.seal").getByRole("radio").first();
  if (await radio.isVisible()) await radio.check();
  else await openKey(page, bidder.who);
}

/** The receipt as page, as file and as PDF; the self-test passes; the file verifies without an account. */
export async function keepReceipt(bidder: Person, bidId: string): Promise<void> {
  const { page } = bidder;
  await bidder.visit(`/work/bids/${bidId}/receipt`);
  await expect(page.locator("main")).toContainText("已通过");
  const href = await page.getByRole("link", { name: "下载回执" }).getAttribute("href");
  const answer = await page.request.get(href ?? "");
  expect(answer.status()).toBe(200);
  const bytes = await answer.body();
  expect(bytes.length).toBeGreaterThan(500);
  const pdf = await page.request.get((await page.getByRole("link", { name: "PDF" }).getAttribute("href")) ?? "");
  expect(pdf.status(), "receipt as PDF").toBe(200);
  expect((await pdf.body()).subarray(0, 5).toString("latin1")).toBe("%PDF-");
  await page.goto("/verify");
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "回执.sbcr", mimeType: "application/octet-stream", buffer: bytes });
  await expect(page.locator(".receipt-result.good")).toContainText("回执有效，内容未被改动", { timeout: 30_000 });
  // One octet changed, and it is no receipt any more.
  const harmed = Buffer.from(bytes);
  harmed[harmed.length >> 1] = (harmed[harmed.length >> 1] ?? 0) ^ 1;
  await page
    .locator("input[type=file]")
    .first()
    .setInputFiles({ name: "回执.sbcr", mimeType: "application/octet-stream", buffer: harmed });
  await expect(page.locator(".receipt-result.bad")).toBeVisible({ timeout: 30_000 });
  await bidder.look();
}

export const rememberBid = (bidder: Person, bidId: string) =>
  keep({ bids: { ...world().bids, [bidder.who.login]: bidId } });
export const bidOf = (login: string) => need(world().bids[login], `the bid of ${login}`);

/** Where the journey keeps a bidder's backup of the key between sealing and opening. */
export const backupOf = (login: string) => path.join(dataDir(), `${login}.bidkey`);

/** A second version takes the first one's place. */
export async function replaceBid(bidder: Person, lot: LotOfWorld, offer: Offer): Promise<void> {
  await sealAnew(bidder, lot, offer);
  await expect(bidder.page.locator(".receipt")).toContainText("已递交 第 2 版");
  await expect(bidder.page.locator("main")).toContainText("已被替换");
}

/** Taken back with a signature: nothing is in force any more. */
export async function withdrawBid(bidder: Person): Promise<void> {
  const bidId = bidOf(bidder.who.login);
  await bidder.go(`/work/bids/${bidId}`);
  await bidder.sign("撤回投标文件");
  await bidder.visit(`/work/bids/${bidId}/receipt`);
  await expect(bidder.page.locator("main")).toContainText("没有有效的递交");
}

/** After a withdrawal as if for the first time; the backup of this key is kept for the opening. */
export async function submitAgain(bidder: Person, lot: LotOfWorld, offer: Offer): Promise<void> {
  await sealAnew(bidder, lot, offer, backupOf(bidder.who.login));
  await expect(bidder.page.locator(".receipt")).toContainText("已递交 第 4 版");
}

async function sealAnew(bidder: Person, lot: LotOfWorld, offer: Offer, backup?: string): Promise<void> {
  const bidId = bidOf(bidder.who.login);
  await bidder.go(`/work/bids/${bidId}`);
  await fillBid(bidder, lot, offer);
  await sealBid(bidder, bidId, backup ? { backup } : {});
}
