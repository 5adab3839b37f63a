import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Shapes of pages that this process has scanned. */
const scanned = new Set<string>();

/**
 * Scans the page for WCAG 2.0 to 2.2 A and AA and best practice. A page that differs from one already scanned in its
 * words alone is not scanned again. E2E_AXE=off skips it while a journey is being written.
 */
export async function scan(page: Page, where: string): Promise<void> {
  if (process.env.E2E_AXE === "off") return;
  const shape = await shapeOf(page);
  if (scanned.has(shape)) return;
  // One frame, no second page for the summary: half the time.
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).setLegacyMode(true).analyze();
  if (violations.length === 0) scanned.add(shape);
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

/** All that axe judges by: elements with their attributes; of texts, only whether there is one. */
async function shapeOf(page: Page): Promise<string> {
  const shape = await page.evaluate(() => {
    const WORDS = new Set(["id", "for", "href", "src", "value", "name", "content", "nonce", "datetime", "key", "lang"]);
    const attribute = ({ name, value }: Attr): string => {
      const ofWords =
        WORDS.has(name) || /^(data-|alt$|title$|placeholder$|aria-(label|labelledby|describedby|controls)$)/.test(name);
      return ofWords ? `${name}${value === "" ? "" : "+"}` : `${name}=${value}`;
    };
    const line = (element: Element): string => {
      const says = [...element.childNodes].some(({ nodeType, textContent }) => nodeType === 3 && textContent?.trim());
      return [element.tagName, ...[...element.attributes].map(attribute).sort(), says ? "text" : ""].join(" ");
    };
    const { width } = document.documentElement.getBoundingClientRect();
    const shown = [...document.documentElement.querySelectorAll("body, body *:not(script):not(style)")];
    return `${width}\n${shown.map(line).join("\n")}`;
  });
  return shape;
}
