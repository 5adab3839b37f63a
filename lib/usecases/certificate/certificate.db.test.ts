import { beforeAll, describe, expect, it } from "vitest";
import type { DemoPki } from "@/lib/adapters/pki/demo/pki";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { canonicalBytes } from "@/lib/crypto/canonical";
import type { Signer } from "@/lib/crypto/signer";
import { openP12 } from "@/lib/crypto/signer-software";
import type { Actor } from "@/lib/domain/actor";
import { db } from "@/lib/store/db";
import { liveSession } from "@/lib/store/sessions";
import { useFreshDatabase } from "@/lib/testing/database";
import {
  actorOf,
  codeFor,
  creditCode,
  guest,
  identityNumber,
  member,
  PASSWORD,
  registration,
  testSecrets,
} from "@/lib/testing/identity";
import { bindWith, holder, identityDeps, LIFE, newAuthorities, newKeyFile, signPrepared } from "@/lib/testing/keys";
import type { Deps } from "@/lib/usecases/deps";
import { prepareSignIn, signInByCertificate } from "@/lib/usecases/session/sign-in-by-certificate";
import { signInByPassword } from "@/lib/usecases/session/sign-in-by-password";
import { bindCertificate, prepareBinding } from "./bind-certificate";
import { stopCertificate } from "./stop-certificate";

useFreshDatabase();

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );

let pki: DemoPki;
let stranger: DemoPki;
let deps: Deps;

beforeAll(async () => {
  pki = await newAuthorities();
  stranger = await newAuthorities();
  deps = identityDeps(pki);
}, 60_000);

const enterWith = async (signer: Signer) =>
  signInByCertificate(guest, await signPrepared(signer, await prepareSignIn(guest, {}, deps)), deps);

