import { mkdtempSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { bridgeMac } from "@/lib/crypto/bridge-message";
import { encodeBase64 } from "@/lib/crypto/binding";
import { fromHex } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { verifyCms } from "@/lib/crypto/cms";
import type { SignContext, Signer } from "@/lib/crypto/signer";
import { contactBridge } from "@/lib/crypto/signer-bridge";
import { tryUnwrapWith } from "@/lib/crypto/unwrap-trial";
import { type RunningBridge, startBridge } from "./server";
import { softwareToken } from "./software";
import type { Token } from "./token";

const ORIGIN = "https://bid.example.cn";
const PIN = "246810-test";
const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2035-01-01T00:00:00Z") };
let bridge: RunningBridge;
let token: Token;
let now = new Date("2026-06-15T08:30:00Z");
/** What the person at the bridge sees and says. */
const seen = { codes: [] as string[], asked: [] as string[], agrees: true, pin: PIN as string | null, pins: 0 };
const desk = {
  testPin: true,
  showCode: (_origin: string, code: string) => void seen.codes.push(code),
  confirm: async ({ purpose, title }: { purpose: string; title: string }) => {
    seen.asked.push(`${purpose} ${title}`);
    return seen.agrees;
  },
  pin: async () => {
    seen.pins += 1;
    return seen.pin;
  },
};

beforeAll(async () => {
  const pki = await openDemoPki(mkdtempSync(join(tmpdir(), "bridge-ca-")));
  const issued = await pki.issue({ kind: "company", authority: "demo-c", name: "国密公司", ...LIFE });
  token = await softwareToken("演示 UKey", issued.p12(PIN), PIN);
  bridge = await startBridge({ token, desk, now: () => now, origins: [ORIGIN], ports: [0] });
}, 60_000);
afterAll(() => bridge.close());
beforeEach(() => {
  Object.assign(seen, { asked: [], agrees: true, pin: PIN, pins: 0 });
});

type Sent = { readonly origin?: string | null; readonly headers?: Record<string, string>; readonly method?: string };

/** A request as any program could make it: `fetch` would set Host and Origin itself. */
function send(path: string, body: unknown, { origin = ORIGIN, headers = {}, method = "POST" }: Sent = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const base = { host: `127.0.0.1:${bridge.port}`, "content-type": "application/json" };
    const asked = request({
      host: "127.0.0.1",
      port: bridge.port,
      path,
      method,
      headers: { ...base, ...(origin === null ? {} : { origin }), ...headers },
    });
    asked.once("error", reject).once("response", (answer) => {
      let text = "";
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.once("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.end(method === "POST" ? JSON.stringify(body) : undefined);
  });
}

/** `fetch` of a page of this origin. */
const page =
  (origin = ORIGIN) =>
  async (url: string, init: RequestInit) => {
    const { status, text } = await send(new URL(url).pathname, JSON.parse(String(init.body)), { origin });
    return new Response(text, { status });
  };

async function paired(): Promise<Signer> {
  const contact = await contactBridge(page(), [bridge.port]);
  return contact.pair(seen.codes.at(-1)!);
}

const statement = (type: string, more: object = {}) => canonicalBytes({ fmt: "SBC/1", type, ...more } as Json);
const context = (change: Partial<SignContext> = {}): SignContext => ({
  origin: ORIGIN,
  purpose: "seal",
  title: "封签投标文件",
  nonce: crypto.randomUUID(),
  expires: new Date(now.getTime() + 120_000).toISOString(),
  ...change,
});
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );
const signingOf = async (signer: Signer) => (await signer.list()).find(({ use }) => use === "sign")!;

describe("the bridge serves one page that its person paired", () => {
  it("lists, signs what was shown, opens what was encrypted; SM2, two certificates", async () => {
    const signer = await paired();
    expect((await signer.list()).map(({ alg, use }) => `${alg} ${use}`).sort()).toEqual(["SM2 encrypt", "SM2 sign"]);
    const bytes = statement("seal");
    const own = await signingOf(signer);
    const { cms } = await signer.sign({ cert: own.id, statement: bytes, context: context() });
    expect(await verifyCms(bytes, cms)).toMatchObject({ ok: true });
    expect(seen.asked).toEqual(["seal 封签投标文件"]);
    const other = (await signer.list()).find(({ use }) => use === "encrypt")!;
    expect(await codeOf(signer.sign({ cert: other.id, statement: bytes, context: context() }))).toBe(
      "SIGNER_CERTIFICATE",
    );
    const soon = new Date(now.getTime() + 100_000).toISOString();
    expect(await tryUnwrapWith(signer, ORIGIN, soon)).toBe(true);
    expect(await codeOf(tryUnwrapWith(signer, ORIGIN))).toBe("BRIDGE_REPLAY"); // good for ever is not made for this moment
  });

  it("signs no raw hash, nothing but the act shown, nothing its person declines", async () => {
    const signer = await paired();
    const cert = (await signingOf(signer)).id;
    const trySign = (bytes: Uint8Array, change: Partial<SignContext> = {}) =>
      codeOf(signer.sign({ cert, statement: bytes, context: context(change) }));
    expect(await trySign(new Uint8Array(32))).toBe("SIGNER_STATEMENT");
    expect(await trySign(statement("login"))).toBe("SIGNER_PURPOSE");
    expect(await trySign(statement("seal", { tender: { id: "a", lot: "b" } }), { tender: "c" })).toBe("SIGNER_TENDER");
    expect(seen.asked).toEqual([]);
    seen.agrees = false;
    expect(await trySign(statement("seal"))).toBe("BRIDGE_DECLINED");
    expect(seen.pins).toBe(0);
  });

  it("asks every time but for signing in, which its person may allow for the session", async () => {
    const signer = await paired();
    const cert = (await signingOf(signer)).id;
    for (const purpose of ["login", "login", "release", "release"])
      await signer.sign({ cert, statement: statement(purpose), context: context({ purpose }) });
    expect(seen.asked.map((one) => one.split(" ")[0])).toEqual(["login", "release", "release"]);
  });

  it("a wrong PIN is said as one, and the PIN is nowhere in what the page gets", async () => {
    const signer = await paired();
    const cert = (await signingOf(signer)).id;
    seen.pin = "wrong-pin-0000";
    expect(await codeOf(signer.sign({ cert, statement: statement("seal"), context: context() }))).toBe("BRIDGE_PIN");
    seen.pin = null;
    expect(await codeOf(signer.sign({ cert, statement: statement("seal"), context: context() }))).toBe(
      "BRIDGE_DECLINED",
    );
  });
});

describe("attacks on the bridge", () => {
  it("another origin, none, null, a typed address, a name that leads here: refused, and nothing allowed", async () => {
    const attempts: Sent[] = [
      { origin: "https://evil.example" },
      { origin: `${ORIGIN}.evil.example` },
      { origin: ORIGIN.replace("https", "http") },
      { origin: "null" },
      { origin: null },
      { headers: { "sec-fetch-site": "none" } },
      { headers: { host: `localhost:${bridge.port}` } },
      { headers: { host: `rebound.evil.example:${bridge.port}` } },
      { headers: { host: "127.0.0.1" } },
    ];
    for (const attempt of attempts)
      for (const path of ["/pair", "/pair/confirm", "/call"]) {
        const { status, headers, text } = await send(path, {}, attempt);
        expect([status, text, headers["access-control-allow-origin"]], JSON.stringify(attempt)).toEqual([
          403,
          "",
          undefined,
        ]);
      }
  });

  it("forms, other types, GET: refused; a preflight names the one origin", async () => {
    expect((await send("/pair", {}, { headers: { "content-type": "text/plain" } })).status).toBe(415);
    expect((await send("/pair", {}, { headers: { "content-type": "application/x-www-form-urlencoded" } })).status).toBe(
      415,
    );
    expect((await send("/pair", {}, { method: "GET" })).status).toBe(405);
    const preflight = await send("/call", {}, { method: "OPTIONS" });
    expect(preflight.headers).toMatchObject({ "access-control-allow-origin": ORIGIN, vary: "Origin" });
    expect(preflight.headers["access-control-allow-credentials"]).toBeUndefined();
  });

  it("three guesses at a code end it", async () => {
    const { pairing } = JSON.parse((await send("/pair", {})).text);
    const right = seen.codes.at(-1)!;
    const wrong = right === "000000" ? "000001" : "000000";
    for (let i = 0; i < 3; i++) expect((await send("/pair/confirm", { pairing, code: wrong })).status).toBe(403);
    expect((await send("/pair/confirm", { pairing, code: right })).status).toBe(403);
  });

  it("a code is used once, is late after two minutes, and belongs to its origin", async () => {
    const first = JSON.parse((await send("/pair", {})).text).pairing;
    const code = seen.codes.at(-1)!;
    expect((await send("/pair/confirm", { pairing: first, code })).status).toBe(200);
    expect((await send("/pair/confirm", { pairing: first, code })).status).toBe(403);
    const second = JSON.parse((await send("/pair", {})).text).pairing;
    now = new Date(now.getTime() + 121_000);
    expect((await send("/pair/confirm", { pairing: second, code: seen.codes.at(-1)! })).status).toBe(403);
  });

  const rawPair = async () => {
    const { pairing } = JSON.parse((await send("/pair", {})).text);
    const answer = await send("/pair/confirm", { pairing, code: seen.codes.at(-1)! });
    return JSON.parse(answer.text) as { session: string; key: string };
  };
  const message = (
    { session, key }: { session: string; key: string },
    n: number,
    method = "list",
    params: Json = {},
  ) => {
    const content = { method, n, params, session };
    return { ...content, mac: bridgeMac(fromHex(key), content as Json) };
  };
  const said = async (body: unknown) => {
    const { status, text } = await send("/call", body);
    return [status, JSON.parse(text).code ?? "done"];
  };

  it("a message changed, replayed, out of order, of an older session or without the key", async () => {
    const old = await rawPair();
    const session = await rawPair();
    expect(await said(message(old, 1))).toEqual([403, "BRIDGE_SESSION"]);
    const one = message(session, 5);
    expect(await said(one)).toEqual([200, "done"]);
    expect(await said(one)).toEqual([403, "BRIDGE_REPLAY"]);
    expect(await said(message(session, 4))).toEqual([403, "BRIDGE_REPLAY"]);
    expect(await said({ ...message(session, 6), n: 7 })).toEqual([403, "BRIDGE_SESSION"]);
    expect(await said({ ...message(session, 6), method: "close" })).toEqual([403, "BRIDGE_SESSION"]);
    expect(await said({ ...message(session, 6), mac: "0".repeat(64) })).toEqual([403, "BRIDGE_SESSION"]);
    expect(await said(message({ ...session, key: "11".repeat(32) }, 6))).toEqual([403, "BRIDGE_SESSION"]);
    expect(await said({ ...message(session, 6), more: 1 })).toEqual([403, "BRIDGE_INPUT"]);
    now = new Date(now.getTime() + 16 * 60_000);
    expect(await said(message(session, 6))).toEqual([403, "BRIDGE_SESSION"]);
  });

  it("a context that expired, lies too far ahead, was used, or names another origin", async () => {
    const signer = await paired();
    const cert = (await signingOf(signer)).id;
    const trySign = (change: Partial<SignContext>) =>
      codeOf(signer.sign({ cert, statement: statement("seal"), context: context(change) }));
    const at = (ms: number) => new Date(now.getTime() + ms).toISOString();
    expect(await trySign({ expires: at(-1_000) })).toBe("BRIDGE_REPLAY");
    expect(await trySign({ expires: at(3_600_000) })).toBe("BRIDGE_REPLAY");
    expect(await trySign({ nonce: "once" })).toBe("done");
    expect(await trySign({ nonce: "once" })).toBe("BRIDGE_REPLAY");
    expect(await trySign({ origin: "https://evil.example" })).toBe("BRIDGE_SESSION");
  });

  it("another program on the port that does not know the key is not believed", async () => {
    const contact = await contactBridge(page(), [bridge.port]);
    const real = await contact.pair(seen.codes.at(-1)!);
    expect((await real.list()).length).toBe(2);
    let lying = false;
    const ask = async (url: string, init: RequestInit) => {
      if (!lying) return page()(url, init);
      const { n } = JSON.parse(String(init.body)) as { n: number };
      return new Response(JSON.stringify({ n, value: [], mac: "0".repeat(64) }));
    };
    const second = await contactBridge(ask, [bridge.port]);
    const signer = await second.pair(seen.codes.at(-1)!);
    lying = true;
    expect(await codeOf(signer.list())).toBe("BRIDGE_SESSION");
  });

  it("nothing it says holds the PIN, in any answer above or of a broken token", async () => {
    const broken: Token = { ...token, sign: async (_c, _b, pin) => Promise.reject(new Error(`CKR_X ${pin}`)) };
    const own = await startBridge({ token: broken, desk, now: () => now, origins: [ORIGIN], ports: [0] });
    const before = bridge;
    bridge = own;
    try {
      const signer = await paired();
      const cert = (await signingOf(signer)).id;
      const answers: string[] = [];
      const texts = { ...signer };
      const error = await texts.sign({ cert, statement: statement("seal"), context: context() }).catch((e: Error) => e);
      answers.push(JSON.stringify(error), String(error), encodeBase64(new TextEncoder().encode(String(error))));
      expect(answers.join()).toContain("BRIDGE_TOKEN");
      expect(answers.join()).not.toContain(PIN);
    } finally {
      bridge = before;
      await own.close();
    }
  });
});
