import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { adaptersFromEnv } from "./adapters";

const folder = mkdtempSync(join(tmpdir(), "adapters-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("R-32: outside the sandbox the demonstration's authorities and keys are nobody's", () => {
  it.each([
    ["TRUST_LIST", { PLATFORM_IDENTITY: "own.p12" }],
    ["PLATFORM_IDENTITY", { TRUST_LIST: "own.json" }],
  ])("does not start without %s", async (name, named) => {
    await expect(adaptersFromEnv({ SANDBOX: "off", DATA_DIR: folder, ...named })).rejects.toThrow(
      `${name} must be set`,
    );
  });
});
