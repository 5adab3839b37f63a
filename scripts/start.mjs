// npm start: the whole platform on one machine, from a fresh clone with nothing but Node.
// Only what Node itself brings is imported here: on a fresh clone there is nothing else yet.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Problem, progress } from "./say.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** @throws {Problem} when this Node is too old */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Problem(
    `需要 Node.js 20.19 或更高版本，当前为 ${version}。Node.js 20.19 or newer is needed; this is ${version}.`,
  );
}

/** Whether the installed packages are those of the lock file. */
export function needsPackages() {
  const mark = path.join(root, "node_modules", ".installed");
  if (!fs.existsSync(path.join(root, "node_modules", "next", "package.json"))) return true;
  const lock = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  if (fs.existsSync(mark)) return fs.readFileSync(mark, "utf8") !== lock;
  // Installed by hand: npm's own record tells whether it was from this lock file.
  const hidden = path.join(root, "node_modules", ".package-lock.json");
  if (!fs.existsSync(hidden) || !sameVersions(hidden, path.join(root, "package-lock.json"))) return true;
  fs.writeFileSync(mark, lock);
  return false;
}

function sameVersions(hidden, lock) {
  const packages = (file) => JSON.parse(fs.readFileSync(file, "utf8")).packages;
  const wanted = packages(lock);
  return Object.entries(packages(hidden)).every(([name, { version }]) => wanted[name]?.version === version);
}

/** Installs exactly the packages of the lock file. */
export function installPackages() {
  const lock = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  // Through npm's own script where it started us: no shell, no PATH.
  const [command, first] = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ["npm", []];
  const options = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stderr, stdout, error } = spawnSync(command, [...first, ...options], { cwd: root, encoding: "utf8" });
  if (status !== 0) {
    const why = `${stdout ?? ""}\n${stderr ?? error?.message ?? ""}`.trim().split("\n").slice(-3).join(" ");
    throw new Problem(`安装依赖失败。Packages could not be installed: ${why}`);
  }
  fs.writeFileSync(path.join(root, "node_modules", ".installed"), lock);
}

/** Everything that must be there before anything else is imported. */
export async function prepare(says) {
  checkNode();
  if (needsPackages()) await says.step("安装依赖（首次约一分钟）packages, about a minute", installPackages);
}

async function main() {
  const says = progress();
  console.log("信标 Xinbiao");
  const stopping = new AbortController();
  let platform = null;
  let leaving = false;
  const leave = async (code) => {
    if (leaving) return; // npm passes on the terminal's Ctrl-C, which then comes twice
    leaving = true;
    await platform?.stop();
    if (code === 0) says.line("已停止 stopped");
    process.exit(code);
  };
  const failed = (error) => {
    // Whoever stops a start half-way does not want to read what it broke.
    if (stopping.signal.aborted) return leave(0);
    console.error(`\n${sentence(error)}`);
    return leave(1);
  };
  try {
    await prepare(says);
    const { startPlatform } = await import("./platform.mjs");
    const { welcome } = await import("./welcome.mjs");
    const given = process.env;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
      process.on(signal, () => {
        stopping.abort();
        if (platform) leave(0);
      });
    platform = await startPlatform({
      dataDir: given.DATA_DIR || path.join(root, ".data"),
      port: portOf(given.PORT),
      host: given.HOST || "127.0.0.1",
      given,
      says,
      failed,
      hasty: true,
      signal: stopping.signal,
    });
    if (stopping.signal.aborted) await leave(0);
    else console.log(welcome(platform));
  } catch (error) {
    failed(error);
  }
}

function portOf(text) {
  const port = Number(text || 3000);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Problem(`PORT 应为 1 至 65535 的整数。PORT must be a whole number from 1 to 65535, not ${text}.`);
}

const sentence = (error) => (error instanceof Problem ? error.message : `${error.stack ?? error}`);

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
