import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { sandboxClock } from "@/lib/adapters/clock/sandbox-file";
import { readOrMake } from "@/lib/adapters/loopback/keep";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { startDemoRemote } from "@/lib/adapters/remote/demo/server";
import { machineNow } from "@/lib/kernel/clock";
import { untilSignal } from "./until-signal";

/** Demonstration provider of certificates on phones. PORT (0: any free one), DATA_DIR, REMOTE_DIR, REMOTE_SIGN_SECRET, SANDBOX_CLOCK_FILE. */
const { env } = process;
const dataDir = env.DATA_DIR ?? join(process.cwd(), ".data");
const folder = env.REMOTE_DIR ?? join(dataDir, "demo", "remote");
const secret =
  env.REMOTE_SIGN_SECRET ?? (await readOrMake(join(folder, "secret"), () => randomBytes(32).toString("hex")));
const pki = await openDemoPki(join(dataDir, "demo", "ca"));
const now = sandboxClock(env.SANDBOX_CLOCK_FILE, machineNow);
const running = await startDemoRemote({ secret, folder, pki, now }, Number(env.PORT ?? 0));
console.log(`remote ready ${running.url}`);
untilSignal(() => running.close());
