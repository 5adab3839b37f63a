import { expect, type Page } from "@playwright/test";
import { scan } from "./axe";
import { consoleOf } from "./console";
import { ready } from "./ready";
import { type Visit, noteVisit } from "./visited";

type Options = {
  readonly lang?: "zh-CN" | "en";
  /** Status the page itself is answered with. */
  readonly status?: number;
  /** Who looks, for the second visit in English; nobody by default. */
  readonly who?: string | null;
};

/** Opens a page, looks it over and keeps it for the visit in the other language. */
export async function visit(page: Page, path: string, options: Options = {}): Promise<void> {
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(options.status ?? 200);
  await ready(page);
  await look(page, options);
}

/** What every page visited has to stand: language, title, one heading, no console error, axe clean. */
export async function look(page: Page, options: Options = {}): Promise<void> {
  const { lang = "zh-CN", who = null, status = 200 } = options;
  const { pathname, search } = new URL(page.url());
  const where = pathname + search;
  await expect(page.locator("html"), where).toHaveAttribute("lang", lang);
  await expect(page, where).toHaveTitle(lang === "zh-CN" ? /信标/ : /Xinbiao/);
  // A room says the same once more for screens that are too small for it.
  await expect(page.locator("h1:visible"), where).toHaveCount(1);
  await page.waitForLoadState("load");
  await scan(page, where);
  expect.soft(consoleOf(page).take(), `console on ${where}`).toEqual([]);
  if (status === 200 && lang === "zh-CN") noteVisit({ who, path: where } satisfies Visit);
}
