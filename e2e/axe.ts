import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Scans the page for WCAG 2.0 to 2.2 A and AA and best practice. E2E_AXE=off skips it while a journey is being written. */
export async function scan(page: Page, where: string): Promise<void> {
  if (process.env.E2E_AXE === "off") return;
  // One frame, no second page for the summary: half the time.
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).setLegacyMode(true).analyze();
  const findings = violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes.slice(0, 3).map(({ target, html, failureSummary }) => ({
      target,
      html: html.slice(0, 200),
      why: failureSummary?.slice(0, 200),
    })),
  }));
  expect.soft(findings, `axe on ${where}`).toEqual([]);
}
