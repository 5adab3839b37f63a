import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Running } from "@/lib/adapters/loopback/server";
import type { DemoPki } from "@/lib/adapters/pki/demo/pki";
import { startDemoRemote } from "@/lib/adapters/remote/demo/server";
import { httpRemote } from "@/lib/adapters/remote/http";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { toPem } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import type { Signer } from "@/lib/crypto/signer";
import { connectStatement } from "@/lib/crypto/remote-request";
import { type AskPhone, connectPhone } from "@/lib/crypto/signer-remote";
import { tryUnwrapWith } from "@/lib/crypto/unwrap-trial";
import { db } from "@/lib/store/db";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest, member } from "@/lib/testing/identity";
import { bindWith, identityDeps, newAuthorities, signPrepared } from "@/lib/testing/keys";
import { refusal } from "@/lib/testing/refused";
import type { Deps } from "@/lib/usecases/deps";
import { prepareSignIn, signInByCertificate } from "@/lib/usecases/session/sign-in-by-certificate";
import { actStatement } from "@/lib/usecases/signing/act";
import { askPhone, type PhoneAsked } from "./ask-phone";
import { hearPhone } from "./hear-phone";

useFreshDatabase();

const AUTHORITIES = ["demo-a", "demo-b", "demo-c"] as const;
const secret = randomBytes(32).toString("hex");
let pki: DemoPki;
let provider: Running;
let deps: Deps;
let lateMs = 0;

beforeAll(async () => {
  pki = await newAuthorities();
  const folder = mkdtempSync(join(tmpdir(), "phones-"));
  const ticks = () => performance.now() + lateMs;
  provider = await startDemoRemote({ secret, folder, pki, now: () => new Date(), ticks }, 0);
  deps = { ...identityDeps(pki), remote: httpRemote(provider.url, secret) };
});
afterAll(() => provider.close());

/** The person at the phone: types what it is told to type, and presses a button. */
type Hand = (asked: PhoneAsked) => Promise<unknown>;
const form = (path: string, fields: Record<string, string>) =>
  fetch(`${provider.url}${path}`, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });

async function newPhone(fields: Record<string, string>): Promise<string> {
  const answer = await form("/phones", fields);
  expect(answer.status).toBe(303);
  return answer.headers.get("location")!.split("/").pop()!;
}

const on =
  (phone: string, change: (asked: PhoneAsked) => Record<string, string> = () => ({})): Hand =>
  (asked) =>
    form(`/phones/${phone}/requests/${asked.id}`, { choice: "approve", number: asked.number, ...change(asked) });

/** What the page does: asks, shows, and hears how it ended. */
const pageOf =
  (hand: Hand): AskPhone =>
  async ({ kind, statement, context, certificate = null, phone = null }) => {
    const { purpose, title, tender = null } = context;
    const input = { kind, statement: encodeBase64(statement), purpose, title, tender, certificate, phone };
    const asked = await askPhone(guest, input, deps);
    await hand(asked);
    const heard = await hearPhone(guest, { id: asked.id, page: asked.page }, deps);
    if (heard.state !== "approved") throw Object.assign(new Error(heard.state), { code: heard.state });
    return heard.result;
  };
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: { code?: string }) => error.code ?? String(error),
  );

const context = (purpose: string, title = "投标") => ({
  ...{ origin: "http://localhost:3000", purpose, title, nonce: "", expires: "2099-01-01T00:00:00Z" },
});
const own = async (signer: Signer) => (await signer.list()).find(({ use }) => use !== "encrypt")!;

