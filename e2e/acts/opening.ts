import { expect } from "@playwright/test";
import { moveTo } from "../clock";
import { openKey } from "../sign-in";
import { visit } from "../visit";
import type { Cast, Person } from "../people";
import { type LotOfWorld, need, world } from "../world";
import { backupOf, backupPhrase, bidOf } from "./bidding";

const hall = (lot: LotOfWorld) => `/room/opening/${lot.id}`;

/** Before the deadline: nothing on any page says that there are bids, whose, or how many. */
export async function bidsStayHidden(cast: Cast, lot: LotOfWorld, names: readonly string[]): Promise<void> {
  const { id, code } = need(world().tender, "tender");
  const looks = [
    ["roads1", `/work/tenders/${id}/lots/${lot.id}`],
    ["agency1", hall(lot)],
    ["agency1", "/work"],
    ["operator1", "/work/operations"],
    ["operator1", "/work/operations/exchange"],
    ["supervisor1", `/work/supervision/lots/${lot.id}`],
    ["supervisor1", `/work/supervision/log/${lot.id}`],
    ["bidder4", hall(lot)],
    ["expert1", "/work"],
  ] as const;
  for (const [login, path] of looks) {
    const person = await cast.of(login);
    await person.visit(path);
    expectSilent(await person.page.locator("main").innerText(), names, `${login} ${path}`);
  }
  const page = await cast.nobody();
  for (const path of [`/tenders/${encodeURIComponent(code)}`, "/openings", hall(lot)]) {
    await page.goto(path);
    expectSilent(await page.locator("main").innerText(), names, path);
  }
}

function expectSilent(text: string, names: readonly string[], where: string): void {
  for (const name of names) expect(text, where).not.toContain(name);
  expect(text, where).not.toMatch(/投标文件\s*[0-9一二三四五]+\s*份|共\s*\d+\s*份|投标人\s*\d+\s*家/);
}

/** Two bids are too few: the lot fails at its deadline, and nothing is decrypted. */
export async function tooFewFails(cast: Cast, lot: LotOfWorld, names: readonly string[]): Promise<void> {
  await moveTo(cast, "投标截止", lot.name);
  const agency = await cast.of("agency1");
  await agency.go(hall(lot));
  await expect(agency.page.locator("main")).toContainText("不足三家，不开标", { timeout: 30_000 });
  await agency.visit(hall(lot));
  await expect(agency.page.locator("main").getByRole("link", { name: "R-95" }).first()).toBeVisible();
  const text = await agency.page.locator("main").innerText();
  for (const name of names) expect(text).not.toContain(name);
  const bidder = await cast.of("bidder1");
  await bidder.go("/work/messages");
  await expect(bidder.page.locator("main")).toContainText("招标失败");
  const page = await cast.nobody();
  await page.goto(`/tenders/${encodeURIComponent(need(world().tender, "tender").code)}`);
  await expect(page.locator("main")).toContainText("本标段招标失败");
}

/** The intake closes by itself at the deadline; the closing statement gives the number, nobody gives names. */
export async function intakeCloses(cast: Cast, lot: LotOfWorld, count: number): Promise<void> {
  await moveTo(cast, "投标截止", lot.name);
  const agency = await cast.of("agency1");
  await agency.go(hall(lot));
  await expect(agency.page.locator("main")).toContainText(`投标文件 ${count} 份`, { timeout: 30_000 });
  await agency.visit(hall(lot));
  await expect(agency.page.locator("main")).toContainText("收标声明");
}

async function enterHall(bidder: Person, lot: LotOfWorld): Promise<void> {
  await bidder.go(`/work/bids/${bidOf(bidder.who.login)}`);
  await bidder.page.getByRole("link", { name: "进入开标大厅" }).click();
  await expect(bidder.page).toHaveURL(new RegExp(`${hall(lot)}$`));
  await bidder.press("签到");
  await expect(bidder.page.getByRole("button", { name: "签到" })).toHaveCount(0);
}

