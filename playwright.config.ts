import fs from "node:fs";
import { defineConfig } from "@playwright/test";

const system = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
  .map((name) => `/usr/bin/${name}`)
  .find((file) => fs.existsSync(file));
const executablePath = process.env.CHROMIUM_PATH ?? system;
const quiet = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * It starts a platform of its own, beside the journeys, which leave half of two cores idle. The ordeal of secrecy is not
 * among them: beside others its own planted delays are not found any more.
 */
const APART = /kills\.spec\.ts$/;

/** E2E_URL: tests run against a platform that is up already; otherwise e2e/setup.ts starts one of its own. */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/setup.ts",
  outputDir: "test-results",
  // One for each project: a journey in many files is played by the same people on one platform.
  workers: 2,
  projects: [
    { name: "journeys", testIgnore: APART, workers: 1 },
    { name: "apart", testMatch: APART, workers: 1 },
  ],
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    // Read in the workers, after the setup has set it.
    baseURL: process.env.E2E_URL,
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    screenshot: "only-on-failure",
    // Every step recorded costs a third of the time: asked for when a failure is looked into.
    trace: process.env.E2E_TRACE ? "retain-on-failure" : "off",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ["--no-sandbox", "--disable-gpu", ...quiet],
    },
  },
});
