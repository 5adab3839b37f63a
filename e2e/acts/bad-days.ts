import fs from "node:fs";
import path from "node:path";
import { type Browser, expect, type Page } from "@playwright/test";
import { type Account, codeOf, dataDir } from "../accounts";
import type { Person } from "../people";
import { ready } from "../ready";
import { look, lookInEnglish, visit } from "../visit";

const PHONE = { width: 360, height: 740 };
const WORDS = "24 词，或打印的二维码内容";

/** The token is gone when it is asked: the page says so and has the other ways open before anybody looks for them. */
export async function tokenIsGone(bidder: Person, pull: () => void): Promise<void> {
  const own = bidder.page.locator("section.mine");
  await own.getByRole("radio", { name: /UKey/ }).check();
  pull();
  await bidder.page.getByRole("button", { name: "用证书解密", exact: true }).click();
  await expect(own.getByRole("alert")).toContainText("没有读到 UKey", { timeout: 30_000 });
  await expect(own.getByLabel("备份密钥文件（.bidkey）")).toBeVisible();
  await expect(own.getByLabel(WORDS)).toBeVisible();
  await expect(own).toContainText("补救期内仍可解密");
  await bidder.look();
}

/** On a phone that never saw the bid: account, password, one-time code and the printed words. */
export async function releaseOnPhone(browser: Browser, who: Account, lotId: string, words: string): Promise<void> {
  const at = `/room/opening/${lotId}/release`;
  const options = { baseURL: process.env.E2E_URL!, locale: "zh-CN", timezoneId: "Asia/Shanghai", viewport: PHONE };
  const page = await (await browser.newContext(options)).newPage();
  await visit(page, at);
  await page.locator("main").getByRole("link", { name: "登录" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await ready(page);
  await page.getByLabel(/^账号/).fill(who.login);
  await page.getByLabel(/^口令/).fill(who.password);
  await page.getByLabel(/^动态验证码/).fill(codeOf(who));
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === at);
  await ready(page);
  await expect(page.locator("main")).toContainText("补救期剩余");
  await lookInEnglish(page, at);
  await page.goto(at);
  const [first = "", second = "", ...rest] = words.split(" ");
  const press = page.getByRole("button", { name: "用 24 词解密" });
  await page.getByLabel(WORDS).fill([second, first, ...rest].join(" "));
  await expect(page.getByText(/校验不符/)).toBeVisible();
  await expect(press).toBeDisabled();
  await page.getByLabel(WORDS).fill(words);
  await look(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  await press.click();
  await expect(page.locator("main")).toContainText("本单位已解密", { timeout: 60_000 });
  await page.context().close();
}

/** A process of the platform under test, by its own book: stopped, it is there and does not answer. */
export function signal(name: string, what: "SIGSTOP" | "SIGCONT"): void {
  type Book = { readonly processes: readonly { readonly name: string; readonly pid: number }[] };
  const book = JSON.parse(fs.readFileSync(path.join(dataDir(), "run", "processes.json"), "utf8")) as Book;
  process.kill(book.processes.find((entry) => entry.name === name)!.pid, what);
}

/** One trustee of three is not enough: the hall waits and says for whom; with the second it opens, without the third. */
export async function waitsForTrustees(page: Page, lotId: string, back: () => void): Promise<void> {
  const hall = `/room/opening/${lotId}`;
  const main = page.locator("main");
  await page.goto(hall);
  await expect(main).toContainText("须 2 方提供，已有 1 方", { timeout: 60_000 });
  await expect(main).toContainText("已冻结，等待开启份额");
  await expect(main.getByText("尚未提供", { exact: true })).toHaveCount(2);
  await visit(page, hall);
  await expect(main).not.toContainText("开标一览表");
  back();
  await expect(main).toContainText("开标一览表", { timeout: 60_000 });
  await expect(main).toContainText("不影响开启");
  await look(page);
}
