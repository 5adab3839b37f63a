import { expect } from "@playwright/test";
import { moveTo } from "../clock";
import { newcomer } from "../newcomer";
import type { Cast, Person } from "../people";
import { visit } from "../visit";
import { keep, type LotOfWorld, need, world } from "../world";
import { lotPath } from "./market";
import { members } from "./committee";
import { approve, publishNotice } from "./publication";
import { idIn } from "./tender";

const award = (lot: LotOfWorld) => lotPath(lot, "/award");

/** The tenderee's side checks the report point by point; a second person approves; the notice is signed. */
export async function displayCandidates(cast: Cast, lot: LotOfWorld): Promise<void> {
  const agency = await cast.of("agency1");
  const { page } = agency;
  await agency.visit(award(lot));
  await page.getByRole("button", { name: "编制候选人公示" }).click();
  // Nothing ticked: the check of the report cannot be skipped.
  await expect(page.locator(".note[role=alert]")).toBeVisible();
  for (const box of await page
    .getByRole("group", { name: /对评标报告的核查/ })
    .getByRole("checkbox")
    .all())
    await box.check();
  await page.getByRole("button", { name: "编制候选人公示" }).click();
  const link = page.locator("main").getByRole("link", { name: "查看公示" });
  await expect(link).toBeVisible({ timeout: 30_000 });
  await link.click();
  await expect(page).toHaveURL(/\/notices\/[0-9a-f-]{36}/);
  const noticeId = idIn(agency, /\/notices\/([0-9a-f-]{36})/);
  await approve(cast, noticeId);
  await publishNotice(cast, noticeId);
  const nobody = await cast.nobody();
  await visit(nobody, `/notices/${noticeId}`);
  await expect(nobody.locator("main")).toContainText("中标候选人");
  await visit(nobody, "/results");
  await expect(nobody.locator("main")).toContainText(need(world().tender, "tender").name);
}

/** Within the display an objection suspends until it is answered. */
export async function objectToResult(cast: Cast, login: string, lot: LotOfWorld): Promise<void> {
  const bidder = await cast.of(login);
  const { page } = bidder;
  await bidder.visit(`/work/objections/new?lot=${lot.id}`);
  await page.getByLabel("异议事项").selectOption("result");
  await page
    .getByLabel("事实", { exact: true })
    .fill("公示的第一名候选人类似业绩中，有一项的竣工验收时间不在近三年内。");
  await page.getByLabel("请求", { exact: true }).fill("请核实该项业绩的竣工验收时间，并据实复核商务得分。");
  await bidder.sign("签署并提出异议");
  await expect(page).toHaveURL(/\/work\/objections\/[0-9a-f-]{36}$/);
  await expect(page.locator("main")).toContainText("答复前暂停");
  await bidder.look();
  keep({ objectionId: idIn(bidder, /\/objections\/([0-9a-f-]{36})/) });
  const tenderee = await cast.of("roads1");
  await tenderee.visit(award(lot));
  await expect(tenderee.page.locator("main")).toContainText("异议尚未答复");
  await expect(tenderee.page.getByRole("button", { name: "确定中标人" })).toHaveCount(0);
}

export async function answerObjection(cast: Cast, lot: LotOfWorld): Promise<void> {
  const agency = await cast.of("agency1");
  await agency.visit("/work/objections");
  await agency.go(`/work/objections/${need(world().objectionId, "objection")}`);
  await agency.page
    .getByLabel("答复", { exact: true })
    .fill("经核实，该项目竣工验收备案时间在近三年内，所附备案表真实有效，得分无误。");
  await agency.sign("签署并答复");
  await expect(agency.page.locator("main")).toContainText("得分无误");
  await agency.look();
  const tenderee = await cast.of("roads1");
  await tenderee.go(award(lot));
  await expect(tenderee.page.locator("main")).not.toContainText("异议尚未答复");
}

/** The tenderee reports that the first candidate is no longer what it was; three of five members confirm it. */
export async function confirmCandidate(cast: Cast, lot: LotOfWorld): Promise<void> {
  const tenderee = await cast.of("roads1");
  await tenderee.go(award(lot));
  const { page } = tenderee;
  await page.getByText("候选人情况发生变化").click();
  await page.getByLabel("变化情况").fill("法院于本月裁定受理其一件债务纠纷，执行标的较大，来源为中国执行信息公开网。");
  await tenderee.sign("签署并提请审查");
  const row = page.getByRole("row").filter({ hasText: "执行信息公开网" });
  await expect(row).toContainText("审查中");
  await tenderee.look();
  for (const [at, login] of members().slice(0, 3).entries()) {
    const expert = await cast.of(login);
    await expert.go("/work");
    await expect(expert.page.locator("main")).toContainText("审查确认中标候选人");
    await expert.go(`/work/evaluations/${lot.id}`);
    if (at === 0) await expert.look();
    await expert.page.getByLabel("审查意见").selectOption("yes");
    await expert.page.getByLabel("理由", { exact: true }).fill("对照招标文件财务要求，所涉债务不影响履约。");
    await expert.sign("签署并提交意见");
  }
  await tenderee.go(award(lot));
  await expect(row).toContainText("确认，仍符合招标文件要求");
}

