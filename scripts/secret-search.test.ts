import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { searchSecrets, secretsIn, shapesOf, writtenIn } from "./secret-search.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "secret-search-"));
const put = (name: string, text: string) => {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};

describe("R-32: the search for secrets in logs", () => {
  const PASSWORD = "lingxiu yanlian+2026/甲";

  it("finds a planted secret in every shape, and nothing where there is none", () => {
    put("secrets/session", "q8Vw2m0zXh7Rk3Jt5Yb9Nc1Ls6Pd4Ga");
    put(
      "demo/accounts.json",
      JSON.stringify([{ password: PASSWORD, totpSecret: "KRSXG5DFOIWFQ2LO", p12Password: "x" }]),
    );
    put(
      "demo/ca/root.key.pem",
      "-----BEGIN PRIVATE KEY-----\nMIIBAAAA\nc2VjcmV0bGluZQ0099\nzzzz\n-----END PRIVATE KEY-----\n",
    );
    put("logs/web.log", "GET / 200\nworker ready\n");
    put("outgoing/messages.jsonl", '{"to":"138"}\n');
    const secrets = secretsIn(folder);
    expect([...secrets.values()].sort()).toEqual([
      "demo/ca/root.key.pem",
      "one-time secret",
      "password",
      "secrets/session",
    ]);
    expect(writtenIn(folder).length).toBe(2);
    expect(searchSecrets(writtenIn(folder), secrets)).toEqual([]);
    for (const [secret, name] of secrets)
      for (const shape of shapesOf(secret)) {
        put("logs/planted.log", `12:00 defect: ${shape} …\n`);
        expect(searchSecrets(writtenIn(folder), secrets), shape).toContain(
          `${name} in ${path.join(folder, "logs", "planted.log")}`,
        );
      }
  });

  it("knows the real shapes of a key made by OpenSSL", () => {
    execFileSync("openssl", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "k.pem"], {
      cwd: folder,
      stdio: "ignore",
    });
    fs.mkdirSync(path.join(folder, "platform"), { recursive: true });
    fs.renameSync(path.join(folder, "k.pem"), path.join(folder, "platform", "k.key.pem"));
    const text = fs.readFileSync(path.join(folder, "platform", "k.key.pem"), "utf8");
    put("logs/planted.log", text);
    expect(searchSecrets(writtenIn(folder), secretsIn(folder)).join()).toContain("platform/k.key.pem");
  });
});
