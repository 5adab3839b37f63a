import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NoteSigner, noteSigner } from "@/lib/adapters/log/ed25519";
import { type Running, serve } from "@/lib/adapters/loopback/server";
import { type Probe, startProbe } from "@/lib/adapters/witness/demo/probe";
import { startDemoWitness } from "@/lib/adapters/witness/demo/server";
import { httpWitness } from "@/lib/adapters/witness/http";
import { COSIGNATURE, ED25519, readVerifierKey } from "@/lib/crypto/checkpoint";
import { readUnreachable, type Span, unreachableNote } from "@/lib/crypto/unreachable";
import { newBook } from "@/lib/crypto/verify-book";
import { verifyLog } from "@/lib/crypto/verify-log";
import { verifyOutage, verifyOutages } from "@/lib/crypto/verify-outage";
import { archiveOf } from "@/lib/crypto/archive";
import { Refusal } from "@/lib/domain/refusal";
import { moveSandboxClock, platformNow, sandboxState } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { lotsCutShort } from "@/lib/store/outages";
import { lotById } from "@/lib/store/lots";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/refused";
import { type Host, hostSide, openLot } from "@/lib/testing/tender-stage";
import { type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import type { Deps } from "@/lib/usecases/deps";
import { logMembers } from "@/lib/usecases/archive/archive-log";
import { hasPython } from "@/lib/testing/second-verifier";
import { collectCosignatures } from "@/lib/usecases/log/collect-cosignatures";
import { sealBatch } from "@/lib/usecases/log/seal-batch";
import { extendDeadline, prepareExtension } from "@/lib/usecases/notice/extend-deadline";
import { dueExtensions, offeredExtension } from "@/lib/usecases/notice/offered-extension";
import { reportOutage } from "./report-outage";
import { listOutages, proveOutage, viewOutages } from "./view-outages";

useFreshDatabase({ sandbox: true });

const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), "outage-"));
const moved = { ms: 0 };
/** The witnesses' own clocks: they go as the platform's does, and both their clocks go together. */
const now = () => new Date(performance.timeOrigin + performance.now() + moved.ms);
const steady = () => performance.now() + moved.ms;

let world: TenderWorld;
let host: Host;
let lotId: string;
let deps: Deps;
let door: Running;
let isOpen = true;
let log: NoteSigner;
const signers: NoteSigner[] = [];
const probes: Probe[] = [];

beforeAll(async () => {
  world = await tenderWorld();
  host = await hostSide(world);
  ({ lotId } = await openLot(world, host));
  for (const name of ["hub", "supervisor"])
    signers.push(await noteSigner(join(folder, `${name}.key`), `witness.test/${name}`, COSIGNATURE));
  log = await noteSigner(join(folder, "log.key"), "bid.test/log", ED25519);
  // The platform's public door as its routes are; closed, it cuts every connection.
  door = await serve(async ({ method, url, body }) => {
    if (!isOpen) return "drop";
    if (url.pathname === "/api/time") return { status: 200, body: { now: (await platformNow()).getTime() } };
    if (method !== "POST" || url.pathname !== "/api/v1/outages") return { status: 404 };
    try {
      return { status: 200, body: await reportOutage(JSON.parse(new TextDecoder().decode(body)), deps) };
    } catch (error) {
      return error instanceof Refusal ? { status: 422, body: { code: error.code } } : { status: 500 };
    }
  }, 0);
  const witnessKeys = async () => signers.map(({ verifierKey }) => verifierKey);
  deps = { ...world.deps, log: { ...world.deps.log, witnessKeys }, origin: door.url };
  for (const signer of signers) probes.push(await probe(signer));
}, 120_000);
afterAll(async () => {
  await Promise.all(probes.map((one) => one.stop()));
  await door.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const probe = (signer: NoteSigner) =>
  startProbe({ signer, folder: join(folder, signer.name), now, steady, platform: door.url, everyMs: MINUTE });

async function goOn(ms: number): Promise<void> {
  const { offsetMs } = await sandboxState();
  await inTransaction((tx) => moveSandboxClock(tx, offsetMs + ms));
  moved.ms = offsetMs + ms;
}
const goBefore = async (ms: number) =>
  goOn((await lotById(lotId)).deadline!.getTime() - ms - (await platformNow()).getTime());

/** So many minutes of the witnesses' looking, one look a minute. */
async function looks(count: number, who: readonly Probe[] = probes): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await goOn(MINUTE);
    await Promise.all(who.map((one) => one.look()));
  }
}
const offer = async () => offeredExtension(await lotById(lotId), await platformNow());
const counts = async () => ({
  outages: await db().outage.count(),
  statements: await db().statement.count({ where: { type: "unreachable" } }),
  events: await db().logEvent.count({ where: { kind: "unreachable" } }),
  entries: await db().auditEntry.count({ where: { action: "outage.report" } }),
});
const once = (n: number) => ({ outages: n, statements: n, events: n, entries: n });

