import type { Page } from "@playwright/test";

/**
 * Waits until the page answers to its reader: React has taken over what the server sent. What is typed before that into a
 * form of the browser's own making would be lost; no person types that fast.
 */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const main = document.querySelector("main") ?? document.body;
    const last = [...main.querySelectorAll("a, button, input, select, textarea")].at(-1) ?? main;
    return Object.keys(last).some((key) => key.startsWith("__react"));
  });
}
