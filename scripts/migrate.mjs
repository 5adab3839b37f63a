// Applies prisma/migrations in order and keeps Prisma's own table, so that `prisma migrate deploy` stays usable elsewhere.
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runMigrations } from "graphile-worker";
import pg from "pg";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
export const migrationsDir = path.join(root, "prisma", "migrations");

/** All migrations, by name. */
export function migrations() {
  if (!fs.existsSync(migrationsDir)) return [];
  return fs
    .readdirSync(migrationsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && fs.existsSync(path.join(migrationsDir, entry.name, "migration.sql")))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = fs.readFileSync(path.join(migrationsDir, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/** Applies what is missing, each in one transaction; refuses a migration that was edited after it was applied. */
export async function migrate(url, { queue = true } = {}) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(72707369)"); // the lock number prisma itself takes
    await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL,
      checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT,
      rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
    const { rows } = await client.query(
      "select migration_name, checksum from _prisma_migrations where rolled_back_at is null",
    );
    const done = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const applied = [];
    for (const migration of migrations()) {
      if (done.has(migration.name)) {
        if (done.get(migration.name) !== migration.checksum)
          throw new Error(`migration edited after it was applied: ${migration.name}`);
        continue;
      }
      await apply(client, migration);
      applied.push(migration.name);
    }
    if (queue) await runMigrations({ connectionString: url, logger: undefined });
    return applied;
  } finally {
    await client.end();
  }
}

async function apply(client, { name, sql, checksum }) {
  await client.query("begin");
  try {
    const id = randomUUID();
    await client.query("insert into _prisma_migrations(id,checksum,migration_name) values($1,$2,$3)", [
      id,
      checksum,
      name,
    ]);
    await client.query(sql);
    await client.query("update _prisma_migrations set finished_at=now(),applied_steps_count=1 where id=$1", [id]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    error.message = `${name}: ${error.message}`;
    throw error;
  }
}
