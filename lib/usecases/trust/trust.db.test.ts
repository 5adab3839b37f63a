import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DemoPki, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { decodeBase64, type TrustedAuthority } from "@/lib/crypto/binding";
import { parseCertificate, toPem } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import { statementHash } from "@/lib/crypto/statements";
import { ruleText } from "@/lib/crypto/trust-list";
import { db, inTransaction } from "@/lib/store/db";
import { eventOfHash } from "@/lib/store/log-events";
import { giveRight } from "@/lib/store/people";
import { trustVersion, trustVersions } from "@/lib/store/trust";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/refused";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import type { Deps } from "@/lib/usecases/deps";
import { believedPath } from "@/lib/usecases/signing/believed-path";
import { approveChange, prepareApproval, returnChange, withdrawChange } from "./decide-change";
import { foundTrustList } from "./found-trust-list";
import { prepareChange, proposeChange } from "./propose-change";
import { storedTrust } from "./stored-trust";

useFreshDatabase({ sandbox: true });

const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2031-01-01T00:00:00Z") };
let world: TenderWorld;
let deps: Deps;
/** A second process: its own caches over the same database. */
let elsewhere: Deps;
let first: Hand;
let second: Hand;
/** Authorities of another region, which the platform does not know. */
let foreign: DemoPki;
let theirs: TrustedAuthority;

beforeAll(async () => {
  world = await tenderWorld();
  deps = { ...world.deps, trust: storedTrust(world.deps.trust) };
  elsewhere = { ...world.deps, trust: storedTrust(world.deps.trust) };
  const operator = await world.party("operator", "平台运营有限公司");
  first = await world.hand(operator, "operator", "申屠晓");
  second = await world.hand(operator, "operator", "端木岚");
  for (const { actor } of [first, second])
    await inTransaction((tx) =>
      giveRight(tx, {
        personId: actor.personId!,
        partyId: operator.id,
        role: "operator",
        duties: ["operate", "sign"],
        validFrom: new Date(0),
        validTo: null,
      }),
    );
  foreign = await openDemoPki(mkdtempSync(join(tmpdir(), "xinbiao-foreign-")));
  theirs = foreign.trustList().authorities.find(({ id }) => id === "demo-b")!;
  await foundTrustList(deps);
}, 120_000);
afterAll(() => world.close());

const pem = (ders: readonly string[]) => ders.map((text) => toPem("CERTIFICATE", decodeBase64(text))).join("");

function form(changes: Partial<TrustedAuthority> = {}) {
  const authority = { ...theirs, id: "neighbour-ca", name: "邻省电子认证", ...changes };
  return {
    id: authority.id,
    name: authority.name,
    uses: [...authority.uses],
    algorithms: [...authority.algorithms],
    anchors: pem(authority.anchors),
    intermediates: pem(authority.intermediates),
    crlUrls: authority.crlUrls.join("\n"),
    ocspUrls: authority.ocspUrls.join("\n"),
    company: authority.company.map(ruleText).join("\n"),
    person: authority.person.map(ruleText).join("\n"),
    extendedKeyUsages: "",
    distrustAfter: "",
    contact: "0851-05550999",
  };
}

async function propose(hand: Hand, changes: Partial<TrustedAuthority> = {}, more: object = {}) {
  const input = { authority: { ...form(changes), ...more }, reason: "跨省互认协议（2026）第 3 号" };
  const [signed] = await hand.sign([await prepareChange(hand.actor, input, deps)]);
  return (await proposeChange(hand.actor, { ...input, signed: signed! }, deps)).proposalId;
}

async function approve(hand: Hand, proposalId: string) {
  const [signed] = await hand.sign([await prepareApproval(hand.actor, { proposalId }, deps)]);
  return approveChange(hand.actor, { proposalId, signed: signed! }, deps);
}

const stranger = async () => {
  const issued = await foreign.issue({ kind: "company", authority: "demo-b", name: "邻省公司", ...LIFE });
  return parseCertificate(issued.certificateDer);
};
const chain = () => theirs.intermediates.map(decodeBase64);

