import { join } from "node:path";
import { dataDirOf, type Env } from "@/lib/adapters/settings";
import { machineMs } from "@/lib/kernel/clock";
import { databaseNow } from "@/lib/store/clock";
import { disconnect } from "@/lib/store/db";
import { workerDeps } from "@/lib/worker/deps";
import { startWorker } from "@/lib/worker/main";
import { makeAccounts, writeAccounts } from "./accounts";
import { arriveInThePresent, beginInThePast, DAY } from "./clock";
import { keyRing } from "./keys";
import { playAll } from "./play-all";
import type { Stage } from "./world";

/**
 * The demonstration world: organisations, people, tenders in every stage, played through the use cases by a clock that
 * begins in the past and ends at the present. Run by `npm start` on an empty database; only ever in a sandbox.
 *
 * SEED_WORLD: `full` (default) or `people`, organisations and people alone, for tests that make their own tenders;
 * SEED_STORIES: names of stories, separated by commas, to play no others; SEED_DAYS_AGO: the present of the story was so
 * many days ago, for legal days fall otherwise from one weekday to the next. Holes in the story are told and counted on the
 * last line; SEED_STRICT=1 makes them an error.
 */
const env: Env = { ...process.env, LOG_INTERVAL_MS: "500" };
if (!env.DATABASE_URL || env.SANDBOX !== "on" || !env.SANDBOX_CLOCK_FILE) {
  console.error("The demonstration world needs DATABASE_URL, SANDBOX=on and SANDBOX_CLOCK_FILE");
  process.exit(2);
}
const PAST_DAYS = 90;
const started = machineMs();
const tell = (line: string) => console.log(`${((machineMs() - started) / 1000).toFixed(1).padStart(5)} s  ${line}`);
const dataDir = dataDirOf(env);
const deps = await workerDeps(env);
const stage: Stage = { deps, dataDir, tell, keys: await keyRing(dataDir) };
const daysAgo = Number(env.SEED_DAYS_AGO ?? 0);
if (!(daysAgo >= 0)) throw new RangeError("SEED_DAYS_AGO is a number of days");
const present = new Date((await databaseNow()).getTime() - daysAgo * DAY);
await beginInThePast(PAST_DAYS + daysAgo, deps);
let holes = 0;
const worker = await startWorker(env.DATABASE_URL, deps, (line) => console.error(line));
try {
  await writeAccounts(await makeAccounts(stage), stage);
  tell(`账户 accounts: ${join(dataDir, "demo", "accounts.json")}`);
  const troubles = env.SEED_WORLD === "people" ? [] : await playAll(stage, present, env.SEED_STORIES?.split(","));
  holes = troubles.length;
  await arriveInThePresent(deps);
} finally {
  await worker.stop();
  await disconnect();
}
tell(holes === 0 ? "完成 done" : `完成，缺 ${holes} 处 · done, ${holes} holes`);
if (holes > 0 && env.SEED_STRICT === "1") process.exitCode = 1;
