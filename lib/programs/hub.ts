import { join } from "node:path";
import { sandboxClock } from "@/lib/adapters/clock/sandbox-file";
import { openJournal } from "@/lib/adapters/hub/demo/journal";
import { startDemoHub } from "@/lib/adapters/hub/demo/server";
import { DEMO_CAST } from "@/lib/adapters/pki/demo/cast";
import { demoIdentity } from "@/lib/adapters/pki/demo/identity";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { demoTrust } from "@/lib/adapters/trust/trust";
import { machineNow } from "@/lib/kernel/clock";
import { untilSignal } from "./until-signal";

/** Demonstration public service platform. PORT (0: any free one), DATA_DIR, HUB_DIR, SANDBOX_CLOCK_FILE. */
const env = process.env;
const dataDir = env.DATA_DIR ?? join(process.cwd(), ".data");
const folder = env.HUB_DIR ?? join(dataDir, "demo", "hub");
const now = sandboxClock(env.SANDBOX_CLOCK_FILE, machineNow);
const pki = await openDemoPki(join(dataDir, "demo", "ca"));
const signer = await demoIdentity(
  join(folder, "cert"),
  { kind: "platform", authority: "demo-b", ...DEMO_CAST.hub },
  async () => pki,
);
const journal = await openJournal(join(folder, "journal.jsonl"));
const running = await startDemoHub({ signer, journal, now, trust: demoTrust(pki, now) }, Number(env.PORT ?? 0), () =>
  process.exit(1),
);
console.log(`hub ready ${running.url}`);
untilSignal(() => running.close());
