import { execFileSync, spawn } from "node:child_process";
import { createReadStream, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { randomBytes } from "@/lib/crypto/bytes";
import type { SealFile } from "@/lib/crypto/sealing";
import { sealingWorld } from "@/lib/ordeal/sealing-world";
import { type BenchPlace, byTurns, latency, type Measurement, rate } from "./measure";
import { sealFiles } from "./sealing-work";

const MIB = 1 << 20;
const GIB = 1 << 30;
/** Issue: less than this for ten gigabytes; `BENCH_GB=10` measures those, by default two. */
const LIMIT_MIB = 300;
const SIZE_GIB = Number(env.BENCH_GB ?? 2);
const AGE_MIB = 256;
const TIMES = 5;

/**
 * Peak memory of the offline tool sealing a bid that fits into none, as its user runs it: four files in two segments, from
 * disk into one container on disk.
 */
export async function sealMemory({ root, folder, tell }: BenchPlace): Promise<Measurement> {
  tell(`the offline tool seals ${SIZE_GIB} GiB`);
  const world = await sealingWorld(1);
  const each = (SIZE_GIB * GIB) / 4;
  const files = [1, 2, 3, 4].map((n) => join(folder, `volume-${n}.pdf`));
  for (const file of files) {
    writeFileSync(file, "");
    truncateSync(file, each); // zeros that take no room
  }
  const [out, secrets] = [join(folder, "bid.sbc"), join(folder, "secrets.json")];
  const form = world.file("form.json", JSON.stringify({ currency: "CNY", price: "18000000.00" }));
  const given = { tender: world.tender, policy: world.policy, cert: world.bidder.cert, key: world.bidder.key };
  const options = { ...given, anchor: world.anchor, form, secrets, out };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const placed = files.map((file, at) => (at < 2 ? file : `price=${file}`));
  const begun = performance.now();
  try {
    const peak = await peakOf([join(root, "dist", "xinbiao.js"), "seal", ...args, ...placed]);
    const speed = Math.round((SIZE_GIB * 1024) / ((performance.now() - begun) / 1000));
    const detail = `${SIZE_GIB} GiB in two segments, from disk to disk at ${speed} MiB/s; peak resident memory of the offline tool's process; limit: ${LIMIT_MIB} MiB`;
    return latency("seal-memory", peak / MIB, LIMIT_MIB, "MiB", detail);
  } finally {
    for (const file of [...files, out]) rmSync(file, { force: true });
    rmSync(world.folder, { recursive: true });
  }
}

/** Runs a program of ours to its end. @returns the most resident memory it had, octets */
async function peakOf(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  let peak = 0;
  const watch = setInterval(() => {
    try {
      // The kernel's own high-water mark: nothing falls between two looks.
      const [, kib] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? [];
      peak = Math.max(peak, Number(kib ?? 0) * 1024);
    } catch {
      // It has just ended.
    }
  }, 20);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`the offline tool ended with ${code}: ${said}`);
  return peak;
}

/** Against the program `age` (ChaCha20-Poly1305, no digest, no tree) encrypting the same file; null where it is not installed. */
export async function sealAgainstAge({ folder, tell }: BenchPlace): Promise<Measurement | null> {
  const identity = join(folder, "age.key");
  try {
    execFileSync("age-keygen", ["-o", identity], { stdio: "ignore" });
  } catch {
    tell("age is not installed: not compared with it");
    return null;
  }
  const recipient = String(execFileSync("age-keygen", ["-y", identity])).trim();
  const file = join(folder, "age.pdf");
  const size = AGE_MIB * MIB;
  const bytes = Buffer.concat(Array.from({ length: size / 65_536 }, () => randomBytes(65_536)));
  writeFileSync(file, bytes);
  const paper: SealFile = {
    ...{ name: "图纸.pdf", role: "plan", media: "application/pdf", sizeBytes: statSync(file).size },
    open: () => createReadStream(file, { highWaterMark: 8 * MIB }) as AsyncIterable<Uint8Array>,
  };
  const { ours, age } = await byTurns(TIMES, {
    age: async () => void execFileSync("age", ["-r", recipient, "-o", "/dev/null", file]),
    ours: () => sealFiles({ technical: [paper], price: [] }),
  });
  const speed = (ms: number) => AGE_MIB / (ms / 1000);
  const version = String(execFileSync("age", ["--version"])).trim();
  return rate(
    "seal-age",
    speed(ours),
    speed(age),
    "MiB/s",
    `one file of ${AGE_MIB} MiB, read from disk, ciphertext thrown away; reference: age ${version}`,
  );
}
