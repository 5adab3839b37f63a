import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { faultsOfLock, type Lock, secretsInSources, secretsInText } from "@/lib/testing/supply-chain";

const lockAt = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Lock;

describe("what we take from others", () => {
  it.each(["package-lock.json", "scripts/bridge/package-lock.json"])(
    "%s: pinned, from the registry, nothing known bad",
    (file) => {
      const lock = lockAt(file);
      expect(Object.keys(lock.packages).length).toBeGreaterThan(1);
      expect(faultsOfLock(lock)).toEqual([]);
    },
  );

  it("finds a package of another source, one without a digest, an old version", () => {
    const good = { resolved: "https://registry.npmjs.org/x/-/x-1.tgz", integrity: "sha512-x" };
    const packages = {
      "": {},
      "node_modules/a": { ...good, resolved: "git+https://example.org/a.git" },
      "node_modules/b": { resolved: good.resolved },
      "node_modules/c/node_modules/node-forge": { ...good, version: "1.4.2" },
      "node_modules/node-forge": { ...good, version: "1.10.0" },
    };
    expect(faultsOfLock({ packages })).toEqual([
      "a: not from the registry",
      "b: not pinned by SHA-512",
      "node-forge 1.4.2: has weaknesses mended in 1.4.3",
    ]);
  });
});

describe("R-32: no secret in the sources", () => {
  it("finds one that is put in", () => {
    const body = "A".repeat(64);
    expect(secretsInText(`x\n-----BEGIN ${"PRIVATE"} KEY-----\n${body}\n`)).toEqual(["private key"]);
    expect(secretsInText(`key = "AK${"IA"}ABCDEFGHIJKLMNOP"`)).toEqual(["access key of a cloud"]);
    expect(secretsInText(`postgres://admin:hunter2hunter2${"@"}db.example.org/x`)).toEqual(["address with a password"]);
  });

  it("and holds none of ours", () => {
    const { read, found } = secretsInSources();
    expect(found).toEqual([]);
    expect(read).toBeGreaterThan(500);
  });
});
