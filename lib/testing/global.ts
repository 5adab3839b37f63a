import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "../../scripts/migrate.mjs";
import { scratchPg } from "../../scripts/pg.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the throw-away server's administration database. */
    pgAdmin: string;
  }
}

/** One throw-away cluster for the whole run, with a migrated template that every test file copies. */
export default async function setup(project: TestProject) {
  const server = await scratchPg();
  const client = new pg.Client(server.url("postgres"));
  await client.connect();
  await client.query("create database template_xinbiao");
  await client.end();
  await migrate(server.url("template_xinbiao"));
  project.provide("pgAdmin", server.url("postgres"));
  return () => server.stop();
}
