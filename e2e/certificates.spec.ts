import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type DemoPki, type IssueRequest, openDemoPki } from "../lib/adapters/pki/demo/pki";
import { toPem } from "../lib/crypto/certificate";
import { account, dataDir, keyFile } from "./accounts";
import { LIFE, nextVersion, PASSWORD, refusedOnPhone, refusedWith, show } from "./certificates";
import { consoleOf } from "./console";
import { expect, test } from "./fixtures";
import { connectAgain, connectPhone } from "./phone";
import { ready } from "./ready";
import { openKey, signInByCertificate } from "./sign-in";
import { look } from "./visit";

test.describe.configure({ timeout: 300_000 });

let folder: string;
let pki: DemoPki;
let neighbour: DemoPki;

test.beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "xinbiao-certificates-"));
  pki = await openDemoPki(path.join(dataDir(), "demo", "ca"));
  neighbour = await openDemoPki(path.join(folder, "neighbour"));
});
test.afterAll(() => fs.rmSync(folder, { recursive: true }));

/** A key file as a certification authority would hand it out. */
async function keyOf(request: Partial<IssueRequest>, life = LIFE, from = pki) {
  const { uscc, organisation } = account("bidder1");
  const issued = await from.issue({
    kind: "company",
    authority: "demo-b",
    name: organisation,
    uscc,
    ...life,
    ...request,
  });
  const p12 = path.join(folder, `${crypto.randomUUID()}.p12`);
  fs.writeFileSync(p12, issued.p12(PASSWORD));
  return { der: issued.certificateDer, p12 };
}

test("三家演示认证机构的证书文件都能登录：RSA、ECDSA、国密", async ({ browser }) => {
  for (const login of ["bidder3", "bidder1", "bidder5"]) {
    const context = await browser.newContext({ locale: "zh-CN" });
    const page = await context.newPage();
    await signInByCertificate(page, account(login));
    await expect(page.locator("header").first()).toContainText(account(login).organisation.slice(0, 6));
    await context.close();
  }
});

test("R-31：不能用的证书各有各的理由，登录时用中文说明", async ({ browser, cast }) => {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  consoleOf(page).allow(/status of 401/);
  const past = { notBefore: new Date("2023-01-01T00:00:00Z"), notAfter: new Date("2024-01-01T00:00:00Z") };
  const future = { notBefore: new Date("2038-01-01T00:00:00Z"), notAfter: new Date("2039-01-01T00:00:00Z") };
  const revoked = await keyOf({ authority: "demo-a" });
  await pki.revoke(revoked.der, new Date(Date.now() - 60_000));
  expect(await refusedWith(page, (await keyOf({}, past)).p12)).toContain("证书已过期");
  expect(await refusedWith(page, (await keyOf({ authority: "demo-c" }, future)).p12)).toContain("证书尚未生效");
  expect(await refusedWith(page, (await keyOf({ misused: "server" })).p12)).toContain("扩展用途不包括签名和登录");
  expect(await refusedWith(page, (await keyOf({}, LIFE, neighbour)).p12)).toContain("不在受信任的认证机构名录内");
  // Whose certificate is bound to whom is nobody's business: one answer for all of these.
  const { uscc, organisation } = account("bidder2");
  expect(await refusedWith(page, (await keyOf({ uscc, name: organisation })).p12)).toContain("没有绑定账号");
  await page.goto("/sign-in");
  await ready(page);
  await show(page, (await keyOf({ authority: "demo-a", misused: "encrypt" })).p12);
  await expect(page.locator("main").getByRole("alert")).toContainText("没有可用于签名的证书");
  // Lists are fetched every hour: the next one has it.
  const operator = await cast.of("operator2");
  await operator.go("/work/operations");
  await operator.press("前进 1 小时");
  await expect(async () => expect(await refusedWith(page, revoked.p12)).toContain("已被签发机构吊销")).toPass({
    timeout: 60_000,
  });
  await context.close();
});

