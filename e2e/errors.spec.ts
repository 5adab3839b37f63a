import type { Page } from "@playwright/test";
import { account } from "./accounts";
import { consoleOf } from "./console";
import { expect, test } from "./fixtures";
import { paper } from "./papers";
import { personAt } from "./people";
import { ready } from "./ready";
import { signInByCertificate } from "./sign-in";
import { look } from "./visit";

const WORDS = {
  "zh-CN": { notFound: "没有找到该内容", over: "会话已结束", goOn: "已登录，继续", stale: "已被他人修改" },
  en: {
    notFound: "Not found",
    over: "Your session has ended",
    goOn: "Signed in, go on",
    stale: "Somebody else changed this",
  },
} as const;
const LANGS = ["zh-CN", "en"] as const;

const speak = (page: Page, lang: "zh-CN" | "en") =>
  page.context().addCookies([{ name: "locale", value: lang, url: process.env.E2E_URL ?? "" }]);

test("不存在的地址：公开站、工作台、接口", async ({ page, cast }) => {
  const inside = (await cast.of("bidder5")).page;
  for (const lang of LANGS)
    for (const [who, path] of [
      [page, "/no-such-page"],
      [page, "/notices/00000000-0000-4000-8000-000000000000"],
      [page, "/tenders/none"],
      [page, "/help/rules/R-999"],
      [inside, "/work/no-such-page"],
      [inside, "/room/opening/00000000-0000-4000-8000-000000000000"],
    ] as const) {
      consoleOf(who).allow(/status of 404/);
      await speak(who, lang);
      const answer = await who.goto(path);
      expect(answer?.status(), path).toBe(404);
      await expect(who.locator("h1"), path).toHaveText(WORDS[lang].notFound);
      await look(who, { lang, status: 404 });
    }
  await speak(inside, "zh-CN");
  expect((await page.request.get("/api/v1/no-such")).status()).toBe(404);
});

for (const lang of LANGS)
  test(`会话过期：对话框，登录后继续，填写的内容还在（${lang}）`, async ({ browser }) => {
    const who = account(lang === "en" ? "bidder6" : "bidder5");
    const context = await browser.newContext({ locale: "zh-CN" });
    const page = await context.newPage();
    consoleOf(page);
    await signInByCertificate(page, who, "/work/organisation");
    await speak(page, lang);
    await page.goto("/work/organisation");
    await ready(page);
    const address = page.locator("input[name=address]");
    await page.locator("details.fold").filter({ has: address }).locator("summary").click();
    const typed = "播州新城开发路 66 号";
    await address.fill(typed);
    await context.clearCookies({ name: /session-token/ });
    await page.locator("form").filter({ has: address }).locator("button[type=submit]").click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText(WORDS[lang].over);
    // Signed in again in a window of its own; the page has stayed as it was.
    const other = await context.newPage();
    await signInByCertificate(other, who);
    await other.close();
    await dialog.getByRole("button", { name: WORDS[lang].goOn }).click();
    await expect(dialog).toBeHidden();
    await expect(address).toHaveValue(typed);
    await context.close();
  });

test("重复点击只办理一次；后退不会再办一次", async ({ cast }) => {
  const person = await cast.of("hospital1");
  const { page } = person;
  await person.go("/work/projects/new");
  const contract = page.getByRole("button", { name: "签订平台使用合同" });
  if (await contract.isVisible()) await person.sign("签订平台使用合同");
  const name = `门诊楼改造${Date.now() % 1_000_000}`;
  const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
  await fill("项目名称", name);
  await fill("行业代码", "E47");
  await fill("建设地点", "黔中新区杏林路 88 号");
  await fill("项目业主", person.who.organisation);
  await fill("资金来源", "自筹资金");
  await fill("建设规模", "门诊楼三层改造，建筑面积 4200 平方米。");
  await page.getByLabel(/^无须审批的理由/).fill("使用自有资金的维修改造，依法无须审批。");
  await fill("联系人", "诸葛宁");
  await fill("联系电话", "0851-05550310");
  await page.getByRole("button", { name: "提交核验" }).dblclick();
  await expect(page).toHaveURL(/\/work\/projects\/[0-9a-f-]{36}$/);
  await page.goBack();
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await person.go("/work/tenders");
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(1);
});

test("两个窗口、两个人同时修改同一份内容：后保存的一方得到说明，内容不丢", async ({ cast, browser }) => {
  const first = await cast.of("bidder3");
  await first.go("/work/organisation");
  const context = await browser.newContext({ locale: "zh-CN" });
  const second = personAt(await context.newPage(), first.who);
  await signInByCertificate(second.page, first.who, "/work/organisation");
  const edit = async (page: Page, address: string) => {
    await page.getByText("更新单位信息").click();
    await page.locator("input[name=address]").fill(address);
  };
  await edit(first.page, "黔中新区创新路 41 号");
  await edit(second.page, "黔中新区创新路 42 号");
  const save = (page: Page) => page.getByRole("button", { name: "提交核验" }).click();
  await save(first.page);
  await expect(first.page.locator("main")).toContainText("待平台核验");
  await save(second.page);
  await expect(second.page.locator(".note[role=alert]")).toContainText(/已被他人修改|已由他人办理/);
  await expect(second.page.locator("input[name=address]")).toHaveValue("黔中新区创新路 42 号");
  await context.close();
});

test("上传中断：说明原因，重新选择即可", async ({ cast }) => {
  const person = await cast.of("bidder4");
  const { page } = person;
  consoleOf(page).allow(/ERR_CONNECTION|Failed to load|net::/);
  await person.go("/work/organisation");
  await page.getByText("更新单位信息").click();
  let cut = true;
  await page.route("**/api/v1/files", (route) => {
    if (!cut) return route.continue();
    cut = false;
    return route.abort("connectionreset");
  });
  const evidence = page.getByLabel("证明材料");
  const file = await paper("营业执照复印件", 5);
  await evidence.setInputFiles(file);
  await expect(page.getByText("上传中断，请检查网络后重新选择文件。")).toBeVisible();
  await evidence.setInputFiles([]);
  await evidence.setInputFiles(file);
  await expect(page.getByText(/^已上传/)).toBeVisible({ timeout: 30_000 });
  await page.unroute("**/api/v1/files");
});

test("系统出错时页面仍然得体", async ({ page }) => {
  consoleOf(page).allow(/status of (404|4\d\d)/);
  // A query that no page expects is no reason to break.
  for (const path of [
    "/notices?kind=none&page=-1",
    "/notices?q=%00",
    "/verify?number=%3Cscript%3E",
    "/openings?day=x",
  ]) {
    const answer = await page.goto(path);
    expect(answer?.status() ?? 0, path).toBeLessThan(500);
    await expect(page.locator("h1"), path).toHaveCount(1);
  }
});
