import { bytesToHex, concat } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json, parseCanonical } from "@/lib/crypto/canonical";
import { fileOf, headBytes, padding, readContainer, tailBytes } from "@/lib/crypto/container";
import { rootOfBody, bodyOf, chunksOf } from "@/lib/crypto/segment";
import { type SuiteId, suiteOf } from "@/lib/crypto/suite";

/** A container in pieces that a dishonest bidder may change before signing again. */
export type Pieces = {
  suite: SuiteId;
  // biome-ignore lint/suspicious/noExplicitAny: tests bend it into every wrong shape
  header: any;
  // biome-ignore lint/suspicious/noExplicitAny: tests bend it into every wrong shape
  seal: any;
  bodies: Uint8Array[];
  /** Bytes to take in place of the canonical form. */
  headerBytes?: Uint8Array;
  sealBytes?: Uint8Array;
};

export async function piecesOf(file: Uint8Array): Promise<Pieces> {
  const container = await readContainer(fileOf(file));
  const bodies: Uint8Array[] = [];
  for (const body of container.bodies.values()) bodies.push(Uint8Array.from(await body.read(0, body.len)));
  return {
    suite: container.seal.suite,
    header: parseCanonical(container.headerBytes),
    seal: parseCanonical(container.sealBytes),
    bodies,
  };
}

/** Makes roots, lengths and header hash fit the changed pieces: what whoever owns the key can always do. */
export async function refit(pieces: Pieces): Promise<void> {
  const suite = suiteOf(pieces.suite);
  const headerBytes = pieces.headerBytes ?? canonicalBytes(pieces.header as Json);
  pieces.seal.headers[pieces.seal.container] = bytesToHex(suite.hash(headerBytes));
  for (const [at, body] of pieces.bodies.entries()) {
    const entry = pieces.seal.segments[at];
    entry.len = body.length;
    try {
      entry.chunks = chunksOf(body.length);
    } catch {
      // a length no body can have stays as it was counted
    }
    entry.root = bytesToHex(await rootOfBody(bodyOf(body), suite));
  }
}

/** The file of these pieces, signed anew. */
export async function assembled(pieces: Pieces, sign: (bytes: Uint8Array) => Promise<Uint8Array>): Promise<Uint8Array> {
  const headerBytes = pieces.headerBytes ?? canonicalBytes(pieces.header as Json);
  const sealBytes = pieces.sealBytes ?? canonicalBytes(pieces.seal as Json);
  let file: Uint8Array = headBytes(pieces.suite, headerBytes);
  for (const body of pieces.bodies) file = concat(file, body, padding(file.length + body.length));
  return concat(file, tailBytes(file.length, sealBytes, await sign(sealBytes)));
}
