import { join } from "node:path";
import { sandboxClock } from "@/lib/adapters/clock/sandbox-file";
import { demoTsaKey, startDemoTsa } from "@/lib/adapters/tsa/demo/server";
import { machineNow } from "@/lib/kernel/clock";
import { untilSignal } from "./until-signal";

/**
 * Demonstration timestamp authority. PORT (0: any free one), DATA_DIR, TSA_DIR (its own folder), TSA_AUTHORITY (demo-a; the
 * spare is certified by demo-b), SANDBOX_CLOCK_FILE.
 */
const { env } = process;
const authority = env.TSA_AUTHORITY === "demo-b" ? "demo-b" : "demo-a";
const key = await demoTsaKey(env.DATA_DIR ?? join(process.cwd(), ".data"), { folder: env.TSA_DIR, authority });
const running = await startDemoTsa(key, sandboxClock(env.SANDBOX_CLOCK_FILE, machineNow), Number(env.PORT ?? 0));
console.log(`tsa ready ${running.url}`);
untilSignal(() => running.close());
