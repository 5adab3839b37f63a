import { expect } from "@playwright/test";
import type { Cast, Person } from "../people";
import type { LotOfWorld } from "../world";
import { members, room } from "./committee";
import { confirm } from "./tender";

/** A line of the priced bill as it stands in the bid: the total is sixty fen above what quantity and unit price give. */
const LINE = {
  清单项目名称: "C30 混凝土路面",
  所在页码: "8",
  数量: "1250",
  "单价（元）": "86.40",
  "合价（元）": "108000.60",
};

/**
 * A member enters what stands in a bid, the rule says what it should be, and the bidder accepts it under its signature: from
 * there on the corrected price is evaluated. Before anybody hands in, so that nobody has to judge it twice.
 *
 * @param corrected what the bid is evaluated at afterwards, as the room shows it
 */
export async function correctPrice(cast: Cast, lot: LotOfWorld, bidder: Person, corrected: string): Promise<void> {
  const expert = await cast.of(members()[0] ?? "");
  const { page } = expert;
  await expert.go(room(lot));
  await confirm(expert, "登记算术错误", async () => {
    const dialog = page.getByRole("dialog");
    const bid = dialog.getByLabel("投标文件");
    const own = await bid.locator("option").filter({ hasText: bidder.who.organisation }).getAttribute("value");
    await bid.selectOption(own);
    for (const [label, value] of Object.entries(LINE)) await dialog.getByLabel(label).fill(value);
    // Nobody types the corrected number: it is there before anybody is asked.
    await expect(dialog.getByRole("status").filter({ hasText: "以单价为准" })).toContainText("变动 -0.60 元");
  });
  const corrections = page.locator("section").filter({ has: page.getByRole("heading", { name: /^报价算术核对/ }) });
  const line = corrections.locator(".asked").filter({ hasText: `第 ${LINE.所在页码} 页` });
  await expect(line).toContainText("待投标人确认");
  await bidder.go("/work/messages");
  const told = bidder.page.getByRole("listitem").filter({ hasText: "评标委员会" }).filter({ hasText: "澄清" });
  await told.first().getByRole("button", { name: "查看" }).click();
  await expect(bidder.page).toHaveURL(/\/work\/clarifications\//);
  await bidder.look();
  await expect(bidder.page.locator("main")).not.toContainText(expert.who.name);
  await bidder.page.getByRole("radio", { name: "接受上述修正", exact: true }).check();
  await bidder.sign("签署并提交答复");
  await expert.go(room(lot));
  await expect(line).toContainText("投标人已接受");
  await expect(page.locator("main")).toContainText(corrected);
  await expert.look();
}
