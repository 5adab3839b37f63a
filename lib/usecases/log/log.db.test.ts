import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noteSigner } from "@/lib/adapters/log/ed25519";
import type { Running } from "@/lib/adapters/loopback/server";
import { startDemoWitness } from "@/lib/adapters/witness/demo/server";
import { httpWitness } from "@/lib/adapters/witness/http";
import { BATCH_LEAVES } from "@/lib/crypto/batch";
import { COSIGNATURE, ED25519, parseCheckpoint, parseNote, readVerifierKey } from "@/lib/crypto/checkpoint";
import { leafHash, treeHead, verifyConsistency } from "@/lib/crypto/merkle";
import { eventCommitment, parseEvent } from "@/lib/crypto/statements";
import { verifyTlogProof } from "@/lib/crypto/tlog-proof";
import { db, inTransaction } from "@/lib/store/db";
import { consistencyHashes, latestHead, logSize, proofOfEvent } from "@/lib/store/log";
import { logEvent, logEventById } from "@/lib/store/log-events";
import { useFreshDatabase } from "@/lib/testing/database";
import type { Deps } from "@/lib/usecases/deps";
import { collectCosignatures } from "./collect-cosignatures";
import { provedStatement } from "./prove-event";
import { sealBatch } from "./seal-batch";

useFreshDatabase();

const folder = mkdtempSync(join(tmpdir(), "log-"));
const tender = { id: "E5201000001000001001", lot: "E5201000001000001001001" };
let running: Running;
let deps: Pick<Deps, "log" | "witnesses">;
let policy: Parameters<typeof verifyTlogProof>[2];

beforeAll(async () => {
  const log = await noteSigner(join(folder, "log.key"), "bid.example/log", ED25519);
  const signer = await noteSigner(join(folder, "witness.key"), "witness.example/w1", COSIGNATURE);
  const config = {
    signer,
    folder: join(folder, "seen"),
    logKeys: async () => [log.verifierKey],
    now: () => new Date(),
  };
  running = await startDemoWitness(config, 0);
  deps = { log: { ...log, origin: log.name, intervalMs: 200 }, witnesses: [httpWitness(running.url)] };
  policy = { log: readVerifierKey(log.verifierKey), witnesses: [readVerifierKey(signer.verifierKey)], quorum: 1 };
});
afterAll(() => running.close());

const add = (n: number, kind = "seal") =>
  inTransaction((tx) => logEvent(tx, { lotId: null, tender, kind, hash: String(n).padStart(64, "0") }));