describe("R-30: the trust list is signed data", () => {
  it("begins with the installation's, once, signed and logged", async () => {
    await Promise.all([foundTrustList(deps), foundTrustList(elsewhere)]);
    expect((await trustVersions()).map(({ version }) => version)).toEqual([1]);
    const row = (await trustVersion(1))!;
    expect(statementHash(row.bytes)).toBe(row.sha256);
    expect((await verifyCms(new Uint8Array(row.bytes), new Uint8Array(row.cms))).ok).toBe(true);
    expect(await eventOfHash(row.sha256, "trust-list")).not.toBeNull();
  });

  it("a version is never changed or taken away", async () => {
    await expect(db().trustVersion.update({ where: { version: 1 }, data: { sha256: "0" } })).rejects.toThrow(/append/);
    await expect(db().trustVersion.delete({ where: { version: 1 } })).rejects.toThrow(/append/);
  });

  it("one person cannot propose and approve, not even from two sessions", async () => {
    const proposalId = await propose(first);
    const otherSession: Hand = { ...first, actor: { ...first.actor, sessionId: crypto.randomUUID() } };
    expect((await refusal(approve(otherSession, proposalId))).code).toBe("OWN_ENTRY");
    // Nor with a signature made for it: the check stands under the lock again.
    const [signed] = await first.sign([await prepareApproval(second.actor, { proposalId }, deps)]);
    expect((await refusal(approveChange(otherSession.actor, { proposalId, signed: signed! }, deps))).code).toBe(
      "OWN_ENTRY",
    );
    expect((await trustVersions()).length).toBe(1);
    expect((await refusal(returnChange(first.actor, { proposalId, reason: "不予通过" }, deps))).code).toBe("OWN_ENTRY");
    expect((await refusal(withdrawChange(second.actor, { proposalId }, deps))).code).toBe("NOT_ALLOWED");
    await withdrawChange(first.actor, { proposalId }, deps);
    expect((await refusal(approve(second, proposalId))).code).toBe("STATE_FORBIDS");
  });

  it("is nobody's but the operator's to change", async () => {
    const input = { authority: form(), reason: "我方建议" };
    const actor = { ...first.actor, role: "bidder" as const };
    expect((await refusal(prepareChange(actor, input, deps))).code).toBe("NOT_ALLOWED");
  });

  it("an authority added is believed at once, in every process, without a restart", async () => {
    const leaf = await stranger();
    for (const process of [deps, elsewhere])
      expect((await refusal(believedPath(leaf, chain(), process))).facts).toEqual({ reason: "PATH_NO_ISSUER" });
    const { version } = await approve(second, await propose(first));
    expect(version).toBe(2);
    for (const process of [deps, elsewhere])
      expect((await believedPath(leaf, chain(), process)).authority.id).toBe("neighbour-ca");
    const row = (await trustVersion(2))!;
    expect(await eventOfHash(row.sha256, "trust-list")).not.toBeNull();
    const audited = await db().auditEntry.findMany({ where: { objectKind: "trustList", objectId: row.proposalId! } });
    expect(audited.map(({ action }) => action).sort()).toEqual(["trust.approve", "trust.propose"]);
    expect(new Set(audited.map(({ actorId }) => actorId)).size).toBe(2);
    const signatures = await db().statement.findMany({ where: { subject: row.proposalId! } });
    expect(signatures.length).toBe(2);
  });

  it("believes what an authority signed before it was distrusted, and nothing after", async () => {
    const leaf = await stranger();
    const at = new Date("2026-06-01T00:00:00Z");
    await approve(second, await propose(first, {}, { distrustAfter: "2026-07-01T00:00" }));
    expect((await believedPath(leaf, chain(), elsewhere, { at })).authority.id).toBe("neighbour-ca");
    expect((await refusal(believedPath(leaf, chain(), elsewhere))).facts).toEqual({ reason: "PATH_ANCHOR_PERIOD" });
  });

  it("an older proposal does not take back what came after it", async () => {
    const late = await propose(first, { name: "邻省电子认证（旧）" });
    await approve(first, await propose(second, { name: "邻省电子认证（新）" }));
    expect((await refusal(approve(second, late))).code).toBe("STALE");
    await returnChange(second.actor, { proposalId: late, reason: "已有新版本" }, deps);
  });

  it.each([
    ["anchor-taken", { anchors: [], id: "thief" }, { anchors: "own" }],
    ["anchor", {}, { anchors: "leaf" }],
    ["intermediate", {}, { intermediates: "foreign" }],
    ["algorithm", {}, { algorithms: ["sm2"] }],
    ["pem", {}, { anchors: "-----BEGIN NOTHING-----" }],
    ["rule", {}, { company: "somewhere 1.2.3" }],
    ["company-rule", {}, { company: "", person: "" }],
    ["shape", {}, { crlUrls: "ldap://ca.example/crl" }],
  ])("refuses %s", async (fault, changes, more) => {
    const own = (await deps.trust.list()).authorities.find(({ id }) => id === "demo-a")!;
    const leaf = toPem("CERTIFICATE", (await stranger()).der);
    const given: Record<string, unknown> = { ...more };
    if (given.anchors === "own") given.anchors = pem(own.anchors);
    if (given.anchors === "leaf") given.anchors = leaf;
    if (given.intermediates === "foreign") given.intermediates = pem(own.intermediates);
    const said = await refusal(propose(first, changes as Partial<TrustedAuthority>, given));
    expect([said.code, said.facts]).toEqual(["TRUST_CHANGE_INVALID", { fault }]);
  });
});
