import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { closing } from "./leaving";

/** The whole platform, started as `npm start` starts it: whatever falls is started again by the same supervisor. */
export type Platform = {
  readonly origin: string;
  readonly databaseUrl: string;
  /** Folder of the pages that run: their build need not be the last one made. */
  readonly pages: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Process of `web`, `worker`, `database`, `hub` …; null while it is down. */
  pid(name: string): number | null;
  stop(): Promise<void>;
};

/** A port to speak to instead of the one a counterpart listens on. */
export type Via = (name: string, port: number) => Promise<number>;
export type Around = {
  /** Settings of its own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly via?: Via;
};

type Scripts = {
  startPlatform(options: {
    readonly dataDir: string;
    readonly port: number;
    readonly seed: boolean;
    readonly given: NodeJS.ProcessEnv;
    readonly says: { line(text: string): void; step(label: string, work: () => unknown): Promise<void> };
    readonly failed: (error: Error) => void;
    readonly signal: AbortSignal;
    readonly via?: Via;
  }): Promise<Platform>;
  freePort(): Promise<number>;
};

/** Settings of another platform must not reach this one. */
const FOREIGN = ["DATABASE_URL", "S3_ENDPOINT", "PUBLIC_ORIGIN", "NEXTAUTH_URL", "TSA_URL", "HUB_URL", "TRUSTEE_URLS"];

/**
 * Starts a platform of its own in `dataDir`, on free ports, without the demonstration's tenders.
 * @param root          where the project lies: the starter is a script beside the bundles
 * @param logIntervalMs how often the log gets a batch: acts with effect wait for one, and each costs time
 */
export async function ownPlatform(
  root: string,
  dataDir: string,
  tell: (line: string) => void,
  logIntervalMs = 200,
  { env = {}, via }: Around = {},
): Promise<Platform> {
  const script = (name: string) => import(/* @vite-ignore */ pathToFileURL(join(root, "scripts", name)).href);
  const [{ startPlatform }, { freePort }] = (await Promise.all([script("platform.mjs"), script("pg.mjs")])) as [
    Scripts,
    Scripts,
  ];
  const given: NodeJS.ProcessEnv = { ...process.env, SANDBOX: "on", LOG_INTERVAL_MS: String(logIntervalMs) };
  for (const name of FOREIGN) delete given[name];
  Object.assign(given, env);
  const says = {
    line: tell,
    step: async (_label: string, work: () => unknown) => {
      await work();
    },
  };
  const told = new AbortController();
  const failed = (error: Error) => {
    tell(error.message);
    process.exitCode = 2;
    told.abort(error); // a start that waits for it need not wait any longer
  };
  const port = await freePort();
  const starting = startPlatform({
    dataDir,
    port,
    seed: false,
    given,
    says,
    failed,
    signal: told.signal,
    ...(via ? { via } : {}),
  });
  const stop = closing(async () => {
    told.abort();
    // A start that was cut off has stopped what it had started by itself.
    await (await starting.catch(() => null))?.stop();
  });
  return { ...(await starting), stop };
}
