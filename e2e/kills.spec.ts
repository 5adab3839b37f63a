import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";

/** A fixed sample of the ordeal whose full count is run by hand (settled 24): each kind of process is struck once. */
test("R-77: what was acknowledged outlives kill -9 of web, worker, trustee, witness and database", async ({
  browserName: _,
}, info) => {
  test.setTimeout(240_000);
  const state = info.outputPath("kills.json");
  fs.mkdirSync(path.dirname(state), { recursive: true });
  fs.chmodSync(path.dirname(state), 0o755);
  const json = info.outputPath("result.json");
  const args = ["scripts/ordeal.mjs", "kills", "--count", "5", "--seed", "1", "--state", state, "--json", json];
  const env = { ...process.env, BUILD: "keep", INIT_CWD: process.cwd() };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (said += piece));
  const code = await new Promise((resolve) => child.once("exit", resolve));
  expect(code, said).toBe(0);
  const { runs, acknowledged, lost, doubled, chainFaults, results } = JSON.parse(fs.readFileSync(json, "utf8"));
  expect({ runs, lost, doubled, chainFaults }).toEqual({ runs: 5, lost: 0, doubled: 0, chainFaults: 0 });
  // Acts of three bidders, and the messages to the hub: nobody compared nothing with nothing.
  expect(acknowledged).toBeGreaterThan(30);
  type Life = { strikes: { struck: boolean; point: { target: string } }[] };
  const struck = (results as Life[]).flatMap(({ strikes }) => strikes.filter((strike) => strike.struck));
  expect(new Set(struck.map(({ point }) => point.target)).size).toBe(5);
});
