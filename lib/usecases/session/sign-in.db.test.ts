import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type DemoPki, type IssueRequest, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { canonicalBytes } from "@/lib/crypto/canonical";
import type { Signer } from "@/lib/crypto/signer";
import { openP12 } from "@/lib/crypto/signer-software";
import type { Actor } from "@/lib/domain/actor";
import { db } from "@/lib/store/db";
import { liveSession, touchSession } from "@/lib/store/sessions";
import { useFreshDatabase } from "@/lib/testing/database";
import { actorOf, codeFor, creditCode, guest, identityNumber, member, PASSWORD, registration, testSecrets } from "@/lib/testing/identity";
import { bindCertificate, prepareBinding } from "@/lib/usecases/certificate/bind-certificate";
import { stopCertificate } from "@/lib/usecases/certificate/stop-certificate";
import type { Deps } from "@/lib/usecases/deps";
import { registerParty } from "@/lib/usecases/party/register-party";
import type { Prepared } from "@/lib/usecases/signing/act";
import { chooseRight } from "./choose-right";
import { endSession, revokeSession } from "./end-session";
import { prepareSignIn, signInByCertificate } from "./sign-in-by-certificate";
import { signInByPassword } from "./sign-in-by-password";
import { viewChoices, viewSessions } from "./view-sessions";

useFreshDatabase();

const refusal = (work: Promise<unknown>) => work.then(() => "done", (error: { code?: string }) => error.code ?? String(error));
const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2040-01-01T00:00:00Z") };

let pki: DemoPki;
let stranger: DemoPki;
let deps: Deps;

beforeAll(async () => {
  pki = await openDemoPki(mkdtempSync(join(tmpdir(), "ca-")));
  stranger = await openDemoPki(mkdtempSync(join(tmpdir(), "other-ca-")));
  const trust = { list: async () => pki.trustList(), crls: () => pki.crls(new Date()) };
  deps = { secrets: testSecrets, origin: "http://localhost:3000", trust } as Deps;
}, 60_000);

const key = async (from: DemoPki, request: Omit<IssueRequest, "kind" | "authority" | "notBefore" | "notAfter">, life = LIFE) => {
  const issued = await from.issue({ kind: "company", authority: "demo-b", ...life, ...request });
  return { signer: await openP12(issued.p12("pw"), "pw"), der: issued.certificateDer };
};

/** What SignDialog does: shows, signs, gives back. */
async function sign(signer: Signer, item: Prepared) {
  const statement = decodeBase64(item.bytesBase64);
  const [certificate] = await signer.list();
  const context = { origin: "", purpose: item.purpose, title: item.title, nonce: "", expires: "2099-01-01T00:00:00Z" };
  const { cms } = await signer.sign({ cert: certificate!.id, statement, context });
  return { statement: item.bytesBase64, cms: encodeBase64(cms) };
}

const bindWith = async (actor: Actor, signer: Signer) => bindCertificate(actor, { signed: await sign(signer, await prepareBinding(actor, {}, deps)) }, deps);
const enterWith = async (signer: Signer) => signInByCertificate(guest, await sign(signer, await prepareSignIn(guest, {}, deps)), deps);

/** A registered member whose company certificate is bound. */
async function holder(n: number) {
  const joined = await member(n, deps);
  const { signer, der } = await key(pki, { name: joined.form.name, uscc: joined.form.uscc });
  const { certificateId } = await bindWith(joined.actor, signer);
  return { ...joined, signer, der, certificateId };
}

