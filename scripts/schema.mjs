// Compares databases with prisma/schema by Prisma's own engine (WASM): no download, no schema-engine binary.
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import pg from "pg";
import { migrate, root } from "./migrate.mjs";

globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error("PANIC", message) };

export function schemaFiles(dir = path.join(root, "prisma", "schema")) {
  return fs
    .readdirSync(dir)
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({
      path: path.join("prisma", "schema", name),
      content: fs.readFileSync(path.join(dir, name), "utf8"),
    }));
}

let loaded;

/** The engine's module, once: its bindings keep views of one memory, and a second instance would be read through them. */
function bindingsOf() {
  loaded ??= (async () => {
    const require = createRequire(import.meta.url);
    const bindings = await import("@prisma/schema-engine-wasm/schema_engine_bg");
    const folder = path.dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
    const wasm = fs.readFileSync(path.join(folder, "schema_engine_bg.wasm"));
    const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": bindings });
    bindings.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return bindings;
  })();
  return loaded;
}

async function engineOf(url, files) {
  const { PrismaPg } = await import("@prisma/adapter-pg");
  const utils = await import("@prisma/driver-adapter-utils");
  const bindings = await bindingsOf();
  class Factory extends PrismaPg {
    async connect() {
      const adapter = await super.connect();
      // oid 18, the internal "char", is unknown to the adapter, and the engine's describer needs it.
      const perform = adapter.performIO.bind(adapter);
      const queryRaw = Object.getPrototypeOf(Object.getPrototypeOf(adapter)).queryRaw;
      adapter.queryRaw = async (query) => {
        const result = await perform(query);
        const chars = new Set(result.fields.flatMap((field, index) => (field.dataTypeID === 18 ? [index] : [])));
        for (const index of chars) result.fields[index].dataTypeID = 25;
        const saved = adapter.performIO;
        adapter.performIO = async () => result;
        const pending = queryRaw.call(adapter, query);
        adapter.performIO = saved;
        const answer = await pending;
        for (const index of chars) answer.columnTypes[index] = utils.ColumnTypeEnum.Character;
        return answer;
      };
      return adapter;
    }
  }
  const factory = utils.bindMigrationAwareSqlAdapterFactory(new Factory({ connectionString: url }));
  return bindings.SchemaEngine.new({ datamodels: files.map((file) => [file.path, file.content]) }, () => {}, factory);
}

/**
 * SQL that leads from what the migrations make to what the schema says; empty when they agree.
 * @param options.apply names the migrations to apply first; none: from an empty database
 */
export async function diff(url, { files = schemaFiles(), withMigrations = true } = {}) {
  const scratch = `scratch_${randomUUID().replaceAll("-", "")}`;
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query(`create database ${scratch}`);
  const at = new URL(url);
  at.pathname = `/${scratch}`;
  let engine;
  try {
    if (withMigrations) {
      await migrate(at.href, { queue: false });
      const client = new pg.Client(at.href);
      await client.connect();
      await client.query("drop table _prisma_migrations; drop index if exists notice_search");
      await client.end();
    }
    engine = await engineOf(at.href, files);
    const result = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: root },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
      shadowDatabaseUrl: null,
    });
    return result.exitCode ? result.stdout : "";
  } finally {
    engine?.free();
    await admin.query(`drop database if exists ${scratch} with (force)`);
    await admin.end();
  }
}
