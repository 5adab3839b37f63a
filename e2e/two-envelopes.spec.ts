import type { Page } from "@playwright/test";
import { moveBy, moveTo } from "./clock";
import { expect, test } from "./fixtures";
import type { Person } from "./people";
import { lead, openLot, type OpenLot } from "./sealed";
import { look, lookInEnglish, visit } from "./visit";

/** A lot in two envelopes: what is not looked at here is played by the program (`ordeal lot`, `ordeal lead`). */
test.describe.configure({ mode: "serial", timeout: 240_000 });

let lot: OpenLot;
const hall = () => `/room/opening/${lot.lotId}`;
const PRICES = ["17,100,000.00", "17,200,000.00", "17,300,000.00", "17,400,000.00"];

async function expectNoPrice(page: Page): Promise<void> {
  const text = await page.locator("main").innerText();
  for (const price of PRICES) expect(text).not.toContain(price);
}

/** How many of the four bids give somebody a file of their technical (0) or price (1) envelope. */
async function readable({ page }: Person, segment: 0 | 1): Promise<number> {
  const answers = await Promise.all(
    lot.bids.map(({ bidId }) => page.request.get(`/api/v1/bids/${bidId}/files/${segment}/0`)),
  );
  return answers.filter((answer) => answer.ok()).length;
}

test("四家投标，到时先开技术信封：报价谁也读不到", async ({ cast }) => {
  lot = await openLot(`两信封${Date.now() % 100_000}`, 1, { bids: [1, 2, 3, 4], envelopes: 2, day: 1200 });
  await moveTo(cast, "投标截止", lot.name);
  await lead(lot, "release", "1", "2", "3", "4");
  const page = await cast.nobody();
  await page.goto(hall());
  await expect(page.locator("main")).toContainText("现在公布第一信封", { timeout: 60_000 });
  await expect(page.getByRole("row").filter({ hasText: "密封" })).toHaveCount(4);
  await expectNoPrice(page);
  await visit(page, hall());
  await lookInEnglish(page, hall());
  const host = await cast.of("agency1");
  await host.go(hall());
  await expectNoPrice(host.page);
});

test("组长签署的技术评审结果记入日志后，报价信封到时自动开启；未通过的保持密封", async ({ cast }) => {
  const { chair } = JSON.parse(await lead(lot, "review")) as { chair: string };
  const expert = await cast.of(chair);
  await expert.go(`/room/evaluation/${lot.lotId}`);
  await expectNoPrice(expert.page);
  expect([await readable(expert, 0), await readable(expert, 1)]).toEqual([4, 0]);
  await expert.look();
  await expert.sign("签署技术评审结果");
  const host = await cast.of("agency1");
  await host.go(hall());
  await expect(host.page.locator("main")).toContainText("技术评审结果已签署并记入日志：4 份中 3 份通过");
  await expectNoPrice(host.page);
  await host.look();
  await lookInEnglish(host.page, hall());
  await host.go(hall());
  // The field offers an hour from now.
  await host.press("公布报价信封开启时间");
  const page = await cast.nobody();
  await visit(page, hall());
  await expect(page.locator("main")).toContainText("届时自动进行");
  await expectNoPrice(page);
  await moveBy(cast, "前进 1 小时");
  await expect(page.locator("main")).toContainText("报价信封已开启的", { timeout: 60_000 });
  await expect(page.getByRole("row").filter({ hasText: /17,\d00,000\.00/ })).toHaveCount(3);
  await expect(page.getByRole("row").filter({ hasText: "不开启，保持密封" })).toHaveCount(1);
  await look(page);
  await lookInEnglish(page, hall());
  expect(await readable(expert, 1)).toBe(3);
});
