import { expect, test } from "./fixtures";
import { need, world } from "./world";

const PHONE = { width: 360, height: 740 };

/** What ux does not call a task for a desk works on a telephone: no scrolling sideways at 360 px. */
test("手机：公开页面、待办、消息、标段、大厅不横向滚动", async ({ cast }) => {
  const lot = need(world().main, "lots").id;
  const { id, code } = need(world().tender, "tender");
  const looks = [
    [null, "/"],
    [null, "/notices?kind=all&scope=all"],
    [null, `/notices/${need(world().noticeId, "notice")}`],
    [null, `/tenders/${encodeURIComponent(code)}`],
    [null, "/openings"],
    [null, "/results"],
    [null, `/room/opening/${lot}`],
    ["bidder1", "/work"],
    ["bidder1", "/work/messages"],
    ["bidder1", "/work/bids"],
    ["bidder1", "/work/bonds"],
    ["bidder1", `/room/opening/${lot}`],
    ["bidder1", `/work/tenders/${id}/lots/${lot}`],
    ["bidder1", `/work/tenders/${id}/lots/${lot}/documents`],
    ["bidder1", `/work/bids/${need(world().bids.bidder1, "bid")}/receipt`],
    ["roads1", "/work"],
    ["roads1", "/work/tenders"],
    ["agency1", `/room/opening/${lot}`],
    ["supervisor1", "/work/supervision"],
    ["operator1", "/work"],
    ["expert1", "/work"],
  ] as const;
  for (const [login, path] of looks) {
    const page = login === null ? await cast.nobody() : (await cast.of(login)).page;
    const before = page.viewportSize() ?? { width: 1440, height: 900 };
    await page.setViewportSize(PHONE);
    await page.goto(path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(wide, `${login ?? "nobody"} ${path}`).toBeLessThanOrEqual(PHONE.width);
    await page.setViewportSize(before);
  }
});
