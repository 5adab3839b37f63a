import { describe, expect, it } from "vitest";
import { concat, randomBytes, sameBytes } from "@/lib/crypto/bytes";
import { useEngine, WEB_ENGINE } from "@/lib/crypto/engine";
import type { SegmentKeys } from "@/lib/crypto/keys";
import { bodyOf, CHUNK, openBody, type SealedPart, sealSegment, readPlain, rootOfBody } from "@/lib/crypto/segment";
import { bytesToHex } from "@/lib/crypto/bytes";
import { PART_CHUNKS, treeHead } from "@/lib/crypto/merkle";
import { SUITE_1 } from "@/lib/crypto/suite";
import { NODE_ENGINE } from "./node";
import { sealOnThread } from "./sealing-thread";
import { AHEAD } from "./stretches";

const keys: SegmentKeys = { key: randomBytes(32), nonce: randomBytes(12), commit: randomBytes(32) };

async function sealed(plain: Uint8Array): Promise<SealedPart[]> {
  const parts: SealedPart[] = [];
  for await (const part of sealSegment([plain], keys)) parts.push(part);
  return parts;
}

/** A chunk at a time, others' between. */
async function sealedInTurns(plain: Uint8Array, under = keys): Promise<string> {
  async function* pieces() {
    for (let at = 0; at < plain.length; at += CHUNK) {
      await new Promise(setImmediate);
      yield plain.subarray(at, at + CHUNK);
    }
  }
  const roots: Uint8Array[] = [];
  for await (const { root } of sealSegment(pieces(), under)) roots.push(root);
  return bytesToHex(treeHead(roots));
}

const filled = (length: number) => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) bytes.set(randomBytes(Math.min(65_536, length - at)), at);
  return bytes;
};

