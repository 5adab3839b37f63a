// npm test: unit, database and contract tests (vitest), then journeys in a browser (Playwright). Last line: N passed, N failed.
// node scripts/test.mjs [--unit | --e2e] [file filters…]
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Problem, progress } from "./say.mjs";
import { prepare } from "./start.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const results = path.join(root, "test-results");
const bin = (...parts) => path.join(root, "node_modules", ...parts);

function run(file, args, env = {}) {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  const pass = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, pass);
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}

/** Counts of a runner's own report; a runner that died before writing one counts as one failure. */
function counted(file, code, read) {
  if (!fs.existsSync(file)) return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const counts = read(JSON.parse(fs.readFileSync(file, "utf8")));
  // A broken set-up or a file that does not load fails no single test, and is a failure all the same.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

async function unit(filters) {
  const file = path.join(results, "unit.json");
  fs.rmSync(file, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run(bin("vitest", "vitest.mjs"), ["run", ...reporters, ...filters]);
  return counted(file, code, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

async function journeys(filters, says) {
  const { findBrowser } = await import("./browser.mjs");
  const { buildAll, currentBuild } = await import("./build.mjs");
  const browser = await findBrowser(says);
  fs.mkdirSync(results, { recursive: true });
  if (!process.env.E2E_URL && !currentBuild())
    await says.step("构建 build", () => buildAll({ log: path.join(results, "build.log") }));
  const file = path.join(results, "e2e.json");
  fs.rmSync(file, { force: true });
  const code = await run(bin("@playwright", "test", "cli.js"), ["test", ...filters], { CHROMIUM_PATH: browser });
  return counted(file, code, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
}

async function main() {
  const args = process.argv.slice(2);
  const flags = args.filter((arg) => arg === "--unit" || arg === "--e2e");
  const filters = args.filter((arg) => !flags.includes(arg));
  const wants = (flag) => flags.length === 0 || flags.includes(flag);
  const says = progress();
  const all = [];
  try {
    await prepare(says);
    const { generate } = await import("./generate.mjs");
    await says.step("数据库客户端 database client", () => void generate());
    if (wants("--unit")) all.push(await unit(filters));
    if (wants("--e2e")) all.push(await journeys(filters, says));
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    all.push({ passed: 0, failed: 1, skipped: 0 });
  }
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0);
  if (sum("skipped")) console.log(`${sum("skipped")} skipped`);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exit(sum("failed") === 0 && sum("passed") > 0 ? 0 : 1);
}

main();
