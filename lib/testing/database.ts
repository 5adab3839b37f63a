import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { SERVER_ENGINE } from "@/lib/adapters/engine/server";
import { useEngine } from "@/lib/crypto/engine";

/**
 * Gives the test file a database of its own, copied from the migrated template; the store connects to it at first use.
 * Primitives are the server's, too. With `sandbox` the clock may be moved (settled 13).
 */
export function useFreshDatabase(options: { readonly sandbox?: boolean } = {}): void {
  useEngine(SERVER_ENGINE);
  const admin = new pg.Client(inject("pgAdmin"));
  const name = `t_${randomUUID().replaceAll("-", "")}`;
  beforeAll(async () => {
    await admin.connect();
    await copyTemplate(admin, name);
    const url = new URL(inject("pgAdmin"));
    url.pathname = `/${name}`;
    process.env.DATABASE_URL = url.href;
    if (!options.sandbox) return;
    const client = new pg.Client(url.href);
    await client.connect();
    await client.query("UPDATE sandbox SET enabled = true WHERE id = 1");
    await client.end();
  });
  afterAll(async () => {
    const { disconnect } = await import("@/lib/store/db");
    await disconnect();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
}

/** Two files may copy at the same moment, and PostgreSQL wants the template to itself. */
async function copyTemplate(admin: pg.Client, name: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await admin.query(`create database ${name} template template_xinbiao`);
      return;
    } catch (error) {
      if (tries > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
