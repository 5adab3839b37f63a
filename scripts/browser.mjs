// Finds a browser for the tests: the system's, else Playwright's own, else Debian's package.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { Problem } from "./say.mjs";

// The one without windows first: the same engine at two thirds of the work.
const SYSTEM = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"].map(
  (name) => `/usr/bin/${name}`,
);

const systemBrowser = () => [process.env.CHROMIUM_PATH, ...SYSTEM].find((file) => file && fs.existsSync(file));

async function ownBrowser() {
  const { chromium } = await import("playwright");
  const file = chromium.executablePath();
  return fs.existsSync(file) ? file : undefined;
}

const run = (command, args) =>
  spawnSync(command, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" }).status === 0;

/**
 * Path of a browser; fetched if need and means be.
 * @throws {Problem} saying how to get one
 */
export async function findBrowser(says) {
  const found = systemBrowser() ?? (await ownBrowser());
  if (found) return found;
  await says.step("浏览器 a browser", () => {
    const isDebian = process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get");
    if (isDebian && run("apt-get", ["update", "-qq"]))
      run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"]);
    else run(process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"]);
  });
  const fetched = systemBrowser() ?? (await ownBrowser());
  if (fetched) return fetched;
  throw new Problem(
    "找不到浏览器：请安装 Chromium，或设置 CHROMIUM_PATH。No browser: install Chromium (Debian: apt install chromium fonts-noto-cjk; elsewhere: npx playwright install chromium) or set CHROMIUM_PATH.",
  );
}
