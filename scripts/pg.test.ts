import fs from "node:fs";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { scratchPg, startPg } from "./pg.mjs";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe("the embedded database, killed", () => {
  it("starts again as soon as its orphans have left, whatever they still write", { timeout: 90_000 }, async () => {
    const server = await scratchPg();
    ends.push(() => server.stop());
    const client = new pg.Client(server.url("postgres"));
    client.on("error", () => undefined);
    await client.connect();
    // It computes and looks at nothing: with it the dead server's shared memory stays in use.
    const asked = client.query("select count(*) from generate_series(1, 20000000)").catch(() => null);
    const log = fs.openSync(`${server.dir}.log`, "a");
    const words = setInterval(
      () => fs.writeSync(log, "FATAL:  terminating connection\n\nunexpected postmaster exit\n"),
      2,
    );
    ends.push(() => fs.closeSync(log));
    ends.push(() => clearInterval(words));
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.kill(server.pid!, "SIGKILL");
    const again = await startPg({ dir: server.dir, port: server.port, fast: true });
    ends.push(() => again.stop());
    const other = new pg.Client(again.url("postgres"));
    await other.connect();
    expect((await other.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await other.end();
    await asked;
    expect(fs.readFileSync(`${server.dir}.before.log`, "utf8")).toContain("postmaster exit");
  });
});