describe.each(AUTHORITIES)("a certificate of %s on a phone", (authority) => {
  let signer: Signer;
  let name: string;
  let phone: string;

  it("is lent to the page, bound, and signs its holder in", async () => {
    const { actor, form: entry } = await member(AUTHORITIES.indexOf(authority) + 1, deps);
    name = entry.name;
    phone = await newPhone({ name, uscc: entry.uscc, authority });
    signer = await connectPhone(deps.origin, pageOf(on(phone)));
    expect(signer.kind).toBe("remote");
    expect((await signer.list()).length).toBe(authority === "demo-c" ? 2 : 1);
    await bindWith(actor, signer, deps);
    const signed = await signPrepared(signer, await prepareSignIn(guest, {}, deps));
    expect((await signInByCertificate(guest, signed, deps)).sessionId).toBeTruthy();
  });

  it("seals, releases, signs acts and PDF digests; OpenSSL verifies what it can read", async () => {
    const { id } = await own(signer);
    const act = { act: "notice.publish", tender: null, subject: "s", digest: "d".repeat(64), title: "发布公告" };
    const pdf = randomBytes(5_000);
    const papers: [string, Uint8Array, string, Uint8Array][] = [
      ["seal", canonicalBytes({ fmt: "SBC/1", type: "seal", title: "投标" }), "投标", new Uint8Array()],
      ["release", canonicalBytes({ fmt: "SBC/1", type: "release" }), "开标解密", new Uint8Array()],
      ["act", actStatement(act), "发布公告", new Uint8Array()],
      [
        "document",
        canonicalBytes({
          ...{ fmt: "SBC/1", type: "document", title: "评标报告" },
          sha256: createHash("sha256").update(pdf).digest("hex"),
          sm3: createHash("sm3").update(pdf).digest("hex"),
        }),
        "评标报告",
        pdf,
      ],
    ];
    const folder = mkdtempSync(join(tmpdir(), "phone-cms-"));
    for (const [purpose, statement, title, behind] of papers) {
      const { cms } = await signer.sign({ cert: id, statement, context: context(purpose, title) });
      const content = purpose === "document" ? behind : statement;
      const verdict = await verifyCms(content, cms);
      expect(verdict.ok && verdict.signers[0]!.certificate.fingerprint).toBe(id);
      if (authority === "demo-c") continue; // its `cms` has no SM2
      writeFileSync(join(folder, "cms"), cms);
      writeFileSync(join(folder, "content"), content);
      const roots = pki.anchors().map((der) => toPem("CERTIFICATE", der));
      writeFileSync(join(folder, "roots.pem"), roots[AUTHORITIES.indexOf(authority)]!);
      const args = ["cms", "-verify", "-binary", "-inform", "DER", "-in", "cms", "-content", "content", "-out", "out"];
      execFileSync("openssl", [...args, "-CAfile", "roots.pem", "-purpose", "any"], { cwd: folder, stdio: "pipe" });
    }
  });

  it("opens what was wrapped to it, for the page alone: the platform hands on what it cannot read", async () => {
    expect(await tryUnwrapWith(signer)).toBe(true);
    const before = await db().remoteRequest.findFirstOrThrow({ where: { kind: "unwrap" } });
    expect(before.statement.length, "what was asked is forgotten with the answer").toBe(0);
    const said = await deps.remote!.statusOf(before.id);
    expect(said.state === "approved" && Object.keys(said.result).sort()).toEqual(["ct", "enc"]);
  });
});

