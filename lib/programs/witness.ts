import { join } from "node:path";
import { sandboxClock } from "@/lib/adapters/clock/sandbox-file";
import { noteSigner } from "@/lib/adapters/log/ed25519";
import { readIfThere } from "@/lib/adapters/loopback/keep";
import { millisOf } from "@/lib/adapters/settings";
import { startProbe } from "@/lib/adapters/witness/demo/probe";
import { startDemoWitness } from "@/lib/adapters/witness/demo/server";
import { COSIGNATURE } from "@/lib/crypto/checkpoint";
import { machineNow } from "@/lib/kernel/clock";
import { untilSignal } from "./until-signal";

/**
 * A witness of the transparency log. PORT, DATA_DIR, WITNESS_DIR (its own folder), WITNESS_NAME, WITNESS_LOG_KEYS
 * (verifier keys, comma-separated; by default the log of DATA_DIR), SANDBOX_CLOCK_FILE, PUBLIC_ORIGIN (the platform that
 * releases handed in here are forwarded to, and whose door is looked at from outside), PROBE (off: it is not), PROBE_URL
 * (what is asked there; its /api/time), PROBE_EVERY_MS (10 s).
 */
const env = process.env;
const dataDir = env.DATA_DIR ?? join(process.cwd(), ".data");
const folder = env.WITNESS_DIR ?? join(dataDir, "demo", "witness-1");
const signer = await noteSigner(
  join(folder, "witness.key"),
  env.WITNESS_NAME ?? "witness.xinbiao.local/w1",
  COSIGNATURE,
);
const logKeys = async () =>
  (env.WITNESS_LOG_KEYS ?? (await readIfThere(join(dataDir, "platform", "log.key.pub"))) ?? "")
    .split(/[\s,]+/)
    .filter(Boolean);
const now = sandboxClock(env.SANDBOX_CLOCK_FILE, machineNow);
const platform = env.PUBLIC_ORIGIN?.replace(/\/+$/, "");
const everyMs = millisOf(env, "PROBE_EVERY_MS", 10_000);
const probe =
  platform && env.PROBE !== "off"
    ? await startProbe({ signer, folder, now, platform, address: env.PROBE_URL, everyMs })
    : undefined;
const seen = { signer, folder: join(folder, "seen"), logKeys, now };
const running = await startDemoWitness(seen, Number(env.PORT ?? 0), platform, probe);
console.log(`witness ready ${running.url}`);
untilSignal(async () => {
  await probe?.stop();
  await running.close();
});
