// The whole platform on one machine: database, programs, web; used by `npm start`, by the browser tests and by the ordeals.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createInterface } from "node:readline";
import pg from "pg";
import { buildAll, isStale } from "./build.mjs";
import { claim, family, isFree, listens, tailOf } from "./children.mjs";
import { migrate } from "./migrate.mjs";
import { startPg } from "./pg.mjs";
import { sleep } from "./processes.mjs";
import { reachableDatabase, reachableObjects } from "./reachable.mjs";
import { Problem, silence } from "./say.mjs";
import { COUNTERPARTS, environment, keptPorts, prepareDataDir } from "./settings.mjs";
import { root } from "./sources.mjs";

const WAIT_MS = 90_000;
const programFile = (program) => path.join(root, "dist", `${program}.js`);
const hasProgram = (program) => fs.existsSync(programFile(program));

/**
 * Starts everything and waits until it is healthy.
 *
 * @param options.dataDir root of everything kept
 * @param options.port    port of the pages; all others are free ones
 * @param options.host    address to listen on
 * @param options.fast    a database without fsync: for tests, whose data nobody keeps
 * @param options.seed    fill an empty database with the demonstration world
 * @param options.given   environment to start from
 * @param options.says    `progress()` of say.mjs
 * @param options.failed  told when something falls and does not get up again
 * @param options.signal  aborted while the start is under way: whatever was started is stopped, the promise rejects
 * @returns `{ origin, env, databaseUrl, pid(name), names(), stop() }`
 * @throws {Problem} one sentence when something is in the way; whatever was started is stopped
 */
