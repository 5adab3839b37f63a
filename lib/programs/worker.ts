import { disconnect } from "@/lib/store/db";
import { untilReachable } from "@/lib/store/reachable";
import { enableSandbox } from "@/lib/store/sandbox";
import { WORKER_NAME } from "@/lib/store/health";
import { workerDeps } from "@/lib/worker/deps";
import { startWorker } from "@/lib/worker/main";
import { untilSignal } from "./until-signal";

/** The platform's second process. DATABASE_URL and the settings of the README's table; no port. */
process.env.PGAPPNAME ??= WORKER_NAME;
const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) {
  console.error("DATABASE_URL is not set");
  process.exit(2);
}
await untilReachable((line) => console.error(line));
if (process.env.SANDBOX === "on") await enableSandbox();
const worker = await startWorker(databaseUrl, await workerDeps(process.env), (line) => console.error(line));
console.log("worker ready");
untilSignal(async () => {
  await worker.stop();
  await disconnect();
});
