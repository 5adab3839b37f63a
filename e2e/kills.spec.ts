import fs from "node:fs";
import { expect, test } from "./apart";

/** A fixed sample of the ordeal whose full count is run by hand (settled 24): each kind of process is struck once. */
test("R-77: what was acknowledged outlives kill -9 of web, worker, trustee, witness and database", async ({
  apart,
}) => {
  test.setTimeout(240_000);
  const { code, said, json } = await apart("kills", ["--count", "5", "--seed", "1"]);
  expect(code, said).toBe(0);
  const { runs, acknowledged, lost, doubled, chainFaults, results } = JSON.parse(fs.readFileSync(json, "utf8"));
  expect({ runs, lost, doubled, chainFaults }).toEqual({ runs: 5, lost: 0, doubled: 0, chainFaults: 0 });
  // Acts of three bidders, and the messages to the hub: nobody compared nothing with nothing.
  expect(acknowledged).toBeGreaterThan(30);
  type Life = { strikes: { struck: boolean; point: { target: string } }[] };
  const struck = (results as Life[]).flatMap(({ strikes }) => strikes.filter((strike) => strike.struck));
  expect(new Set(struck.map(({ point }) => point.target)).size).toBe(5);
});
