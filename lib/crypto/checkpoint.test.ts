import { expect, it } from "vitest";
import { describeVectors, readBytes, readJson } from "@/lib/testing/vectors";
import { type Bytes, fromHex, sameBytes } from "./bytes";
import {
  cosignatureTime,
  openNote,
  parseCheckpoint,
  parseNote,
  readVerifierKey,
  verifyCosignature,
  verifyNote,
} from "./checkpoint";
import { consistencyProof, inclusionProof, leafHash, treeHead, verifyConsistency, verifyInclusion } from "./merkle";
import { readEntryBundle } from "./tile";
import { readTlogProof, writeTlogProof } from "./tlog-proof";

const bytes = (text: string): Bytes => Uint8Array.from(Buffer.from(text, "base64"));
const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString("base64");
const works = <T>(attempt: () => T): T | null => {
  try {
    return attempt();
  } catch {
    return null;
  }
};
const idOf = (vkey: string): string => vkey.split("+").slice(0, 2).join("+");
const noteOf = (one: { noteBase64: string }) =>
  works(() => parseNote(new TextDecoder("utf-8", { fatal: true }).decode(bytes(one.noteBase64))));

type Rule = string | { need: number; of: Rule[] };
// biome-ignore lint/suspicious/noExplicitAny: cases of nine shapes
type Case = any;

