import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  crowdedTransactions,
  homeless,
  importsOf,
  longFiles,
  wallClocks,
  wrongImports,
} from "@/lib/testing/architecture";
import { type Source, sourcesOf } from "@/lib/testing/sources";

const sources = sourcesOf(path.resolve(import.meta.dirname, ".."));

describe("architecture", () => {
  it("is checked at all", () => {
    expect(sources.length).toBeGreaterThan(300); // a checker that finds no files must not pass
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(1000);
  });

  it("has a known folder for every file", () => expect(homeless(sources)).toEqual([]));

  it("imports go one way", () => expect(wrongImports(sources)).toEqual([]));

  it("no file has more than 300 lines, tests 400", () => expect(longFiles(sources)).toEqual([]));

  it("the machine's clock is read in one place", () => expect(wallClocks(sources)).toEqual([]));

  it("a transaction is asked one thing after another", () => expect(crowdedTransactions(sources)).toEqual([]));
});

describe("planted faults are found", () => {
  const plant = (file: string, text: string): readonly Source[] => [{ file, text }];

  it.each([
    ["lib/domain/lot.ts", `import { db } from "@/lib/store/db";`, "lib/domain/lot.ts → lib/store"],
    ["lib/domain/lot.ts", `import { z } from "zod";`, "lib/domain/lot.ts → npm:zod"],
    ["lib/domain/lot.ts", `import fs from "node:fs";`, "lib/domain/lot.ts → node:*"],
    ["lib/usecases/bid/x.ts", `import React from "react";`, "lib/usecases/bid/x.ts → npm:react"],
    [
      "lib/usecases/bid/x.ts",
      `import { s3Objects } from "../../adapters/objects/s3";`,
      "lib/usecases/bid/x.ts → lib/adapters",
    ],
    ["lib/usecases/bid/x.ts", `export * from "@/prisma/generated/client";`, "lib/usecases/bid/x.ts → prisma/generated"],
    ["lib/crypto/x.ts", `const fs = await import("node:fs");`, "lib/crypto/x.ts → node:*"],
    ["lib/adapters/tsa/x.ts", `import forge from "node-forge";`, "lib/adapters/tsa/x.ts → npm:node-forge"],
    ["lib/worker/x.ts", `import { redirect } from "next/navigation";`, "lib/worker/x.ts → npm:next"],
    [
      "components/bid/x.tsx",
      `import { submitBid } from "@/lib/usecases/bid/submit-bid";`,
      "components/bid/x.tsx → lib/usecases",
    ],
    ["app/page.tsx", `import { db } from "@/lib/store/db";`, "app/page.tsx → lib/store"],
    ["lib/web/x.ts", `import { useFreshDatabase } from "@/lib/testing/database";`, "lib/web/x.ts → lib/testing"],
  ])("%s: %s", (file, text, found) => {
    expect(wrongImports(plant(file, text))).toEqual([found]);
  });

  it("but not what is allowed, nor what stands in a comment", () => {
    expect(wrongImports(plant("lib/adapters/pki/demo/x.ts", `import forge from "node-forge";`))).toEqual([]);
    expect(wrongImports(plant("lib/domain/x.ts", `// import { db } from "@/lib/store/db";`))).toEqual([]);
    expect(wrongImports(plant("lib/domain/x.test.ts", `import { db } from "@/lib/store/db";`))).toEqual([]);
  });

  it("two questions to one transaction at once", () => {
    const found = (text: string) => crowdedTransactions(plant("lib/usecases/x.ts", text));
    expect(found("await Promise.all([one(lot), other(lot, tx)]);")).toEqual(["lib/usecases/x.ts"]);
    expect(found("await Promise.allSettled([first(tx), other(tx)]);")).toHaveLength(1);
    expect(found("await Promise.all(ids.map((id) => on.party.findMany({ where: { id } })));")).toHaveLength(1);
    expect(found("await Promise.all([one(lot), other(lot)]); await third(tx);")).toEqual([]);
    expect(found("await Promise.all(keys.map((key) => inTransaction((tx) => keep(tx, key))));")).toEqual([]);
  });

  it("a file that is too long, a clock of its own, a folder nobody decided on", () => {
    expect(longFiles(plant("lib/domain/x.ts", "\n".repeat(301)))).toEqual(["lib/domain/x.ts: 301 lines"]);
    expect(wallClocks(plant("lib/usecases/x.ts", "const at = Date.now();"))).toEqual(["lib/usecases/x.ts"]);
    expect(wallClocks(plant("lib/usecases/x.ts", "const at = new Date();"))).toEqual(["lib/usecases/x.ts"]);
    expect(homeless(plant("lib/utils/x.ts", ""))).toEqual(["lib/utils/x.ts"]);
  });
});
