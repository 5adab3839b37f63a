// The demonstration services beside the platform: timestamp authority, hub, payment, witnesses, trustees.
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { programFile } from "./builds.mjs";
import { listens, tailOf, until } from "./children.mjs";
import { root } from "./sources.mjs";

/** Their addresses as the platform's settings name them. */
export function addressesOf(counterparts, ports) {
  const addresses = {};
  for (const { name, setting } of counterparts) {
    const address = `http://127.0.0.1:${ports[name]}`;
    addresses[setting] = addresses[setting] ? `${addresses[setting]},${address}` : address;
  }
  return addresses;
}

/** The programs beside the platform read the sandbox's offset from a file; after a restart it says what the database says. */
export async function writeClock({ DATABASE_URL, SANDBOX_CLOCK_FILE }) {
  const client = new pg.Client(DATABASE_URL);
  await client.connect();
  const { rows } = await client.query("select offset_ms from sandbox where id = 1 and enabled");
  await client.end();
  fs.writeFileSync(`${SANDBOX_CLOCK_FILE}.new`, JSON.stringify({ offsetMs: Number(rows[0]?.offset_ms ?? 0) }));
  fs.renameSync(`${SANDBOX_CLOCK_FILE}.new`, SANDBOX_CLOCK_FILE);
}

/** Starts them all at once; none waits for another. */
export function startCounterparts(started, counterparts, ports, env) {
  const { kin, dataDir } = started;
  for (const { name, program, own } of counterparts) {
    const folder = { [`${program.toUpperCase()}_DIR`]: path.join(dataDir, "demo", name) };
    kin.start(
      name,
      programFile(started.build.folder, program),
      { ...env, ...folder, ...own, PORT: String(ports[name]) },
      root,
    );
  }
}

export async function untilCounterpartsListen({ logs, signal }, counterparts, ports) {
  for (const { name } of counterparts)
    await until(
      async () => listens(ports[name]),
      signal,
      () => `${name} 未就绪。${name} did not get ready: ${tailOf(logs, name)}`,
    );
  return counterparts.map(({ name }) => name).join(" ");
}
