import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort } from "../scripts/pg.mjs";
import { startPlatform } from "../scripts/platform.mjs";
import { progress } from "../scripts/say.mjs";
import { PROXY, VENUE } from "./elsewhere";

/**
 * Starts the whole platform on free ports with data that nobody keeps, and hands its address and folder to the tests:
 * `process.env.E2E_URL` (base address), `DATA_DIR` and `DATABASE_URL`. With E2E_URL set, that platform is used instead.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.E2E_URL) return undefined;
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "xinbiao-e2e-"));
  fs.chmodSync(dataDir, 0o755); // the database's own user has to pass
  // People alone: the journeys make their own tenders.
  const given: NodeJS.ProcessEnv = {
    ...process.env,
    LOG_INTERVAL_MS: "500",
    SEED_WORLD: "people",
    EVALUATION_VENUES: `${VENUE}=127.0.0.1 ::1`,
    TRUSTED_PROXIES: PROXY,
  };
  // Not of its own environment either: a program run beside the platform must put its objects where the platform looks.
  for (const name of ["DATABASE_URL", "S3_ENDPOINT", "PUBLIC_ORIGIN", "NEXTAUTH_URL"]) {
    delete given[name];
    delete process.env[name];
  }
  const failed = (error: Error) => console.error(error.message);
  const port = await freePort();
  // Interrupted while it starts, the runner ends without waiting for anybody: what is up already must not stay.
  const end = () => endStarted(dataDir);
  process.on("exit", end);
  // The runner takes down what it has up for an interruption alone.
  process.on("SIGTERM", () => process.kill(process.pid, "SIGINT"));
  const started = startPlatform({ dataDir, port, fast: true, given, says: progress(), failed });
  const platform = await started.finally(() => process.off("exit", end));
  process.env.E2E_URL = platform.origin;
  process.env.DATA_DIR = dataDir;
  process.env.DATABASE_URL = platform.databaseUrl;
  process.env.SANDBOX_CLOCK_FILE = platform.env.SANDBOX_CLOCK_FILE;
  // For programs that a test runs beside the platform: addresses of trustees, timestamps and the rest.
  process.env.E2E_SETTINGS = JSON.stringify(platform.env);
  return async () => {
    await platform.stop();
    if (process.env.KEEP_DATA !== "1") fs.rmSync(dataDir, { recursive: true, force: true });
  };
}

/** Each leads a group of its own; they are in the platform's book, which is written as they start. */
function endStarted(dataDir: string): void {
  const book = path.join(dataDir, "run", "processes.json");
  if (!fs.existsSync(book)) return;
  const { processes } = JSON.parse(fs.readFileSync(book, "utf8")) as { processes: { pid: number }[] };
  for (const { pid } of processes)
    try {
      process.kill(-pid, "SIGTERM");
    } catch {
      // It ended by itself.
    }
}
