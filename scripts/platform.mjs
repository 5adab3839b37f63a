// The whole platform on one machine: database, programs, web; used by `npm start`, by the browser tests and by the ordeals.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { buildAll, currentBuild, lastBuild } from "./build.mjs";
import { holdBuild, programFile } from "./builds.mjs";
import { claim, family, isFree, tailOf, until } from "./children.mjs";
import { addressesOf, startCounterparts, untilCounterpartsListen, writeClock } from "./counterparts.mjs";
import { migrate } from "./migrate.mjs";
import { startPg } from "./pg.mjs";
import { reachableDatabase, reachableObjects } from "./reachable.mjs";
import { Problem, silence } from "./say.mjs";
import { forgetHalfSeed, seedWorld, wantsSeed, wasCutOff } from "./seeding.mjs";
import { COUNTERPARTS, environment, keptPorts, prepareDataDir } from "./settings.mjs";
import { root } from "./sources.mjs";

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
 * @param options.hasty   resolve as soon as web and worker are healthy; the demonstration services follow, see `whole`
 * @param options.via     given a counterpart's name and port, the port to tell the platform instead (ordeals)
 * @param options.signal  aborted while the start is under way: whatever was started is stopped, the promise rejects
 * @returns `{ origin, env, databaseUrl, pages, pid(name), names(), stop(), whole }`; `pages` is the folder of the pages that
 *   run, `whole` resolves when all listen
 * @throws {Problem} one sentence when something is in the way; whatever was started is stopped
 */
export async function startPlatform(options) {
  const { dataDir: wanted, port = 3000, host = "127.0.0.1", fast = false, seed = true } = options;
  const { given = process.env, says = silence, failed = () => {}, signal = new AbortController().signal } = options;
  const { hasty = false, via = async (_name, port) => port } = options;
  const dataDir = path.resolve(wanted);
  prepareDataDir(dataDir);
  const { book, ended } = await claim(dataDir);
  if (ended) says.line(`清理了上次异常退出遗留的 ${ended} 个进程 · ended ${ended} processes left by a killed start`);
  const logs = path.join(dataDir, "logs");
  const kin = family({ book, logs, say: says.line, giveUp: failed });
  const asked = { dataDir, port, host, fast, seed, given, says, failed, signal, via };
  const started = { ...asked, book, logs, kin, database: null, build: null, stopping: false };
  const stop = async () => {
    if (started.stopping) return;
    started.stopping = true;
    await kin.stop();
    await started.database?.stop();
    started.build?.leave();
    book.close();
  };
  try {
    if (!(await isFree(port, host)))
      throw new Problem(
        `端口 ${port} 已被占用，请换一个。Port ${port} is taken; choose another: PORT=${port + 1} npm start`,
      );
    const { env, rest } = await bringUp(started);
    const whole = rest();
    if (hasty) whole.catch(failed);
    else await whole;
    const pid = (name) => (name === "database" ? (started.database?.pid ?? null) : kin.pid(name));
    const pages = path.join(started.build.folder, "web");
    return { origin: env.PUBLIC_ORIGIN, env, databaseUrl: env.DATABASE_URL, pages, pid, names: kin.names, stop, whole };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUp(started) {
  const { given, dataDir, signal } = started;
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

  if (given.S3_ENDPOINT) await says.step("对象存储 objects", () => reachableObjects(given));
  let databaseUrl = given.DATABASE_URL;
  await says.step("数据库 database", async () => {
    if (!databaseUrl) databaseUrl = await embedded(started, ports.database);
    else await reachableDatabase(databaseUrl);
  });
  let fresh = false;
  await says.step("迁移 migrations", async () => {
    const applied = await migrate(databaseUrl);
    fresh = applied.length > 0;
    return applied.length ? `applied ${applied.length}` : "";
  });
  await builtPlatform(started, says);
  const counterparts = sandbox ? COUNTERPARTS.filter(({ setting }) => !given[setting]) : [];
  const doors = {};
  for (const { name } of counterparts) doors[name] = await started.via(name, ports[name]);
  const env = environment({ dataDir, origin, databaseUrl, addresses: addressesOf(counterparts, doors), given });
  if (sandbox) await writeClock(env);
  const seeding = started.seed && sandbox && (await wantsSeed(started, env));
  const counterpartsUp = () =>
    says.step("演示服务 demonstration services", () => {
      startCounterparts(started, counterparts, ports, env);
      return untilCounterpartsListen(started, counterparts, ports);
    });
  // The first time they make their keys, which the others read, and the seed speaks to them; later on nobody needs them
  // before somebody does something, and the pages have the machine to themselves until they are up.
  const first = counterparts.length > 0 && (fresh || seeding);
  if (first) await counterpartsUp();
  if (seeding) await seedWorld(started, env);
  startWebAndWorker(started, env);
  await says.step("网站与后台 web and worker", () => untilHealthy(started));
  return { env, rest: async () => (first || counterparts.length === 0 ? undefined : counterpartsUp()) };
}

/** What is run: the build of the sources as they are, made first if need be; with BUILD=keep the last one that was made. */
async function builtPlatform(started, says) {
  const { given } = started;
  let folder = given.BUILD === "keep" ? lastBuild() : currentBuild();
  if (!folder)
    await says.step("构建（首次约一分钟）build, about a minute", async () => {
      folder = await build(started);
    });
  started.build = { ...holdBuild(folder), folder };
}

function startWebAndWorker(started, env) {
  const { kin, build, host, port } = started;
  kin.start("worker", programFile(build.folder, "worker"), { ...env, PGAPPNAME: "xinbiao-worker" }, root);
  const own = `--import=${pathToFileURL(path.join(root, "scripts", "connection.mjs"))}`;
  const web = {
    ...env,
    PGAPPNAME: "xinbiao-web",
    HOSTNAME: host,
    PORT: String(port),
    NODE_OPTIONS: `${env.NODE_OPTIONS ?? ""} ${own}`.trim(),
  };
  kin.start("web", path.join(build.folder, "web", "server.js"), web, root);
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
  if (wasCutOff(dataDir)) await forgetHalfSeed(client, dataDir);
  const { rowCount } = await client.query("select 1 from pg_database where datname = 'xinbiao'");
  if (!rowCount) await client.query("create database xinbiao");
  await client.end();
  return started.database.url("xinbiao");
}

async function build({ book, logs, signal }) {
  fs.mkdirSync(logs, { recursive: true });
  const log = path.join(logs, "build.log");
  try {
    return await buildAll({ log, signal, begun: (pid) => book.add("build", pid) });
  } catch (error) {
    signal.throwIfAborted();
    throw new Problem(`构建失败。The build failed: ${error.message}`);
  } finally {
    book.drop("build");
  }
}

async function untilHealthy({ port, host, logs, signal }) {
  const address = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}/api/health`;
  let missing = ["web"];
  const asks = async () => {
    const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (!answer) return false;
    const body = await answer.json().catch(() => ({ missing: ["web"] }));
    missing = body.missing ?? [];
    return missing.length === 0;
  };
  const complaint = () =>
    `未就绪 Not ready: ${missing.join(", ")}. ${tailOf(logs, missing.includes("worker") ? "worker" : "web")}`;
  // Each question costs the web what it needs to get ready itself.
  await until(asks, signal, complaint, 150);
}
