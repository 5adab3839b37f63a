import { expect } from "@playwright/test";
import { codeOf } from "../accounts";
import { buyCertificate, identityNumberOf, keepNewcomer, newcomer } from "../newcomer";
import { scan } from "../papers";
import { type Cast, personAt } from "../people";
import { ready } from "../ready";
import { signInByPassword } from "../sign-in";
import { look } from "../visit";
import { world } from "../world";

/** An organisation registers itself and its administrator, with the authenticator entry that the page shows. */
export async function registerNewcomer(cast: Cast): Promise<void> {
  const page = await cast.nobody();
  const who = newcomer();
  await page.goto("/register");
  await ready(page);
  const secret = await page.locator("input[name=codeSecret]").inputValue();
  const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);
  await fill("统一社会信用代码", `${who.uscc.slice(0, 17)}${who.uscc[17] === "0" ? "1" : "0"}`);
  await fill("单位名称", who.organisation);
  await fill("所在地行政区划代码", "520100");
  await fill("法定代表人或负责人", "东方朔");
  await fill("注册地址", "黔中新区滨湖路 18 号");
  await fill("联系人", who.name);
  await fill("联系电话", "0851-05559001");
  await page.getByLabel("投标人", { exact: true }).check();
  await fill("姓名", who.name);
  await fill("身份证件号码", identityNumberOf(world().run));
  await fill("手机号码", `139${world().run}01`.slice(0, 11));
  await fill("登录账号", who.login);
  await fill("口令", who.password);
  await fill("再输入一次口令", who.password);
  await fill("应用显示的 6 位数字", codeOf({ totpSecret: secret }, -1));
  await page.getByLabel("同意《平台服务协议》和《隐私政策》").check();
  await page.getByLabel("单独同意：为实名登记处理身份证件号码，只保存不可还原的加密摘要").check();
  await page.getByRole("button", { name: "提交登记" }).click();
  // A wrong check character is named, and nothing that was typed is lost.
  await expect(page.locator(".note[role=alert]")).toContainText("校验位不正确");
  await expect(page).toHaveTitle(/^错误：/);
  await fill("统一社会信用代码", who.uscc);
  await page.getByRole("button", { name: "提交登记" }).click();
  await expect(page).toHaveURL(/\/register\/done/);
  await expect(page.getByRole("status")).toContainText(who.login);
  await look(page);
  keepNewcomer(secret);
}

/** First sign-in by password and code; evidence is handed in, the certificate bound. */
export async function equipNewcomer(cast: Cast): Promise<void> {
  const page = await cast.nobody();
  const who = newcomer();
  await signInByPassword(page, who);
  await expect(page).toHaveURL(/\/work/);
  const person = personAt(page, who);
  await person.visit("/work/organisation");
  await expect(page.locator("main")).toContainText("待平台核验");
  await page.getByText("更新单位信息").click();
  await page.getByLabel("证明材料").setInputFiles(scan("营业执照"));
  await expect(page.getByText("已上传 营业执照")).toBeVisible({ timeout: 30_000 });
  await person.press("提交核验");
  await expect(page.locator("main")).toContainText("第 2 版");
  await buyCertificate();
  await person.go("/work/organisation");
  await person.sign("绑定证书");
  await expect(page.getByRole("row").filter({ hasText: who.organisation }).filter({ hasText: "可用" })).toBeVisible();
  await page.context().clearCookies();
}

/** The operator compares entry and evidence, and verifies. */
export async function verifyNewcomer(cast: Cast): Promise<void> {
  const operator = await cast.of("operator1");
  const { organisation } = newcomer();
  await operator.visit("/work/operations/parties");
  await operator.page.getByRole("link", { name: organisation }).click();
  await expect(operator.page.getByRole("heading", { level: 1 })).toHaveText(organisation);
  await operator.look();
  await expect(operator.page.getByRole("link", { name: "证明材料" })).toBeVisible();
  await operator.press("核验通过");
  await expect(operator.page.locator("main")).toContainText("办结：通过");
}

/** From now on the newcomer comes in with the certificate. */
export async function newcomerSignsIn(cast: Cast): Promise<void> {
  const person = await cast.enter(newcomer());
  await person.visit("/work/organisation");
  await expect(person.page.locator("h1")).toContainText(newcomer().organisation);
  await person.visit("/work/messages");
  await expect(person.page.locator("main")).toContainText("登记信息已通过核验");
}