describeVectors("tlog", "C2SP transparency log formats", (dir) => {
  const cases = readJson(dir, "cases.json") as Record<string, Case[]>;

  it("verifier keys", () => {
    for (const { vkey, valid, id } of cases.vkey!) expect(works(() => readVerifierKey(vkey)) !== null, id).toBe(valid);
  });

  it("signed notes", () => {
    for (const one of cases.note!) {
      const keys = (one.vkeys as string[]).map(readVerifierKey);
      const note = noteOf(one);
      const good = note && works(() => openNote(note, keys));
      expect(good !== null, one.id).toBe(one.expect.ok);
      if (good)
        expect(
          good.map((key) => idOf(one.vkeys[keys.indexOf(key)])),
          one.id,
        ).toEqual(one.expect.verified);
    }
  });

  it("checkpoint texts; roots that are not 32 octets are refused", () => {
    for (const { id, body, expect: wanted } of cases["checkpoint-body"]!) {
      const read = works(() => parseCheckpoint(body));
      expect(read !== null, id).toBe(wanted.ok && bytes(wanted.hashBase64).length === 32);
      if (read)
        expect([read.origin, String(read.size), base64(read.root)]).toEqual([
          wanted.origin,
          wanted.size,
          wanted.hashBase64,
        ]);
    }
  });

  it("checkpoints signed by the log", () => {
    for (const one of cases["checkpoint-signed"]!) {
      const note = noteOf(one);
      const keys = [one.logVkey, ...one.otherVkeys].map(readVerifierKey);
      const good = (note && works(() => openNote(note, keys))) ?? [];
      expect(good.length, one.id).toBe(one.expect.verifiedSignatures);
      const ok = note !== null && verifyNote(note, keys[0]!) && note.text.startsWith(`${one.origin}\n`);
      // A text that is no checkpoint is the parser's to refuse, toy roots notwithstanding.
      expect(ok && note.text.split("\n").length > 3, one.id).toBe(one.expect.ok);
    }
  });

  it("cosignatures and their times", () => {
    for (const one of cases.cosignature!) {
      const note = noteOf(one);
      const ok = (one.vkeys as string[]).every(
        (vkey) => note && verifyCosignature(note, readVerifierKey(vkey)) !== null,
      );
      expect(ok, one.id).toBe(one.expect.ok);
    }
    for (const { id, signature, expect: wanted } of cases["cosignature-time"]!) {
      const read = works(() => parseNote(`x\n\n— w ${signature}\n`))?.signatures[0];
      expect(read ? cosignatureTime(read.signature) : null, id).toBe(wanted.ok ? wanted.time : null);
    }
  });

  it("k of n witnesses", () => {
    for (const one of cases["witness-policy"]!) {
      const note = noteOf(one);
      const holds = (rule: Rule): boolean =>
        typeof rule === "string"
          ? note !== null && verifyCosignature(note, readVerifierKey(one.witnesses[rule])) !== null
          : rule.of.filter(holds).length >= rule.need;
      expect(holds(one.policy), one.id).toBe(one.expect.satisfied);
    }
  });

  it("tlog-proofs, written back octet for octet", () => {
    for (const { id, text, expect: wanted } of cases["tlog-proof-format"]!) {
      const read = works(() => readTlogProof(text));
      expect(read !== null, id).toBe(wanted.ok);
      if (!read) continue;
      expect([String(read.index), read.hashes.map(base64), read.extra && base64(read.extra), read.checkpoint]).toEqual([
        wanted.index,
        wanted.hashes,
        wanted.extraBase64,
        wanted.checkpoint,
      ]);
      expect(writeTlogProof(read)).toBe(text);
    }
  });

  it("entries under signed checkpoints", () => {
    for (const one of cases["log-entry"]!) {
      const included = (size: bigint, root: Uint8Array) =>
        verifyInclusion(BigInt(one.index), size, leafHash(bytes(one.entryBase64)), one.hashes.map(bytes), root);
      const held = works(() => {
        const [size, root] = [BigInt(one.treeSize), bytes(one.rootHash)];
        if (one.checkpoint === null) return included(size, root);
        const note = parseNote(one.checkpoint);
        openNote(note, one.logVkeys.map(readVerifierKey));
        const head = parseCheckpoint(note.text);
        return head.size === size && sameBytes(head.root, root) && included(size, root);
      });
      expect(held ?? false, one.id).toBe(one.expect.ok);
    }
  });

  const KEY = readVerifierKey("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  const headOf = (text: string) => {
    const note = parseNote(text);
    openNote(note, [KEY]);
    return parseCheckpoint(note.text);
  };

  it("a real log of fifteen entries", () => {
    const tile = readBytes(dir, "testdata-log/tile/0/000.p/15");
    const leaves = Array.from({ length: 15 }, (_, at) => tile.slice(at * 32, at * 32 + 32) as Bytes);
    expect(readEntryBundle(readBytes(dir, "testdata-log/tile/entries/000.p/15")).map(leafHash)).toEqual(leaves);
    for (let size = 0; size <= 15; size++) {
      const head = headOf(new TextDecoder().decode(readBytes(dir, `testdata-log/checkpoint.${size}`)));
      const some = leaves.slice(0, size);
      expect([head.size, head.root]).toEqual([BigInt(size), treeHead(some)]);
      some.forEach((leaf, at) => {
        expect(verifyInclusion(BigInt(at), BigInt(size), leaf, inclusionProof(some, at), head.root)).toBe(true);
      });
      for (let old = 1; old < size; old++)
        expect(
          verifyConsistency(
            BigInt(old),
            BigInt(size),
            consistencyProof(some, old),
            treeHead(leaves.slice(0, old)),
            head.root,
          ),
        ).toBe(true);
    }
  });

  it("any changed octet of tile, bundle or checkpoint is found", () => {
    const root = fromHex(Buffer.from(bytes("rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=")).toString("hex"));
    const flips = (good: Uint8Array) =>
      Array.from(good, (_, at) => good.map((octet, i) => (i === at ? octet ^ 1 : octet)));
    const leavesOf = (tile: Uint8Array) => Array.from({ length: 15 }, (_, at) => tile.slice(at * 32, at * 32 + 32));
    for (const bad of flips(readBytes(dir, "testdata-log/tile/0/000.p/15")))
      expect(treeHead(leavesOf(bad))).not.toEqual(root);
    for (const bad of flips(readBytes(dir, "testdata-log/tile/entries/000.p/15")))
      expect(works(() => treeHead(readEntryBundle(bad).map(leafHash))) ?? "refused").not.toEqual(root);
    const decoder = new TextDecoder("utf-8", { fatal: true });
    for (const bad of flips(readBytes(dir, "testdata-log/checkpoint")))
      expect(works(() => headOf(decoder.decode(bad)))).toBeNull();
  });
});
