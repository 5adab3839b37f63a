import { expect, type Page } from "@playwright/test";
import type { Cast, Person } from "../people";
import type { LotOfWorld } from "../world";
import { members, room } from "./committee";
import { confirm } from "./tender";

/** Keys of the bids in the order of the columns, and of the rows. */
async function gridOf(page: Page): Promise<{ bids: string[]; rows: string[] }> {
  const cells = page.locator("button[data-cell]");
  await expect(cells.first()).toBeVisible({ timeout: 30_000 });
  const places = await cells.evaluateAll((all) => all.map((one) => one.getAttribute("data-cell") ?? ""));
  const column = (place: string) => place.slice(0, place.indexOf(" "));
  const row = (place: string) => place.slice(place.indexOf(" ") + 1);
  return { bids: [...new Set(places.map(column))], rows: [...new Set(places.map(row))] };
}

const cell = (page: Page, bid: string, row: string) => page.locator(`button[data-cell="${bid} ${row}"]`);

/** Each member alone; one sees a fault that the others do not, and has to say why. */
export async function reviewPreliminarily(cast: Cast, lot: LotOfWorld): Promise<void> {
  for (const [at, login] of members().entries()) {
    const expert = await cast.of(login);
    const { page } = expert;
    await expert.go(room(lot));
    const { bids, rows } = await gridOf(page);
    if (at === 0) {
      await expert.look();
      await readBid(page);
    }
    for (const [column, bid] of bids.entries()) {
      await cell(page, bid, rows[0] ?? "").click();
      if (at === 4 && column === 0) await findFault(page, cell(page, bid, rows[1] ?? ""));
      const rest = page.getByRole("button", { name: "本份其余各项符合" });
      await cell(page, bid, rows[0] ?? "").click();
      await rest.click();
      await expect(cell(page, bid, rows.at(-1) ?? "")).toHaveAttribute("aria-label", /符合$/, { timeout: 30_000 });
    }
    await confirm(expert, "提交初步评审");
    await expect(page.locator("main")).toContainText(/等待|评审结论/, { timeout: 30_000 });
  }
}

/** One finds the time short: nothing happens; a second one of five: it is prolonged, and the first sees it unasked. */
export async function findTimeShort(cast: Cast, lot: LotOfWorld): Promise<void> {
  const [first, second] = await Promise.all(
    members()
      .slice(0, 2)
      .map((login) => cast.of(login)),
  );
  const shown = (person: Person) => person.page.locator(".ev-time");
  for (const person of [first!, second!]) {
    await person.go(room(lot));
    if (person === first) await person.look();
    await confirm(person, "时间不够", undefined, shown(person));
    if (person === first) await expect(shown(person)).toContainText("5 名成员中有 1 名认为时间不够");
  }
  for (const person of [second!, first!]) await expect(shown(person)).toContainText("已延长 1 次", { timeout: 15_000 });
}

/** Every file of the bid opens in the room, as the bidder sealed it. */
async function readBid(page: Page): Promise<void> {
  const choice = page.getByLabel(/选择文件$/).last();
  const files = await choice.locator("option").evaluateAll((all) => all.map((one) => one.getAttribute("value") ?? ""));
  expect(files.length, "files of the bid").toBeGreaterThan(1);
  for (const href of files) {
    const range = await page.request.get(href, { headers: { range: "bytes=0-7" } });
    expect([200, 206], href).toContain(range.status());
    expect((await range.body()).subarray(0, 5).toString("latin1"), href).toBe("%PDF-");
  }
}

async function findFault(page: Page, place: ReturnType<typeof cell>): Promise<void> {
  await place.click();
  await page.getByRole("radio", { name: "不符合" }).check();
  await page.getByRole("button", { name: "保存并到下一份" }).click();
  await expect(page.locator(".err-t")).toContainText("请填写不符合的理由");
  await page.getByLabel("不符合的理由").fill("所附证明材料扫描不清，需核对原件。");
  await page.getByLabel("所在页码").fill("12");
  await page.getByRole("button", { name: "保存并到下一份" }).click();
  await expect(place).toHaveAttribute("aria-label", /不符合$/, { timeout: 30_000 });
}

/** The member whom the others elected. */
async function chairOf(cast: Cast, lot: LotOfWorld): Promise<Person> {
  for (const login of members()) {
    const expert = await cast.of(login);
    await expert.go(room(lot));
    if (await expert.page.getByText(/组长 · 专家/).isVisible()) return expert;
  }
  throw new Error("nobody is chair");
}

const QUESTION = "请说明雨季施工时沟槽排水的设备配置与本投标文件第 12 页是否一致。";

