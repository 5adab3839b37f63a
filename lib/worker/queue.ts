import { EventEmitter } from "node:events";
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from "graphile-worker";
import type { Jobs } from "@/lib/store/jobs";
import type { WorkerDeps } from "./deps";
import type { Job } from "./jobs/job";
import { JOBS } from "./jobs/table";

const CONCURRENCY = 8;
const POLL_MS = 1_000;

export type Queue = { readonly workers: () => readonly string[]; stop(): Promise<void> };

/** graphile-worker over our jobs. It logs only what goes wrong: one line per job would tell who does what when. */
export async function startQueue(
  databaseUrl: string,
  deps: WorkerDeps,
  tell: (problem: string) => void,
): Promise<Queue> {
  const alive = new Set<string>();
  const events = new EventEmitter() as WorkerEvents;
  events.on("worker:create", ({ worker }) => void alive.add(worker.workerId));
  events.on("worker:release", ({ worker }) => void alive.delete(worker.workerId));
  const runner: Runner = await run({
    connectionString: databaseUrl,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    maxPoolSize: CONCURRENCY + 2,
    logger: quietLogger(tell),
    taskList: taskList(deps),
    events,
  });
  return { workers: () => [...alive], stop: () => runner.stop() };
}

function taskList(deps: WorkerDeps): TaskList {
  const entries = (Object.keys(JOBS) as (keyof Jobs)[]).map((name) => {
    const job = JOBS[name] as Job<typeof name>;
    return [name, (payload: unknown) => job(payload as Jobs[typeof name], deps)] as const;
  });
  return Object.fromEntries(entries);
}

const quietLogger = (tell: (problem: string) => void): Logger =>
  new Logger(() => (level, message) => {
    if (level === "error" || level === "warning") tell(message);
  });
