import { expect } from "@playwright/test";
import { fromElsewhere, VENUE } from "../elsewhere";
import type { Cast, Person } from "../people";
import { lookInEnglish } from "../visit";
import { keep, type LotOfWorld, need, world } from "../world";
import { lotPath } from "./market";
import { confirm } from "./tender";

/** Everybody in the pool who knows the field; who of them is drawn nobody knows beforehand. */
const POOL = [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12].map((n) => `expert${n}`);
const SEATS = 5;

const hostPage = (lot: LotOfWorld) => lotPath(lot, "/evaluation");
export const room = (lot: LotOfWorld) => `/room/evaluation/${lot.id}`;

/** Size, field, whom to avoid; then the draw from two sources. */
export async function formCommittee(cast: Cast, lot: LotOfWorld): Promise<void> {
  const agency = await cast.of("agency1");
  const { page } = agency;
  await agency.visit(hostPage(lot));
  await page.getByLabel("成员人数").selectOption(String(SEATS));
  const field = page.getByLabel("评标专业");
  const works = field.locator("option").filter({ hasText: "市政工程" });
  await field.selectOption((await works.getAttribute("value")) ?? "");
  await page.getByLabel("评标场所").selectOption(VENUE);
  await page.getByRole("button", { name: "确定组建方案" }).click();
  await page.getByRole("button", { name: /^抽取 \d+ 名专家$/ }).click();
  await expect(page.locator("main")).toContainText("已抽取", { timeout: 90_000 });
  await agency.look();
  // The host sees seats and states, no names.
  const text = await page.locator("main").innerText();
  for (const name of ["东郭衡之", "西门知远", "左丘明月", "百里疏桐", "拓跋松年"]) expect(text).not.toContain(name);
}

/** The first who is drawn has a reason to avoid; the reserve comes in, until five have accepted. */
export async function answerInvitations(cast: Cast, lot: LotOfWorld): Promise<void> {
  for (const login of POOL) {
    const expert = await cast.of(login);
    await expert.go("/work/evaluations");
    if ((await invitationOf(expert, lot).count()) === 0) continue;
    await expert.look();
    await recuse(expert, lot);
    break;
  }
  await fillSeats(cast, lot);
}

const invitationOf = ({ page }: Person, lot: LotOfWorld) => page.locator(".sheet").filter({ hasText: lot.name });

/** Everybody who is asked accepts; who sits is then known to each of them alone. */
async function fillSeats(cast: Cast, lot: LotOfWorld): Promise<void> {
  const seated: string[] = [];
  for (const login of POOL) {
    const expert = await cast.of(login);
    await expert.go("/work/evaluations");
    const task = expert.page.getByRole("row").filter({ hasText: lot.name }).filter({ hasText: "已接受" });
    if ((await invitationOf(expert, lot).count()) > 0) {
      await confirm(expert, "确认参加");
      await expect(task, `${login} has a seat`).toHaveCount(1, { timeout: 30_000 });
    }
    if ((await task.count()) > 0) seated.push(login);
  }
  expect(seated, "members who accepted").toHaveLength(SEATS);
  keep({ members: seated });
}

async function recuse(expert: Person, lot: LotOfWorld): Promise<void> {
  const { page } = expert;
  await expert.visit("/work/recusals");
  const task = page.locator("main");
  await expect(task).toContainText(lot.name);
  await confirm(expert, "申请回避", async () => {
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("情形").selectOption("1");
    await dialog.getByLabel("说明").fill("近三年曾在一家可能参加投标的单位担任技术顾问。");
  });
  await expert.go("/work/evaluations");
  await expect(page.getByRole("button", { name: "确认参加" })).toHaveCount(0);
}

export const members = () => need(world().members, "the committee");

/**
 * Once the bids are announced the bidders are compared with everybody's employers; whoever works for one of them is
 * replaced before the room opens. Whether somebody does the draw decides, so that a reserve may have to be asked.
 */
export async function startEvaluation(cast: Cast, lot: LotOfWorld): Promise<void> {
  await fillSeats(cast, lot);
  const agency = await cast.of("agency1");
  await agency.go(hostPage(lot));
  await confirm(agency, "启动评标");
  await agency.go(hostPage(lot));
  if (!(await agency.page.getByText("评标正在进行").isVisible())) {
    await fillSeats(cast, lot);
    await agency.go(hostPage(lot));
    await confirm(agency, "启动评标");
    await agency.go(hostPage(lot));
  }
  await expect(agency.page.locator("main")).toContainText("评标正在进行");
  await agency.look();
}

/** Identity, promise, declaration: each member alone, each with the own certificate. */
export async function enterRoom(cast: Cast, lot: LotOfWorld): Promise<void> {
  for (const act of ["用证书签到", "已阅读，签署承诺", "无应当回避的情形，签署声明"])
    for (const [at, login] of members().entries()) {
      const expert = await cast.of(login);
      await expert.go(room(lot));
      await expect(expert.page.getByRole("button", { name: act })).toBeVisible({ timeout: 20_000 });
      if (at === 0) await expert.look();
      await expert.sign(act);
    }
}

/** From home the door of the room stays shut, and says why; what else a member has open stays open. */
export async function staysOutside(cast: Cast, lot: LotOfWorld): Promise<void> {
  const member = await cast.of(members()[0]!);
  const { page } = member;
  await fromElsewhere("203.0.113.50", async (origin) => {
    await page.goto(origin + room(lot));
    const main = page.locator("main");
    await expect(main).toContainText(`本标段在${VENUE}评标，只能在该场所的网络内进入评标室。`);
    await expect(main).toContainText("R-112");
    await expect(page.getByRole("button", { name: "投票" })).toHaveCount(0);
    await member.look();
    await lookInEnglish(page, origin + room(lot));
    await page.goto(`${origin}/work/evaluations`);
    await expect(page.getByRole("row").filter({ hasText: lot.name })).toHaveCount(1);
    // A page that stays open goes on asking for the time.
    await page.goto("about:blank");
  });
  await member.go(room(lot));
  await expect(page.getByRole("radio").first()).toBeVisible({ timeout: 20_000 });
}

/** Everybody votes; the one elected leads and has one vote like the others. */
export async function electChair(cast: Cast, lot: LotOfWorld): Promise<void> {
  for (const [at, login] of members().entries()) {
    const expert = await cast.of(login);
    await expert.go(room(lot));
    const ballot = expert.page.getByRole("radio");
    await expect(ballot.first()).toBeVisible({ timeout: 20_000 });
    if (at === 0) await expert.look();
    await ballot.first().check();
    await expert.press("投票");
  }
}