export async function startPlatform(options) {
  const { dataDir: wanted, port = 3000, host = "127.0.0.1", fast = false, seed = true } = options;
  const { given = process.env, says = silence, failed = () => {}, signal = new AbortController().signal } = options;
  const dataDir = path.resolve(wanted);
  prepareDataDir(dataDir);
  const { book, ended } = await claim(dataDir);
  if (ended) says.line(`清理了上次异常退出遗留的 ${ended} 个进程 · ended ${ended} processes left by a killed start`);
  const logs = path.join(dataDir, "logs");
  const kin = family({ book, logs, say: says.line, giveUp: failed });
  const asked = { dataDir, port, host, fast, seed, given, says, failed, signal };
  const started = { ...asked, book, logs, kin, database: null, stopping: false };
  const stop = async () => {
    if (started.stopping) return;
    started.stopping = true;
    await kin.stop();
    await started.database?.stop();
    book.close();
  };
  try {
    if (!(await isFree(port, host)))
      throw new Problem(
        `端口 ${port} 已被占用，请换一个。Port ${port} is taken; choose another: PORT=${port + 1} npm start`,
      );
    const env = await bringUp(started);
    const pid = (name) => (name === "database" ? (started.database?.pid ?? null) : kin.pid(name));
    return { origin: env.PUBLIC_ORIGIN, env, databaseUrl: env.DATABASE_URL, pid, names: kin.names, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(started) {
  const { given, dataDir, kin, signal } = started;
  const says = {
    ...started.says,
    step: (label, work) => {
      signal.throwIfAborted();
      return started.says.step(label, work);
    },
  };
  const origin = (given.PUBLIC_ORIGIN ?? `http://localhost:${started.port}`).replace(/\/$/, "");
  const sandbox = (given.SANDBOX ?? "on") === "on";
  const ports = await keptPorts(dataDir, ["database", ...COUNTERPARTS.map(({ name }) => name)]);

  let databaseUrl = given.DATABASE_URL;
  await says.step("数据库 database", async () => {
    if (!databaseUrl) databaseUrl = await embedded(started, ports.database);
    else await reachableDatabase(databaseUrl);
  });
  await says.step("迁移 migrations", async () => {
    const applied = await migrate(databaseUrl);
    return applied.length ? `applied ${applied.length}` : "";
  });
  if (given.BUILD !== "keep" && isStale())
    await says.step("构建（首次约一分钟）build, about a minute", () => build(started));
  if (given.S3_ENDPOINT) await says.step("对象存储 objects", () => reachableObjects(given));

  const counterparts = sandbox ? COUNTERPARTS.filter(({ setting }) => !given[setting]) : [];
  const there = counterparts.filter(({ program }) => hasProgram(program));
  const absent = new Set(counterparts.filter(({ program }) => !hasProgram(program)).map(({ program }) => program));
  const env = environment({ dataDir, origin, databaseUrl, addresses: addressesOf(there, ports), given });
  if (sandbox) await writeClock(env);
  if (there.length)
    await says.step("演示服务 demonstration services", () => startCounterparts(started, there, ports, env));
  if (absent.size) says.line(`- 尚未提供 not built, skipped: ${[...absent].join(", ")}`);

  if (started.seed && sandbox) await seedOnce(started, env);
  await says.step("网站与后台 web and worker", async () => {
    if (hasProgram("worker")) kin.start("worker", programFile("worker"), { ...env, PGAPPNAME: "xinbiao-worker" }, root);
    const server = path.join(root, ".next", "standalone", "server.js");
    kin.start(
      "web",
      server,
      {
        ...env,
        PGAPPNAME: "xinbiao-web",
        HOSTNAME: started.host,
        PORT: String(started.port),
        NODE_OPTIONS:
          `${env.NODE_OPTIONS ?? ""} --import=${pathToFileURL(path.join(root, "scripts", "peer-address.mjs"))}`.trim(),
      },
      root,
    );
    await untilHealthy(started, hasProgram("worker") ? [] : ["worker"]);
  });
  return env;
}

async function embedded(started, port) {
  const { dataDir, fast, says } = started;
  const dir = path.join(dataDir, "pg");
  const open = async () => {
    started.database = await startPg({ dir, port, fast, say: says.line });
    started.database.onEnd(async () => {
      if (started.stopping) return;
      says.line("! database 已结束，正在重启 · ended, starting it again");
      await open().catch(started.failed);
    });
  };
  await open().catch((error) => {
    throw new Problem(`数据库无法启动。${error.message}`);
  });
  const client = new pg.Client(started.database.url("postgres"));
  await client.connect();
  // A seed that was cut off leaves half a world: it is made anew.
  if (fs.existsSync(seedingMark(dataDir))) await forgetHalfSeed(client, dataDir);
  const { rowCount } = await client.query("select 1 from pg_database where datname = 'xinbiao'");
  if (!rowCount) await client.query("create database xinbiao");
  await client.end();
  return started.database.url("xinbiao");
}

const seedingMark = (dataDir) => path.join(dataDir, "run", "seeding");

async function forgetHalfSeed(client, dataDir) {
  await client.query("drop database if exists xinbiao with (force)");
  for (const name of ["objects", "demo", "platform"])
    fs.rmSync(path.join(dataDir, name), { recursive: true, force: true });
  fs.rmSync(seedingMark(dataDir));
}

async function build({ book, logs, signal }) {
  fs.mkdirSync(logs, { recursive: true });
  const log = path.join(logs, "build.log");
  try {
    await buildAll({ log, signal, begun: (pid) => book.add("build", pid) });
  } catch (error) {
    signal.throwIfAborted();
    throw new Problem(`构建失败。The build failed: ${error.message}`);
  } finally {
    book.drop("build");
  }
}

function addressesOf(counterparts, ports) {
  const addresses = {};
  for (const { name, setting } of counterparts) {
    const address = `http://127.0.0.1:${ports[name]}`;
    addresses[setting] = addresses[setting] ? `${addresses[setting]},${address}` : address;
  }
  return addresses;
}

/** The programs beside the platform read the sandbox's offset from a file; after a restart it says what the database says. */
async function writeClock({ DATABASE_URL, SANDBOX_CLOCK_FILE }) {
  const client = new pg.Client(DATABASE_URL);
  await client.connect();
  const { rows } = await client.query("select offset_ms from sandbox where id = 1 and enabled");
  await client.end();
  fs.writeFileSync(`${SANDBOX_CLOCK_FILE}.new`, JSON.stringify({ offsetMs: Number(rows[0]?.offset_ms ?? 0) }));
  fs.renameSync(`${SANDBOX_CLOCK_FILE}.new`, SANDBOX_CLOCK_FILE);
}

async function startCounterparts({ kin, dataDir, logs, signal }, counterparts, ports, env) {
  for (const { name, program, own } of counterparts) {
    const folder = { [`${program.toUpperCase()}_DIR`]: path.join(dataDir, "demo", name) };
    kin.start(name, programFile(program), { ...env, ...folder, ...own, PORT: String(ports[name]) }, root);
  }
  for (const { name } of counterparts) {
    await until(
      async () => listens(ports[name]),
      signal,
      () => `${name} 未就绪。${name} did not get ready: ${tailOf(logs, name)}`,
    );
  }
  return counterparts.map(({ name }) => name).join(" ");
}

async function seedOnce(started, env) {
  const { says, dataDir } = started;
  if (!hasProgram("seed")) return says.line("- 尚未提供 not built, skipped: seed");
  const client = new pg.Client(env.DATABASE_URL);
  await client.connect();
  const { rows } = await client.query("select exists (select 1 from party) as filled");
  await client.end();
  if (rows[0].filled) {
    if (fs.existsSync(seedingMark(dataDir)))
      throw new Problem(
        "上次写入演示数据时中断，请换用空数据库。The last seeding was cut off; give DATABASE_URL an empty database.",
      );
    return;
  }
  await says.step("演示数据（约一分钟）demonstration world, about a minute", async (note) => {
    fs.writeFileSync(seedingMark(dataDir), "");
    const last = await runSeed(started, env, note);
    fs.rmSync(seedingMark(dataDir));
    return last;
  });
}

/** @returns what the seed said last, without its time */
function runSeed({ book, logs, fast, signal }, env, note) {
  fs.mkdirSync(logs, { recursive: true });
  const file = path.join(logs, "seed.log");
  const log = fs.openSync(file, "w");
  const child = spawn(process.execPath, ["--enable-source-maps", programFile("seed")], {
    cwd: root,
    // Tests that run on a fast database make the tenders they need themselves.
    env: { ...env, SEED_WORLD: env.SEED_WORLD ?? (fast ? "people" : "full") },
    // A process group of its own: Ctrl-C in the terminal reaches us alone.
    detached: true,
    stdio: ["ignore", "pipe", log],
  });
  if (child.pid) book.add("seed", child.pid);
  const stop = () => child.kill();
  signal.addEventListener("abort", stop, { once: true });
  let last = "";
  createInterface({ input: child.stdout }).on("line", (line) => {
    fs.writeSync(log, `${line}\n`);
    last = line.replace(/^\s*[0-9.]+ s\s+/, "");
    note(last);
  });
  return new Promise((resolve, reject) => {
    child.once("close", (code) => {
      signal.removeEventListener("abort", stop);
      fs.closeSync(log);
      book.drop("seed");
      if (code === 0) return resolve(last);
      if (signal.aborted) return reject(signal.reason);
      const why = tailOf(logs, "seed");
      reject(new Problem(`演示数据写入失败。Seeding failed: ${why} (log: ${file})`));
    });
  });
}

async function untilHealthy({ port, host, logs, signal }, allowed) {
  const address = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}/api/health`;
  let missing = ["web"];
  const asks = async () => {
    const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (!answer) return false;
    const body = await answer.json().catch(() => ({ missing: ["web"] }));
    missing = (body.missing ?? []).filter((part) => !allowed.includes(part));
    return missing.length === 0;
  };
  await until(
    asks,
    signal,
    () => `未就绪 Not ready: ${missing.join(", ")}. ${tailOf(logs, missing.includes("worker") ? "worker" : "web")}`,
  );
}

async function until(question, signal, complaint) {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await sleep(50)) {
    signal.throwIfAborted();
    if (await question()) return;
  }
  throw new Problem(complaint());
}
