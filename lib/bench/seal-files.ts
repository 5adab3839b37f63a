import { execFileSync } from "node:child_process";
import { createReadStream, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { randomBytes } from "@/lib/crypto/bytes";
import type { SealFile } from "@/lib/crypto/sealing";
import { type BenchPlace, byTurns, latency, type Measurement, rate } from "./measure";
import { sealFiles } from "./sealing-work";

const MIB = 1 << 20;
const GIB = 1 << 30;
/** Issue: less than this for ten gigabytes; `BENCH_GB=10` measures those, by default two. */
const LIMIT_MIB = 300;
const SIZE_GIB = Number(env.BENCH_GB ?? 2);
const AGE_MIB = 256;
const TIMES = 5;

/** Peak memory of a bid that fits into none, in two segments; its octets come from nowhere and go nowhere. */
export async function sealMemory(): Promise<Measurement> {
  const piece = new Uint8Array(8 * MIB);
  for (let at = 0; at < piece.length; at += 65_536) crypto.getRandomValues(piece.subarray(at, at + 65_536));
  const each = (SIZE_GIB * GIB) / 4;
  const endless = (n: number): SealFile => ({
    ...{ name: `卷 ${n}.pdf`, role: "plan", media: "application/pdf", sizeBytes: each },
    open: async function* () {
      for (let at = 0; at < each; at += piece.length) yield piece.subarray(0, Math.min(piece.length, each - at));
    },
  });
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const begun = performance.now();
  await sealFiles({ technical: [endless(1), endless(2)], price: [endless(3), endless(4)] });
  clearInterval(watch);
  const speed = Math.round((SIZE_GIB * 1024) / ((performance.now() - begun) / 1000));
  const detail = `${SIZE_GIB} GiB in two segments at ${speed} MiB/s; peak resident memory of the process, ${Math.round(before / MIB)} MiB of it before; limit: ${LIMIT_MIB} MiB`;
  return latency("seal-memory", peak / MIB, LIMIT_MIB, "MiB", detail);
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