describe("§2.5: sealing on another thread", () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 128 * CHUNK, 128 * CHUNK + 5, 300 * CHUNK])(
    "gives %i octets the same ciphertext, parts and roots as the browser's way",
    { timeout: 60_000 },
    async (length) => {
      const plain = filled(length);
      const here = await sealed(plain);
      useEngine(NODE_ENGINE);
      try {
        const there = await sealed(plain);
        expect(there.map(({ part, chunks }) => [part, chunks])).toEqual(here.map(({ part, chunks }) => [part, chunks]));
        const body = concat(...there.map(({ bytes }) => bytes));
        expect(sameBytes(body, concat(...here.map(({ bytes }) => bytes)))).toBe(true);
        expect(there.map(({ root }) => bytesToHex(root))).toEqual(here.map(({ root }) => bytesToHex(root)));
        expect(bytesToHex(await rootOfBody(bodyOf(body)))).toBe(bytesToHex(treeHead(there.map(({ root }) => root))));
        const opened = await readPlain(openBody(bodyOf(body), keys, bytesToHex(keys.commit)), 0, length);
        expect(sameBytes(opened, plain)).toBe(true);
      } finally {
        useEngine(WEB_ENGINE);
      }
    },
  );

  it("into memory that was given back, which is gone for whoever gave it", async () => {
    const plain = filled(1_000 * CHUNK + 3);
    const root = bytesToHex(treeHead((await sealed(plain)).map((part) => part.root)));
    useEngine(NODE_ENGINE);
    try {
      const roots: Uint8Array[] = [];
      let before: Uint8Array | null = null;
      for await (const part of sealSegment([plain], keys)) {
        expect(before?.length ?? 0).toBe(0);
        roots.push(await rootOfBody(bodyOf(part.bytes)));
        before = part.chunks === 128 ? part.bytes : null;
        NODE_ENGINE.giveBack!(part.bytes);
      }
      expect(bytesToHex(treeHead(roots))).toBe(root);
    } finally {
      useEngine(WEB_ENGINE);
    }
  });

  it("of more bids at once than there is memory to hand for", { timeout: 60_000 }, async () => {
    const plains = Array.from({ length: 40 }, (_, n) => filled(CHUNK * 33 + n));
    const roots = await Promise.all(
      plains.map(async (plain) => bytesToHex(treeHead((await sealed(plain)).map(({ root }) => root)))),
    );
    useEngine(NODE_ENGINE);
    try {
      const there = await Promise.all(plains.map((plain) => sealedInTurns(plain)));
      expect(there).toEqual(roots);
    } finally {
      useEngine(WEB_ENGINE);
    }
  });

  it("says what felled a thread, and the next bid has threads and memory as before", async () => {
    const plain = filled(100 * CHUNK);
    const root = bytesToHex(treeHead((await sealed(plain)).map((part) => part.root)));
    useEngine(NODE_ENGINE);
    try {
      const short = { ...keys, key: randomBytes(5) };
      // More stretches in all than may be with threads: none of them stays with the dead.
      for (let turn = 0; turn <= AHEAD; turn++)
        await expect(sealedInTurns(plain, short)).rejects.toThrow("Invalid key length");
      expect(await sealedInTurns(plain)).toBe(root);
    } finally {
      useEngine(WEB_ENGINE);
    }
  });

  it("of bids whose sources stand still holds nobody else up", { timeout: 60_000 }, async () => {
    useEngine(NODE_ENGINE);
    try {
      const going: (() => void)[] = [];
      async function* still() {
        yield chunk;
        await new Promise<void>((resolve) => going.push(resolve));
      }
      const [chunk, plain] = [filled(CHUNK), filled(300 * CHUNK)];
      const large = Array.from({ length: AHEAD }, () => sealed(plain));
      // When the threads have all they may have: these wait too, and then have nothing to send.
      await new Promise((resolve) => setTimeout(resolve, 5));
      const stalled = Array.from({ length: 5 * AHEAD }, () => sealSegment(still(), keys).next());
      expect((await Promise.all(large)).map((parts) => parts.length)).toEqual(large.map(() => 3));
      for (const go of going) go();
      expect((await Promise.all(stalled)).map(({ done }) => done)).toEqual(stalled.map(() => false));
    } finally {
      useEngine(WEB_ENGINE);
    }
  });

  it("lets nobody wait for a thread that fell", { timeout: 60_000 }, async () => {
    useEngine(NODE_ENGINE);
    try {
      const short = { ...keys, key: randomBytes(5) };
      const plain = filled(100 * CHUNK);
      const all = Array.from({ length: 5 * AHEAD }, (_, n) => sealedInTurns(plain, n % 7 ? keys : short));
      const ends = await Promise.allSettled(all);
      // Whose part was with the same thread is refused as well; both may try again.
      const told = new Set(ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : [])));
      expect([...told]).toEqual(["RangeError: Invalid key length"]);
    } finally {
      useEngine(WEB_ENGINE);
    }
  });

  it("takes no chunk after a short one, and none after the last", () => {
    const place = { key: keys.key, nonce: keys.nonce, first: 0 };
    const [short, full] = [sealOnThread(place), sealOnThread(place)];
    short.add(filled(5));
    expect(() => short.add(filled(CHUNK))).toThrow(RangeError);
    const chunk = filled(CHUNK);
    for (let n = 0; n < PART_CHUNKS; n++) full.add(chunk);
    expect(() => full.add(chunk)).toThrow(RangeError);
    return Promise.all([short.end(), full.end()]);
  });

  it("ends what it began for a source that breaks off", async () => {
    const ended: number[] = [];
    const run = ({ first }: { first: number }) => ({
      add: () => undefined,
      end: async () => {
        ended.push(first);
        return { bytes: new Uint8Array(), leaves: [] };
      },
    });
    function* breaking() {
      yield filled(130 * CHUNK);
      throw new Error("the disk was taken away");
    }
    const parts = sealSegment(breaking(), keys, { ...SUITE_1, run: () => run, partsAhead: () => 4 });
    await expect(parts.next()).rejects.toThrow("taken away");
    expect(ended).toEqual([0, 128]);
  });
});
