import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { SYSTEM } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { linkEntries } from "@/lib/store/audit-chain";
import { db, inTransaction } from "@/lib/store/db";
import { useFreshDatabase } from "@/lib/testing/database";
import { checkChain } from "./check-chain";

useFreshDatabase();

const write = (n: number) =>
  inTransaction((tx) =>
    record(
      tx,
      { ...SYSTEM, role: "operator", address: "203.0.113.7", certSerial: "0a1b" },
      {
        action: "test.act",
        objectKind: "test",
        objectId: String(n),
        afterHash: String(n).padStart(64, "0"),
        facts: { 理由: "测试", ratio: 0.125, n },
      },
    ),
  );

/** What somebody with the database's own password can do: switch the guards off, act, switch them on again. */
async function tamper(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  const tables = ["audit_entry", "audit_link", "log_event"];
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  for (const statement of statements) await client.query(statement);
  for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  await client.end();
}

const faults = async () => [...new Set((await checkChain()).faults.map(({ kind }) => kind))].sort();
const where = (n: number) => `(SELECT id FROM audit_entry WHERE object_id = '${n}')`;

beforeEach(async () => {
  await tamper("TRUNCATE audit_entry, audit_link", "DELETE FROM log_event");
  for (let n = 1; n <= 12; n++) await write(n);
  expect(await linkEntries()).toBe(12);
});

describe("R-157: the record", () => {
  it("holds when nobody touched it", async () => {
    expect(await checkChain()).toMatchObject({ links: 12, faults: [] });
    await write(13);
    await linkEntries();
    expect(await checkChain()).toMatchObject({ links: 13, faults: [] });
  });

  it("cannot be edited or emptied with the application's login", async () => {
    await expect(db().auditEntry.updateMany({ data: { action: "x" } })).rejects.toThrow(/append-only/);
    await expect(db().auditEntry.deleteMany()).rejects.toThrow(/append-only/);
    await expect(db().auditLink.deleteMany()).rejects.toThrow(/append-only/);
  });

  const columns: readonly (readonly [string, string])[] = [
    ["at", "at + interval '1 microsecond'"],
    ["actor_id", "gen_random_uuid()"],
    ["actor_role", "'bidder'"],
    ["party_id", "gen_random_uuid()"],
    ["action", "'bid.submit'"],
    ["object_kind", "'bid'"],
    ["object_id", "'999'"],
    ["lot_id", "gen_random_uuid()"],
    ["before_hash", "repeat('f', 64)"],
    ["after_hash", "repeat('f', 64)"],
    ["facts", `facts || '{"n": 99}'`],
    ["address", "'198.51.100.1'"],
    ["user_agent", "'curl'"],
    ["cert_serial", "null"],
    ["bidder_side", "true"],
  ];
  it.each(columns)("finds an edit of %s", async (column, value) => {
    await tamper(`UPDATE audit_entry SET ${column} = ${value} WHERE id = ${where(5)}`);
    const report = await checkChain();
    expect(report.faults).toHaveLength(1);
    expect(report.faults[0]).toMatchObject({ kind: "edited", seq: "5" });
  });

  it("knows every column of the table: a new one must be hashed too", async () => {
    const rows = await db().$queryRaw<{ name: string }[]>`
      SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'audit_entry' AND table_schema = current_schema()`;
    expect(rows.map(({ name }) => name).sort()).toEqual(["id", ...columns.map(([column]) => column)].sort());
  });

  it("finds a removed entry, with its link or without", async () => {
    await tamper(`DELETE FROM audit_entry WHERE id = ${where(5)}`);
    expect(await faults()).toEqual(["missing"]);
    await tamper(`DELETE FROM audit_link WHERE seq = 5`);
    expect(await faults()).toEqual(["gap", "order"]);
  });

  it("finds two entries that changed places", async () => {
    await tamper(
      `UPDATE audit_link SET entry_id = gen_random_uuid() WHERE seq = 3`,
      `UPDATE audit_link SET entry_id = ${where(3)} WHERE seq = 4`,
      `UPDATE audit_link SET entry_id = ${where(4)} WHERE seq = 3`,
    );
    expect(await faults()).toEqual(["edited"]);
  });

  it("finds numbers that were closed up after a removal", async () => {
    await tamper(
      `DELETE FROM audit_entry WHERE id = ${where(5)}`,
      `DELETE FROM audit_link WHERE seq = 5`,
      `UPDATE audit_link SET seq = seq - 1 WHERE seq > 5`,
    );
    expect(await faults()).toContain("order");
  });

  it("finds a chain that was cut at its end or made anew, by the heads in the transparency log", async () => {
    await tamper(
      `DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link WHERE seq > 9)`,
      `DELETE FROM audit_link WHERE seq > 9`,
    );
    expect(await faults()).toEqual(["anchor"]);
    await tamper("TRUNCATE audit_link", `UPDATE audit_entry SET action = 'forged' WHERE id = ${where(2)}`);
    await linkEntries();
    expect(await faults()).toEqual(["anchor"]);
  });

  it("finds an entry that nobody linked", async () => {
    await write(13);
    expect(await faults()).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    expect(await faults()).toEqual(["unlinked"]);
    await linkEntries();
    expect(await faults()).toEqual([]);
  });

  it("several linkers at once make one chain", async () => {
    for (let n = 20; n < 40; n++) await write(n);
    await Promise.all([linkEntries(), linkEntries(), linkEntries()]);
    await linkEntries();
    expect(await checkChain()).toMatchObject({ links: 32, faults: [] });
  });

  it("the check command says so in words, in JSON and by its exit code", async () => {
    const { build } = await import("esbuild");
    const folder = mkdtempSync(path.join(tmpdir(), "audit-"));
    const file = path.join(process.cwd(), "node_modules", ".cache", `audit-${path.basename(folder)}.mjs`);
    await build({
      stdin: {
        contents:
          'import { run } from "@/lib/programs/xinbiao/run"; process.exitCode = await run(process.argv.slice(2));',
        resolveDir: process.cwd(),
        loader: "ts",
      },
      outfile: file,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      alias: { "@": process.cwd() },
      banner: { js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);' },
      logLevel: "error",
    });
    const audit = (...args: string[]) =>
      spawnSync(process.execPath, [file, "audit", "--lang", "en", ...args], { encoding: "utf8" });
    expect(audit().stdout.trim().split("\n").at(-1)).toBe("OK");
    expect(audit().status).toBe(0);
    await tamper(`UPDATE audit_entry SET action = 'x' WHERE id = ${where(5)}`);
    const bad = audit("--json");
    expect(bad.status).toBe(1);
    expect(JSON.parse(bad.stdout).faults[0]).toMatchObject({ kind: "edited", seq: "5" });
    expect(audit().stdout.trim().split("\n").at(-1)).toBe("edited");
    expect(audit("--nonsense").status).toBe(2);
  }, 120_000);
});