describe("R-30, R-31: sign-in by certificate", () => {
  it("opens a session in the company's name", async () => {
    const { signer, partyId, form } = await holder(1, pki, deps);
    const { sessionId, chosen } = await enterWith(signer);
    expect(chosen).toBe(true);
    expect(await actorOf(sessionId)).toMatchObject({ partyId, role: "bidder", uscc: form.uscc, method: "certificate" });
  });

  it("takes certificates of different authorities", async () => {
    const { actor, form } = await member(2, deps);
    for (const authority of ["demo-a", "demo-c"] as const) {
      const issued = await pki.issue({ kind: "company", authority, name: form.name, uscc: form.uscc, ...LIFE });
      const signer = await openP12(issued.p12("pw"), "pw");
      await bindWith(actor, signer, deps);
      expect(await refusal(enterWith(signer))).toBe("done");
    }
  }, 60_000);

  it("takes an answer once, also when it comes twice at the same moment", async () => {
    const { signer } = await holder(3, pki, deps);
    const answer = await signPrepared(signer, await prepareSignIn(guest, {}, deps));
    const outcomes = await Promise.all([1, 2, 3].map(() => refusal(signInByCertificate(guest, answer, deps))));
    expect(outcomes.sort()).toEqual(["SIGN_IN_FAILED", "SIGN_IN_FAILED", "done"]);
  });

  it("refuses an answer that comes too late", async () => {
    const { signer } = await holder(4, pki, deps);
    const item = await prepareSignIn(guest, {}, deps);
    await db().$executeRaw`UPDATE challenge SET expires_at = clock_timestamp() - interval '1 ms'`;
    expect(await refusal(signInByCertificate(guest, await signPrepared(signer, item), deps))).toBe("SIGN_IN_FAILED");
  });

  it.each([
    [
      70,
      "a challenge of its own making",
      (nonce: string) => ({ fmt: "SBC/1", nonce: `x${nonce}`, origin: "http://localhost:3000", type: "login" }),
    ],
    [
      71,
      "an answer given to another site",
      (nonce: string) => ({ fmt: "SBC/1", nonce, origin: "http://localhost.evil.example", type: "login" }),
    ],
    [
      72,
      "more than was asked",
      (nonce: string) => ({ fmt: "SBC/1", nonce, origin: "http://localhost:3000", role: "operator", type: "login" }),
    ],
  ] as const)("%i refuses %s", async (n, _what, change) => {
    const { signer } = await holder(n, pki, deps);
    const item = await prepareSignIn(guest, {}, deps);
    const { nonce } = JSON.parse(new TextDecoder().decode(decodeBase64(item.bytesBase64)));
    const false_ = { ...item, bytesBase64: encodeBase64(canonicalBytes(change(nonce))) };
    expect(await refusal(signInByCertificate(guest, await signPrepared(signer, false_), deps))).toBe("SIGN_IN_FAILED");
  });

  it("refuses a certificate that nobody bound, and one bound by nobody's authority", async () => {
    const { form } = await member(5, deps);
    expect(await refusal(enterWith((await newKeyFile(pki, { name: form.name, uscc: form.uscc })).signer))).toBe(
      "SIGN_IN_FAILED",
    );
    expect(await refusal(enterWith((await newKeyFile(stranger, { name: form.name, uscc: form.uscc })).signer))).toBe(
      "SIGNATURE_INVALID",
    );
  });

  it.each([
    ["expired", { notBefore: new Date("2020-07-01"), notAfter: new Date("2021-01-01") }, {}, "PATH_EXPIRED"],
    [
      "not yet valid",
      { notBefore: new Date("2039-01-01"), notAfter: new Date("2040-01-01") },
      {},
      "PATH_NOT_YET_VALID",
    ],
    ["for servers alone", LIFE, { misused: "server" }, "PATH_EXTENDED_KEY_USAGE"],
  ] as const)("says what is wrong with a certificate itself: %s", async (_what, life, request, reason) => {
    const { signer } = await newKeyFile(pki, { name: "某公司", uscc: creditCode(77), ...request }, life);
    const signed = await signPrepared(signer, await prepareSignIn(guest, {}, deps));
    await expect(signInByCertificate(guest, signed, deps)).rejects.toMatchObject({
      code: "SIGNATURE_INVALID",
      facts: { reason },
    });
  });

  it("stops at once: no new session, and those it opened end", async () => {
    const { signer, actor, certificateId } = await holder(6, pki, deps);
    const { sessionId } = await enterWith(signer);
    const other = await signInByPasswordAgain(actor, 6);
    await stopCertificate(actor, { certificateId }, deps);
    expect(await liveSession(sessionId)).toBeNull();
    expect(await liveSession(other)).not.toBeNull();
    expect(await refusal(enterWith(signer))).toBe("SIGN_IN_FAILED");
    expect(await refusal(stopCertificate(actor, { certificateId }, deps))).toBe("STATE_FORBIDS");
    // Lost is lost: it cannot be bound again.
    expect(await refusal(bindWith(actor, signer, deps))).toBe("ALREADY_REGISTERED");
  });

  it("believes the authority's revocation", async () => {
    const { signer, der } = await holder(7, pki, deps);
    await pki.revoke(der, new Date(Date.now() - 1000));
    expect(await refusal(enterWith(signer))).toBe("SIGNATURE_INVALID");
  });
});

/** A further session of a member made by `member(n)`; needs a code of a later step than the one used. */
async function signInByPasswordAgain(actor: Actor, n: number): Promise<string> {
  const { totpSecret } = await db().person.findUniqueOrThrow({ where: { id: actor.personId! } });
  expect(totpSecret).not.toBe("");
  const form = await registration(n);
  await db().person.update({
    where: { id: actor.personId! },
    data: { totpSecret: testSecrets.sealCodeSecret(form.codeSecret), totpStep: 0 },
  });
  const code = await codeFor(form.codeSecret);
  return (await signInByPassword(guest, { login: form.login, password: PASSWORD, code }, deps)).sessionId;
}

