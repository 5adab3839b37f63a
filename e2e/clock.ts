import { expect } from "@playwright/test";
import type { Cast } from "./people";

export type Ahead = "投标截止" | "解密窗口结束" | "补救期结束" | "候选人公示结束";
export type Step = "前进 10 分钟" | "前进 1 小时" | "前进 1 天" | "前进 7 天";

/** The operator moves the sandbox clock to just past an instant of a lot, on the page made for it. */
export async function moveTo(cast: Cast, what: Ahead, lotName: string): Promise<void> {
  const operator = await cast.of("operator2");
  await operator.go("/work/operations");
  const row = operator.page.getByRole("row").filter({ hasText: what }).filter({ hasText: lotName });
  await row.getByRole("button", { name: "前进到此刻" }).click();
  await expect(row).toHaveCount(0, { timeout: 30_000 });
}

/** By one of the steps that the page offers. */
export async function moveBy(cast: Cast, step: Step, times = 1): Promise<void> {
  const operator = await cast.of("operator2");
  for (let n = 0; n < times; n++) {
    await operator.go("/work/operations");
    const clock = operator.page.getByText(/比实际时间快/);
    const before = await clock.textContent();
    await operator.page.getByRole("button", { name: step }).click();
    await expect(clock).not.toHaveText(before ?? "", { timeout: 30_000 });
  }
}