/** One batch of the log with everything that waits, and the first witness's cosignature. */
async function sealed(): Promise<void> {
  await sealBatch({ log: { ...log, origin: log.name, intervalMs: 200 } }, { now: true });
  const seen = { signer: signers[0]!, folder: join(folder, "seen"), logKeys: async () => [log.verifierKey], now };
  const witness = await startDemoWitness(seen, 0);
  await collectCosignatures({ witnesses: [httpWitness(witness.url)] });
  await witness.close();
}
const policy = () => ({
  log: readVerifierKey(log.verifierKey),
  witnesses: signers.map(({ verifierKey }) => readVerifierKey(verifierKey)),
  quorum: 1,
});

/** What the second verifier says of the witnesses' notes in such members. */
function second(members: Record<string, Uint8Array>): string[] {
  writeFileSync(join(folder, "members.zip"), zipSync(members, { level: 0 }));
  const keys = JSON.stringify({ log: log.verifierKey, witnesses: signers.map(({ verifierKey }) => verifierKey) });
  const program = `
import json, sys
from base import Archive, Book
from tree import Log, check_outage, read_events
archive, log, book = Archive(sys.argv[1]), Log(json.loads(sys.argv[2])), Book()
events = read_events(archive, book, log)
for _, name in archive.like(r"tender/outages/.*"):
    book.check(5, "outage", lambda: check_outage(archive, log, events, name))
print(json.dumps([one["state"] for one in book.findings if one["code"] == "outage"]))`;
  const { stdout, stderr } = spawnSync("python3", ["-B", "-c", program, join(folder, "members.zip"), keys], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: resolve(import.meta.dirname, "../../../e2e/verifier") },
  });
  return stdout ? (JSON.parse(stdout) as string[]) : [stderr];
}

