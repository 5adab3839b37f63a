import { describe, expect, inject, it } from "vitest";
import { diff, schemaFiles } from "../../scripts/schema.mjs";

describe("schema and migrations", () => {
  it("agree", async () => {
    expect(schemaFiles().length).toBeGreaterThan(3);
    expect(await diff(inject("pgAdmin"))).toBe("");
  });

  it("a drift is found", async () => {
    const [first, ...rest] = schemaFiles();
    if (!first) expect.unreachable();
    const planted = {
      ...first,
      content: `${first.content}\nmodel Planted {\n  id String @id\n\n  @@map("planted")\n}\n`,
    };
    expect(await diff(inject("pgAdmin"), { files: [planted, ...rest] })).toContain(`CREATE TABLE "planted"`);
  });
});
