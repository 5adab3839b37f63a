import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
// @ts-expect-error plain JavaScript without types
import { migrate } from "../../scripts/migrate.mjs";
// @ts-expect-error plain JavaScript without types
import { freePort, startPg } from "../../scripts/pg.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the throw-away server's administration database. */
    pgAdmin: string;
  }
}

/** One throw-away cluster for the whole run, with a migrated template that every test file copies. */
export default async function setup(project: TestProject) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "xinbiao-test-"));
  fs.chmodSync(dir, 0o755);
  const server = await startPg({ dir: path.join(dir, "pg"), port: await freePort(), persistent: false, fast: true });
  const client = new pg.Client(server.url("postgres"));
  await client.connect();
  await client.query("create database template_xinbiao");
  await client.end();
  await migrate(server.url("template_xinbiao"));
  project.provide("pgAdmin", server.url("postgres"));
  return async () => {
    await server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
}
