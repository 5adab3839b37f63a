import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { diskObjects } from "@/lib/adapters/objects/disk";
import type { DemoPki } from "@/lib/adapters/pki/demo/pki";
import { platformSigner } from "@/lib/adapters/pki/platform";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { canonicalBytes, parseCanonical } from "@/lib/crypto/canonical";
import type { Actor } from "@/lib/domain/actor";
import type { Refusal } from "@/lib/domain/refusal";
import { db } from "@/lib/store/db";
import { useFreshDatabase } from "@/lib/testing/database";
import { creditCode, guest, member } from "@/lib/testing/identity";
import { identityDeps, LIFE, newAuthorities } from "@/lib/testing/keys";
import { refusal } from "@/lib/testing/refused";
import type { Deps } from "@/lib/usecases/deps";
import { readFile } from "@/lib/usecases/file/read-file";
import { verifyParty } from "./check-party";
import { exportSubject, importSubject } from "./subject-record";
import { viewOrganisation } from "./view-organisation";
import { viewPartyEntry } from "./view-parties";

useFreshDatabase();
const BASIS = "国家企业信用信息公示系统，当日查询";

let pki: DemoPki;
/** This platform, and the one next door; both recognise the same authorities. */
let here: Deps;
let there: Deps;
let clerk: Actor;

async function platform(name: string, n: number): Promise<Deps> {
  const made = await pki.issue({ kind: "platform", authority: "demo-a", name, uscc: creditCode(n), ...LIFE });
  const { certificateDer, chainDer, privateKeyPkcs8: privateKey } = made;
  const objects = diskObjects(mkdtempSync(join(tmpdir(), "xinbiao-record-")));
  return { ...identityDeps(pki), objects, platform: platformSigner({ certificateDer, chainDer, privateKey }) };
}

beforeAll(async () => {
  pki = await newAuthorities();
  [here, there] = [await platform("此处交易平台", 901), await platform("邻省交易平台", 902)];
  const { actor, partyId } = await member(900, here, { roles: ["tenderee"] });
  await db().party.update({ where: { id: partyId }, data: { roles: ["operator"], state: "verified" } });
  await db().membership.updateMany({ where: { partyId }, data: { role: "operator" } });
  clerk = { ...actor, role: "operator" };
}, 60_000);

async function verified(n: number, deps: Deps, changes: Record<string, unknown> = {}) {
  const joined = await member(n, deps, changes);
  await verifyParty(clerk, { partyId: joined.partyId, version: 1, basis: BASIS }, deps);
  return joined;
}

/** What the neighbour says of this organisation: its record, changed before it signs. */
async function recordOf(actor: Actor, change: (record: Record<string, unknown>) => Record<string, unknown> = (r) => r) {
  const { text } = await exportSubject(actor, {}, there);
  const file = JSON.parse(text) as { format: string; record: string; cms: string };
  const record = canonicalBytes(change(parseCanonical(decodeBase64(file.record)) as Record<string, unknown>) as never);
  const cms = await there.platform.signStatement(record);
  return JSON.stringify({ ...file, record: encodeBase64(record), cms: encodeBase64(cms) });
}
const subject = (change: object) => (record: Record<string, unknown>) => ({
  ...record,
  subject: { ...(record.subject as object), ...change },
});
const faultOf = async (work: Promise<unknown>) => {
  const { code, facts } = (await refusal(work)) as unknown as Refusal;
  return [code, (facts as { fault?: string; reason?: string }).fault ?? (facts as { reason?: string }).reason ?? ""];
};

