import { expect, type Page } from "@playwright/test";
import { type Account, codeOf, keyFile } from "./accounts";
import { ready } from "./ready";

/** Sign-in with the key file of a certificate, as a person does it: file, its password, challenge signed. */
export async function signInByCertificate(page: Page, who: Account, next = "/work"): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await ready(page);
  await openKey(page, who);
  await page.getByRole("button", { name: /^(登录|Sign in)$/ }).click();
  await expect(page).toHaveURL((url) => url.pathname === next.split("?")[0]);
}

/** Opens the key file in whatever asks for one: the sign-in page or a signing dialog. */
export async function openKey(page: Pick<Page, "getByLabel" | "getByRole">, who: Account): Promise<void> {
  await page.getByLabel(/^(证书文件|Certificate file)$/).setInputFiles(keyFile(who));
  await page.getByLabel(/^(证书文件口令|Password of the certificate file)/).fill(who.p12Password);
  await page.getByRole("button", { name: /^(打开证书|Open certificate)/ }).click();
  await expect(page.getByRole("radio", { checked: true })).toBeVisible();
}

/** Sign-in by account, password and the one-time code of the authenticator app. */
export async function signInByPassword(page: Page, who: Account, code = codeOf(who)): Promise<void> {
  await page.goto("/sign-in?way=password");
  await ready(page);
  await page.getByLabel(/^(账号|Account)/).fill(who.login);
  await page.getByLabel(/^(口令|Password)/).fill(who.password);
  await page.getByLabel(/^(动态验证码|One-time code)/).fill(code);
  await page.getByRole("button", { name: /^(登录|Sign in)$/ }).click();
}