describe("R-30, R-31: sign-in by certificate", () => {
  it("opens a session in the company's name", async () => {
    const { signer, partyId, form } = await holder(1);
    const { sessionId, chosen } = await enterWith(signer);
    expect(chosen).toBe(true);
    expect(await actorOf(sessionId)).toMatchObject({ partyId, role: "bidder", uscc: form.uscc, method: "certificate" });
  });

  it("takes certificates of different authorities", async () => {
    const { actor, form } = await member(2, deps);
    for (const authority of ["demo-a", "demo-c"] as const) {
      const issued = await pki.issue({ kind: "company", authority, name: form.name, uscc: form.uscc, ...LIFE });
      const signer = await openP12(issued.p12("pw"), "pw");
      await bindWith(actor, signer);
      expect(await refusal(enterWith(signer))).toBe("done");
    }
  }, 60_000);

  it("takes an answer once, also when it comes twice at the same moment", async () => {
    const { signer } = await holder(3);
    const answer = await sign(signer, await prepareSignIn(guest, {}, deps));
    const outcomes = await Promise.all([1, 2, 3].map(() => refusal(signInByCertificate(guest, answer, deps))));
    expect(outcomes.sort()).toEqual(["SIGN_IN_FAILED", "SIGN_IN_FAILED", "done"]);
  });

  it("refuses an answer that comes too late", async () => {
    const { signer } = await holder(4);
    const item = await prepareSignIn(guest, {}, deps);
    await db().$executeRaw`UPDATE challenge SET expires_at = clock_timestamp() - interval '1 ms'`;
    expect(await refusal(signInByCertificate(guest, await sign(signer, item), deps))).toBe("SIGN_IN_FAILED");
  });

  it.each([
    [70, "a challenge of its own making", (nonce: string) => ({ fmt: "SBC/1", nonce: `x${nonce}`, origin: "http://localhost:3000", type: "login" })],
    [71, "an answer given to another site", (nonce: string) => ({ fmt: "SBC/1", nonce, origin: "http://localhost.evil.example", type: "login" })],
    [72, "more than was asked", (nonce: string) => ({ fmt: "SBC/1", nonce, origin: "http://localhost:3000", role: "operator", type: "login" })],
  ] as const)("%i refuses %s", async (n, _what, change) => {
    const { signer } = await holder(n);
    const item = await prepareSignIn(guest, {}, deps);
    const { nonce } = JSON.parse(new TextDecoder().decode(decodeBase64(item.bytesBase64)));
    const false_ = { ...item, bytesBase64: encodeBase64(canonicalBytes(change(nonce))) };
    expect(await refusal(signInByCertificate(guest, await sign(signer, false_), deps))).toBe("SIGN_IN_FAILED");
  });

  it("refuses a certificate that nobody bound, and one bound by nobody's authority", async () => {
    const { form } = await member(5, deps);
    expect(await refusal(enterWith((await key(pki, { name: form.name, uscc: form.uscc })).signer))).toBe("SIGN_IN_FAILED");
    expect(await refusal(enterWith((await key(stranger, { name: form.name, uscc: form.uscc })).signer))).toBe("SIGN_IN_FAILED");
  });

  it("stops at once: no new session, and those it opened end", async () => {
    const { signer, actor, certificateId } = await holder(6);
    const { sessionId } = await enterWith(signer);
    const other = await signInByPasswordAgain(actor, 6);
    await stopCertificate(actor, { certificateId }, deps);
    expect(await liveSession(sessionId)).toBeNull();
    expect(await liveSession(other)).not.toBeNull();
    expect(await refusal(enterWith(signer))).toBe("SIGN_IN_FAILED");
    expect(await refusal(stopCertificate(actor, { certificateId }, deps))).toBe("STATE_FORBIDS");
    // Lost is lost: it cannot be bound again.
    expect(await refusal(bindWith(actor, signer))).toBe("ALREADY_REGISTERED");
  });

  it("believes the authority's revocation", async () => {
    const { signer, der } = await holder(7);
    await pki.revoke(der, new Date(Date.now() - 1000));
    expect(await refusal(enterWith(signer))).toBe("SIGN_IN_FAILED");
  });
});

/** A further session of a member made by `member(n)`; needs a code of a later step than the one used. */
async function signInByPasswordAgain(actor: Actor, n: number): Promise<string> {
  const { totpSecret } = await db().person.findUniqueOrThrow({ where: { id: actor.personId! } });
  expect(totpSecret).not.toBe("");
  const form = await registration(n);
  await db().person.update({ where: { id: actor.personId! }, data: { totpSecret: testSecrets.sealCodeSecret(form.codeSecret), totpStep: 0 } });
  const code = await codeFor(form.codeSecret);
  return (await signInByPassword(guest, { login: form.login, password: PASSWORD, code }, deps)).sessionId;
}

