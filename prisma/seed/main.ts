import { join } from "node:path";
import { dataDirOf, type Env } from "@/lib/adapters/settings";
import { machineMs } from "@/lib/kernel/clock";
import { disconnect } from "@/lib/store/db";
import { workerDeps } from "@/lib/worker/deps";
import { startWorker } from "@/lib/worker/main";
import { makeAccounts, writeAccounts } from "./accounts";
import { arriveInThePresent, beginInThePast } from "./clock";
import { keyRing } from "./keys";
import type { Stage } from "./world";

/**
 * The demonstration world: organisations, people, tenders in every stage, played through the use cases by a clock that
 * begins in the past and ends at the present. Run by `npm start` on an empty database; only ever in a sandbox.
 */
const env: Env = { ...process.env, LOG_INTERVAL_MS: "200" };
if (!env.DATABASE_URL || env.SANDBOX !== "on" || !env.SANDBOX_CLOCK_FILE) {
  console.error("The demonstration world needs DATABASE_URL, SANDBOX=on and SANDBOX_CLOCK_FILE");
  process.exit(2);
}
const PAST_DAYS = 75;
const started = machineMs();
const tell = (line: string) => console.log(`${((machineMs() - started) / 1000).toFixed(1).padStart(5)} s  ${line}`);
const dataDir = dataDirOf(env);
const deps = await workerDeps(env);
const stage: Stage = { deps, dataDir, tell, keys: await keyRing(dataDir) };
await beginInThePast(PAST_DAYS, deps);
const worker = await startWorker(env.DATABASE_URL, deps, (line) => console.error(line));
try {
  await writeAccounts(await makeAccounts(stage), stage);
  tell(`账户 accounts: ${join(dataDir, "demo", "accounts.json")}`);
  await arriveInThePresent(deps);
} finally {
  await worker.stop();
  await disconnect();
}
tell("完成 done");
