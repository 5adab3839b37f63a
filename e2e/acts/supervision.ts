import { expect } from "@playwright/test";
import type { Cast } from "../people";
import { visit } from "../visit";
import { type LotOfWorld, need, world } from "../world";
import { lotPath } from "./market";

const lotPage = (lot: LotOfWorld) => `/work/supervision/lots/${lot.id}`;

/** Reads every tender with what the stage lets through; each look at the log is itself an entry. */
export async function overseesLot(cast: Cast, lot: LotOfWorld): Promise<void> {
  const supervisor = await cast.of("supervisor1");
  await supervisor.visit("/work/supervision");
  await supervisor.visit("/work/supervision/lots");
  await expect(supervisor.page.locator("main")).toContainText(lot.name);
  await supervisor.visit(`/work/supervision/log/${lot.id}`);
  // After the announcement a look has to say why.
  const reason = supervisor.page.getByRole("button", { name: "记录事由并查阅" });
  if (await reason.isVisible()) {
    await supervisor.page.getByLabel("事由", { exact: true }).fill("例行检查开标和评标情况。");
    await reason.click();
  }
  await expect(supervisor.page.locator("main")).toContainText("您的查阅已记录");
  await supervisor.page.getByRole("button", { name: "验证本链" }).click();
  await expect(supervisor.page.getByRole("status").filter({ hasText: "已在本机重新计算" })).toBeVisible();
}

/** An order in writing suspends what comes next; it is public, and resuming needs another. */
export async function suspends(cast: Cast, lot: LotOfWorld): Promise<void> {
  const supervisor = await cast.of("supervisor1");
  const { page } = supervisor;
  await supervisor.visit(lotPage(lot));
  await expect(page.getByRole("button", { name: "签署并送达暂停决定" })).toBeDisabled();
  await page.getByLabel("事由").fill("收到举报，反映招标文件资格条件与项目规模不相适应，需核查。");
  await supervisor.sign("签署并送达暂停决定");
  await expect(page.getByRole("table", { name: "监督决定" })).toContainText("责令暂停");
  await supervisor.look();
  const agency = await cast.of("agency1");
  await agency.visit(lotPath(lot));
  await expect(agency.page.locator("main")).toContainText("招标投标活动已暂停");
  const nobody = await cast.nobody();
  await visit(nobody, `/tenders/${encodeURIComponent(need(world().tender, "tender").code)}`);
  await expect(nobody.locator("main")).toContainText("本标段招标投标活动已暂停");
}

export async function resumes(cast: Cast, lot: LotOfWorld): Promise<void> {
  const supervisor = await cast.of("supervisor1");
  const { page } = supervisor;
  await supervisor.go(lotPage(lot));
  await page.getByLabel("事由").fill("经核查，资格条件与项目规模相适应，举报不属实，恢复招标投标活动。");
  await supervisor.sign("签署并送达恢复决定");
  await expect(page.getByRole("table", { name: "监督决定" })).toContainText("恢复");
  const agency = await cast.of("agency1");
  await agency.go(lotPath(lot));
  await expect(agency.page.locator("main")).not.toContainText("招标投标活动已暂停");
}

/** Every number of the life begins with the project's, except a notice's. */
const PROJECT_CODE = 17;

/** Every public fact went to the hub and came back with a signed receipt. */
export async function hubKnows(cast: Cast, kinds: readonly string[]): Promise<void> {
  const operator = await cast.of("operator1");
  const project = need(world().tender, "tender").code.slice(0, PROJECT_CODE);
  const code = (kind: string) => (kind === "503" ? need(world().noticeId, "notice") : project);
  await operator.visit("/work/operations/exchange");
  for (const kind of kinds) {
    await expect(async () => {
      await operator.go(`/work/operations/exchange?kind=${kind}&state=accepted`);
      await expect(
        operator.page
          .getByRole("row")
          .filter({ hasText: code(kind) })
          .first(),
      ).toBeVisible({ timeout: 2_000 });
    }, `kind ${kind} at the hub`).toPass({ timeout: 60_000 });
  }
  await operator.page.getByRole("row").filter({ hasText: project }).first().getByRole("link").first().click();
  await expect(operator.page.locator("main")).toContainText("已接受");
  await operator.look();
}