describe("protocol §6: the transparency log", () => {
  it("proves every event to its owner, in trees of every small size", async () => {
    const events: string[] = [];
    for (let n = 1; n <= 9; n++) {
      if (n !== 5) events.push((await add(n)).eventId);
      expect(await proofOfEvent(events.at(-1)!)).toBe(n === 5 ? await proofOfEvent(events.at(-1)!) : null);
      await sealBatch(deps, { now: true });
      expect(await collectCosignatures(deps)).toEqual([{ url: running.url, size: BigInt(n), error: null }]);
    }
    for (const [at, eventId] of events.entries()) {
      const row = await logEventById(eventId);
      const text = await proofOfEvent(eventId);
      const proved = verifyTlogProof(eventCommitment(row.blind, row.event), text!, policy);
      expect(proved.index).toBe(row.batchIdx);
      expect(proved.cosignedAt).toHaveLength(1);
      expect(parseEvent(row.event)).toMatchObject({
        kind: "seal",
        tender,
        hash: String(at < 4 ? at + 1 : at + 2).padStart(64, "0"),
      });
      const other = await logEventById(events[(at + 1) % events.length]!);
      expect(() => verifyTlogProof(other.commitment, text!, policy)).toThrow();
    }
    // The stored tree is RFC 6962's, computed here from the entries alone.
    const batches = await db().logBatch.findMany({ orderBy: { idx: "asc" } });
    const head = await latestHead();
    expect(head!.size).toBe(9n);
    expect(Buffer.from(treeHead(batches.map(({ entry }) => leafHash(entry)))).equals(Buffer.from(head!.root))).toBe(
      true,
    );
  });

  it("leads from any head to any later one", async () => {
    const heads = await db().logHead.findMany({ orderBy: { size: "asc" } });
    for (const older of heads)
      for (const newer of heads.filter(({ size }) => size >= older.size)) {
        const proof = await consistencyHashes(older.size, newer.size);
        expect(verifyConsistency(older.size, newer.size, proof, older.root, newer.root)).toBe(true);
        if (newer.size > older.size)
          expect(verifyConsistency(older.size, newer.size, proof, newer.root, newer.root)).toBe(false);
      }
  });

  it("gives one entry of one size, with events or without", async () => {
    await sealBatch(deps, { now: true });
    for (let n = 0; n < 5; n++) await add(100 + n);
    await sealBatch(deps, { now: true });
    const [full, empty] = await db().logBatch.findMany({ orderBy: { idx: "desc" }, take: 2 });
    expect(full!.entry.length).toBe(34);
    expect(empty!.entry.length).toBe(34);
    const places = await db().logEvent.findMany({ where: { batchIdx: full!.idx }, select: { pos: true } });
    expect(new Set(places.map(({ pos }) => pos)).size).toBe(5);
    expect(places.every(({ pos }) => pos! >= 0 && pos! < BATCH_LEAVES)).toBe(true);
    expect(places.map(({ pos }) => pos)).not.toEqual([0, 1, 2, 3, 4]);
  });

  it("keeps one rhythm however many sequencers there are, and loses or doubles no event", async () => {
    const before = await logSize();
    const added = await Promise.all(Array.from({ length: 20 }, (_, n) => add(200 + n)));
    const sequencer = async () => {
      while ((await logSize()) < before + 4n) await sealBatch(deps);
    };
    await Promise.all([sequencer(), sequencer(), sequencer()]);
    const heads = await db().logHead.findMany({ where: { size: { gt: before } }, orderBy: { size: "asc" } });
    const gaps = heads.slice(1).map(({ createdAt }, at) => createdAt.getTime() - heads[at]!.createdAt.getTime());
    expect(gaps.length).toBeGreaterThanOrEqual(3);
    expect(gaps.every((gap) => gap >= deps.log.intervalMs)).toBe(true);
    await collectCosignatures(deps);
    for (const { eventId } of added) expect(await proofOfEvent(eventId)).not.toBeNull();
  });

  it("more than 1024 at once: the rest takes the next interval", async () => {
    await inTransaction(async (tx) => {
      for (let n = 0; n < 1_030; n++)
        await logEvent(tx, { lotId: null, tender, kind: "many", hash: String(n).padStart(64, "0") });
    });
    const size = await sealBatch(deps, { now: true });
    expect(await db().logEvent.count({ where: { batchIdx: size! - 1n } })).toBe(1_024);
    await sealBatch(deps, { now: true });
    expect(await db().logEvent.count({ where: { batchIdx: size! } })).toBe(6);
  });

  it("finds the proof of a statement by its hash, and none for what was never logged", async () => {
    await add(7_777, "freeze");
    await sealBatch(deps, { now: true });
    await collectCosignatures(deps);
    const proved = await provedStatement("7777".padStart(64, "0"), "freeze");
    expect(
      verifyTlogProof(eventCommitment(proved!.blind, proved!.event), proved!.proof, policy).cosignedAt,
    ).toHaveLength(1);
    expect(await provedStatement("7778".padStart(64, "0"), "freeze")).toBeNull();
  });

  it("a database set back, or another history, gets no cosignature", async () => {
    const head = (await latestHead())!;
    const { origin, size } = parseCheckpoint(parseNote(head.note).text);
    expect(origin).toBe("bid.example/log");
    const witness = deps.witnesses[0]!;
    const forged = await forge(size, new Uint8Array(32).fill(7));
    await expect(witness.cosign(size, [], forged)).rejects.toThrow(/fork/);
    const longer = await forge(size + 1n, new Uint8Array(32).fill(7));
    await expect(witness.cosign(size, [Buffer.alloc(32).toString("base64")], longer)).rejects.toThrow(/fork/);
    expect(await witness.cosign(0n, [], longer)).toEqual({ holds: size });
    const stranger = { ...deps.log, sign: async () => new Uint8Array(64) };
    await expect(witness.cosign(size, [], await forge(size, head.root, stranger))).rejects.toThrow(/403/);
    // The honest next head goes on as before.
    await sealBatch(deps, { now: true });
    expect((await collectCosignatures(deps))[0]!.error).toBeNull();
  });

  async function forge(size: bigint, root: Uint8Array, key = deps.log): Promise<string> {
    const { checkpointText, noteOf, signatureLine } = await import("@/lib/crypto/checkpoint");
    const text = checkpointText({ origin: key.origin, size, root: Uint8Array.from(root) });
    return noteOf(text, [
      signatureLine(readVerifierKey(key.verifierKey), await key.sign(new TextEncoder().encode(text))),
    ]);
  }

  it("nobody edits an event, a batch or a head with the application's login", async () => {
    await expect(db().logEvent.updateMany({ data: { hash: "0".repeat(64) } })).rejects.toThrow(/not changed/);
    await expect(db().logBatch.deleteMany()).rejects.toThrow(/append-only/);
    await expect(db().logHead.updateMany({ data: { note: "" } })).rejects.toThrow(/not changed/);
  });
});
