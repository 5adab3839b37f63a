import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noteSigner } from "@/lib/adapters/log/ed25519";
import type { Running } from "@/lib/adapters/loopback/server";
import { startDemoWitness } from "@/lib/adapters/witness/demo/server";
import { httpWitness } from "@/lib/adapters/witness/http";
import { sha256, utf8 } from "@/lib/crypto/bytes";
import { COSIGNATURE, ED25519, openNote, parseCheckpoint, parseNote, readVerifierKey } from "@/lib/crypto/checkpoint";
import { leafHash, treeHead } from "@/lib/crypto/merkle";
import { readEntryBundle } from "@/lib/crypto/tile";
import { readTlogProof } from "@/lib/crypto/tlog-proof";
import { moveSandboxClock, platformNow, sandboxState } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { latestHead, proofOfEvent } from "@/lib/store/log";
import { logEvent } from "@/lib/store/log-events";
import { useFreshDatabase } from "@/lib/testing/database";
import type { Deps } from "@/lib/usecases/deps";
import { collectCosignatures } from "./collect-cosignatures";
import { solemnProof } from "./prove-event";
import { readCheckpoint, readStamped, readTile } from "./read-log";
import { sealBatch } from "./seal-batch";
import { stampCheckpoint } from "./stamp-checkpoint";

useFreshDatabase({ sandbox: true });

const witnesses: Running[] = [];
let deps: Pick<Deps, "log" | "witnesses">;
let keys: string[];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "log-"));
  const log = await noteSigner(join(folder, "log.key"), "bid.example/log", ED25519);
  keys = [log.verifierKey];
  for (const name of ["w1", "w2"]) {
    const signer = await noteSigner(join(folder, `${name}.key`), `witness.example/${name}`, COSIGNATURE);
    const logKeys = async () => [log.verifierKey];
    const now = () => new Date();
    witnesses.push(await startDemoWitness({ signer, folder: join(folder, name), logKeys, now }, 0));
    keys.push(signer.verifierKey);
  }
  deps = {
    log: { ...log, origin: log.name, intervalMs: 200 },
    witnesses: witnesses.map(({ url }) => httpWitness(url)),
  };
});
afterAll(() => Promise.all(witnesses.map((witness) => witness.close())));

/** An authority whose tokens are what it was asked for. */
const asked: Uint8Array[] = [];
const tsa = {
  stamp: async (imprint: Uint8Array) => {
    asked.push(imprint);
    return Uint8Array.of(asked.length, ...imprint);
  },
};

const turn = async () => {
  await sealBatch(deps, { now: true });
  return collectCosignatures(deps);
};

describe("protocol §6.6: the public log as files", () => {
  it("has nothing to show before its first batch", async () => {
    expect(await readCheckpoint()).toBeNull();
    expect(await readTile("0/000.p/1")).toBeNull();
  });

  it("a stranger recomputes the root of the checkpoint from the tiles alone, over a full tile and a partial one", async () => {
    for (let n = 0; n < 258; n++) await sealBatch(deps, { now: true });
    await collectCosignatures(deps);
    const note = parseNote((await readCheckpoint())!);
    expect(openNote(note, keys.slice(0, 1).map(readVerifierKey))).toHaveLength(1);
    const { size, root } = parseCheckpoint(note.text);
    expect(size).toBe(258n);
    const full = await readTile("entries/000");
    const rest = await readTile("entries/001.p/2");
    expect([full!.full, rest!.full]).toEqual([true, false]);
    const leaves = [full!, rest!].flatMap(({ bytes }) => readEntryBundle(bytes)).map((entry) => leafHash(entry));
    expect(leaves).toHaveLength(258);
    expect(treeHead(leaves)).toEqual(root);
    const hashes = Buffer.concat([(await readTile("0/000"))!.bytes, (await readTile("0/001.p/2"))!.bytes]);
    expect(hashes.equals(Buffer.concat(leaves))).toBe(true);
    expect(Buffer.from((await readTile("1/000.p/1"))!.bytes).equals(treeHead(leaves.slice(0, 256)))).toBe(true);
  }, 180_000);

  it("gives no tile beyond the log and none by another spelling", async () => {
    for (const path of ["0/001", "0/001.p/3", "1/000.p/2", "2/000.p/1", "entries/002.p/1", "0/1", "../checkpoint"])
      expect(await readTile(path), path).toBeNull();
  });
});

