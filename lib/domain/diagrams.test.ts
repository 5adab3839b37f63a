import { describe, expect, it } from "vitest";
import { diagrams } from "./diagrams";
import { LIFECYCLES } from "./lifecycles";

describe("the state machines as a page", () => {
  // A transition that appears or goes is a line in this file's diff.
  it("are as reviewed", async () => {
    await expect(`${diagrams()}\n`).toMatchFileSnapshot("lifecycles.snapshot.md");
  });

  it("are all there, every transition of them", () => {
    const text = diagrams();
    for (const [name, { table }] of Object.entries(LIFECYCLES)) {
      expect(text).toContain(`## ${name}: `);
      for (const [event, { from, to }] of Object.entries(table))
        for (const state of from) expect(text).toContain(`  ${state} --> ${to}: ${event}`);
    }
  });
});