test("R-28：别家单位的证书不能绑定到本单位", async ({ cast }) => {
  const { page, go } = await cast.of("bidder1");
  const { uscc, organisation } = account("bidder2");
  const { p12 } = await keyOf({ uscc, name: organisation });
  await go("/work/organisation");
  await page.getByRole("button", { name: "绑定证书" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.locator(".signed-item").first()).toBeVisible({ timeout: 30_000 });
  const another = dialog.getByRole("button", { name: "使用另一个证书文件" });
  if (await another.isVisible()) await another.click();
  await show(page, p12);
  await expect(dialog.getByRole("radio", { checked: true })).toBeVisible();
  await dialog.locator("footer").getByRole("button", { name: "绑定证书" }).click();
  await expect(dialog.getByRole("alert")).toContainText("签名证书不属于当前单位或本人", { timeout: 30_000 });
  await dialog.locator("footer").getByRole("button", { name: "取消" }).click();
});

test("手机证书：三家认证机构，扫码连接、数字匹配，绑定后登录；数字不对、拒绝、取消各有说明", async ({
  cast,
  browser,
}) => {
  const { page, go, who } = await cast.of("bidder4");
  await go("/work/organisation");
  for (const authority of ["demo-b", "demo-a", "demo-c"]) {
    await page.getByRole("button", { name: "绑定证书" }).click();
    const dialog = page.getByRole("dialog").filter({ hasText: "绑定证书？" });
    await expect(dialog.locator(".signed-item").first()).toBeVisible({ timeout: 30_000 });
    const phone = await connectPhone(page, page.context(), { name: who.organisation, uscc: who.uscc, authority });
    await expect(dialog.getByRole("radio", { checked: true })).toBeVisible({ timeout: 30_000 });
    await dialog.locator("footer").getByRole("button", { name: "绑定证书" }).click();
    if (authority === "demo-b") await look(page, { who: who.login });
    await phone.answer(page);
    await expect(dialog.locator(".note.good[role=status]")).toBeVisible({ timeout: 60_000 });
    await dialog.getByRole("button", { name: "关闭", exact: true }).last().click();

    const context = await browser.newContext({ locale: "zh-CN" });
    const entry = await context.newPage();
    await entry.goto("/sign-in");
    await ready(entry);
    await connectAgain(entry, phone);
    await expect(entry.getByRole("radio", { checked: true })).toBeVisible({ timeout: 30_000 });
    if (authority === "demo-b") await refusedOnPhone(entry, phone);
    await entry.getByRole("button", { name: "登录", exact: true }).click();
    await phone.answer(entry);
    await expect(entry).toHaveURL((url) => url.pathname === "/work", { timeout: 60_000 });
    await context.close();
  }
});

test("R-30：命令行做投标准备检查，报告由平台签名", () => {
  const who = account("bidder5");
  const [out, cms] = [path.join(folder, "readiness.json"), path.join(folder, "readiness.p7s")];
  const given = ["--platform", process.env.E2E_URL!, "--p12", keyFile(who), "--out", out, "--cms", cms, "--json"];
  const env = { ...process.env, XINBIAO_PASSPHRASE: who.p12Password };
  // It ends with 1 where the sandbox's clock has been moved, and says so.
  const program = ["scripts/xinbiao.mjs", "readiness", ...given];
  const { stdout } = spawnSync(process.execPath, program, { env, encoding: "utf8" });
  const report = JSON.parse(stdout) as { checks: { name: string; outcome: string }[] };
  const outcomes = Object.fromEntries(report.checks.map(({ name, outcome }) => [name, outcome]));
  expect(outcomes).toMatchObject({ sign: "pass", chain: "pass", bound: "pass", life: "pass", unwrap: "pass" });
  expect(Object.keys(outcomes).sort()).toEqual(
    ["bandwidth", "bound", "chain", "clock", "life", "revocation", "sign", "unwrap"].sort(),
  );
  const known = path.join(folder, "anchors.pem");
  fs.writeFileSync(
    known,
    pki
      .anchors()
      .map((der) => toPem("CERTIFICATE", der))
      .join(""),
  );
  const files = ["-inform", "DER", "-in", cms, "-content", out, "-CAfile", known, "-purpose", "any"];
  execFileSync("openssl", ["cms", "-verify", "-binary", ...files, "-out", "/dev/null"], { stdio: "pipe" });
});

test("共享登记：导出本单位的主体登记记录，平台签名；损坏的记录不采用", async ({ cast }) => {
  const { page, go } = await cast.of("bidder2");
  await go("/work/organisation");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "导出主体登记记录" }).click(),
  ]);
  const file = path.join(folder, download.suggestedFilename());
  await download.saveAs(file);
  const { record } = JSON.parse(fs.readFileSync(file, "utf8")) as { record: string };
  expect(JSON.parse(Buffer.from(record, "base64").toString("utf8"))).toMatchObject({
    type: "subject-record",
    subject: { uscc: account("bidder2").uscc },
  });
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/"record": "..../, '"record": "AAAA'));
  await page.getByLabel("其他平台出具的记录").setInputFiles(file);
  await page.getByRole("button", { name: "采用此记录" }).click();
  await expect(page.locator("main").getByRole("alert")).toContainText("该主体登记记录不能采用");
});

