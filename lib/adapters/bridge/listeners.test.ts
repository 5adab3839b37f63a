import { randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { verifyCms } from "@/lib/crypto/cms";
import { askOverSocket, contactBridge } from "@/lib/crypto/signer-bridge";
import { ownCertificate } from "./own-certificate";
import { type RunningBridge, startBridge } from "./server";
import { softwareToken } from "./software";

const ORIGIN = "https://bid.example.cn";
const PIN = "246810-test";
let bridge: RunningBridge;
let cert: string;
let code = "";

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "bridge-tls-"));
  const pki = await openDemoPki(join(folder, "ca"));
  const life = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
  const issued = await pki.issue({ kind: "company", authority: "demo-a", name: "监听公司", ...life });
  const token = await softwareToken("演示 UKey", issued.p12(PIN), PIN);
  const desk = {
    testPin: true,
    showCode: (_origin: string, shown: string) => {
      code = shown;
    },
    confirm: async () => true,
    pin: async () => PIN,
  };
  const own = await ownCertificate(join(folder, "own"), new Date());
  expect(await ownCertificate(join(folder, "own"), new Date())).toEqual(own); // made once
  cert = own.cert;
  const tls = { cert: own.cert, key: own.key, port: 0 };
  bridge = await startBridge({ token, desk, now: () => new Date(), origins: [ORIGIN], ports: [0], tls });
}, 60_000);
afterAll(() => bridge.close());

/** As a page of that origin would open it; Node's own WebSocket lets nobody say an origin. */
function pageSocket(url: string, headers: Readonly<Record<string, string>>): WebSocket {
  const { port } = new URL(url);
  const made = { readyState: 0, send: (_text: string) => {} } as unknown as Record<string, unknown> & {
    onopen: () => void;
    onclose: () => void;
    onerror: () => void;
    onmessage: (event: { data: string }) => void;
  };
  const socket = connectTls({ host: "127.0.0.1", port: Number(port), ca: cert, checkServerIdentity: () => undefined });
  const lines = { host: `127.0.0.1:${port}`, upgrade: "websocket", connection: "Upgrade", ...headers };
  const all = {
    ...lines,
    "sec-websocket-version": "13",
    "sec-websocket-key": randomBytes(16).toString("base64"),
  };
  socket.once("secureConnect", () =>
    socket.write(
      `GET / HTTP/1.1\r\n${Object.entries(all)
        .map(([name, value]) => `${name}: ${value}`)
        .join("\r\n")}\r\n\r\n`,
    ),
  );
  let bytes = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (made.readyState === 0) {
      const end = bytes.indexOf("\r\n\r\n");
      if (end < 0) return;
      if (!bytes.toString("latin1").startsWith("HTTP/1.1 101")) return socket.destroy();
      bytes = bytes.subarray(end + 4);
      made.readyState = 1;
      made.onopen();
    }
    while (bytes.length >= 2) {
      const short = bytes[1]! & 0x7f;
      const [head, length] =
        short === 126
          ? [4, bytes.readUInt16BE(2)]
          : short === 127
            ? [10, Number(bytes.readBigUInt64BE(2))]
            : [2, short];
      if (bytes.length < head + length) return;
      const [opcode, payload] = [bytes[0]! & 15, bytes.subarray(head, head + length)];
      bytes = bytes.subarray(head + length);
      if (opcode === 1) made.onmessage({ data: payload.toString("utf8") });
    }
  });
  socket.on("error", () => made.onerror());
  socket.on("close", () => {
    made.readyState = 3;
    made.onclose();
  });
  made.send = (text: string) => {
    // In two frames, as browsers cut long texts.
    const all = Buffer.from(text);
    const half = Math.floor(all.length / 2);
    socket.write(Buffer.concat([masked(1, false, all.subarray(0, half)), masked(0, true, all.subarray(half))]));
  };
  return made as unknown as WebSocket;
}