describe("R-27, R-28: shared registration", () => {
  it("what the neighbour verified is taken over as a version of its own, and waits for our check", async () => {
    const { actor, partyId } = await verified(1, here);
    const text = await recordOf(actor, subject({ address: "遵义市汇川区上海路 1 号", legalRepresentative: "安邦国" }));
    expect(await importSubject(actor, { text, basedOn: 1 }, here)).toEqual({ version: 2 });
    const view = await viewPartyEntry(clerk, { partyId }, here);
    expect([...view.changed].sort()).toEqual(["address", "legalRepresentative"]);
    // The verifier sees whose word it is, and can read it.
    expect(view.evidenceName).toMatch(/^主体登记记录 邻省交易平台 \d{4}-\d\d-\d\d\.json$/);
    const { body } = await readFile(clerk, { fileId: view.latest.evidence! }, here);
    const pieces: Uint8Array[] = [];
    for await (const piece of body) pieces.push(piece);
    expect(Buffer.concat(pieces).toString("utf8")).toBe(text);
    expect((await db().party.findUniqueOrThrow({ where: { id: partyId } })).address).toContain("观山湖");
    await verifyParty(clerk, { partyId, version: 2, basis: BASIS }, here);
    expect((await viewOrganisation(actor, {}, here)).history[0]!.data).toMatchObject({
      ...{ address: "遵义市汇川区上海路 1 号", contactName: "韦清", roles: ["bidder"] },
    });
  });

  it("holds what was verified and no personal contact; nothing verified, nothing to hand out", async () => {
    const { actor } = await verified(2, here);
    const { text } = await exportSubject(actor, {}, here);
    const record = parseCanonical(decodeBase64(JSON.parse(text).record)) as Record<string, object>;
    expect(record).toMatchObject({ type: "subject-record", version: 1, issuer: { uscc: creditCode(901) } });
    expect(Object.keys(record.subject!).sort()).toEqual(
      ["address", "basicAccount", "kind", "legalRepresentative", "name", "regionCode", "uscc"].sort(),
    );
    const { actor: unchecked } = await member(3, here);
    expect(await faultOf(exportSubject(unchecked, {}, here))).toEqual(["NOT_VERIFIED", ""]);
    expect(await faultOf(exportSubject(guest, {}, here))).toEqual(["SIGN_IN_NEEDED", ""]);
  });

  it("refuses another's record, a changed one, one that nobody of the trust list signed, an old one, one's own word", async () => {
    const [{ actor }, { actor: other }] = [await verified(4, here), await verified(5, here)];
    const take = (text: string, basedOn = 1) => faultOf(importSubject(actor, { text, basedOn }, here));
    expect(await take(await recordOf(other))).toEqual(["RECORD_INVALID", "subject"]);
    const good = await recordOf(actor);
    const file = JSON.parse(good) as { record: string; cms: string };
    const bytes = Buffer.from(file.record, "base64").toString("utf8").replace("罗启明", "罗启暗");
    const changed = JSON.stringify({ ...file, record: Buffer.from(bytes).toString("base64") });
    expect(await take(changed)).toEqual(["SIGNATURE_INVALID", "CMS_DIGEST"]);
    expect(await take("{}")).toEqual(["RECORD_INVALID", "format"]);
    expect(await take(await recordOf(actor, subject({ more: 1 })))).toEqual(["RECORD_INVALID", "format"]);
    const old = (r: Record<string, unknown>) => ({ ...r, at: "2026-01-02T00:00:00.000Z" });
    const late = (r: Record<string, unknown>) => ({ ...r, at: "2099-01-02T00:00:00.000Z" });
    for (const change of [old, late])
      expect(await take(await recordOf(actor, change))).toEqual(["RECORD_INVALID", "age"]);
    // Signed by the neighbour, and said to be somebody else's.
    const named = (uscc: string) => (r: Record<string, unknown>) => ({
      ...r,
      issuer: { ...(r.issuer as object), uscc },
    });
    expect(await take(await recordOf(actor, named(creditCode(901))))).toEqual(["RECORD_INVALID", "issuer"]);
    // The organisation's own certificate vouches for nothing.
    const own = await pki.issue({ kind: "company", authority: "demo-b", name: "甲", uscc: actor.uscc!, ...LIFE });
    const { certificateDer, chainDer, privateKeyPkcs8: privateKey } = own;
    const signer = platformSigner({ certificateDer, chainDer, privateKey });
    const before = there;
    there = { ...there, platform: signer };
    expect(await take(await recordOf(actor, named(actor.uscc!)))).toEqual(["RECORD_INVALID", "issuer"]);
    const stranger = await newAuthorities();
    const unknown = await stranger.issue({
      kind: "platform",
      authority: "demo-a",
      name: "乙",
      uscc: creditCode(902),
      ...LIFE,
    });
    there = {
      ...before,
      platform: platformSigner({
        certificateDer: unknown.certificateDer,
        chainDer: unknown.chainDer,
        privateKey: unknown.privateKeyPkcs8,
      }),
    };
    expect(await take(await recordOf(actor, named(creditCode(902))))).toEqual(["SIGNATURE_INVALID", "PATH_NO_ISSUER"]);
    there = before;
    expect(await take(good, 7)).toEqual(["STALE", ""]);
    expect(await importSubject(actor, { text: good, basedOn: 1 }, here)).toEqual({ version: 2 });
  }, 60_000);
});
