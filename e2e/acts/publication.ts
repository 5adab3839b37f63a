import { expect } from "@playwright/test";
import type { Cast } from "../people";
import { look, visit } from "../visit";
import { keep, need, world } from "../world";
import { confirm, idIn } from "./tender";

/** Both lots go to review together; who wrote them cannot approve them. */
export async function submitForReview(cast: Cast): Promise<void> {
  const agency = await cast.of("agency1");
  const { page } = agency;
  await agency.visit(`/work/tenders/${need(world().tender, "tender").id}`);
  await expect(page.getByRole("row").filter({ hasText: need(world().main, "lots").name })).toContainText("通过");
  await page.getByRole("button", { name: "提交复核" }).click();
  await expect(page).toHaveURL(/\/notices\/[0-9a-f-]{36}$/, { timeout: 60_000 });
  await expect(page.getByRole("button", { name: "复核通过" })).toBeDisabled();
  await expect(page.locator("main")).toContainText("编制人不能复核");
  await expect(page.locator("main").getByRole("link", { name: "R-38" }).first()).toBeVisible();
  await agency.look();
  keep({ noticeId: idIn(agency, /\/notices\/([0-9a-f-]{36})/) });
}

const noticePath = (noticeId: string) => `/work/tenders/${need(world().tender, "tender").id}/notices/${noticeId}`;

/** A second person of the agency sends it back once, then approves. */
export async function reviewNotice(cast: Cast): Promise<void> {
  const reviewer = await cast.of("agency2");
  await reviewer.visit(noticePath(need(world().noticeId, "review")));
  await expect(reviewer.page.getByRole("link", { name: /\.pdf$/ }).first()).toBeVisible();
  await approve(cast, need(world().noticeId, "review"));
}

export async function approve(cast: Cast, noticeId: string): Promise<void> {
  const reviewer = await cast.of("agency2");
  await reviewer.go(noticePath(noticeId));
  await confirm(reviewer, "复核通过");
  await expect(reviewer.page.locator("main")).toContainText("已复核，可以签章发布");
}

/** Signed with the agency's certificate: notice, opening policies and records in one act. */
export async function publishNotice(cast: Cast, noticeId: string): Promise<void> {
  const agency = await cast.of("agency1");
  await agency.go(noticePath(noticeId));
  await agency.sign("签章并发布");
  await expect(agency.page.locator("h1")).toHaveText("公告发布");
  await expect(agency.page.getByRole("table", { name: "发布媒介" })).toContainText("已发布", { timeout: 30_000 });
  await agency.look();
}

/** Without an account: list, search, notice, tender page, openings. */
export async function readInPublic(cast: Cast): Promise<void> {
  const page = await cast.nobody();

  const { name, code } = need(world().tender, "tender");
  await visit(page, "/");
  await page.getByRole("searchbox").first().fill(name);
  await page.getByRole("searchbox").first().press("Enter");
  await expect(page).toHaveURL(/\/notices\?/);
  await page.locator('main a[href^="/notices/"]').filter({ hasText: name }).first().click();
  await expect(page).toHaveURL(/\/notices\/[0-9a-f-]{36}/);
  await expect(page.locator("main")).toContainText("96,800,000.00");
  await look(page);
  await visit(page, `/tenders/${encodeURIComponent(code)}`);
  await expect(page.locator("h1")).toHaveText(name);
  await expect(page.locator("main")).toContainText(need(world().main, "lots").name);
  await expect(page.locator("main")).toContainText(need(world().second, "lots").name);
  await visit(page, "/openings");
  for (const feed of ["/notices/feed/csv", "/notices/feed/rss", "/api/v1/notices"]) {
    const answer = await page.request.get(`${feed}?q=${encodeURIComponent(name)}`);
    expect(answer.status(), feed).toBe(200);
    expect(await answer.text(), feed).toContain(name);
  }
}