function masked(opcode: number, last: boolean, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const head = Buffer.alloc(4);
  head[0] = (last ? 0x80 : 0) | opcode;
  head[1] = 0x80 | 126;
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, mask, payload.map((octet, i) => octet ^ mask[i % 4]!)]);
}

const over = (headers: Readonly<Record<string, string>>) => async (url: string) =>
  askOverSocket(url.replace(/:\d+$/, `:${bridge.tlsPort}`), (at) => pageSocket(at, headers));

describe("the bridge's other listeners", () => {
  it("the certificate is made anew before it ends, and where it cannot be read", async () => {
    const folder = mkdtempSync(join(tmpdir(), "bridge-renew-"));
    const start = new Date("2026-03-01T00:00:00Z");
    const later = (days: number) => new Date(start.getTime() + days * 86_400_000);
    const first = await ownCertificate(folder, start);
    expect((await ownCertificate(folder, later(5 * 365 - 31))).cert).toBe(first.cert);
    const second = await ownCertificate(folder, later(5 * 365 - 29));
    expect(second.cert).not.toBe(first.cert);
    expect((await ownCertificate(folder, later(5 * 365 + 1))).cert).toBe(second.cert);
    expect((await ownCertificate(folder, start)).cert).not.toBe(second.cert); // a clock put right again
    writeFileSync(join(folder, "bridge.pem"), "broken");
    expect((await ownCertificate(folder, start)).cert).toContain("BEGIN CERTIFICATE");
  });

  it("WebSocket over TLS with a certificate of this machine: pairs, lists, signs", async () => {
    const contact = await contactBridge(fetch, [], over({ origin: ORIGIN }));
    expect(contact.testPin).toBe(true);
    const signer = await contact.pair(code);
    const [own] = await signer.list();
    const statement = canonicalBytes({ fmt: "SBC/1", type: "seal" });
    const expires = new Date(Date.now() + 100_000).toISOString();
    const context = { origin: ORIGIN, purpose: "seal", title: "封签", nonce: crypto.randomUUID(), expires };
    const { cms } = await signer.sign({ cert: own!.id, statement, context });
    expect((await verifyCms(statement, cms)).ok).toBe(true);
    await signer.close();
  });

  it.each([
    ["another origin", { origin: "https://evil.example" }],
    ["the origin null", { origin: "null" }],
    ["no origin", {}],
    ["a name that was made to lead here", { origin: ORIGIN, host: "bid.example.cn" }],
    ["a typed address", { origin: ORIGIN, "sec-fetch-site": "none" }],
  ])("refuses a WebSocket from %s", async (_who, headers) => {
    code = "";
    await expect(contactBridge(fetch, [], over(headers as Record<string, string>))).rejects.toMatchObject({
      code: "BRIDGE_ABSENT",
    });
    expect(code).toBe("");
  });

  it("over TLS there is no plain request", async () => {
    const { request: ask } = await import("node:https");
    const status = await new Promise((resolve, reject) => {
      const headers = { origin: ORIGIN, host: `127.0.0.1:${bridge.tlsPort}`, "content-type": "application/json" };
      ask({ host: "127.0.0.1", port: bridge.tlsPort!, path: "/pair", method: "POST", headers, ca: cert })
        .once("response", ({ statusCode }) => resolve(statusCode))
        .once("error", reject)
        .end("{}");
    });
    expect(status).toBe(403);
  });

  it("the same port on ::1, with the same door", async () => {
    const ask = (headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        const base = { host: `[::1]:${bridge.port}`, "content-type": "application/json" };
        request({ host: "::1", port: bridge.port, path: "/pair", method: "POST", headers: { ...base, ...headers } })
          .once("response", ({ statusCode }) => resolve(statusCode ?? 0))
          .once("error", reject)
          .end("{}");
      });
    expect(await ask({ origin: ORIGIN })).toBe(200);
    expect(await ask({ origin: "https://evil.example" })).toBe(403);
    expect(await ask({ origin: ORIGIN, host: `localhost:${bridge.port}` })).toBe(403);
  });
});
