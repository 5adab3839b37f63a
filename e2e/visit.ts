import { expect, type Page } from "@playwright/test";
import { PREFERENCE_COOKIES } from "../lib/i18n/locale";
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

/** Looks at a page in English, too, while it is what it is: for what is over when the others are seen again. */
export async function lookInEnglish(page: Page, path: string, open?: () => Promise<unknown>): Promise<void> {
  await speak(page, "en");
  await page.goto(path);
  await ready(page);
  await open?.();
  await look(page, { lang: "en" });
  await mustBeTranslated(page);
  await speak(page, "zh-CN");
}

// A room has no switch of language: it is entered in the one that was chosen before.
const speak = (page: Page, lang: string) =>
  page.context().addCookies([{ name: PREFERENCE_COOKIES.locale, value: lang, url: new URL(page.url()).origin }]);

/** A key that nobody translated shows as its own name; what is shown as code is meant to be one. */
export async function mustBeTranslated(page: Page): Promise<void> {
  const text = await page.evaluate(() => {
    const codes = [...document.querySelectorAll("code")].filter(({ hidden }) => !hidden);
    // Out of sight for the moment of reading: the page goes on being used.
    for (const code of codes) code.hidden = true;
    const rest = document.body.innerText;
    for (const code of codes) code.hidden = false;
    return rest;
  });
  expect.soft(text, page.url()).not.toMatch(/\b[a-z]+\.[a-z]+[A-Z][A-Za-z]*\b(?!\.(pdf|xlsx|sbcr))/);
}
