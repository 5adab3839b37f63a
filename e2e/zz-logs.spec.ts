import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { searchSecrets, secretsIn, writtenIn } from "../scripts/secret-search.mjs";
import { dataDir } from "./accounts";
import { world } from "./world";

/** Last of all files: the logs then hold what every journey before made the platform write. */
test.describe("R-32: no secret stands in the logs", () => {
  /** A real log of this run with one secret put into it: proves that the search finds what it looks for. */
  test("the search finds a planted one", () => {
    const [secret, name] = [...secretsIn(dataDir())][0]!;
    const real = writtenIn(dataDir()).find((file) => file.endsWith("web.log"))!;
    const planted = path.join(test.info().outputPath(), "planted.log");
    fs.mkdirSync(path.dirname(planted), { recursive: true });
    fs.writeFileSync(planted, `${fs.readFileSync(real, "utf8")}\n${secret}\n`);
    expect(searchSecrets([planted], secretsIn(dataDir()))).toEqual([`${name} in ${planted}`]);
  });

  test("and none of ours: passwords, one-time secrets, keys, sessions", () => {
    const secrets = secretsIn(dataDir());
    expect(secrets.size).toBeGreaterThan(8);
    const newcomer = world().newcomer;
    if (newcomer) secrets.set(newcomer.totpSecret, "newcomer's one-time secret");
    const written = writtenIn(dataDir());
    expect(written.map((file) => path.basename(file))).toContain("worker.log");
    expect(searchSecrets(written, secrets)).toEqual([]);
  });
});