export async function releaseByCertificate(bidder: Person, lot: LotOfWorld): Promise<void> {
  await enterHall(bidder, lot);
  const { page } = bidder;
  const radio = page.locator("section.mine").getByRole("radio").first();
  if (await radio.isVisible()) await radio.check();
  else await openKey(page, bidder.who);
  await bidder.look();
  await page.getByRole("button", { name: "用证书解密", exact: true }).click();
  await expect(page.locator("main")).toContainText("本单位已解密", { timeout: 60_000 });
}

/** A wrong phrase leads on, not out; the right one opens. */
export async function releaseByBackup(bidder: Person, lot: LotOfWorld): Promise<void> {
  await enterHall(bidder, lot);
  const { page } = bidder;
  await page.getByText("用备份密钥文件解密").click();
  await page.getByLabel("备份密钥文件（.bidkey）").setInputFiles(backupOf(bidder.who.login));
  await page.getByLabel("备份密钥口令").fill("不是这个口令呀");
  await page.getByRole("button", { name: "用备份密钥解密" }).click();
  await expect(page.locator(".note[role=alert]")).toContainText("备份密钥口令不正确", { timeout: 60_000 });
  await page.getByLabel("备份密钥口令").fill(backupPhrase);
  await page.getByRole("button", { name: "用备份密钥解密" }).click();
  // The last of all: the session may go on to freeze and announcement at once.
  await expect(page.locator("main")).toContainText(/本单位已解密|开标一览表/, { timeout: 60_000 });
}

/** Freeze, two shares of three, then everything at once, to everybody. */
export async function allIsAnnounced(cast: Cast, lot: LotOfWorld, lines: readonly (readonly [string, string])[]) {
  const page = await cast.nobody();

  await page.goto(hall(lot));
  await expect(page.locator("main")).toContainText("开标一览表", { timeout: 180_000 });
  await visit(page, hall(lot));
  for (const [name, price] of lines) {
    const row = page.getByRole("row").filter({ hasText: name });
    await expect(row).toContainText(price);
  }
  const board = page.locator(".feed");
  await expect(board).toContainText("冻结");
  await expect(board.getByText("开启份额已提供").first()).toBeVisible();
  await expect(board).toContainText("开启完成，全部内容公布");
  await expect(page.getByRole("button", { name: /抽取|结束开标/ })).toHaveCount(0);
}

/** K comes out of two sources that neither side chooses alone. */
export async function drawParameter(cast: Cast, lot: LotOfWorld): Promise<void> {
  const agency = await cast.of("agency1");
  await agency.go(hall(lot));
  await agency.page.getByRole("button", { name: /^抽取/ }).first().click();
  await expect(agency.page.locator("main")).toContainText(/K1 = 0\.9[567]/, { timeout: 90_000 });
  const page = await cast.nobody();
  await page.goto(hall(lot));
  await expect(page.locator("main")).toContainText(/K1 = 0\.9[567]/);
}

/** Raised and answered on the spot; each bidder confirms its own line. */
export async function objectAndAnswer(cast: Cast, lot: LotOfWorld): Promise<void> {
  const bidder = await cast.of("bidder1");
  const text = "请主持人核对本单位投标报价大写与小写是否一致。";
  await bidder.go(hall(lot));
  await bidder.page.getByLabel("异议内容").fill(text);
  await bidder.press("提出异议");
  await expect(bidder.page.locator("main")).toContainText("等待主持人答复");
  const agency = await cast.of("agency1");
  await agency.go(hall(lot));
  await agency.page.getByLabel("答复内容").fill("经核对，大写与小写一致，以公布内容为准。");
  await agency.press("答复");
  await expect(bidder.page.locator("main")).toContainText("经核对，大写与小写一致", { timeout: 30_000 });
  await bidder.press("确认无误");
  await expect(bidder.page.locator("main")).toContainText("本单位已确认");
}

/** The record, signed by host and platform, is public as a PDF. */
export async function signRecord(cast: Cast, lot: LotOfWorld): Promise<void> {
  const agency = await cast.of("agency1");
  await agency.go(hall(lot));
  await agency.look();
  await agency.sign("结束开标并签署记录");
  await expect(agency.page.locator("main")).toContainText("开标结束，开标记录已公布");
  const page = await cast.nobody();

  await visit(page, `/tenders/${encodeURIComponent(need(world().tender, "tender").code)}`);
}
