import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "@noble/hashes/sha2.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sandboxClock } from "@/lib/adapters/clock/sandbox-file";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { toPem } from "@/lib/crypto/certificate";
import { readTimestampResponse, verifyTimestamp } from "@/lib/crypto/timestamp";
import { httpTsa } from "../http";
import { demoTsa } from "./authority";
import { demoTsaKey, type RunningTsa, startDemoTsa } from "./server";

const folder = mkdtempSync(join(tmpdir(), "demo-tsa-"));
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const openssl = (...args: string[]) =>
  execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const clockFile = join(folder, "clock.json");
const data = new TextEncoder().encode("投标文件");

let anchors: readonly Uint8Array[];
let server: RunningTsa;
let url: string;

beforeAll(async () => {
  const key = await demoTsaKey(folder);
  anchors = (await openDemoPki(join(folder, "demo/ca"))).anchors();
  server = await startDemoTsa(
    key,
    sandboxClock(clockFile, () => new Date()),
    0,
  );
  url = server.url;
}, 60_000);
afterAll(() => server.close());

describe("demonstration timestamp authority", () => {
  it("stamps through our client, and our verifier believes the token", async () => {
    const token = await httpTsa(url).stamp(sha256(data));
    const verdict = await verifyTimestamp({ token, of: { data }, anchors, requireRevocation: false });
    expect(verdict).toMatchObject({ ok: true });
    if (verdict.ok) expect(Math.abs(verdict.genTime.getTime() - Date.now())).toBeLessThan(2_000);
    const other = { token, of: { data: new Uint8Array([1]) }, anchors, requireRevocation: false };
    expect(await verifyTimestamp(other)).toMatchObject({ ok: false, reason: "TSA_IMPRINT" });
    expect(await verifyTimestamp({ token, of: { data }, anchors: [], requireRevocation: false })).toMatchObject({
      reason: "TSA_PATH",
    });
    for (let i = 0; i < token.length; i += 97) {
      const changed = token.slice();
      changed[i]! ^= 1;
      const answer = await verifyTimestamp({ token: changed, of: { data }, anchors, requireRevocation: false });
      expect(answer.ok, `byte ${i}`).toBe(false);
    }
  });

  it("answers OpenSSL's query with what OpenSSL verifies", async () => {
    const content = file("data", data);
    const query = join(folder, "q.tsq");
    openssl("ts", "-query", "-data", content, "-sha256", "-cert", "-out", query);
    const reply = await fetch(url, { method: "POST", body: readFileSync(query) });
    const answer = file("a.tsr", new Uint8Array(await reply.arrayBuffer()));
    const ca = file("anchors.pem", anchors.map((der) => toPem("CERTIFICATE", der)).join(""));
    const chain = file(
      "chain.pem",
      (await demoTsaKey(folder)).chainDer.map((der) => toPem("CERTIFICATE", der)).join(""),
    );
    const verify = (...about: string[]) =>
      openssl("ts", "-verify", "-in", answer, "-CAfile", ca, "-untrusted", chain, ...about);
    expect(verify("-queryfile", query)).toContain("OK");
    expect(verify("-data", content)).toContain("OK");
    expect(() => verify("-data", file("other", "x"))).toThrow();
  });

  it("follows the sandbox clock at once", async () => {
    file("clock.json", '{"offsetMs":864000000}');
    const token = await httpTsa(url).stamp(sha256(data));
    const verdict = await verifyTimestamp({ token, of: { data }, anchors, requireRevocation: false });
    expect(verdict.ok && Math.round((verdict.genTime.getTime() - Date.now()) / 86_400_000)).toBe(10);
    file("clock.json", '{"offsetMs":0}');
  });

  it("refuses nonsense in the protocol's own form", async () => {
    const answer = demoTsa(await demoTsaKey(folder), () => new Date());
    for (const query of [new Uint8Array(), new Uint8Array([0x30, 0]), data]) {
      expect(readTimestampResponse(await answer(query))).toMatchObject({ granted: false, status: 2 });
    }
  });
});
