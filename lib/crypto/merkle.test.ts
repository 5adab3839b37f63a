import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeVectors } from "@/lib/testing/vectors";
import { type Bytes, hash, utf8 } from "./bytes";
import { consistencyProof, inclusionProof, leafHash, treeHead, verifyConsistency, verifyInclusion } from "./merkle";

const bytes = (text: string | null | undefined): Bytes => Uint8Array.from(Buffer.from(text ?? "", "base64"));
const jsonFiles = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));

/** Sizes are 64-bit: JSON.parse would round them. */
const probe = (dir: string, name: string, sizes: readonly string[]) => {
  const text = readFileSync(join(dir, name), "utf8");
  const big = (member: string) => BigInt(new RegExp(`"${member}"\\s*:\\s*(\\d+)`).exec(text)?.[1] ?? "0");
  const json = JSON.parse(text) as Record<string, string | null> & { proof: string[] | null; wantErr: boolean };
  return { json, proof: (json.proof ?? []).map(bytes), numbers: sizes.map(big) as [bigint, bigint] };
};

describeVectors("merkle", "RFC 6962 proofs", (dir) => {
  it("inclusion", () => {
    const folder = join(dir, "testdata", "inclusion");
    const names = jsonFiles(folder);
    for (const name of names) {
      const { json, proof, numbers } = probe(folder, name, ["leafIdx", "treeSize"]);
      const ok = verifyInclusion(...numbers, bytes(json.leafHash), proof, bytes(json.root));
      expect(ok, name).toBe(!json.wantErr);
    }
    expect(names.length).toBeGreaterThan(50);
  });

  it("consistency", () => {
    const folder = join(dir, "testdata", "consistency");
    const names = jsonFiles(folder);
    for (const name of names) {
      const { json, proof, numbers } = probe(folder, name, ["size1", "size2"]);
      const ok = verifyConsistency(...numbers, proof, bytes(json.root1), bytes(json.root2));
      expect(ok, name).toBe(!json.wantErr);
    }
    expect(names.length).toBeGreaterThan(50);
  });
});

describe("proofs we make", () => {
  const leaves = Array.from({ length: 37 }, (_, at) => leafHash(utf8(String(at))));

  /** RFC 6962 as it is written, recursively: the judge of the loop in `treeHead`. */
  const recursive = (list: readonly Bytes[]): Bytes => {
    if (list.length === 1) return list[0]!;
    let k = 1;
    while (k * 2 < list.length) k *= 2;
    return hash(Uint8Array.of(1), recursive(list.slice(0, k)), recursive(list.slice(k)));
  };

  it("hold for every leaf of every size, and for no other leaf", () => {
    for (let size = 1; size <= leaves.length; size++) {
      const some = leaves.slice(0, size);
      const root = treeHead(some);
      expect(root).toEqual(recursive(some));
      for (let at = 0; at < size; at++) {
        const proof = inclusionProof(some, at);
        expect(verifyInclusion(BigInt(at), BigInt(size), some[at]!, proof, root)).toBe(true);
        expect(verifyInclusion(BigInt(at), BigInt(size), leafHash(utf8("x")), proof, root)).toBe(false);
      }
      for (let old = 1; old <= size; old++) {
        const proof = consistencyProof(some, old);
        expect(verifyConsistency(BigInt(old), BigInt(size), proof, treeHead(some.slice(0, old)), root)).toBe(true);
        if (old < size) expect(verifyConsistency(BigInt(old), BigInt(size), proof, hash(utf8("x")), root)).toBe(false);
      }
    }
  });
});
