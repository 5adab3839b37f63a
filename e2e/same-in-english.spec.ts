import type { Page } from "@playwright/test";
import { account } from "./accounts";
import { consoleOf } from "./console";
import { expect, test } from "./fixtures";
import { newcomer } from "./newcomer";
import type { Cast } from "./people";
import { look, mustBeTranslated } from "./visit";
import { visits } from "./visited";

/**
 * The pages of the life once more, in English: each person opens again what they looked at in Chinese. A page that is
 * over by now (a form whose act is done) may lead on or be gone; none may break.
 */
test("生命周期里看过的每个页面，换成英文再看一遍", async ({ cast }) => {
  test.setTimeout(420_000);
  const all = visits();
  expect(all.length, "pages visited by the journey").toBeGreaterThan(40);
  for (const who of new Set(all.map((visit) => visit.who))) {
    const page = await pageOf(cast, who);
    consoleOf(page).allow(/status of 404/);
    await page.goto(who ? "/work" : "/");
    await page.getByRole("button", { name: "English" }).first().click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    for (const { path } of all.filter((visit) => visit.who === who)) await lookAgain(page, path);
    await page.goto(who ? "/work" : "/");
    await page.getByRole("button", { name: "中文" }).first().click();
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  }
});

async function pageOf(cast: Cast, who: string | null): Promise<Page> {
  if (who === null) return cast.nobody();
  const person = who === newcomer().login ? newcomer() : account(who);
  return (await cast.enter(person)).page;
}

async function lookAgain(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path);
  const status = answer?.status() ?? 0;
  expect([200, 404], path).toContain(status);
  await look(page, { lang: "en", status });
  await mustBeTranslated(page);
}
