import { expect, test } from "@playwright/test";
import { ordealApart } from "./apart";

/** A sample of `npm run ordeal -- secrecy`: four roles, every page and API, a handful of answers timed. */
test("R-97、R-165：有五家投标与无人投标，任何人所见一字不差", async ({ browserName: _ }, info) => {
  test.setTimeout(600_000);
  const { code, said } = await ordealApart("secrecy", ["--small"], info);
  expect(code, said).toBe(0);
  expect(said).toContain("0 leaks, 0 not comparable, 0 controls failed");
});