describe("protocol 5.5: the platform could not be reached, as witnesses measured from outside", () => {
  it("what lasts is nobody's word yet; when the door is open again each witness's note arrives, once", async () => {
    await goBefore(110 * MINUTE);
    await looks(2);
    isOpen = false;
    await looks(8);
    expect(await counts()).toEqual(once(0));
    isOpen = true;
    await looks(1);
    expect(await counts()).toEqual(once(2));
    await looks(1);
    // A witness that forgot that it had handed it in hands it in again.
    const { note, hash } = (await db().outage.findFirstOrThrow({ where: { by: signers[0]!.name } }))!;
    expect(await reportOutage({ note: note! }, deps)).toEqual({ hash });
    expect(await counts()).toEqual(once(2));
    const rows = await listOutages();
    expect(rows.map(({ by, kind }) => [by, kind]).sort()).toEqual([
      ["witness.test/hub", "unreachable"],
      ["witness.test/supervisor", "unreachable"],
    ]);
    for (const { begunAt, endedAt } of rows)
      expect(Math.round((endedAt!.getTime() - begunAt.getTime()) / MINUTE)).toBe(7);
  }, 60_000);

  it("is one outage to everybody, with the witness's own signature and a place in the log", async () => {
    const [outage, ...others] = await viewOutages(10);
    expect(others).toEqual([]);
    expect(outage).toMatchObject({ offsetMs: null, by: ["witness.test/hub", "witness.test/supervisor"] });
    const [{ hash, note, by }] = (await listOutages()) as unknown as [{ hash: string; note: string; by: string }];
    const keys = signers.map(({ verifierKey }) => readVerifierKey(verifierKey));
    expect(await readUnreachable(note, keys)).toMatchObject({ hash, statement: { witness: by, platform: door.url } });
    expect(await proveOutage(hash)).toMatchObject({ note, log: null });
    expect(await proveOutage("0".repeat(64))).toBeNull();
    // What everybody can fetch is judged offline: in the log it is only once that has sealed it.
    const judged = async (evidence: string) => {
      const book = newBook();
      await verifyOutage(book, evidence, policy());
      return book.findings.map(({ code, state }) => `${code} ${state}`);
    };
    const fetched = async () => JSON.stringify(await proveOutage(hash));
    expect(await judged(await fetched())).toEqual(["evidence ok", "note ok", "proof missing"]);
    expect(await judged(note)).toEqual(["evidence ok", "note ok", "proof missing"]);
    await sealed();
    expect(await judged(await fetched())).toEqual(["evidence ok", "note ok", "proof ok"]);
    const other = (await listOutages()).find((one) => one.hash !== hash)!;
    expect(await judged(JSON.stringify({ ...(await proveOutage(hash)), note: other.note }))).toContain("proof false");
    expect(await judged((await fetched()).replace("SBC/1 unreachable", "SBC/1 unreachably"))).toContain("note false");
    // It has its own timestamp, as every statement that is to be proved later.
    expect(await db().statement.count({ where: { sha256: hash, signerName: by, cms: null } })).toBe(1);
  }, 60_000);

  it("offers the tenderee the deadline plus what was lost, once, and says by whom it was measured", async () => {
    const { deadline } = await lotById(lotId);
    const offered = (await offer())!;
    expect(Math.round(offered.lostMs / MINUTE)).toBe(7);
    expect(offered).toMatchObject({ clock: false, by: ["witness.test/hub", "witness.test/supervisor"] });
    const now = await platformNow();
    const due = await dueExtensions.due(now);
    expect([due, await lotsCutShort(now, db(), lotId)]).toEqual([[lotId], [lotId]]);
    expect(await lotsCutShort(now, db(), randomUUID())).toEqual([]);
    // Of whose last two hours two minutes were lost is not asked about at all, however many measured it.
    const last = Math.max(...(await db().outage.findMany()).map(({ endedAt }) => endedAt!.getTime()));
    const asked = async (lostMs: number) => {
      const later = new Date(last - lostMs + 120 * MINUTE);
      await db().lot.update({ where: { id: lotId }, data: { deadline: later } });
      const ids = await dueExtensions.due(now);
      await db().lot.update({ where: { id: lotId }, data: { deadline } });
      return ids;
    };
    expect([await asked(2 * MINUTE), await asked(6 * MINUTE)]).toEqual([[], [lotId]]);
    for (const id of due) await dueExtensions.run(id, deps);
    expect(await db().message.count({ where: { lotId, kind: "extensionOffered" } })).toBe(1);
    expect((await lotById(lotId)).deadline).toEqual(deadline);
    const signed = await host.author.sign(await prepareExtension(host.author.actor, { lotId }, deps));
    const { noticeId } = await extendDeadline(host.author.actor, { lotId, signed }, deps);
    expect((await lotById(lotId)).deadline!.getTime() - deadline!.getTime()).toBe(60 * MINUTE);
    const { content } = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
    const text = JSON.stringify(content);
    expect(text).toContain("由见证人 witness.test/hub、witness.test/supervisor 探测并签名");
    expect(text).not.toContain("平台时钟");
    expect(await offer()).toBeNull();
  }, 60_000);

  it("is in the archive of the lot that was extended by it, and both verifiers find what was changed", async () => {
    await sealed();
    const members = (await logMembers(await lotById(lotId), "public", () => false)) as Record<string, Uint8Array>;
    const names = Object.keys(members).filter((name) => name.startsWith("tender/outages/"));
    expect(names).toHaveLength(2);
    const judged = async (changed: Record<string, Uint8Array>) => {
      const [book, archive] = [newBook(), archiveOf(changed)];
      const { events } = await verifyLog(book, archive, policy(), {
        anchors: [],
        tsa: [],
        intermediates: [],
        crls: [],
      });
      await verifyOutages(book, archive, policy(), events);
      return book.findings.filter(({ code }) => code.startsWith("outage:")).map(({ state }) => state);
    };
    const swapped = { ...members, [names[0]!]: members[names[1]!]! };
    const unlogged = { ...members, "events.jsonl": new Uint8Array() };
    expect(await judged(members)).toEqual(["ok", "ok"]);
    expect(await judged(swapped)).toEqual(["false", "ok"]);
    expect(await judged(unlogged)).toEqual(["missing", "missing"]);
    if (!hasPython) return;
    expect([members, swapped, unlogged].map(second)).toEqual([
      ["ok", "ok"],
      ["false", "ok"],
      ["missing", "missing"],
    ]);
  }, 60_000);

  it("a witness that ends meanwhile has said how far it saw, and goes on from there", async () => {
    await goBefore(100 * MINUTE);
    const [first] = probes.splice(0, 1);
    await looks(1, [first!]);
    isOpen = false;
    await looks(4, [first!]);
    await first!.stop();
    await goOn(3 * MINUTE);
    const again = await probe(signers[0]!);
    probes.unshift(again);
    await looks(4, [again]);
    isOpen = true;
    const before = await db().outage.count();
    await looks(1, [again]);
    expect((await db().outage.count()) - before).toBe(2);
    const kept = await again.notes();
    expect(kept.map(({ state }) => state)).toEqual(["taken", "taken", "taken"]);
    const witness = await startDemoWitness(
      { signer: signers[0]!, folder, logKeys: async () => [], now },
      0,
      undefined,
      again,
    );
    const published = (await (await fetch(`${witness.url}/unreachable`)).json()) as { notes: unknown[] };
    await witness.close();
    expect(published.notes).toEqual(kept);
  }, 60_000);
});

