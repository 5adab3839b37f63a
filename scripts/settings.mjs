// What a start needs to know and keeps: folders, secrets, ports, and the environment of every process.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { isFree } from "./children.mjs";
import { freePort } from "./pg.mjs";
import { Problem } from "./say.mjs";

const NEEDED_BYTES = 300 * 2 ** 20;

function freeBytes(dir) {
  const { bavail, bsize } = fs.statfsSync(dir);
  return bavail * bsize;
}

/** Makes the data directory. @throws {Problem} when it cannot be written or the disk is full */
export function prepareDataDir(dataDir, bytesLeft = freeBytes) {
  try {
    makeFolder(dataDir);
    const probe = path.join(dataDir, `.probe-${process.pid}`);
    fs.writeFileSync(probe, "probe");
    fs.rmSync(probe);
  } catch (error) {
    const full = error.code === "ENOSPC";
    if (!full)
      throw new Problem(`无法写入数据目录 ${dataDir}。Cannot write to the data directory ${dataDir} (${error.code}).`);
    throw new Problem(`磁盘空间不足：${dataDir}。No space left on the disk of ${dataDir}.`);
  }
  const left = bytesLeft(dataDir);
  const free = Math.floor(left / 2 ** 20);
  if (left < NEEDED_BYTES)
    throw new Problem(
      `磁盘空间不足：${dataDir} 仅剩 ${free} MB，至少需要 300 MB。Only ${free} MB left on the disk of ${dataDir}; at least 300 MB are needed.`,
    );
}

/** One level after another: node's own way tries for ever where the parent is there and takes nothing, as in /proc. */
function makeFolder(dir) {
  if (fs.existsSync(dir)) return;
  makeFolder(path.dirname(dir));
  fs.mkdirSync(dir);
}

/** A secret made once and kept for its owner alone, so that sessions and hashes outlive a restart. */
export function secret(dataDir, name) {
  const file = path.join(dataDir, "secrets", name);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    fs.writeFileSync(file, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  return fs.readFileSync(file, "utf8").trim();
}

/** Ports of the last start where they are still free, so that addresses stay the same. */
export async function keptPorts(dataDir, names) {
  const file = path.join(dataDir, "run", "ports.json");
  const kept = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  const ports = {};
  for (const name of names)
    ports[name] = kept[name] && (await isFree(kept[name], "127.0.0.1")) ? kept[name] : await freePort();
  fs.writeFileSync(file, JSON.stringify(ports, null, 1));
  return ports;
}

/** Demonstration counterparts: program, the setting that carries its address, and settings of its own. */
export const COUNTERPARTS = [
  { name: "ca", program: "ca", setting: "CA_URL" },
  { name: "tsa", program: "tsa", setting: "TSA_URL" },
  { name: "tsa-2", program: "tsa", setting: "TSA_URL", own: { TSA_AUTHORITY: "demo-b" } },
  { name: "hub", program: "hub", setting: "HUB_URL" },
  { name: "payment", program: "payment", setting: "PAYMENT_URL" },
  { name: "remote", program: "remote", setting: "REMOTE_SIGN_URL" },
  ...[1, 2].map((n) => ({
    name: `witness-${n}`,
    program: "witness",
    setting: "WITNESS_URL",
    own: { WITNESS_NAME: `witness.xinbiao.local/w${n}` },
  })),
  ...[1, 2, 3].map((n) => ({
    name: `trustee-${n}`,
    program: "trustee",
    setting: "TRUSTEE_URLS",
    own: { TRUSTEE_NUMBER: String(n) },
  })),
];

/** The environment of all processes; what the caller's environment sets is kept. */
export function environment({ dataDir, origin, databaseUrl, addresses, given }) {
  const sandbox = given.SANDBOX ?? "on";
  return {
    ...given,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PUBLIC_ORIGIN: origin,
    NEXTAUTH_URL: origin,
    NEXTAUTH_SECRET: given.NEXTAUTH_SECRET ?? secret(dataDir, "session"),
    SANDBOX: sandbox,
    ...(sandbox === "on" ? { SANDBOX_CLOCK_FILE: path.join(dataDir, "run", "clock.json") } : {}),
    ...addresses,
  };
}
