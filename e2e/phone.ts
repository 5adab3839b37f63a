import { type BrowserContext, expect, type Page } from "@playwright/test";

/** A demonstration phone in a person's other hand: a tab of its own, on the stand-in provider's pages. */
export type Phone = {
  /** Confirms what the page asks for, with this number in place of the one the page shows, or refuses it. */
  answer(page: Page, how?: { readonly number?: string; readonly refuse?: boolean }): Promise<void>;
};

/** Opens the connection's square code on a new phone, which is enrolled first. */
export async function connectPhone(
  page: Page,
  context: BrowserContext,
  holder: { readonly name: string; readonly uscc: string; readonly authority: string },
): Promise<Phone> {
  await openPhoneForm(page);
  const { scan } = await asked(page);
  const tab = await context.newPage();
  await tab.goto(scan);
  await tab.getByRole("link", { name: /登记一部演示手机/ }).click();
  await tab.getByLabel(/单位或个人名称/).fill(holder.name);
  await tab.getByLabel(/统一社会信用代码/).fill(holder.uscc);
  await tab.getByLabel(/认证机构/).selectOption(holder.authority);
  await tab.getByRole("button", { name: /登记/ }).click();
  const home = tab.url();
  const phone = phoneAt(tab, home);
  await phone.answer(page);
  return phone;
}

/** The same for a phone that is enrolled already. */
export async function connectAgain(page: Page, phone: Phone): Promise<void> {
  await openPhoneForm(page);
  await phone.answer(page);
}

async function openPhoneForm(page: Page): Promise<void> {
  const another = page.getByRole("button", { name: "使用另一个证书文件" });
  if (await another.isVisible()) await another.click();
  await page.getByText("使用手机证书（扫码签名）").click();
  await page.getByRole("button", { name: "连接手机" }).click();
}

/** What the page asks of the phone, from its own words. */
async function asked(page: Page): Promise<{ readonly scan: string; readonly number: string }> {
  const prompt = page.getByRole("dialog").filter({ hasText: "请在手机上确认" });
  const link = prompt.getByRole("link", { name: "在新窗口打开演示手机" });
  await expect(link).toBeVisible({ timeout: 30_000 });
  const number = (await prompt.locator(".phone-number").textContent()) ?? "";
  expect(number).toMatch(/^\d{2}$/);
  return { scan: (await link.getAttribute("href")) ?? "", number };
}

function phoneAt(tab: Page, home: string): Phone {
  return {
    answer: async (page, { number, refuse = false } = {}) => {
      const { scan, number: shown } = await asked(page);
      const id = new URL(scan).searchParams.get("id") ?? "";
      await tab.goto(`${home}/requests/${id}`);
      // The phone says what it is about: the same hash as the page.
      const mark = new URL(scan).searchParams.get("mark") ?? "";
      await expect(tab.getByText(mark)).toBeVisible();
      await expect(page.getByRole("dialog").filter({ hasText: "请在手机上确认" }).getByText(mark)).toBeVisible();
      await tab.getByLabel(/两位数字/).fill(number ?? shown);
      await tab.getByRole("button", { name: refuse ? /拒绝/ : /确认/ }).click();
    },
  };
}
