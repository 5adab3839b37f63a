import { expect, type Page } from "@playwright/test";
import pg from "pg";
import type { DemoPki } from "../lib/adapters/pki/demo/pki";
import { platformSigner } from "../lib/adapters/pki/platform";
import type { TrustList } from "../lib/crypto/binding";
import { statementHash } from "../lib/crypto/statements";
import { readTrustList, trustListBytes } from "../lib/crypto/trust-list";
import type { Phone } from "./phone";
import { ready } from "./ready";

export const PASSWORD = "only-for-this-test";
export const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2039-01-01T00:00:00Z") };

/** Gives a key file to whatever asks for one: the sign-in page or a signing dialog. */
export async function show(page: Page, p12: string): Promise<void> {
  await page.getByLabel("证书文件", { exact: true }).setInputFiles(p12);
  await page.getByLabel("证书文件口令").fill(PASSWORD);
  await page.getByRole("button", { name: "打开证书" }).click();
}

/** What the sign-in page says to a key file. */
export async function refusedWith(page: Page, p12: string): Promise<string> {
  await page.goto("/sign-in");
  await ready(page);
  await show(page, p12);
  await expect(page.getByRole("radio", { checked: true })).toBeVisible();
  await page.getByRole("button", { name: "登录", exact: true }).click();
  const words = page.locator("main").getByRole("alert");
  await expect(words).toBeVisible({ timeout: 30_000 });
  return (await words.textContent()) ?? "";
}

/** A sign-in by phone that fails in each way there is; the page names each. */
export async function refusedOnPhone(page: Page, phone: Phone): Promise<void> {
  const failed = page.getByRole("dialog").filter({ hasText: "手机没有完成签名" });
  const close = async (words: string) => {
    await expect(failed.getByRole("alert")).toContainText(words, { timeout: 30_000 });
    await failed.locator("footer").getByRole("button", { name: "关闭" }).click();
    await expect(failed).toBeHidden();
  };
  const submit = () => page.getByRole("button", { name: "登录", exact: true }).click();
  await submit();
  const prompt = page.getByRole("dialog").filter({ hasText: "请在手机上确认" });
  const shown = (await prompt.locator(".phone-number").textContent()) ?? "";
  await phone.answer(page, { number: shown === "42" ? "43" : "42" });
  await close("手机上输入的数字与本页不一致");
  await submit();
  await phone.answer(page, { refuse: true });
  await close("手机上拒绝了本次请求");
  await submit();
  await prompt.locator("footer").getByRole("button", { name: "取消" }).click();
  await expect(prompt).toBeHidden({ timeout: 30_000 });
}

/** What another process of the platform leaves behind when two operators have agreed there. */
export async function nextVersion(pki: DemoPki, change: (list: TrustList) => TrustList): Promise<void> {
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  try {
    const { rows } = await client.query("SELECT version, bytes FROM trust_version ORDER BY version DESC LIMIT 1");
    const version = Number(rows[0].version) + 1;
    const bytes = trustListBytes(change({ ...readTrustList(new Uint8Array(rows[0].bytes)), version }));
    const issued = await pki.issue({ kind: "platform", authority: "demo-a", name: "信标平台", ...LIFE });
    const { certificateDer, chainDer, privateKeyPkcs8: privateKey } = issued;
    const cms = await platformSigner({ certificateDer, chainDer, privateKey }).signStatement(bytes);
    await client.query(
      "INSERT INTO trust_version (version, bytes, sha256, cms, at) VALUES ($1, $2, $3, $4, platform_now())",
      [version, Buffer.from(bytes), statementHash(bytes), Buffer.from(cms)],
    );
  } finally {
    await client.end();
  }
}
