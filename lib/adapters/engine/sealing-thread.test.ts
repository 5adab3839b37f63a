import { describe, expect, it } from "vitest";
import { concat, randomBytes, sameBytes } from "@/lib/crypto/bytes";
import { useEngine, WEB_ENGINE } from "@/lib/crypto/engine";
import type { SegmentKeys } from "@/lib/crypto/keys";
import { bodyOf, CHUNK, openBody, type SealedPart, sealSegment, readPlain, rootOfBody } from "@/lib/crypto/segment";
import { bytesToHex } from "@/lib/crypto/bytes";
import { treeHead } from "@/lib/crypto/merkle";
import { NODE_ENGINE } from "./node";

const keys: SegmentKeys = { key: randomBytes(32), nonce: randomBytes(12), commit: randomBytes(32) };

async function sealed(plain: Uint8Array): Promise<SealedPart[]> {
  const parts: SealedPart[] = [];
  for await (const part of sealSegment([plain], keys)) parts.push(part);
  return parts;
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
});
