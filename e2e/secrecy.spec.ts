import { searchSecrets, secretsIn, writtenIn } from "../scripts/secret-search.mjs";
import { expect, test } from "./apart";

/** A sample of `npm run ordeal -- secrecy`: four roles, every page and API, a handful of answers timed. */
test("R-97、R-165：有五家投标与无人投标，任何人所见一字不差", async ({ apart }) => {
  test.setTimeout(600_000);
  const { code, said, dataDir } = await apart("secrecy", ["--small", "--keep"]);
  expect(code, said).toBe(0);
  expect(said).toContain("0 leaks, 0 not comparable, 0 controls failed");
  // Whoever asks everything, allowed or not, makes a platform write more than any journey does.
  if (process.env.E2E_SETTINGS) expect(searchSecrets(writtenIn(dataDir), secretsIn(dataDir))).toEqual([]);
});