/** After the display the tenderee fixes the winner and sends all letters in one act. */
export async function fixWinner(cast: Cast, lot: LotOfWorld): Promise<void> {
  const tenderee = await cast.of("roads1");
  await tenderee.go(award(lot));
  await expect(tenderee.page.locator("main")).toContainText("公示期未满");
  await moveTo(cast, "候选人公示结束", lot.name);
  await tenderee.go(award(lot));
  await tenderee.sign("确定中标人");
  await expect(tenderee.page.locator("main")).toContainText("已确定中标人");
  await tenderee.sign("签署并发出全部通知书");
  await expect(tenderee.page.getByRole("link", { name: /^PDF/ })).toHaveCount(3);
  await tenderee.look();
}

/** The bidders of the lot; which of them won the ranking says, not this test. */
const biddersOf = (cast: Cast): Promise<Person[]> =>
  Promise.all(
    Object.keys(world().bids)
      .filter((login) => login !== "bidder3")
      .map((login) => enter(cast, login)),
  );

const enter = (cast: Cast, login: string): Promise<Person> =>
  login === newcomer().login ? cast.enter(newcomer()) : cast.of(login);

async function winnerOf(cast: Cast, lot: LotOfWorld): Promise<Person> {
  for (const bidder of await biddersOf(cast)) {
    await bidder.go(`/work/lots/${lot.id}/result`);
    if (await bidder.page.getByText("您单位已中标").isVisible()) return bidder;
  }
  throw new Error("nobody has won");
}

/** Winner and losers each find their own letter, as a signed PDF, and no other. */
export async function lettersArrive(cast: Cast, lot: LotOfWorld): Promise<void> {
  const bidders = await biddersOf(cast);
  let won = 0;
  for (const bidder of bidders) {
    await bidder.visit(`/work/lots/${lot.id}/result`);
    if (await bidder.page.getByText("您单位已中标").isVisible()) won += 1;
    else await expect(bidder.page.locator("main")).toContainText("您单位未中标");
    const href = (await bidder.page.getByRole("link", { name: "下载通知书（PDF）" }).getAttribute("href")) ?? "";
    const pdf = await bidder.page.request.get(href);
    expect(pdf.status(), bidder.who.login).toBe(200);
    expect((await pdf.body()).subarray(0, 5).toString("latin1"), bidder.who.login).toBe("%PDF-");
    // Another bidder's letter is not there for this one.
    for (const stranger of bidders.filter((one) => one !== bidder))
      expect((await stranger.page.request.get(href)).status(), `${stranger.who.login} reads it`).toBe(404);
  }
  expect(won).toBe(1);
}

/** The contract says what document and bid say, or it is not saved; both sides sign. */
export async function concludeContract(cast: Cast, lot: LotOfWorld): Promise<void> {
  const tenderee = await cast.of("roads1");
  const { page } = tenderee;
  await tenderee.go(award(lot));
  const price = page.getByLabel("合同价", { exact: true });
  const agreed = await price.inputValue();
  await price.fill("1.00");
  await expect(page.locator("main")).toContainText(/不一致/);
  await expect(page.getByRole("button", { name: "起草合同" })).toBeDisabled();
  await price.fill(agreed);
  await page.getByRole("button", { name: "起草合同" }).click();
  await expect(page.locator("main")).toContainText("合同已起草");
  // Where the documents demand a performance bond, nobody signs before the winner has given it.
  const bidder = await winnerOf(cast, lot);
  const give = bidder.page.getByRole("button", { name: "登记履约保证金" });
  if (await give.isVisible()) {
    await bidder.page.getByLabel("提交形式").selectOption("transfer");
    await bidder.page.getByLabel("保函、保单或转账凭证号").fill("LY-2026-0001");
    await give.click();
    await expect(bidder.page.locator("main")).toContainText("已提交：银行转账 LY-2026-0001");
  }
  await tenderee.go(award(lot));
  await tenderee.sign("签署合同");
  await expect(page.locator("main")).toContainText("一方已签署");
  await bidder.go(`/work/lots/${lot.id}/result`);
  await bidder.sign("签署合同");
  await expect(bidder.page.locator("main")).toContainText("双方已签署");
  await bidder.look();
}

/** Bonds go back with their interest; the archive is sealed with its hashes. */
export async function closeBooks(cast: Cast, lot: LotOfWorld): Promise<void> {
  const agency = await cast.of("agency1");
  const { page } = agency;
  await agency.visit(award(lot));
  const due = page.getByRole("button", { name: "登记已退还" });
  const count = await due.count();
  expect(count, "bonds to give back").toBeGreaterThan(0);
  for (let n = 0; n < count; n++) {
    await page.getByLabel("银行同期存款利息").first().fill("120.00");
    await due.first().click();
    await expect(due).toHaveCount(count - n - 1);
  }
  await expect(page.getByRole("table", { name: "投标保证金退还" })).toContainText("已退还");
  await agency.press("封存归档");
  await expect(page.locator("main")).toContainText("归档包 SHA-256", { timeout: 60_000 });
  const zip = await page.request.get((await page.getByRole("link", { name: /下载归档包/ }).getAttribute("href")) ?? "");
  expect(zip.status()).toBe(200);
  expect((await zip.body()).subarray(0, 2).toString("latin1")).toBe("PK");
  await agency.look();
}