test("信任列表：公开页与运营页，中英文，360 像素不横向滚动", async ({ cast }) => {
  const operator = await cast.of("operator1");
  const nobody = await cast.nobody();
  await nobody.goto("/trust");
  await ready(nobody);
  await look(nobody);
  await operator.visit("/work/operations/trust");
  for (const [page, where] of [
    [nobody, "/trust"],
    [operator.page, "/work/operations/trust"],
  ] as const) {
    await page.getByRole("button", { name: "English" }).first().click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.goto(where);
    await ready(page);
    await look(page, { lang: "en" });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(where);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(wide, where).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(where);
    await page.getByRole("button", { name: "中文" }).first().click();
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  }
});

test("R-30：别的进程增加认证机构，网站不重启即可使用", async ({ cast, browser }) => {
  const { page, go, who } = await cast.of("bidder6");
  const { p12 } = await keyOf({ name: who.organisation, uscc: who.uscc }, LIFE, neighbour);
  const context = await browser.newContext({ locale: "zh-CN" });
  const entry = await context.newPage();
  expect(await refusedWith(entry, p12)).toContain("不在受信任的认证机构名录内");
  const theirs = neighbour.trustList().authorities.find(({ id }) => id === "demo-b")!;
  await nextVersion(pki, (list) => ({
    ...list,
    authorities: [...list.authorities, { ...theirs, id: "neighbour", name: "邻省电子认证", crlUrls: [], ocspUrls: [] }],
  }));
  try {
    await go("/trust");
    await expect(page.getByText("邻省电子认证").first()).toBeVisible();
    await go("/work/organisation");
    await page.getByRole("button", { name: "绑定证书" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.locator(".signed-item").first()).toBeVisible({ timeout: 30_000 });
    const another = dialog.getByRole("button", { name: "使用另一个证书文件" });
    if (await another.isVisible()) await another.click();
    await show(page, p12);
    await dialog.locator("footer").getByRole("button", { name: "绑定证书" }).click();
    await expect(dialog.locator(".note.good[role=status]")).toBeVisible({ timeout: 60_000 });
    await entry.goto("/sign-in?next=/work");
    await ready(entry);
    await openKey(entry, { ...who, p12: path.relative(dataDir(), p12), p12Password: PASSWORD });
    await entry.getByRole("button", { name: "登录", exact: true }).click();
    await expect(entry).toHaveURL((url) => url.pathname === "/work", { timeout: 60_000 });
  } finally {
    await nextVersion(pki, (list) => ({
      ...list,
      authorities: list.authorities.filter(({ id }) => id !== "neighbour"),
    }));
  }
  await context.close();
});
