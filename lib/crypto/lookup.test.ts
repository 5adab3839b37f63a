import { describe, expect, it } from "vitest";
import { lookup } from "./lookup";

type Row = { readonly name: string; readonly tags: readonly string[] };

describe("looking up in a list", () => {
  const byTag = lookup<Row>(({ tags }) => tags);
  const rows: readonly Row[] = [
    { name: "a", tags: ["x", "y"] },
    { name: "b", tags: ["y", "y"] },
    { name: "c", tags: [] },
  ];

  it("gives every row with a key once, in order, and none where there is none", () => {
    expect(byTag(rows, "y").map(({ name }) => name)).toEqual(["a", "b"]);
    expect(byTag(rows, "x").map(({ name }) => name)).toEqual(["a"]);
    expect([byTag(rows, "z"), byTag([], "x"), byTag(rows, "toString")]).toEqual([[], [], []]);
  });

  it("asks each row of a list once, however often it is looked up in, and keeps lists apart", () => {
    let asked = 0;
    const counted = lookup<Row>(({ name }) => {
      asked++;
      return [name];
    });
    for (let turn = 0; turn < 100; turn++) expect(counted(rows, "c")).toEqual([rows[2]]);
    expect(asked).toBe(3);
    expect(counted(rows.slice(0, 1), "c")).toEqual([]);
  });
});
