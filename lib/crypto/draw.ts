import { type Bytes, concat, hash, hmacSha256, label, u64, utf8 } from "./bytes";
import { leafHash, treeHead } from "./merkle";
import { reject } from "./reasons";

/** Commitment of a party to its random value before anybody reveals (protocol §7.2). */
export const drawCommit = (specHash: Uint8Array, r: Uint8Array): Bytes => hash(label("draw-commit"), specHash, r);

/** Seed from the inputs in their order: canonical spec, every r in the order of the parties, checkpoint root, beacon. */
export const drawSeed = (inputs: readonly Uint8Array[]): Bytes =>
  hmacSha256(label("draw-seed"), concat(...inputs.map((input) => hash(input))));

/** The generator: 64-bit words of HMAC blocks, uniform numbers by rejection. */
export function generator(seed: Uint8Array): (below: number) => number {
  let block = 0;
  let words: bigint[] = [];
  const next = (): bigint => {
    if (words.length === 0) {
      const bytes = hmacSha256(seed, concat(label("draw"), u64(block++)));
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      words = [0, 8, 16, 24].map((at) => view.getBigUint64(at));
    }
    return words.shift()!;
  };
  return (below) => {
    if (!Number.isSafeInteger(below) || below < 1) reject("draw", "nothing to draw from");
    const m = BigInt(below);
    const limit = (2n ** 64n / m) * m;
    for (;;) {
      const word = next();
      if (word < limit) return Number(word % m);
    }
  };
}

/** Fisher–Yates from the end: the first of the order are drawn, the rest are reserves. */
export function shuffle(n: number, uniform: (below: number) => number): number[] {
  const order = Array.from({ length: n }, (_, at) => at);
  for (let k = n - 1; k >= 1; k--) {
    const other = uniform(k + 1);
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  return order;
}

/** Result of a draw: an order of all candidates, or one index. */
export function drawResult(mode: "order" | "value", n: number, seed: Uint8Array): number[] {
  const uniform = generator(seed);
  return mode === "order" ? shuffle(n, uniform) : [uniform(n)];
}

/** An id as a blinded list holds it. */
export const blinded = (blind: Uint8Array, id: string): Bytes => hmacSha256(blind, utf8(id));

/** Root that stands for a secret list of candidates in a specification (protocol §7.1). @param ids sorted bytewise */
export const blindedRoot = (blind: Uint8Array, ids: readonly string[]): Bytes =>
  treeHead(ids.map((id) => leafHash(blinded(blind, id))));
