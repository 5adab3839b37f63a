import { type Browser, expect, type Locator, type Page } from "@playwright/test";
import { type Account, account } from "./accounts";
import { consoleOf } from "./console";
import { ready } from "./ready";
import { openKey, signInByCertificate } from "./sign-in";
import { look, visit } from "./visit";

/** One person at their own computer: a browser profile of their own, signed in with their own certificate. */
export type Person = {
  readonly who: Account;
  readonly page: Page;
  /** Opens a page without looking it over. */
  go(path: string): Promise<void>;
  /** Opens a page, looks it over, and keeps it for the visit in English. */
  visit(path: string): Promise<void>;
  /** Looks over the page that is open. */
  look(): Promise<void>;
  button(name: string | RegExp): Locator;
  /** Presses a button and waits for the server's answer to be on the page. */
  press(name: string | RegExp, within?: Locator): Promise<void>;
  /** A legal act: opens its dialog, shows the key file where it is asked for, signs. */
  sign(label: string, within?: Locator): Promise<void>;
};

/** Everybody who was asked for, each signed in once. */
export type Cast = {
  of(login: string): Promise<Person>;
  /** Somebody who is not in the demonstration's list. */
  enter(who: Account): Promise<Person>;
  /** Somebody who has no account. */
  nobody(): Promise<Page>;
  /** Everybody but who stays looks away from the screen: an empty page until they are asked for again. */
  rest(): Promise<void>;
  /** Somebody keeps a page open from one test to the next. */
  stay(login: string): void;
  leave(): Promise<void>;
};

const BROWSER = { locale: "zh-CN", timezoneId: "Asia/Shanghai", viewport: { width: 1440, height: 900 } } as const;

export function castOf(browser: Browser, baseURL: string): Cast {
  const people = new Map<string, Promise<Person>>();
  const staying = new Set<string>();
  let nobody: Promise<Page> | null = null;
  const signedIn = async (who: Account): Promise<Person> => {
    const context = await browser.newContext({ ...BROWSER, baseURL, acceptDownloads: true });
    const page = await context.newPage();
    const person = personAt(page, who);
    await signInByCertificate(page, who);
    return person;
  };
  const enter = (who: Account): Promise<Person> => {
    const known = people.get(who.login) ?? signedIn(who);
    people.set(who.login, known);
    return known;
  };
  return {
    of: (login) => enter(account(login)),
    enter,
    nobody: () => {
      nobody ??= browser.newContext({ ...BROWSER, baseURL }).then(async (context) => {
        const page = await context.newPage();
        consoleOf(page);
        return page;
      });
      return nobody;
    },
    rest: async () => {
      const away = [...people].filter(([login]) => !staying.has(login));
      const pages = await Promise.all(away.map(async ([, person]) => (await person).page));
      if (nobody) pages.push(await nobody);
      for (const page of pages) await page.goto("about:blank");
    },
    stay: (login) => void staying.add(login),
    leave: async () => {
      for (const person of people.values()) await (await person).page.context().close();
      await (await nobody)?.context().close();
    },
  };
}

export function personAt(page: Page, who: Account): Person {
  consoleOf(page);
  const person: Person = {
    who,
    page,
    go: async (path) => {
      const answer = await page.goto(path);
      expect(answer?.status(), `${who.login} ${path}`).toBe(200);
      await ready(page);
    },
    visit: (path) => visit(page, path, { who: who.login }),
    look: () => look(page, { who: who.login }),
    button: (name) => page.getByRole("button", { name, exact: typeof name === "string" }),
    press: async (name, within) => {
      const button = (within ?? page.locator("main")).getByRole("button", { name, exact: typeof name === "string" });
      await answered(page, () => button.click());
    },
    sign: (label, within) => sign(person, label, within),
  };
  return person;
}

/** Does something that sends a form, and waits for the server's answer to be on the page. */
export async function answered(page: Page, act: () => Promise<void>): Promise<void> {
  // Waiting for the form to be idle is not enough: in the first moment after the click it is idle still.
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await Promise.all([answer, act()]);
  await expect(page.locator("form[aria-busy=true]")).toHaveCount(0, { timeout: 30_000 });
}

async function sign({ page, who }: Person, label: string, within?: Locator): Promise<void> {
  await (within ?? page.locator("main")).getByRole("button", { name: label, exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  const act = dialog.locator("footer").getByRole("button", { name: label, exact: true });
  // What is signed stands in words before anybody can sign it.
  await expect(dialog.locator(".signed-item").first()).toBeVisible({ timeout: 30_000 });
  if (await dialog.getByLabel("证书文件", { exact: true }).isVisible()) await openKey(page, who);
  await expect(act).toBeEnabled({ timeout: 30_000 });
  await act.click();
  await expect(dialog.locator(".note.good[role=status]")).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "关闭", exact: true }).last().click();
  await expect(dialog).toBeHidden();
}
