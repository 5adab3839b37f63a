// node scripts/db.mjs migrate | check | squash | create NAME
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { migrate, migrationsDir } from "./migrate.mjs";
import { freePort, startPg } from "./pg.mjs";
import { diff } from "./schema.mjs";

/** Runs `work` with a database server: the one of DATABASE_URL, or a scratch cluster that is thrown away. */
export async function withServer(work) {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "xinbiao-scratch-"));
  fs.chmodSync(dir, 0o755);
  const server = await startPg({ dir: path.join(dir, "pg"), port: await freePort(), persistent: false, fast: true });
  try {
    return await work(server.url("postgres"));
  } finally {
    await server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

const commands = {
  migrate: async (url) => console.log("applied", await migrate(url)),
  check: async (url) => {
    const difference = await diff(url);
    console.log(difference || "schema and migrations agree");
    if (difference) process.exitCode = 1;
  },
  // Before the first release the whole initial migration is made anew from the schema.
  squash: async (url) => {
    const sql = await diff(url, { withMigrations: false });
    write("0001_init", sql);
  },
  create: async (url, name) => {
    const sql = await diff(url);
    if (!sql) return console.log("no change");
    write(`${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`, sql);
  },
};

function write(name, sql) {
  const dir = path.join(migrationsDir, name);
  fs.mkdirSync(dir, { recursive: true });
  fs.writeFileSync(path.join(dir, "migration.sql"), sql);
  console.log("wrote", name);
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const [, , command, name] = process.argv;
  if (!commands[command]) {
    console.error("usage: node scripts/db.mjs migrate | check | squash | create NAME");
    process.exit(2);
  }
  await withServer((url) => commands[command](url, name));
}
