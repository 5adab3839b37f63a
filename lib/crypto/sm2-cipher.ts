import { concat } from "./bytes";
import { type Der, malformed, readDer, readMagnitude, readOctets, sequenceOf } from "./der";
import { sm2Point } from "./sm2-point";

/** The shapes met in the field (protocol §3.6). A driver states its own; nobody guesses. */
export type Sm2CipherShape = "asn1" | "c1c3c2" | "c1c2c3" | "04c1c3c2" | "04c1c2c3";

type CipherParts = { readonly c1: Uint8Array; readonly c3: Uint8Array; readonly c2: Uint8Array };

/**
 * The parts of an SM2 ciphertext of the stated shape. The point is checked to be on the curve: decrypting to one that is not
 * gives the key away bit by bit.
 * @throws code MALFORMED, reason `trustee` for the point
 */
export function sm2CipherParts(ciphertext: Uint8Array, shape: Sm2CipherShape): CipherParts {
  const parts = cut(ciphertext, shape);
  sm2Point(concat(Uint8Array.of(4), parts.c1));
  if (parts.c3.length !== 32 || parts.c2.length === 0) return malformed("SM2 ciphertext");
  return parts;
}

function cut(ciphertext: Uint8Array, shape: Sm2CipherShape): CipherParts {
  if (shape === "asn1") return asn1Parts(sequenceOf(readDer(ciphertext)));
  const prefixed = shape.startsWith("04");
  if (prefixed && ciphertext[0] !== 4) return malformed("SM2 ciphertext without its prefix");
  const bare = prefixed ? ciphertext.subarray(1) : ciphertext;
  if (bare.length <= 96) return malformed("SM2 ciphertext too short");
  const [c1, rest] = [bare.subarray(0, 64), bare.subarray(64)];
  return shape.endsWith("c1c3c2")
    ? { c1, c3: rest.subarray(0, 32), c2: rest.subarray(32) }
    : { c1, c3: rest.subarray(-32), c2: rest.subarray(0, -32) };
}

function asn1Parts([x, y, c3, c2, ...rest]: readonly Der[]): CipherParts {
  if (rest.length > 0) return malformed("SM2 ciphertext");
  const c1 = new Uint8Array(64);
  [x, y].forEach((part, i) => {
    const magnitude = readMagnitude(part);
    if (magnitude.length > 32) malformed("SM2 point");
    c1.set(magnitude, 32 * (i + 1) - magnitude.length);
  });
  return { c1, c3: readOctets(c3), c2: readOctets(c2) };
}
