import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Shapes of pages, and kinds of elements for their contrast, that this process has scanned. */
const scanned = new Set<string>();
/** 0 stands for an element whose like has come before on its own page. */
const contrasted = new Set<number>([0]);

/**
 * Scans the page for WCAG 2.0 to 2.2 A and AA and best practice. A page that differs from one already scanned in its
 * words alone is not scanned again. E2E_AXE=off skips it while a journey is being written.
 */
export async function scan(page: Page, where: string): Promise<void> {
  if (process.env.E2E_AXE === "off") return;
  const { shape, kinds } = await anatomyOf(page);
  if (scanned.has(shape)) return;
  await page.evaluate(axe.source);
  const findings = await page.evaluate(findingsOf, { tags: TAGS, fresh: kinds.map((kind) => !contrasted.has(kind)) });
  if (findings.length === 0) {
    scanned.add(shape);
    for (const kind of kinds) contrasted.add(kind);
  }
  expect.soft(findings, `axe on ${where}`).toEqual([]);
}

/**
 * What axe finds, in the page. Contrast costs it more than all other rules together, and follows from an element's and its
 * ancestors' attributes: it is looked at once for each kind of element.
 *
 * @param fresh for each element of the body in order, whether its kind has not been scanned yet
 */
async function findingsOf({ tags, fresh }: { readonly tags: string[]; readonly fresh: readonly boolean[] }) {
  const MARK = "data-contrast";
  const { axe } = window as unknown as { axe: typeof import("axe-core") };
  [...document.querySelectorAll("body *")].forEach((element, at) => {
    if (fresh[at] ?? true) element.setAttribute(MARK, "");
  });
  try {
    axe.configure({ rules: [{ id: "color-contrast", selector: `[${MARK}]` }] });
    const options = { runOnly: { type: "tag" as const, values: tags }, resultTypes: ["violations" as const] };
    const { violations } = await axe.run(document, { ...options, preload: false });
    return violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.slice(0, 3).map(({ target, html, failureSummary }) => ({
        target,
        html: html.slice(0, 200),
        why: failureSummary?.slice(0, 200),
      })),
    }));
  } finally {
    for (const element of document.querySelectorAll(`[${MARK}]`)) element.removeAttribute(MARK);
  }
}

type Anatomy = {
  /** All that axe judges by: elements with their attributes; of texts, only whether there is one. */
  readonly shape: string;
  /** For each element of the body in order, its own line and its ancestors' as one number; 0 the second time. */
  readonly kinds: readonly number[];
};

async function anatomyOf(page: Page): Promise<Anatomy> {
  return page.evaluate(() => {
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
    // FNV-1a of 32 bits: good enough to tell some thousand kinds apart.
    const mixed = (hash: number, text: string): number => {
      let sum = hash;
      for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 16777619) >>> 0;
      return sum;
    };
    const { width } = document.documentElement.getBoundingClientRect();
    const numbers = new Map<Element, number>([[document.body, mixed(2166136261, `${width} ${line(document.body)}`)]]);
    const lines: string[] = [line(document.body)];
    const kinds: number[] = [];
    const met = new Set<number>();
    // Lists and tables colour every other line.
    const place = (element: Element): string => {
      let odd = false;
      if (element.tagName !== "TR" && element.tagName !== "LI") return "";
      for (let before = element.previousElementSibling; before; before = before.previousElementSibling) odd = !odd;
      return odd ? "odd" : "";
    };
    for (const element of document.querySelectorAll("body *")) {
      const own = line(element);
      const kind = mixed(numbers.get(element.parentElement!) ?? 0, own + place(element));
      numbers.set(element, kind);
      kinds.push(met.has(kind) ? 0 : kind);
      met.add(kind);
      if (element.tagName !== "SCRIPT" && element.tagName !== "STYLE") lines.push(own);
    }
    return { shape: `${width}\n${lines.join("\n")}`, kinds };
  });
}
