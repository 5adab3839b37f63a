import { expect, test } from "@playwright/test";
import { account, codeOf } from "./accounts";
import { consoleOf } from "./console";
import { signInByCertificate, signInByPassword } from "./sign-in";
import { look, visit } from "./visit";

const PUBLIC = [
  "/",
  "/notices",
  "/openings",
  "/results",
  "/verify",
  "/verify/archive",
  "/supervision",
  "/disclosure",
  "/open-data",
  "/help",
  "/help/rules",
  "/help/rules/R-47",
  "/accessibility",
  "/large",
  "/sign-in",
  "/sign-in?way=password",
  "/register",
];

test.beforeEach(({ page }) => void consoleOf(page));

for (const path of PUBLIC) {
  test(`公开页面 ${path}：中英文、无障碍、窄屏`, async ({ page }) => {
    await visit(page, path);
    await page.getByRole("button", { name: "English" }).first().click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await look(page, { lang: "en" });
    await page.setViewportSize({ width: 360, height: 740 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, "no scrolling sideways at 360 px").toBeLessThanOrEqual(360);
  });
}

test("登录：数字证书", async ({ page }) => {
  const who = account("roads1");
  await signInByCertificate(page, who);
  await expect(page.getByRole("banner")).toContainText(who.organisation);
  await look(page, { who: who.login });
});

test("登录：账号与动态验证码，每个验证码只能用一次", async ({ page, browser }) => {
  const who = account("roads2");
  // One code for both: the next half-minute has another.
  const code = codeOf(who);
  await signInByPassword(page, who, code);
  await expect(page).toHaveURL(/\/work$/);
  await expect(page.getByRole("banner")).toContainText(who.name);
  const other = await (await browser.newContext()).newPage();
  await signInByPassword(other, who, code);
  await expect(other.getByRole("alert").filter({ hasText: "每个只能使用一次" })).toBeVisible();
  await other.context().close();
});
