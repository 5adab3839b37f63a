import { concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { der, oid } from "@/lib/crypto/der-write";
import { OID } from "@/lib/crypto/oids";
import { copyOf, type Node, nodesOf, toBytes, toTree } from "./fuzz-tree";

/** A whole number from 0 up to and without `below`. */
type Random = (below: number) => number;

const OIDS = Object.values(OID).map((dotted) => oid(dotted).slice(2));
const TAGS = [
  1, 2, 3, 4, 5, 6, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e, 0x30, 0x31, 0x80, 0x81, 0xa0, 0xa1, 0xa3, 0x24,
];
const NUMBERS = [
  "00",
  "01",
  "7f",
  "80",
  "ff",
  "0080",
  "00ff",
  "7fffffff",
  "0080000000",
  "00ffffffffffffffff",
  "ffffffff80",
];
const TIMES = [
  "991231235959Z",
  "000229000000Z",
  "20500101000000Z",
  "99991231235959Z",
  "20260230000000Z",
  "2601010000Z",
];

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!;

/** Content that sits at the edges of what its type allows. */
function edgeContent(random: Random, { tag, content }: Node): Uint8Array {
  const roll = random(8);
  if (tag === 0x06 && roll < 6) return pick(random, OIDS);
  if (tag === 0x02 && roll < 5) return hexToBytes(pick(random, NUMBERS));
  if (tag === 0x02 && roll === 5) return new Uint8Array(1 + random(600)).fill(random(256));
  if ((tag === 0x17 || tag === 0x18) && roll < 5) return utf8ToBytes(pick(random, TIMES));
  if (roll === 6) return new Uint8Array(0);
  if (roll === 7) return new Uint8Array(random(2000)).fill(random(256));
  const changed = Uint8Array.from(content);
  if (changed.length === 0) return Uint8Array.of(random(256));
  if (roll < 3) changed[random(changed.length)]! ^= 1 << random(8);
  else if (roll < 5) return changed.subarray(0, random(changed.length));
  else changed[random(changed.length)] = random(256);
  return changed;
}

/** One change of the tree; `corpus` gives parts of other inputs to be grafted in. */
function bend(random: Random, root: Node, corpus: readonly Node[]): Node {
  const all = nodesOf(root);
  const { node, siblings } = pick(random, all);
  const at = siblings?.indexOf(node) ?? 0;
  const graft = () => copyOf(pick(random, nodesOf(pick(random, corpus))).node);
  switch (random(14)) {
    case 0:
      siblings?.splice(at, 1);
      break;
    case 1:
      siblings?.splice(at, 0, copyOf(node));
      break;
    case 2:
      siblings?.splice(random(siblings.length), 1, node);
      break;
    case 3:
      if (siblings) siblings[at] = graft();
      break;
    case 4:
      (node.parts ?? siblings)?.push(graft());
      break;
    case 5:
      node.tag = pick(random, TAGS);
      break;
    case 6:
      for (let depth = random(60); depth > 0; depth--) Object.assign(node, { ...emptyOf(0x30), parts: [{ ...node }] });
      break;
    case 7:
      if (siblings && all.length < 2000) for (let n = random(300); n > 0; n--) siblings.splice(at, 0, copyOf(node));
      break;
    default:
      if (node.parts && random(3) === 0) Object.assign(node, { parts: null, content: edgeContent(random, node) });
      else if (!node.parts) node.content = edgeContent(random, node);
      else node.parts.reverse();
  }
  return root;
}

const emptyOf = (tag: number): Node => ({ tag, lead: new Uint8Array(0), content: new Uint8Array(0), parts: [] });

/** Bytes changed without regard to structure: lengths that lie, cuts, indefinite lengths. */
function scratch(random: Random, bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const at = random(changed.length);
  switch (random(5)) {
    case 0:
      return changed.subarray(0, at);
    case 1:
      return concatBytes(changed, new Uint8Array(1 + random(20)).fill(random(256)));
    case 2:
      changed[1] = pick(random, [0x80, 0x81, 0x84, 0x88, 0xff, 0x00]);
      return changed;
    case 3:
      return concatBytes(
        changed.subarray(0, at),
        der(pick(random, TAGS), Uint8Array.of(random(256))),
        changed.subarray(at),
      );
    default:
      for (let n = 1 + random(8); n > 0; n--) changed[random(changed.length)]! ^= 1 << random(8);
      return changed;
  }
}

/** A neighbour of a valid input: one to four bends of its tree, now and then its bare bytes scratched. */
export function mutate(random: Random, valid: Uint8Array, corpus: readonly Node[]): Uint8Array {
  if (random(8) === 0) return scratch(random, valid);
  let root = toTree(valid);
  for (let bends = random(3) === 0 ? 1 + random(4) : 1; bends > 0; bends--) root = bend(random, root, corpus);
  const bytes = toBytes(root);
  return random(20) === 0 ? scratch(random, bytes) : bytes;
}