/** The chair asks in the committee's name; the bidder answers in writing under its signature. */
export async function clarify(cast: Cast, lot: LotOfWorld, bidders: readonly Person[]): Promise<void> {
  const chair = await chairOf(cast, lot);
  const asked = chair.page.locator(".asked").filter({ hasText: QUESTION });
  const question = async () => {
    const dialog = chair.page.getByRole("dialog");
    await dialog.getByLabel("投标文件").selectOption({ index: 0 });
    await dialog.getByLabel("要求说明的问题").fill(QUESTION);
  };
  // The button stands in the head of the room, not among the findings.
  if ((await asked.count()) === 0) await confirm(chair, "请求澄清", question, chair.page.locator("body"));
  await expect(asked).toContainText("待答复");
  let answered = 0;
  for (const bidder of bidders) {
    await bidder.go("/work/messages");
    const line = bidder.page.getByRole("listitem").filter({ hasText: "评标委员会" }).filter({ hasText: "澄清" });
    if ((await line.count()) === 0) continue;
    await line.first().getByRole("button", { name: "查看" }).click();
    await expect(bidder.page).toHaveURL(/\/work\/clarifications\//);
    await bidder.look();
    // Another question of the committee, about prices, may have gone to somebody before.
    if ((await bidder.page.locator("main").getByText(QUESTION).count()) === 0) continue;
    // Who asks is the committee: no member's name.
    await expect(bidder.page.locator("main")).not.toContainText(chair.who.name);
    await bidder.page.getByLabel("答复内容").fill("与第 12 页一致：每百米配置两台水泵，一用一备，不涉及工程量和报价。");
    await bidder.sign("签署并提交答复");
    await expect(bidder.page.locator("main")).toContainText("已答复");
    answered += 1;
  }
  expect(answered, "bidders who were asked").toBe(1);
  await chair.go(room(lot));
  await expect(asked).toContainText("一用一备");
}

/** What the majority found stands; the chair puts it on record and goes on. */
export async function closePreliminary(cast: Cast, lot: LotOfWorld): Promise<void> {
  const chair = await chairOf(cast, lot);
  await expect(chair.page.locator("main")).toContainText("符合 4 票，不符合 1 票");
  await chair.look();
  await confirm(chair, "结束初步评审");
  await expect(chair.page.locator(".stages")).toContainText("技术评审");
}

/** Marks of one phase, by keyboard: number, Enter, next bid. Locked marks are nobody else's before all have locked. */
export async function markAll(
  cast: Cast,
  lot: LotOfWorld,
  phase: "技术评审" | "商务评审",
  markOf: (bid: number, member: number) => string,
): Promise<void> {
  for (const [member, login] of members().entries()) {
    const expert = await cast.of(login);
    const { page } = expert;
    await expert.go(room(lot));
    const { bids, rows } = await gridOf(page);
    if (member === 0) await expert.look();
    for (const row of rows)
      for (const [column, bid] of bids.entries()) {
        const value = markOf(column, member);
        await cell(page, bid, row).click();
        const field = page.getByLabel("评分", { exact: true });
        await field.fill(value);
        await field.press("Enter");
        await expect(cell(page, bid, row)).toContainText(value);
      }
    // Coming back to a mark, what is typed takes its place and is not put behind it.
    const [bid, row] = [bids[0]!, rows[0]!];
    await cell(page, bid, row).click();
    const field = page.getByLabel("评分", { exact: true });
    await field.click();
    await page.keyboard.type(markOf(0, member));
    await expect(field).toHaveValue(markOf(0, member));
    await field.press("Enter");
    await expect(page.locator("footer.keys")).toContainText("已全部评分", { timeout: 30_000 });
    await expect(page.getByRole("button", { name: `提交${phase}` })).toBeEnabled({ timeout: 30_000 });
    await confirm(expert, `提交${phase}`);
    await expert.go(room(lot));
    if (member < members().length - 1) await expect(page.locator("main")).toContainText("已锁定");
  }
}

/** Prices by formula with the K that was drawn, the matrix of marks, the ranking; the chair confirms. */
export async function consolidate(cast: Cast, lot: LotOfWorld): Promise<void> {
  const chair = await chairOf(cast, lot);
  await expect(chair.page.locator("main")).toContainText("评标基准价");
  await expect(chair.page.locator("main")).toContainText("排序");
  await chair.look();
  await confirm(chair, "确认汇总结果");
  await chair.press("编写评标报告");
  await expect(chair.page.locator("main")).toContainText("编写中", { timeout: 30_000 });
}

/** Four sign, one dissents in writing; then the report goes to the tenderee. */
export async function signReport(cast: Cast, lot: LotOfWorld): Promise<void> {
  const chair = await chairOf(cast, lot);
  await chair.look();
  await confirm(chair, "定稿并开始签署");
  await expect(chair.page.locator("main")).toContainText("签署中", { timeout: 60_000 });
  const others = members().filter((login) => login !== chair.who.login);
  for (const login of [chair.who.login, ...others.slice(0, 3)]) {
    const expert = await cast.of(login);
    await expert.go(room(lot));
    await expert.sign("签署评标报告");
    await expect(expert.page.locator("tr.me")).toContainText("已签字");
  }
  const last = await cast.of(others[3] ?? "");
  await last.go(room(lot));
  await last.page.getByText("持有不同意见").click();
  await last.page
    .getByLabel("不同意见和理由")
    .fill("第一名投标文件的雨季施工措施不够具体，技术评分偏高，建议招标人在合同中明确。");
  await last.sign("签署不同意见");
  await expect(last.page.locator("tr.me")).toContainText("不同意见");
  await chair.go(room(lot));
  await confirm(chair, "提交评标报告");
  await expect(chair.page.locator("main")).toContainText("评标报告已提交招标人", { timeout: 60_000 });
  await chair.look();
}
