import { children, readDer } from "@/lib/crypto/der";
import { der } from "@/lib/crypto/der-write";

/**
 * DER as a tree that can be bent. What stands inside an OCTET STRING or BIT STRING (extensions, keys, contents) is part
 * of the tree where it is DER itself: that is where parsers look next.
 */
export type Node = {
  tag: number;
  /** Octets in front of the inner DER: the count of unused bits of a BIT STRING. */
  lead: Uint8Array;
  content: Uint8Array;
  parts: Node[] | null;
};

const NOTHING = new Uint8Array(0);

/** @throws code MALFORMED for what is not DER at all */
export function toTree(bytes: Uint8Array): Node {
  const { tag, content } = readDer(bytes);
  if ((tag & 0x20) !== 0) {
    const parts = children(readDer(bytes)).map((child) => toTree(child.bytes));
    return { tag, lead: NOTHING, content: NOTHING, parts };
  }
  const skip = tag === 0x03 ? 1 : 0;
  const inner = tag === 0x03 || tag === 0x04 ? wrapped(content.subarray(skip)) : null;
  if (inner) return { tag, lead: content.subarray(0, skip), content: NOTHING, parts: [inner] };
  return { tag, lead: NOTHING, content, parts: null };
}

function wrapped(content: Uint8Array): Node | null {
  if (content.length < 2 || ![0x30, 0x31, 0x04, 0x02, 0x03, 0x0c].includes(content[0]!)) return null;
  try {
    return toTree(content);
  } catch {
    return null;
  }
}

export function toBytes({ tag, lead, content, parts }: Node): Uint8Array {
  return parts ? der(tag & 0xff, lead, ...parts.map(toBytes)) : der(tag & 0xff, content);
}

export const copyOf = (node: Node): Node => ({ ...node, parts: node.parts?.map(copyOf) ?? null });

/** All nodes with the list they stand in. */
export function nodesOf(root: Node): { readonly node: Node; readonly siblings: Node[] | null }[] {
  const found: { node: Node; siblings: Node[] | null }[] = [{ node: root, siblings: null }];
  for (let i = 0; i < found.length; i++) {
    const { parts } = found[i]!.node;
    for (const node of parts ?? []) found.push({ node, siblings: parts });
  }
  return found;
}
