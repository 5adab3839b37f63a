import { test as base } from "@playwright/test";
import { type Cast, castOf } from "./people";

/** `cast` lives as long as the worker: a journey in many tests is played by the same people at the same computers. */
export const test = base.extend<{ atRest: undefined }, { cast: Cast }>({
  cast: [
    async ({ browser }, use) => {
      const origin = process.env.E2E_URL;
      if (!origin) throw new Error("E2E_URL is missing: e2e/setup.ts did not run");
      const cast = castOf(browser, origin);
      await use(cast);
      await cast.leave();
    },
    { scope: "worker" },
  ],
  // Twenty people's clocks, event streams and rooms that ask anew every few seconds cost those at work their machine.
  atRest: [
    async ({ cast }, use) => {
      await use(undefined);
      await cast.rest();
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