describe("R-31: binding a certificate", () => {
  it("refuses another authority", async () => {
    const { actor, form } = await member(20, deps);
    const { signer } = await key(stranger, { name: form.name, uscc: form.uscc });
    expect(await refusal(bindWith(actor, signer))).toBe("SIGNATURE_INVALID");
  });

  it("refuses another company's certificate, and one with no code", async () => {
    const { actor, form } = await member(21, deps);
    expect(await refusal(bindWith(actor, (await key(pki, { name: form.name, uscc: creditCode(777) })).signer))).toBe("SIGNER_MISMATCH");
    expect(await refusal(bindWith(actor, (await key(pki, { name: form.name })).signer))).toBe("SIGNER_MISMATCH");
  });

  it("asks a person to confirm a name written differently, and never a code", async () => {
    const { actor, form } = await member(22, deps);
    const { signer } = await key(pki, { name: "曾用名工程有限公司", uscc: form.uscc });
    expect(await refusal(bindWith(actor, signer))).toBe("SIGNER_MISMATCH");
    const signed = await sign(signer, await prepareBinding(actor, {}, deps));
    expect(await refusal(bindCertificate(actor, { signed, nameConfirmed: true }, deps))).toBe("done");
    const other = await key(pki, { name: form.name, uscc: creditCode(778) });
    const false_ = await sign(other.signer, await prepareBinding(actor, {}, deps));
    expect(await refusal(bindCertificate(actor, { signed: false_, nameConfirmed: true }, deps))).toBe("SIGNER_MISMATCH");
  });

  it("refuses an expired certificate", async () => {
    const { actor, form } = await member(23, deps);
    const old = { notBefore: new Date("2020-01-01T00:00:00Z"), notAfter: new Date("2024-01-01T00:00:00Z") };
    expect(await refusal(bindWith(actor, (await key(pki, { name: form.name, uscc: form.uscc }, old)).signer))).toBe("SIGNATURE_INVALID");
  });

  it("binds a personal certificate by the keyed hash of the number in it", async () => {
    const { actor } = await member(24, deps);
    const person = (n: number) => pki.issue({ kind: "person", authority: "demo-b", name: "测试员", personNumber: identityNumber(n), ...LIFE });
    const mine = await openP12((await person(24)).p12("pw"), "pw");
    const others = await openP12((await person(25)).p12("pw"), "pw");
    expect(await bindWith(actor, mine)).toMatchObject({ company: false });
    expect(await refusal(bindWith(actor, others))).toBe("SIGNER_MISMATCH");
    expect(await refusal(enterWith(mine))).toBe("done");
  });

  it("takes a signed challenge from the person it was made for only, once, and no sign-in in its place", async () => {
    const one = await member(26, deps);
    const two = await member(27, deps);
    const { signer } = await key(pki, { name: one.form.name, uscc: one.form.uscc });
    const signed = await sign(signer, await prepareBinding(one.actor, {}, deps));
    expect(await refusal(bindCertificate(two.actor, { signed }, deps))).toBe("SIGNATURE_INVALID");
    const login = await sign(signer, await prepareSignIn(guest, {}, deps));
    expect(await refusal(bindCertificate(one.actor, { signed: login }, deps))).toBe("SIGNATURE_INVALID");
    expect(await refusal(signInByCertificate(guest, signed, deps))).toBe("SIGN_IN_FAILED");
    expect(await refusal(bindCertificate(one.actor, { signed }, deps))).toBe("done");
    expect(await refusal(bindCertificate(one.actor, { signed }, deps))).toBe("SIGNATURE_INVALID");
  });

  it("is stopped by its holder or the administrator, by nobody else", async () => {
    const { certificateId } = await holder(28);
    const stranger_ = await member(29, deps);
    expect(await refusal(stopCertificate(stranger_.actor, { certificateId }, deps))).toBe("NOT_ALLOWED");
    expect(await refusal(stopCertificate({ ...stranger_.actor, role: "operator" }, { certificateId }, deps))).toBe("NOT_ALLOWED");
    expect(await refusal(stopCertificate(guest, { certificateId }, deps))).toBe("SIGN_IN_NEEDED");
  });
});

describe("R-157: sign-in by password and one-time code", () => {
  const enter = (login: string, password: string, code: string, address = guest.address) =>
    refusal(signInByPassword({ ...guest, address }, { login, password, code }, deps));

  it("takes a code once, and none of an earlier step after it", async () => {
    const form = await registration(40);
    await registerParty(guest, form, deps);
    const code = await codeFor(form.codeSecret);
    expect(await enter(form.login, PASSWORD, code)).toBe("done");
    expect(await enter(form.login, PASSWORD, code)).toBe("SIGN_IN_FAILED");
    expect(await enter(form.login, PASSWORD, await codeFor(form.codeSecret, -1))).toBe("SIGN_IN_FAILED");
    expect(await enter(form.login, PASSWORD, await codeFor(form.codeSecret, 1))).toBe("done");
    expect(await enter(form.login, PASSWORD, await codeFor(form.codeSecret, 3))).toBe("SIGN_IN_FAILED");
  });

  it("answers alike for an unknown account, a wrong password and a wrong code", async () => {
    const form = await registration(41);
    await registerParty(guest, form, deps);
    const code = await codeFor(form.codeSecret);
    const answers = [await enter("nobody-here", PASSWORD, code), await enter(form.login, "wrong-password-long", code), await enter(form.login, PASSWORD, "000000")];
    expect(answers).toEqual(["SIGN_IN_FAILED", "SIGN_IN_FAILED", "SIGN_IN_FAILED"]);
  });

  it("makes an account wait after five failures, known or not, and leaves its sessions alone", async () => {
    const { form, actor } = await member(42, deps);
    for (const login of [form.login, "not-an-account"]) {
      for (let i = 0; i < 5; i++) expect(await enter(login, "wrong-password-long", "123456", "203.0.113.42")).toBe("SIGN_IN_FAILED");
      expect(await enter(login, PASSWORD, "123456", "203.0.113.99")).toBe("TOO_MANY_TRIES");
    }
    expect(await liveSession(actor.sessionId!)).not.toBeNull();
    await db().$executeRaw`UPDATE sign_in_try SET at = at - interval '16 minutes'`;
    expect(await enter(form.login, PASSWORD, await codeFor(form.codeSecret, 1))).toBe("done");
  });

  it("lets no more than five through when a hundred come at once", async () => {
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => enter("rushed-account", "wrong-password-long", "123456", "203.0.113.43")));
    expect(outcomes.filter((code) => code === "SIGN_IN_FAILED")).toHaveLength(5);
    expect(outcomes.filter((code) => code === "TOO_MANY_TRIES")).toHaveLength(35);
  }, 60_000);

  it("makes an address wait that tries account after account", async () => {
    await db().$executeRaw`
      INSERT INTO sign_in_try (account, address, ok, at)
      SELECT 'spray-' || n, '203.0.113.44', false, clock_timestamp() FROM generate_series(1, 100) n`;
    expect(await enter("one-more", PASSWORD, "123456", "203.0.113.44")).toBe("TOO_MANY_TRIES");
    expect(await enter("one-more", PASSWORD, "123456", "203.0.113.45")).toBe("SIGN_IN_FAILED");
  });
});

