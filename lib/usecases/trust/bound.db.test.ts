import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Running } from "@/lib/adapters/loopback/server";
import { type DemoPki, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { startDemoCa } from "@/lib/adapters/pki/demo/server";
import { platformSigner } from "@/lib/adapters/pki/platform";
import { httpRevocation } from "@/lib/adapters/revocation/http";
import type { Signer } from "@/lib/crypto/signer";
import type { Actor } from "@/lib/domain/actor";
import { moveSandboxClock, platformNow, sandboxState } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { ocspAnswer } from "@/lib/store/revocation";
import { useFreshDatabase } from "@/lib/testing/database";
import { creditCode, guest, member } from "@/lib/testing/identity";
import { bindWith, identityDeps, LIFE, newKeyFile, signPrepared } from "@/lib/testing/keys";
import { refusal } from "@/lib/testing/refused";
import type { Deps } from "@/lib/usecases/deps";
import { prepareSignIn, signInByCertificate } from "@/lib/usecases/session/sign-in-by-certificate";
import { checkDueBound } from "./check-bound";
import { fetchDueLists } from "./fetch-lists";
import { foundTrustList } from "./found-trust-list";
import { storedTrust } from "./stored-trust";

useFreshDatabase({ sandbox: true });

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AUTHORITIES = ["demo-a", "demo-b", "demo-c"] as const;
type Held = { readonly signer: Signer; readonly der: Uint8Array; readonly id: string; readonly actor: Actor };

let pki: DemoPki;
let ca: Running;
let deps: Deps;
let up = true;
let asked: string[] = [];
/** What comes back in place of the responder's answer, if anything. */
let forged: ((answer: Uint8Array) => Promise<Uint8Array>) | null = null;
const held = new Map<string, Held>();

beforeAll(async () => {
  pki = await openDemoPki(mkdtempSync(join(tmpdir(), "bound-ca-")));
  let offset = 0;
  ca = await startDemoCa(pki, () => new Date(Date.now() + offset), 0);
  const http = httpRevocation({ demoCa: ca.url });
  const through = async <T>(ask: () => Promise<T>) => {
    if (!up) throw new Error("connection refused");
    ({ offsetMs: offset } = await sandboxState());
    return ask();
  };
  deps = {
    ...identityDeps(pki),
    trust: storedTrust({ list: async () => pki.trustList(), crls: async () => [] }),
    revocation: {
      get: (url) => through(() => http.get(url)),
      ask: (url, request) => {
        asked.push(url);
        return through(async () => {
          const answer = await http.ask(url, request);
          return forged ? forged(answer) : answer;
        });
      },
    },
  };
  const issued = await pki.issue({
    kind: "platform",
    authority: "demo-b",
    name: "信标平台",
    uscc: creditCode(900),
    ...LIFE,
  });
  const { certificateDer, chainDer, privateKeyPkcs8: privateKey } = issued;
  await foundTrustList({ ...deps, platform: platformSigner({ certificateDer, chainDer, privateKey }) });
  for (const [n, authority] of AUTHORITIES.entries()) held.set(authority, await newHolder(n + 1, authority));
});
afterAll(() => ca.close());
beforeEach(() => {
  [up, asked, forged] = [true, [], null];
});

async function newHolder(n: number, authority: (typeof AUTHORITIES)[number]): Promise<Held> {
  const { actor, form } = await member(n, deps);
  const { signer, der } = await newKeyFile(pki, { authority, name: form.name, uscc: form.uscc });
  const { certificateId } = await bindWith(actor, signer, deps);
  return { signer, der, id: certificateId, actor };
}

const goOn = (ms: number) => inTransaction(async (tx) => moveSandboxClock(tx, (await sandboxState(tx)).offsetMs + ms));
const signIn = async ({ signer }: Held) =>
  signInByCertificate(guest, await signPrepared(signer, await prepareSignIn(guest, {}, deps)), deps);
const standing = async ({ id }: Held) => (await db().certificate.findUniqueOrThrow({ where: { id } })).standing;
const revokedMessages = ({ actor }: Held) =>
  db().message.count({ where: { personId: actor.personId!, kind: "certificate.revoked" } });

describe("protocol §3.4: the standing of every certificate in the register", () => {
  it("is asked for every hour, from the responder of its own authority", async () => {
    expect(await checkDueBound(deps)).toBe(3);
    expect([...asked].sort()).toEqual(AUTHORITIES.map((id) => `http://${id}.ca.invalid/ocsp`));
    for (const one of held.values()) expect(await standing(one)).toBe("unknown"); // the sub authority's own list is not here yet
    await goOn(HOUR);
    await fetchDueLists(deps);
    expect(await checkDueBound(deps)).toBe(3);
    for (const one of held.values()) expect(await standing(one)).toBe("good");
    expect(await checkDueBound(deps)).toBe(0);
    await goOn(HOUR);
    expect(await checkDueBound(deps)).toBe(3);
  });
});

describe("R-31: an outage keeps nobody out", () => {
  it("nine days without a list or an answer: everybody signs in, and the register says that it does not know", async () => {
    await goOn(9 * DAY);
    up = false;
    expect(await checkDueBound(deps)).toBe(3);
    for (const one of held.values()) {
      expect(await standing(one)).toBe("unknown");
      expect((await signIn(one)).sessionId).toBeTruthy();
    }
    // Silent responders are left alone for a minute, however many certificates wait.
    expect(asked.length).toBe(3);
    await newHolder(10, "demo-a");
    await checkDueBound(deps);
    expect(asked.length).toBe(3);
    up = true;
    await goOn(300_000);
    await fetchDueLists(deps);
    expect(await checkDueBound(deps)).toBe(4);
    for (const one of held.values()) expect(await standing(one)).toBe("good");
  });
});

describe("R-31: what an authority has revoked signs nothing", () => {
  it.each(AUTHORITIES)("%s: known from its responder before its next list, told once, never forgotten", async (id) => {
    const one = held.get(id)!;
    await goOn(HOUR);
    await fetchDueLists(deps);
    await pki.revoke(one.der, new Date((await platformNow()).getTime() - 60_000));
    expect((await signIn(one)).sessionId).toBeTruthy(); // nobody has been asked yet
    await goOn(HOUR);
    await checkDueBound(deps);
    expect(await standing(one)).toBe("revoked");
    expect((await refusal(signIn(one))).facts).toEqual({ reason: "PATH_REVOKED" });
    await goOn(HOUR);
    await checkDueBound(deps);
    expect(await revokedMessages(one)).toBe(1);
    up = false;
    await goOn(30 * DAY);
    await checkDueBound(deps);
    expect((await refusal(signIn(one))).facts).toEqual({ reason: "PATH_REVOKED" });
    expect(await standing(one)).toBe("revoked");
  });

  it("what comes on the way in place of an answer does not clear it", async () => {
    const one = held.get("demo-b")!;
    const kept = await ocspAnswer((await db().certificate.findUniqueOrThrow({ where: { id: one.id } })).fingerprint);
    forged = async (answer) => {
      const other = answer.slice();
      other[other.length - 1]! ^= 1; // in the signature
      return other;
    };
    await goOn(HOUR);
    await checkDueBound(deps);
    const now = await ocspAnswer(kept!.fingerprint);
    expect(now!.problem).toContain("signature false");
    expect(now!.sha256).toBe(kept!.sha256);
    expect((await refusal(signIn(one))).facts).toEqual({ reason: "PATH_REVOKED" });
  });
});
