import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Running } from "@/lib/adapters/loopback/server";
import { type DemoPki, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { startDemoCa } from "@/lib/adapters/pki/demo/server";
import { httpRevocation } from "@/lib/adapters/revocation/http";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { parseCertificate } from "@/lib/crypto/certificate";
import { verifyCms } from "@/lib/crypto/cms";
import { openP12 } from "@/lib/crypto/signer-software";
import { moveSandboxClock, platformNow, sandboxState } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { revocationLines } from "@/lib/store/revocation";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/refused";
import { openLot, hostSide } from "@/lib/testing/tender-stage";
import { type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import type { Deps } from "@/lib/usecases/deps";
import { believedPath } from "@/lib/usecases/signing/believed-path";
import { checkDueStandings, checkStanding } from "./check-standing";
import { fetchDueLists } from "./fetch-lists";
import { foundTrustList } from "./found-trust-list";
import { mustBeGoodSeal, standingsAllowFreeze } from "./mark-standing";
import { storedTrust } from "./stored-trust";

useFreshDatabase({ sandbox: true });

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let world: TenderWorld;
let pki: DemoPki;
let ca: Running;
let deps: Deps;
/** False: the authority is down. */
let up = true;
let lotId: string;

beforeAll(async () => {
  world = await tenderWorld();
  pki = await openDemoPki(mkdtempSync(join(tmpdir(), "standing-ca-")));
  let offset = 0;
  ca = await startDemoCa(pki, () => new Date(Date.now() + offset), 0);
  const http = httpRevocation({ demoCa: ca.url });
  const through = async <T>(ask: () => Promise<T>) => {
    if (!up) throw new Error("connection refused");
    ({ offsetMs: offset } = await sandboxState());
    return ask();
  };
  deps = {
    ...world.deps,
    trust: storedTrust({ list: async () => pki.trustList(), crls: async () => [] }),
    revocation: {
      get: (url) => through(() => http.get(url)),
      ask: (url, request) => through(() => http.ask(url, request)),
    },
  };
  await foundTrustList(deps);
  const host = await hostSide(world);
  ({ lotId } = await openLot(world, host));
}, 120_000);
afterAll(async () => {
  await ca.close();
  await world.close();
});

async function goOn(ms: number): Promise<void> {
  const { offsetMs } = await sandboxState();
  await inTransaction((tx) => moveSandboxClock(tx, offsetMs + ms));
}

let n = 0;
/** A bid in force, sealed now by a fresh certificate of this authority. */
async function sealed(authority: "demo-a" | "demo-b" | "demo-c" = "demo-b") {
  const at = await platformNow();
  const life = { notBefore: new Date(at.getTime() - 300 * DAY), notAfter: new Date(at.getTime() + 300 * DAY) };
  const party = await world.party("bidder", `投标人${++n}有限公司`);
  const issued = await pki.issue({ kind: "company", authority, name: party.name, uscc: party.uscc, ...life });
  const signer = await openP12(issued.p12("pw"), "pw");
  const bytes = canonicalBytes({ fmt: "SBC/1", n, type: "seal" });
  const context = { origin: "", purpose: "seal", title: "投标", nonce: "", expires: "2099-01-01T00:00:00Z" };
  const own = (await signer.list()).find(({ use }) => use !== "encrypt")!;
  const { cms } = await signer.sign({ cert: own.id, statement: bytes, context });
  expect((await verifyCms(bytes, cms)).ok).toBe(true);
  const bid = await db().bid.create({
    data: { lotId, partyId: party.id, state: "submitted", createdAt: at, updatedAt: at },
  });
  const digest = own.id;
  const none = Buffer.alloc(0);
  await db().sealedBid.create({
    data: {
      ...{ digest, bidId: bid.id, lotId, partyId: party.id, arrivalId: crypto.randomUUID(), kind: "seal", seq: 1 },
      ...{ bytes: Buffer.from(bytes), cms: Buffer.from(cms), state: "inForce", receipt: none, receiptCms: none },
      ...{ certificate: own.id, blind: none, at },
    },
  });
  const leaf = parseCertificate(issued.certificateDer);
  return { digest, leaf, chain: issued.chainDer, der: issued.certificateDer, at, partyId: party.id };
}

const lot = async () => db().lot.findUniqueOrThrow({ where: { id: lotId } });

describe("protocol §3.4: revocation data is fetched by a job", () => {
  it("every hour from every address of the trust list, and kept with its times", async () => {
    const addresses = pki.trustList().authorities.flatMap(({ crlUrls }) => crlUrls);
    expect(await fetchDueLists(deps)).toBe(addresses.length);
    expect(await fetchDueLists(deps)).toBe(0);
    const lines = await revocationLines();
    expect(lines.map(({ url }) => url).sort()).toEqual([...addresses].sort());
    const now = await platformNow();
    for (const { thisUpdate, nextUpdate, fetchedAt, problem } of lines) {
      expect(problem).toBeNull();
      expect(thisUpdate! <= now && now < nextUpdate!).toBe(true);
      expect(Math.abs(now.getTime() - fetchedAt!.getTime())).toBeLessThan(60_000);
    }
    await goOn(HOUR);
    expect(await fetchDueLists(deps)).toBe(addresses.length);
  });

  it("a failure is noted, keeps what was there, and is tried again sooner", async () => {
    await goOn(HOUR);
    up = false;
    const before = await revocationLines();
    await fetchDueLists(deps);
    const after = await revocationLines();
    expect(after.every(({ failures, problem }) => failures === 1 && problem === "connection refused")).toBe(true);
    expect(after.map(({ sha256 }) => sha256)).toEqual(before.map(({ sha256 }) => sha256));
    expect(await fetchDueLists(deps)).toBe(0);
    await goOn(300_000);
    up = true;
    expect(await fetchDueLists(deps)).toBe(before.length);
    expect((await revocationLines()).every(({ failures, problem }) => failures === 0 && problem === null)).toBe(true);
  });

  it("what is not the authority's own list, or an older one, does not take its place", async () => {
    const [line] = await revocationLines();
    const good = deps.revocation.get;
    const other = (await pki.crlsByPath(await platformNow())).get("/demo-b/sub.crl")!;
    const old = (await pki.crlsByPath(new Date((await platformNow()).getTime() - 2 * DAY))).get("/demo-a/root.crl")!;
    for (const [bad, why] of [
      [other, "not signed by this authority"],
      [old, "older than the list at hand"],
      [new Uint8Array(100), /./],
    ] as const) {
      await goOn(HOUR);
      const given = { ...deps, revocation: { ...deps.revocation, get: async () => bad } };
      await fetchDueLists(given);
      const now = (await revocationLines()).find(({ url }) => url === line!.url)!;
      expect(now.problem).toMatch(why);
      expect(now.sha256).not.toBeNull();
    }
    deps = { ...deps, revocation: { ...deps.revocation, get: good } };
    await goOn(HOUR);
    await fetchDueLists(deps);
  });
});

describe.each(["demo-a", "demo-b", "demo-c"] as const)("R-31: an outage of %s costs nobody the deadline", (id) => {
  it("accepts and says that it does not know; when it is back it knows", async () => {
    await goOn(9 * DAY); // every list at hand is out of date, by more than a day
    up = false;
    const bid = await sealed(id);
    expect((await believedPath(bid.leaf, bid.chain, deps)).known).toBe(false);
    expect(await checkStanding(bid.digest, deps, "ask")).toBe("unknown");
    expect((await refusal(mustBeGoodSeal(bid.digest, deps))).facts).toEqual({ revoked: false });
    up = true;
    await goOn(60_000);
    expect(await checkStanding(bid.digest, deps, "ask")).toBe("good");
    await mustBeGoodSeal(bid.digest, deps);
  });
});

describe("R-31: no revoked certificate wins", () => {
  it("revoked before the arrival and known only later: found, told, no award", async () => {
    up = false;
    await goOn(9 * DAY);
    const bid = await sealed("demo-c");
    await pki.revoke(bid.der, new Date(bid.at.getTime() - HOUR));
    expect(await checkStanding(bid.digest, deps, "ask")).toBe("unknown");
    up = true;
    await goOn(120_000);
    await fetchDueLists(deps);
    expect(await checkDueStandings(deps)).toBeGreaterThan(0);
    expect((await db().sealStanding.findUniqueOrThrow({ where: { digest: bid.digest } })).status).toBe("revoked");
    expect((await refusal(mustBeGoodSeal(bid.digest, deps))).facts).toEqual({ revoked: true });
    const told = await db().message.findMany({ where: { partyId: bid.partyId, kind: "certificate.sealRevoked" } });
    expect(told.length).toBe(1);
  });

  it("revoked after the arrival: the seal stands, and the next act does not", async () => {
    const bid = await sealed("demo-a");
    await goOn(HOUR);
    await pki.revoke(bid.der, new Date((await platformNow()).getTime() - 60_000));
    await goOn(HOUR + 60_000);
    await fetchDueLists(deps);
    expect(await checkStanding(bid.digest, deps, "ask")).toBe("good");
    expect((await refusal(believedPath(bid.leaf, bid.chain, deps))).facts).toEqual({ reason: "PATH_REVOKED" });
  });

  it("a revocation once known is not forgotten while the authority is silent", async () => {
    const bid = await sealed("demo-b");
    await pki.revoke(bid.der, new Date(bid.at.getTime() - 60_000));
    await goOn(HOUR);
    await fetchDueLists(deps);
    up = false;
    await goOn(30 * DAY);
    expect((await refusal(believedPath(bid.leaf, bid.chain, deps))).facts).toEqual({ reason: "PATH_REVOKED" });
    up = true;
  });
});

describe("the freeze", () => {
  it("waits for a status that is unknown, and not for ever", async () => {
    up = false;
    await goOn(9 * DAY);
    await sealed("demo-b");
    const remedyEndsAt = await platformNow();
    const at = { id: (await lot()).id, remedyEndsAt };
    expect(await standingsAllowFreeze(at, remedyEndsAt, deps)).toBe(false);
    expect(await standingsAllowFreeze(at, new Date(remedyEndsAt.getTime() + HOUR), deps)).toBe(true);
    up = true;
    await fetchDueLists(deps);
    expect(await standingsAllowFreeze(at, remedyEndsAt, deps)).toBe(true);
  });
});
