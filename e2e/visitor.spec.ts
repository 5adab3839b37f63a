import fs from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { unzipSync, zipSync } from "fflate";
import { dataDir } from "./accounts";
import { expect, test } from "./fixtures";
import { program } from "./sealed";
import { look, visit } from "./visit";
import { need, world } from "./world";

/** Somebody without an account, after the life of a tender: downloads the public archive and judges it without us. */
test("不登录下载公开归档，在浏览器和命令行核验；改动一个字节即被指出", async ({ cast }) => {
  test.setTimeout(240_000);
  const page = await cast.nobody();
  await visit(page, `/tenders/${encodeURIComponent(need(world().tender, "tender").code)}`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载公开档案包" }).first().click(),
  ]);
  const file = path.join(dataDir(), "公开归档.zip");
  await download.saveAs(file);
  const told = program("xinbiao", ["verify", file]);
  await page.getByRole("link", { name: "在浏览器核验" }).first().click();
  await expect(page).toHaveURL(/\/verify\/archive$/);
  await judge(page, file);
  const result = page.locator(".results");
  await expect(result.locator(".note")).toContainText("全部成立", { timeout: 120_000 });
  await expect(result).toContainText("公开归档");
  await look(page);
  const members = unzipSync(fs.readFileSync(file));
  members["opening/freeze.json"]![40]! ^= 1;
  const harmed = path.join(dataDir(), "改动.zip");
  fs.writeFileSync(harmed, zipSync(members, { level: 0 }));
  await judge(page, harmed);
  await expect(result.locator(".note")).toContainText("有不成立的项目", { timeout: 120_000 });
  await expect(page.getByRole("row").nth(1)).toContainText("opening/freeze.json");
  await look(page);
  const { code, out } = await told;
  expect(code, out).toBe(0);
  expect((await program("xinbiao", ["verify", harmed])).code).toBe(1);
});

async function judge(page: Page, file: string): Promise<void> {
  await page.getByLabel("归档包").setInputFiles(file);
}