describe("R-31: binding a certificate", () => {
  it("refuses another authority", async () => {
    const { actor, form } = await member(20, deps);
    const { signer } = await newKeyFile(stranger, { name: form.name, uscc: form.uscc });
    expect(await refusal(bindWith(actor, signer, deps))).toBe("SIGNATURE_INVALID");
  });

  it("refuses another company's certificate, and one with no code", async () => {
    const { actor, form } = await member(21, deps);
    const foreign = await newKeyFile(pki, { name: form.name, uscc: creditCode(777) });
    const without = await newKeyFile(pki, { name: form.name });
    expect(await refusal(bindWith(actor, foreign.signer, deps))).toBe("SIGNER_MISMATCH");
    expect(await refusal(bindWith(actor, without.signer, deps))).toBe("SIGNER_MISMATCH");
  });

  it("asks a person to confirm a name written differently, and never a code", async () => {
    const { actor, form } = await member(22, deps);
    const { signer } = await newKeyFile(pki, { name: "曾用名工程有限公司", uscc: form.uscc });
    expect(await refusal(bindWith(actor, signer, deps))).toBe("SIGNER_MISMATCH");
    const signed = await signPrepared(signer, await prepareBinding(actor, {}, deps));
    expect(await refusal(bindCertificate(actor, { signed, nameConfirmed: true }, deps))).toBe("done");
    const other = await newKeyFile(pki, { name: form.name, uscc: creditCode(778) });
    const false_ = await signPrepared(other.signer, await prepareBinding(actor, {}, deps));
    expect(await refusal(bindCertificate(actor, { signed: false_, nameConfirmed: true }, deps))).toBe(
      "SIGNER_MISMATCH",
    );
  });

  it("refuses an expired certificate", async () => {
    const { actor, form } = await member(23, deps);
    const old = { notBefore: new Date("2020-01-01T00:00:00Z"), notAfter: new Date("2024-01-01T00:00:00Z") };
    const { signer } = await newKeyFile(pki, { name: form.name, uscc: form.uscc }, old);
    expect(await refusal(bindWith(actor, signer, deps))).toBe("SIGNATURE_INVALID");
  });

  it("binds a personal certificate by the keyed hash of the number in it", async () => {
    const { actor } = await member(24, deps);
    const person = (n: number) =>
      pki.issue({ kind: "person", authority: "demo-b", name: "测试员", personNumber: identityNumber(n), ...LIFE });
    const mine = await openP12((await person(24)).p12("pw"), "pw");
    const others = await openP12((await person(25)).p12("pw"), "pw");
    expect(await bindWith(actor, mine, deps)).toMatchObject({ company: false });
    expect(await refusal(bindWith(actor, others, deps))).toBe("SIGNER_MISMATCH");
    expect(await refusal(enterWith(mine))).toBe("done");
  });

  it("takes a signed challenge from the person it was made for only, once, and no sign-in in its place", async () => {
    const one = await member(26, deps);
    const two = await member(27, deps);
    const { signer } = await newKeyFile(pki, { name: one.form.name, uscc: one.form.uscc });
    const signed = await signPrepared(signer, await prepareBinding(one.actor, {}, deps));
    expect(await refusal(bindCertificate(two.actor, { signed }, deps))).toBe("SIGNATURE_INVALID");
    const login = await signPrepared(signer, await prepareSignIn(guest, {}, deps));
    expect(await refusal(bindCertificate(one.actor, { signed: login }, deps))).toBe("SIGNATURE_INVALID");
    expect(await refusal(signInByCertificate(guest, signed, deps))).toBe("SIGN_IN_FAILED");
    expect(await refusal(bindCertificate(one.actor, { signed }, deps))).toBe("done");
    expect(await refusal(bindCertificate(one.actor, { signed }, deps))).toBe("SIGNATURE_INVALID");
  });

  it("is stopped by its holder or the administrator, by nobody else", async () => {
    const { certificateId } = await holder(28, pki, deps);
    const stranger_ = await member(29, deps);
    expect(await refusal(stopCertificate(stranger_.actor, { certificateId }, deps))).toBe("NOT_ALLOWED");
    expect(await refusal(stopCertificate({ ...stranger_.actor, role: "operator" }, { certificateId }, deps))).toBe(
      "NOT_ALLOWED",
    );
    expect(await refusal(stopCertificate(guest, { certificateId }, deps))).toBe("SIGN_IN_NEEDED");
  });
});
