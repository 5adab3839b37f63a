import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { closing } from "@/lib/ordeal/leaving";

const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];

/** A browser of the machine's own, closed whatever ends this program. */
export async function openChromium(root: string) {
  const { findBrowser } = await import(/* @vite-ignore */ pathToFileURL(join(root, "scripts", "browser.mjs")).href);
  const { chromium } = await import("playwright");
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [...QUIET, "--disable-sync"],
    // It would end this program before the rest of it is closed.
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  return { browser, close: closing(() => browser.close()) };
}
