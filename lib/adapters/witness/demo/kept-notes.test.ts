import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { keptNotes } from "./kept-notes";

const folder = mkdtempSync(join(tmpdir(), "xinbiao-notes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("protocol §5.5: notes on a witness's disk", () => {
  it("one that the disk has spoilt keeps none of the others from being handed over", async () => {
    const notes = keptNotes(folder);
    for (const n of [1, 2, 3]) await notes.add(new Date(n * 1_000), `note ${n}`);
    const [, second] = readdirSync(join(folder, "unreachable")).sort();
    for (const spoilt of ["", "{", '{"note":2}', '{"note":"note 2","state":"gone","answer":null}']) {
      writeFileSync(join(folder, "unreachable", second!), spoilt);
      const given: string[] = [];
      await notes.handOver(async (note) => {
        given.push(note);
        return null;
      });
      // Told to stop at the first that waits.
      expect(given).toEqual(["note 1"]);
      expect((await notes.newest(9)).map(({ note }) => note)).toEqual(["note 3", "note 1"]);
    }
    const given: string[] = [];
    await notes.handOver(async (note) => {
      given.push(note);
      return { state: "taken", answer: "{}" };
    });
    expect(given).toEqual(["note 1", "note 3"]);
    // Made again after a fall, it is there again.
    await notes.add(new Date(2_000), "note 2");
    expect((await notes.newest(9)).map(({ state }) => state)).toEqual(["taken", "waiting", "taken"]);
  });
});