describe("R-157: sessions", () => {
  it("end after 30 idle minutes, and not while they are used", async () => {
    const { actor } = await member(60, deps);
    const id = actor.sessionId!;
    await db().$executeRaw`UPDATE session SET seen_at = clock_timestamp() - interval '29 minutes' WHERE id = ${id}::uuid`;
    expect(await liveSession(id)).not.toBeNull();
    await touchSession(id);
    await db().$executeRaw`UPDATE session SET seen_at = seen_at - interval '20 minutes' WHERE id = ${id}::uuid`;
    expect(await liveSession(id)).not.toBeNull();
    await db().$executeRaw`UPDATE session SET seen_at = clock_timestamp() - interval '31 minutes' WHERE id = ${id}::uuid`;
    expect(await liveSession(id)).toBeNull();
    await touchSession(id);
    expect(await viewSessions(actor, {}, deps)).toEqual([]);
  });

  it("survive a jump of the sandbox clock", async () => {
    const { actor } = await member(61, deps);
    await db().$executeRaw`UPDATE sandbox SET enabled = true, offset_ms = 86400000 WHERE id = 1`;
    expect(await liveSession(actor.sessionId!)).not.toBeNull();
  });

  it("are seen and ended by their own person only", async () => {
    const one = await member(62, deps);
    const two = await member(63, deps);
    const sessionId = one.actor.sessionId!;
    expect(await refusal(revokeSession(two.actor, { sessionId }, deps))).toBe("NOT_ALLOWED");
    expect(await refusal(revokeSession(guest, { sessionId }, deps))).toBe("SIGN_IN_NEEDED");
    expect(await viewSessions(one.actor, {}, deps)).toMatchObject([{ id: sessionId, current: true }]);
    await revokeSession(one.actor, { sessionId }, deps);
    expect(await liveSession(sessionId)).toBeNull();
    await endSession(guest, sessionId); // signing out of an ended session is no error
  });

  it("act for the organisation chosen, and only for one's own", async () => {
    const { actor } = await member(64, deps, { roles: ["bidder", "tenderee"] });
    const other = await member(65, deps);
    expect(actor).toMatchObject({ role: "public", partyId: null });
    const { rights } = await viewChoices(actor, {}, deps);
    expect(rights.map(({ role }) => role).sort()).toEqual(["bidder", "tenderee"]);
    const [foreign] = (await viewChoices(other.actor, {}, deps)).rights;
    expect(await refusal(chooseRight(actor, { membershipId: foreign!.membershipId }, deps))).toBe("NOT_ALLOWED");
    await chooseRight(actor, { membershipId: rights.find(({ role }) => role === "tenderee")!.membershipId }, deps);
    expect(await actorOf(actor.sessionId!)).toMatchObject({ role: "tenderee" });
  });

  it("lose their role when the right ends", async () => {
    const { actor } = await member(66, deps);
    await db().$executeRaw`UPDATE membership SET valid_to = platform_now() WHERE person_id = ${actor.personId}::uuid`;
    expect(await actorOf(actor.sessionId!)).toMatchObject({ role: "public", partyName: expect.any(String) });
    expect((await viewChoices(actor, {}, deps)).rights).toEqual([]);
  });
});
