import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { describeVectors, readJson } from "@/lib/testing/vectors";
import { formatDocument } from "./format";

const folder = path.resolve(import.meta.dirname, "../../../public/format");

describe("the published format document", () => {
  it.each(Object.entries(formatDocument()))("%s is what the parser reads by", (name, content) => {
    expect(readFileSync(path.join(folder, name), "utf8"), "npm run xinbiao -- format --out public/format").toBe(
      content,
    );
  });

  it("schemas name every required member and allow no other", () => {
    const seal = JSON.parse(formatDocument()["schemas/seal.json"]!);
    expect(seal.additionalProperties).toBe(false);
    expect(seal.required).toEqual(expect.arrayContaining(["bidder", "headers", "prev", "segments", "tender"]));
    expect(seal.required).not.toContain("x");
  });
});

describeVectors("sbc-kat", "known answers and the schemas", (dir) => {
  it("members of real statements are members of the schema", () => {
    const kat = readJson(dir, "kat.json");
    const texts = [kat.policy.utf8, kat.tender_record.utf8, kat.documents.utf8, kat.release.utf8, kat.withdraw.utf8];
    const [first] = kat.containers.list;
    for (const text of [...texts, kat.receipt.utf8, kat.closing.close_utf8, first.header_utf8, first.seal_utf8]) {
      const statement = JSON.parse(text) as { type: string };
      const schema = JSON.parse(formatDocument()[`schemas/${statement.type}.json`]!);
      expect(Object.keys(schema.properties), statement.type).toEqual(expect.arrayContaining(Object.keys(statement)));
      expect(Object.keys(statement)).toEqual(expect.arrayContaining(schema.required));
    }
  });
});
