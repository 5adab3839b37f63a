// node scripts/db.mjs migrate | check | squash | create NAME
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { migrate, migrationsDir } from "./migrate.mjs";
import { scratchPg } from "./pg.mjs";
import { diff } from "./schema.mjs";

/** Runs `work` with a database server: the one of DATABASE_URL, or a scratch cluster that is thrown away. */
export async function withServer(work) {
  if (process.env.DATABASE_URL) return work(process.env.DATABASE_URL);
  const server = await scratchPg();
  try {
    return await work(server.url("postgres"));
  } finally {
    await server.stop();
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , command, name] = process.argv;
  if (!commands[command]) {
    console.error("usage: node scripts/db.mjs migrate | check | squash | create NAME");
    process.exit(2);
  }
  await withServer((url) => commands[command](url, name));
}
