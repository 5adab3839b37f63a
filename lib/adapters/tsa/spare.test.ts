import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "@noble/hashes/sha2.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoPki, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { decodeBase64 } from "@/lib/crypto/binding";
import { toPem } from "@/lib/crypto/certificate";
import { peekTimestamp, verifyTimestamp } from "@/lib/crypto/timestamp";
import { demoTsaKey, type RunningTsa, startDemoTsa } from "./demo/server";
import { spareTsa } from "./spare";

const folder = mkdtempSync(join(tmpdir(), "spare-tsa-"));
const data = new TextEncoder().encode("投标文件");
const imprint = sha256(data);
/** The second is an hour ahead, so that tokens are told apart by what every token has. */
const AHEAD_MS = 3_600_000;
const DOWN = "http://127.0.0.1:9";

let pki: DemoPki;
let first: RunningTsa;
let second: RunningTsa;
const open: Server[] = [];
let asked = 0;

/** Somebody who listens and is no authority. */
async function listener(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    asked++;
    answer(request, response);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const silence: RequestListener = () => undefined;
const unwell: RequestListener = (_, response) => void response.writeHead(503).end();
const nonsense: RequestListener = (_, response) => void response.end("<html>");

beforeAll(async () => {
  pki = await openDemoPki(join(folder, "demo", "ca"));
  first = await startDemoTsa(await demoTsaKey(folder), () => new Date(), 0);
  const spare = { folder: join(folder, "demo", "tsa-2"), authority: "demo-b" } as const;
  second = await startDemoTsa(await demoTsaKey(folder, spare), () => new Date(Date.now() + AHEAD_MS), 0);
}, 60_000);
afterAll(async () => {
  for (const server of open) server.closeAllConnections();
  await Promise.all([first, second, ...open].map((one) => one.close()));
  rmSync(folder, { recursive: true, force: true });
});

const isSpare = (token: Uint8Array) => peekTimestamp(token).genTime.getTime() > Date.now() + AHEAD_MS / 2;

/** Whether OpenSSL believes the token by this authority's root alone. */
function openssl(token: Uint8Array, authority: "demo-a" | "demo-b"): boolean {
  const { anchors, intermediates } = pki.trustList().authorities.find(({ id }) => id === authority)!;
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const pem = (all: readonly string[]) => all.map((one) => toPem("CERTIFICATE", decodeBase64(one))).join("");
  const at = String(Math.floor(peekTimestamp(token).genTime.getTime() / 1000));
  const about = ["-token_in", "-in", file("token", token), "-data", file("data", data), "-attime", at];
  const root = ["-CAfile", file("root.pem", pem(anchors)), "-untrusted", file("between.pem", pem(intermediates))];
  try {
    return execFileSync("openssl", ["ts", "-verify", ...about, ...root], { stdio: "pipe" }).includes("OK");
  } catch {
    return false;
  }
}

describe("protocol 5.1: a second timestamp authority as spare", () => {
  it("the first stamps while it answers; both kinds of token hold by one trust list, each by its own root", async () => {
    const anchors = pki.anchors();
    const own = await spareTsa([first.url, second.url]).stamp(imprint);
    const other = await spareTsa([DOWN, second.url]).stamp(imprint);
    expect([isSpare(own), isSpare(other)]).toEqual([false, true]);
    for (const token of [own, other])
      expect((await verifyTimestamp({ token, of: { data }, anchors, requireRevocation: false })).ok).toBe(true);
    expect([openssl(own, "demo-a"), openssl(own, "demo-b")]).toEqual([true, false]);
    expect([openssl(other, "demo-a"), openssl(other, "demo-b")]).toEqual([false, true]);
  });

  it.each([
    ["does not answer in time", silence],
    ["says that it cannot", unwell],
    ["answers no token", nonsense],
  ])("where the first %s, the second stamps, and the next one need not wait", async (_name, answer) => {
    const tsa = spareTsa([await listener(answer), second.url], { patienceMs: 300 });
    asked = 0;
    for (let turn = 0; turn < 3; turn++) expect(isSpare(await tsa.stamp(imprint))).toBe(true);
    expect(asked).toBe(1);
  });

  it("the first is preferred again after a while, and asked again at once where the spare fails too", async () => {
    const url = await listener(unwell);
    const quick = spareTsa([url, second.url], { asideMs: 1 });
    asked = 0;
    for (let turn = 0; turn < 2; turn++) {
      await quick.stamp(imprint);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(asked).toBe(2);
    const none = spareTsa([url, DOWN]);
    for (let turn = 0; turn < 2; turn++) await expect(none.stamp(imprint)).rejects.toThrow(/503.*127\.0\.0\.1:9/);
    expect(asked).toBe(4);
  });
});
