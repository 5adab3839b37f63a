import { join } from "node:path";
import { sandboxClock } from "@/lib/adapters/clock/sandbox-file";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { startDemoCa } from "@/lib/adapters/pki/demo/server";
import { machineNow } from "@/lib/kernel/clock";
import { untilSignal } from "./until-signal";

/** CRLs and OCSP of the demonstration authorities. PORT (0: any free one), DATA_DIR, SANDBOX_CLOCK_FILE. */
const { env } = process;
const pki = await openDemoPki(join(env.DATA_DIR ?? join(process.cwd(), ".data"), "demo", "ca"));
const running = await startDemoCa(pki, sandboxClock(env.SANDBOX_CLOCK_FILE, machineNow), Number(env.PORT ?? 0));
console.log(`ca ready ${running.url}`);
untilSignal(() => running.close());
