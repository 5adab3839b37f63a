import { expect, test } from "@playwright/test";
import { program } from "./sealed";

/** A sample of `npm run ordeal -- secrecy`: four roles, every page and API, a handful of answers timed. */
test("R-97、R-165：有五家投标与无人投标，任何人所见一字不差", async () => {
  test.setTimeout(400_000);
  const { code, out } = await program("ordeal", ["secrecy", "--small"]);
  expect(code, out).toBe(0);
  expect(out).toContain("0 leaks, 0 not comparable, 0 controls failed");
});
