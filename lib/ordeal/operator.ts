import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Deps } from "@/lib/usecases/deps";

type Row = Readonly<Record<string, never>>;
type Statement = ReturnType<typeof JSON.parse>;

/** The hands of an operator with database, object store and the platform's keys; whatever they did can be put back. */
export type Operator = {
  readonly lotId: string;
  rows(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Changes or removes rows that `where` names; what stood there is kept. */
  change(table: string, where: string, parameters: readonly unknown[], sql: string): Promise<void>;
  remove(table: string, where: string, parameters: readonly unknown[]): Promise<void>;
  /** Rewrites a statement of the lot and signs it anew with the platform's own key. */
  rewrite(type: string, edit: (statement: Statement) => void): Promise<void>;
  sign(statement: Json): Promise<{ readonly bytes: Buffer; readonly cms: Buffer }>;
  /** Files of the object store, under everybody's back. */
  object(key: string): { remove(): void; flip(at: number): void; swap(other: string): void };
  /** Puts everything back as it was, the last act first. */
  undo(): Promise<void>;
  close(): Promise<void>;
};

/** What identifies a row, for tables whose key is not `id`. */
const KEYS: Readonly<Record<string, string>> = {
  sealed_bid: "digest",
  opened_bid: "digest",
  audit_link: "seq",
  log_batch: "idx",
  log_head: "size",
};

/** @param lotId whose statements are rewritten */
export async function operator(databaseUrl: string, dataDir: string, lotId: string, deps: Deps): Promise<Operator> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  // Triggers and foreign keys keep honest programs in order; whoever owns the database turns them off.
  await client.query("set session_replication_role = replica");
  const undone: (() => Promise<void> | void)[] = [];
  let serial = 0;

  async function keep(table: string, where: string, parameters: readonly unknown[]): Promise<void> {
    const kept = `kept_${++serial}`;
    const key = KEYS[table] ?? "id";
    await client.query(`create temp table ${kept} as select * from ${table} limit 0`);
    const { rowCount } = await client.query(`insert into ${kept} select * from ${table} where ${where}`, [
      ...parameters,
    ]);
    if (!rowCount) throw new Error(`no row of ${table} where ${where}`);
    undone.push(async () => {
      await client.query(`delete from ${table} where ${key} in (select ${key} from ${kept})`);
      await client.query(`insert into ${table} select * from ${kept}`);
    });
  }
  const sign = async (statement: Json) => {
    const bytes = Buffer.from(canonicalBytes(statement));
    return { bytes, cms: Buffer.from(await deps.platform.signStatement(bytes)) };
  };
  const rows = async (sql: string, parameters: readonly unknown[] = []) =>
    (await client.query(sql, [...parameters])).rows as Row[];
  const change: Operator["change"] = async (table, where, parameters, sql) => {
    await keep(table, where, parameters);
    await client.query(sql, [...parameters]);
  };
  return {
    lotId,
    rows,
    change,
    sign,
    remove: (table, where, parameters) => change(table, where, parameters, `delete from ${table} where ${where}`),
    rewrite: async (type, edit) => {
      const [row] = await rows("select id, bytes from statement where lot_id = $1 and type = $2 order by at desc", [
        lotId,
        type,
      ]);
      if (!row) throw new Error(`the lot has no statement ${type}`);
      const { id, bytes } = row as unknown as { id: string; bytes: Buffer };
      const statement = JSON.parse(bytes.toString());
      edit(statement);
      const made = await sign(statement);
      await keep("statement", "id = $1", [id]);
      await client.query("update statement set bytes = $2, cms = $3, sha256 = $4 where id = $1", [
        ...[id, made.bytes, made.cms, statementHash(made.bytes)],
      ]);
    },
    object: (key) => {
      const file = join(dataDir, "objects", "objects", `${key}~`);
      if (!existsSync(file)) throw new Error(`no object ${key}`);
      return {
        remove: () => {
          renameSync(file, `${file}.gone`);
          undone.push(() => renameSync(`${file}.gone`, file));
        },
        flip: (at) => {
          const bytes = readFileSync(file);
          const other = Buffer.from(bytes);
          other[at]! ^= 1;
          writeFileSync(file, other);
          undone.push(() => writeFileSync(file, bytes));
        },
        swap: (other) => {
          const second = join(dataDir, "objects", "objects", `${other}~`);
          const [one, two] = [readFileSync(file), readFileSync(second)];
          writeFileSync(file, two);
          writeFileSync(second, one);
          undone.push(() => {
            writeFileSync(file, one);
            writeFileSync(second, two);
          });
        },
      };
    },
    undo: async () => {
      for (const back of undone.splice(0).reverse()) await back();
    },
    close: () => client.end(),
  };
}