describe("R-31: a phone that is not asked rightly signs nothing", () => {
  let phone: string;
  let signer: Signer;
  let cert: string;
  const statement = canonicalBytes({ fmt: "SBC/1", type: "seal" });
  /** Signs with another behaviour of the person, over the connection that stands. */
  const signAs = (hand: Hand) =>
    connectedAs(hand).then((one) => one.sign({ cert, statement, context: context("seal") }));
  let hand: Hand;
  const connectedAs = async (next: Hand) => {
    hand = next;
    return signer;
  };

  beforeAll(async () => {
    phone = await newPhone({ name: "手机公司", uscc: "91520100MA6E12345R", authority: "demo-b" });
    hand = on(phone);
    signer = await connectPhone(
      deps.origin,
      pageOf((asked) => hand(asked)),
    );
    cert = (await own(signer)).id;
  });

  it("the wrong number ends it: nobody tries all ninety", async () => {
    const wrong = (number: string) => ({ number: number === "10" ? "11" : "10" });
    expect(await codeOf(signAs(on(phone, ({ number }) => wrong(number))))).toBe("wrongNumber");
    const again: Hand = async (asked) => {
      await on(phone, ({ number }) => wrong(number))(asked);
      await on(phone)(asked);
    };
    expect(await codeOf(signAs(again))).toBe("wrongNumber");
  });

  it("refused on the phone", async () => {
    expect(await codeOf(signAs(on(phone, () => ({ choice: "refuse" }))))).toBe("refused");
  });

  it("expired, at the provider or at the platform, whichever says so first", async () => {
    const late: Hand = async (asked) => {
      lateMs += 121_000;
      await on(phone)(asked);
    };
    expect(await codeOf(signAs(late))).toBe("expired");
    const past: Hand = async (asked) => {
      await on(phone)(asked);
      await db()
        .$executeRaw`UPDATE remote_request SET expires_at = clock_timestamp() - interval '1 second' WHERE id = ${asked.id}`;
    };
    expect(await codeOf(signAs(past))).toBe("expired");
  });

  it("another phone is not asked, and cannot answer", async () => {
    const other = await newPhone({ name: "别家公司", uscc: "91520100MA6E12345R", authority: "demo-b" });
    expect(await codeOf(signAs(on(other)))).toBe("waiting");
  });

  it("an answer is handed out once, and to the page that asked alone", async () => {
    const input = { kind: "sign", purpose: "seal", title: "投标", tender: null, certificate: cert } as const;
    let lent = "";
    await connectPhone(deps.origin, async (ask) => {
      const result = await pageOf(on(phone))(ask);
      lent = result.phone!;
      return result;
    });
    const asked = await askPhone(guest, { ...input, statement: encodeBase64(statement), phone: lent }, deps);
    await on(phone)(asked);
    const { id, page } = asked;
    expect((await refusal(hearPhone(guest, { id, page: "another" }, deps))).code).toBe("NOT_ALLOWED");
    expect((await hearPhone(guest, { id, page }, deps)).state).toBe("approved");
    expect((await refusal(hearPhone(guest, { id, page }, deps))).code).toBe("REMOTE_USED");
    // Nor does the phone sign a request a second time.
    const text = await ((await on(phone)(asked)) as Response).text();
    expect(text).toContain("已过期");
  });

  it("a signature by another key, or over another statement, is not handed on", async () => {
    const honest = deps.remote!;
    await connectedAs(on(phone));
    const other = canonicalBytes({ fmt: "SBC/1", type: "seal", price: "1" });
    const { cms } = await signer.sign({ cert, statement: other, context: context("seal") });
    deps = {
      ...deps,
      remote: { ...honest, statusOf: async () => ({ state: "approved", result: { cms: encodeBase64(cms) } }) },
    };
    expect(await codeOf(signer.sign({ cert, statement, context: context("seal") }))).toBe("answer");
    deps = { ...deps, remote: honest };
  });

  it("nothing is signed whose words do not say what it is", async () => {
    const bare = {
      kind: "sign",
      purpose: "seal",
      title: "投标",
      tender: null,
      certificate: cert,
      phone: null,
    } as const;
    const hashOnly = encodeBase64(randomBytes(32));
    expect((await refusal(askPhone(guest, { ...bare, statement: hashOnly }, deps))).code).toBe("INPUT_INVALID");
    const foreign = encodeBase64(statement);
    expect((await refusal(askPhone(guest, { ...bare, purpose: "login", statement: foreign }, deps))).code).toBe(
      "INPUT_INVALID",
    );
    const elsewhere = encodeBase64(
      canonicalBytes({ fmt: "SBC/1", nonce: "n", origin: "https://evil.example", type: "connect" }),
    );
    const connect = { ...bare, kind: "connect", purpose: "connect", statement: elsewhere } as const;
    expect((await refusal(askPhone(guest, connect, deps))).code).toBe("INPUT_INVALID");
    const misnamed = { ...connect, purpose: "login", statement: encodeBase64(connectStatement(deps.origin)) };
    expect((await refusal(askPhone(guest, misnamed, deps))).code).toBe("INPUT_INVALID");
  });

  it("a square code from elsewhere leads nowhere, and only the platform places requests", async () => {
    const all: PhoneAsked[] = [];
    await codeOf(signAs(async (asked) => all.push(asked)));
    const seen = all[0]!;
    const scan = new URL(seen.scan);
    expect((await fetch(scan)).status).toBe(200);
    scan.searchParams.set("mark", "00000000");
    expect((await fetch(scan)).status).toBe(409);
    // The number is on the page alone; by chance its digits may stand in the id.
    expect([...scan.searchParams.keys()].sort()).toEqual(["id", "mark", "origin"]);
    expect((await fetch(`${provider.url}/requests/${seen.id}`)).status).toBe(403);
    expect((await fetch(`${provider.url}/requests`, { method: "POST", body: "{}" })).status).toBe(403);
  });

  it("an answer without the provider's MAC, changed on the way, or of an earlier question is none", async () => {
    let kept: { body: string; mac: string } | null = null;
    let change: (body: string, mac: string) => { body: string; mac: string } = (body, mac) => ({ body, mac });
    const relay = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => /^(content-type|x-)/.test(name)),
      );
      const body = request.method === "POST" ? { body: Buffer.concat(pieces) } : {};
      const answer = await fetch(`${provider.url}${request.url}`, {
        method: request.method!,
        headers: headers as Record<string, string>,
        ...body,
      });
      const said = { body: await answer.text(), mac: answer.headers.get("x-remote-mac") ?? "" };
      const sent = change(said.body, said.mac);
      kept ??= said;
      response.writeHead(answer.status, { "content-type": "application/json", "x-remote-mac": sent.mac });
      response.end(sent.body);
    });
    await new Promise<void>((done) => relay.listen(0, "127.0.0.1", () => done()));
    const over = httpRemote(`http://127.0.0.1:${(relay.address() as AddressInfo).port}`, secret);
    const seen: PhoneAsked[] = [];
    await codeOf(signAs(async (asked) => seen.push(asked)));
    const { id } = seen[0]!;
    expect((await over.statusOf(id)).state).toBe("waiting");
    for (const forged of [
      (body: string) => ({ body, mac: "" }),
      (body: string, mac: string) => ({ body: body.replace("waiting", "refused"), mac }),
      () => kept!,
    ]) {
      change = forged;
      await expect(over.statusOf(id)).rejects.toThrow("not the provider's");
    }
    relay.closeAllConnections();
    relay.close();
  });

  it("the provider down, or none: said as such", async () => {
    const closed = { ...deps, remote: httpRemote("http://127.0.0.1:9", secret) };
    const input = {
      kind: "connect",
      purpose: "connect",
      title: "",
      tender: null,
      certificate: null,
      phone: null,
    } as const;
    const words = encodeBase64(canonicalBytes({ fmt: "SBC/1", nonce: "n", origin: deps.origin, type: "connect" }));
    const down = await refusal(askPhone(guest, { ...input, statement: words }, closed));
    expect([down.code, down.facts]).toEqual(["REMOTE_DOWN", { offered: true }]);
    const none = await refusal(askPhone(guest, { ...input, statement: words }, { ...deps, remote: undefined }));
    expect([none.code, none.facts]).toEqual(["REMOTE_DOWN", { offered: false }]);
  });

  it("one address does not flood the phones of others", async () => {
    const words = encodeBase64(canonicalBytes({ fmt: "SBC/1", nonce: "n", origin: deps.origin, type: "connect" }));
    const input = {
      kind: "connect",
      purpose: "connect",
      title: "",
      tender: null,
      certificate: null,
      phone: null,
    } as const;
    const flood = { ...guest, address: "198.51.100.9" };
    const codes: string[] = [];
    for (let n = 0; n < 22; n++) codes.push(await codeOf(askPhone(flood, { ...input, statement: words }, deps)));
    expect(codes.filter((code) => code === "none").length).toBe(20);
    expect(codes.at(-1)).toBe("TOO_MANY_TRIES");
    expect(decodeBase64(words).length).toBeGreaterThan(0);
  });
});