describe("protocol §5.1: once an hour a token over the newest checkpoint", () => {
  const stamp = () => stampCheckpoint({ ...deps, tsa });
  const later = async (ms: number) => {
    const { offsetMs } = await sandboxState();
    await inTransaction((tx) => moveSandboxClock(tx, offsetMs + ms));
  };
  /** To five minutes after the next full hour, so that the test does not meet one. */
  const nextHour = async () => later(3_900_000 - ((await platformNow()).getTime() % 3_600_000));

  it("and one alone, whatever the log does, whoever starts anew, however many ask at once", async () => {
    expect(await readStamped("checkpoint")).toBeNull();
    await nextHour();
    await turn();
    const checkpoint = (await readCheckpoint())!;
    const { size } = (await latestHead())!;
    const both = await Promise.all([stamp(), stamp()]);
    expect(both.filter((stamped) => stamped !== null)).toEqual([size]);
    await turn();
    expect(await stamp()).toBeNull();
    expect(await db().logStamp.count()).toBe(1);
    const text = async (path: string) => new TextDecoder().decode((await readStamped(path))!.bytes);
    expect([await text("checkpoint"), await text(`${size}/checkpoint`)]).toEqual([checkpoint, checkpoint]);
    // The imprint is of the very bytes that are published.
    const token = (await readStamped(`${size}/checkpoint.tst`))!.bytes;
    expect(Uint8Array.from(token.slice(1))).toEqual(await sha256(utf8(checkpoint)));
  });

  it("the next hour has its own; an authority that is away leaves it to the next look", async () => {
    await nextHour();
    const away = { stamp: () => Promise.reject(new Error("away")) };
    await expect(stampCheckpoint({ ...deps, tsa: away })).rejects.toThrow("away");
    expect(await db().logStamp.count()).toBe(1);
    const size = await stamp();
    expect(size).toBe((await latestHead())!.size);
    expect((await readStamped("checkpoint"))!.bytes).toEqual((await readStamped(`${size}/checkpoint`))!.bytes);
    for (const path of [
      `${size! + 1n}/checkpoint`,
      `0${size}/checkpoint`,
      `${size}/checkpoint.p7s`,
      "../checkpoint",
      "",
    ])
      expect(await readStamped(path)).toBeNull();
  });
});

describe("protocol §6.2: two witnesses", () => {
  it("each signs a head once: asked again, one witness does not become two", async () => {
    await turn();
    await witnesses[1]!.close();
    const head = (await latestHead())!;
    expect(head.cosignatures).toHaveLength(2);
    // A worker that was restarted knows nothing of what it asked before.
    const forgetful = {
      ...deps,
      witnesses: [httpWitness(`${witnesses[0]!.url}/`.slice(0, -1).replace("127.0.0.1", "localhost"))],
    };
    await collectCosignatures(forgetful);
    expect((await latestHead())!.cosignatures).toHaveLength(2);
  });

  it("an act that wants two waits for the second, five minutes, and then goes on with one", async () => {
    const { eventId } = await inTransaction((tx) =>
      logEvent(tx, { lotId: null, tender: null, kind: "freeze", hash: "1".repeat(64) }),
    );
    const [first, second] = await turn();
    expect([first!.error, second!.error === null]).toEqual([null, false]);
    const at = new Date();
    expect(await solemnProof(eventId, { at, now: new Date(at.getTime() + 299_999) }, deps)).toBeNull();
    const late = await solemnProof(eventId, { at, now: new Date(at.getTime() + 300_000) }, deps);
    expect(parseNote(readTlogProof(late!).checkpoint).signatures).toHaveLength(2);
    expect(await proofOfEvent(eventId, 2)).toBeNull();
    // With one witness only there is nothing to wait for.
    expect(await solemnProof(eventId, { at, now: at }, { witnesses: deps.witnesses.slice(0, 1) })).toBe(late);
  });
});
