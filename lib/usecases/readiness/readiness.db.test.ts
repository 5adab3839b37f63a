import { beforeAll, describe, expect, it } from "vitest";
import { platformSigner } from "@/lib/adapters/pki/platform";
import type { AuthorityId } from "@/lib/adapters/pki/demo/shapes";
import type { DemoPki } from "@/lib/adapters/pki/demo/pki";
import { decodeBase64 } from "@/lib/crypto/binding";
import { parseCanonical } from "@/lib/crypto/canonical";
import { verifyCms } from "@/lib/crypto/cms";
import { tryUnwrapWith } from "@/lib/crypto/unwrap-trial";
import { parseCertificate } from "@/lib/crypto/certificate";
import { useFreshDatabase } from "@/lib/testing/database";
import { member, actorOf } from "@/lib/testing/identity";
import { bindWith, identityDeps, LIFE, newAuthorities, newKeyFile, signPrepared } from "@/lib/testing/keys";
import { refusal } from "@/lib/testing/refused";
import type { Deps } from "@/lib/usecases/deps";
import { prepareSignIn, signInByCertificate } from "@/lib/usecases/session/sign-in-by-certificate";
import { guest } from "@/lib/testing/identity";
import { checkReadiness, prepareReadiness } from "./check-readiness";
import { viewReadiness } from "./view-readiness";

useFreshDatabase();

let pki: DemoPki;
let deps: Deps;
beforeAll(async () => {
  pki = await newAuthorities();
  const made = await pki.issue({ kind: "platform", authority: "demo-b", name: "平台", ...LIFE });
  const { certificateDer, chainDer, privateKeyPkcs8: privateKey } = made;
  deps = { ...identityDeps(pki), platform: platformSigner({ certificateDer, chainDer, privateKey }) };
}, 60_000);

const MEASURED = { unwrapped: true, clockOffsetMs: 120, bytesPerSecond: 2_000_000 };
let n = 70;

async function holderAt(authority: AuthorityId, life = LIFE) {
  const joined = await member(++n, deps);
  const request = { name: joined.form.name, uscc: joined.form.uscc, authority };
  const file = await newKeyFile(pki, request, life);
  await bindWith(joined.actor, file.signer, deps);
  return { ...joined, ...file };
}

describe.each(["demo-a", "demo-b", "demo-c"] as const)("R-30: somebody with a certificate of %s", (authority) => {
  it("signs in by it, and finds everything ready", async () => {
    const { actor, signer, der } = await holderAt(authority);
    const signed = await signPrepared(signer, await prepareSignIn(guest, {}, deps));
    const { sessionId } = await signInByCertificate(guest, signed, deps);
    expect((await actorOf(sessionId)).personId).toBe(actor.personId);

    const unwrapped = await tryUnwrapWith(signer);
    expect(unwrapped).toBe(true);
    const trial = await signPrepared(signer, await prepareReadiness(actor, {}, deps));
    const found = await checkReadiness(actor, { signed: trial, ...MEASURED, unwrapped }, deps);
    expect(found.checks.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(
      ["sign", "chain", "revocation", "bound", "life", "unwrap", "clock", "bandwidth"].map((name) => `${name} pass`),
    );
    const report = decodeBase64(found.report);
    const verdict = await verifyCms(report, decodeBase64(found.cms));
    expect(verdict.ok && verdict.signers[0]!.certificate.der).toEqual(deps.platform.certificateDer);
    expect(parseCanonical(report)).toMatchObject({
      type: "readiness-report",
      overall: "pass",
      certificate: { kid: parseCertificate(der).fingerprint },
    });
    expect((await viewReadiness(actor, {}, deps)).map(({ overall }) => overall)).toEqual(["pass"]);
  }, 60_000);
});

describe("a readiness check says what is wrong, point by point", () => {
  const outcomes = async (actor: Parameters<typeof checkReadiness>[0], signed: never, change: object = {}) => {
    const found = await checkReadiness(actor, { signed, ...MEASURED, ...change }, deps);
    return Object.fromEntries(found.checks.map(({ name, outcome }) => [name, outcome]));
  };
  const trial = async (who: Awaited<ReturnType<typeof holderAt>>, signer = who.signer) =>
    (await signPrepared(signer, await prepareReadiness(who.actor, {}, deps))) as never;

  it("revoked, another's key, ending soon, slow, no way to open", async () => {
    const soon = { notBefore: LIFE.notBefore, notAfter: new Date(Date.now() + 20 * 86_400_000) };
    const who = await holderAt("demo-b", soon);
    expect(await outcomes(who.actor, await trial(who), { unwrapped: null, bytesPerSecond: 50_000 })).toMatchObject({
      ...{ life: "warn", unwrap: "warn", bandwidth: "warn", chain: "pass" },
    });
    expect(await outcomes(who.actor, await trial(who), { unwrapped: false, clockOffsetMs: -900_000 })).toMatchObject({
      ...{ unwrap: "fail", clock: "fail" },
    });
    const other = await newKeyFile(pki, { name: "别家公司" });
    expect(await outcomes(who.actor, await trial(who, other.signer))).toMatchObject({ bound: "fail", chain: "pass" });
    await pki.revoke(who.der, new Date(Date.now() - 60_000));
    expect(await outcomes(who.actor, await trial(who))).toMatchObject({ chain: "fail", revocation: "fail" });
  }, 60_000);

  it("takes a trial signature once, and no signature made for anything else", async () => {
    const who = await holderAt("demo-b");
    const signed = await trial(who);
    await outcomes(who.actor, signed);
    expect((await refusal(outcomes(who.actor, signed))).facts).toEqual({ reason: "challenge" });
    const login = (await signPrepared(who.signer, await prepareSignIn(guest, {}, deps))) as never;
    expect((await refusal(outcomes(who.actor, login))).facts).toEqual({ reason: "statement" });
  }, 60_000);
});
