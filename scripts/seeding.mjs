// Fills an empty database with the demonstration world, whole or not at all.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { programFile } from "./builds.mjs";
import { tailOf } from "./children.mjs";
import { Problem } from "./say.mjs";
import { root } from "./sources.mjs";

const seedingMark = (dataDir) => path.join(dataDir, "run", "seeding");

/** Whether the last seed was cut off: what it left is half a world. */
export const wasCutOff = (dataDir) => fs.existsSync(seedingMark(dataDir));

/** Removes half a world, so that it is made anew. */
export async function forgetHalfSeed(client, dataDir) {
  await client.query("drop database if exists xinbiao with (force)");
  for (const name of ["objects", "demo", "platform"])
    fs.rmSync(path.join(dataDir, name), { recursive: true, force: true });
  fs.rmSync(seedingMark(dataDir));
}

/** Whether the database is empty. @throws {Problem} where a seed of somebody's own database was cut off */
export async function wantsSeed({ dataDir }, env) {
  const client = new pg.Client(env.DATABASE_URL);
  await client.connect();
  const { rows } = await client.query("select exists (select 1 from party) as filled");
  await client.end();
  if (rows[0].filled && fs.existsSync(seedingMark(dataDir)))
    throw new Problem(
      "上次写入演示数据时中断，请换用空数据库。The last seeding was cut off; give DATABASE_URL an empty database.",
    );
  return !rows[0].filled;
}

/** Plays the demonstration world; a mark stands until it is whole. */
export async function seedWorld(started, env) {
  const { says, dataDir } = started;
  await says.step("演示数据（约两分钟）demonstration world, about two minutes", async (note) => {
    fs.writeFileSync(seedingMark(dataDir), "");
    const last = await runSeed(started, env, note);
    fs.rmSync(seedingMark(dataDir));
    return last;
  });
}

/** @returns what the seed said last, without its time */
function runSeed(started, env, note) {
  const { book, logs, fast, signal } = started;
  fs.mkdirSync(logs, { recursive: true });
  const file = path.join(logs, "seed.log");
  const log = fs.openSync(file, "w");
  const child = spawn(process.execPath, ["--enable-source-maps", programFile(started.build.folder, "seed")], {
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