describe("protocol 5.5: what a witness can say, and what it cannot", () => {
  const say = async (span: Partial<Span>, platform = door.url, signer = signers[1]!) => {
    const at = await platformNow();
    const whole = { from: new Date(at.getTime() - 9 * MINUTE), to: at, failed: 9, ...span };
    return unreachableNote(whole, { platform, everyMs: MINUTE }, readVerifierKey(signer.verifierKey), signer.sign);
  };
  const refused = async (note: string) => (await refusal(reportOutage({ note }, deps))).code;
  const ago = async (ms: number) => new Date((await platformNow()).getTime() - ms);

  it("nothing by a stranger, altered, of another platform, of the future, too old, for weeks", async () => {
    const stranger = await noteSigner(join(folder, "stranger.key"), signers[1]!.name, COSIGNATURE);
    expect(await refused(await say({}, door.url, stranger))).toBe("SIGNATURE_INVALID");
    expect(await refused((await say({})).replace('"failed":9', '"failed":8'))).toBe("SIGNATURE_INVALID");
    expect(await refused("nonsense")).toBe("SIGNATURE_INVALID");
    expect(await refused(await say({ failed: 2 }))).toBe("SIGNATURE_INVALID");
    expect(await refused(await say({}, "https://other.example"))).toBe("INPUT_INVALID");
    expect(await refused(await say({ to: await ago(-2 * MINUTE) }))).toBe("INPUT_INVALID");
    const [long, short] = [await ago(8 * 1_440 * MINUTE), await ago(7.9 * 1_440 * MINUTE)];
    expect(await refused(await say({ from: long, to: short }))).toBe("INPUT_INVALID");
    expect(await refused(await say({ from: long }))).toBe("SIGNATURE_INVALID");
    expect(await refused(await say({ from: await ago(0), to: await ago(MINUTE) }))).toBe("SIGNATURE_INVALID");
  });

  it("a lie of one alone is an offer, marked as its own, and no deadline", async () => {
    await goBefore(50 * MINUTE);
    const { deadline } = await lotById(lotId);
    const before = (await offer())?.by ?? [];
    expect(before).not.toContain(signers[1]!.name);
    await reportOutage({ note: await say({ from: await ago(30 * MINUTE) }) }, deps);
    expect((await offer())!.by).toContain(signers[1]!.name);
    expect((await lotById(lotId)).deadline).toEqual(deadline);
    // The same hours in other words are the same hours: told once, and never twice.
    expect(await refused(await say({ from: await ago(20 * MINUTE) }))).toBe("INPUT_INVALID");
  });

  it("no more than a day's measure", async () => {
    const heard = { by: signers[1]!.name, kind: "unreachable", heardAt: await ago(MINUTE) };
    const old = { begunAt: await ago(5_000 * MINUTE), endedAt: await ago(4_999 * MINUTE) };
    await db().outage.createMany({ data: Array.from({ length: 98 }, () => ({ ...heard, ...old })) });
    const next = async (at: number) => say({ from: await ago((at + 1) * MINUTE), to: await ago(at * MINUTE) });
    // With what it has said in the tests before it is at the measure now.
    expect(await db().outage.count({ where: { by: signers[1]!.name } })).toBe(100);
    expect(await refused(await next(900))).toBe("TOO_MANY_TRIES");
    await goOn(1_440 * MINUTE);
    expect(await reportOutage({ note: await next(900) }, deps)).toMatchObject({ hash: expect.any(String) });
  }, 60_000);
});
