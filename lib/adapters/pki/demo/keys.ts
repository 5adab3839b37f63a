import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { toPem } from "@/lib/crypto/certificate";
import { bits, integer, octets, oid, sequence, tagged } from "@/lib/crypto/der-write";
import { OID } from "@/lib/crypto/oids";
import { ecdsaFromRaw } from "@/lib/crypto/public-key";
import { sm2KeyPair, sm2PublicOf, sm2Sign } from "@/lib/crypto/sm2";
import { sm2Scalar } from "@/lib/crypto/software-identity-sm2";

const generate = promisify(generateKeyPair);

export type KeyKind = "rsa" | "ec" | "sm2";

/** A key of the demonstration with what its signatures need. */
export type IssuingKey = {
  readonly kind: KeyKind;
  readonly spki: Uint8Array;
  readonly pkcs8: Uint8Array;
  /** The signature as certificates, CRLs and OCSP answers carry it. */
  readonly sign: (bytes: Uint8Array) => Uint8Array;
};

/** A fresh RSA-2048, P-256 or SM2 key. */
export async function newKey(kind: KeyKind): Promise<IssuingKey> {
  if (kind === "sm2") return sm2Key(sm2KeyPair().secret);
  const { privateKey } = await (kind === "rsa"
    ? generate("rsa", { modulusLength: 2048, publicExponent: 65537 })
    : generate("ec", { namedCurve: "P-256" }));
  return nodeKey(kind, privateKey);
}

const nodeKey = (kind: "rsa" | "ec", key: KeyObject): IssuingKey => ({
  kind,
  spki: new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" })),
  pkcs8: new Uint8Array(key.export({ type: "pkcs8", format: "der" })),
  sign: (bytes) => new Uint8Array(sign("sha256", bytes, key)),
});

const SM2_ALGORITHM = sequence(oid(OID.ec), oid(OID.sm2Curve));

/** Never a KeyObject: Node signs with an empty identifier, and can be aborted by such keys (protocol §3.6). */
function sm2Key(secret: Uint8Array): IssuingKey {
  const point = sm2PublicOf(secret);
  const inner = sequence(integer(1), octets(secret), tagged(1, bits(point)));
  return {
    kind: "sm2",
    spki: sequence(SM2_ALGORITHM, bits(point)),
    pkcs8: sequence(integer(0), SM2_ALGORITHM, octets(inner)),
    sign: (bytes) => ecdsaFromRaw(sm2Sign(secret, bytes)),
  };
}

/** The key of a PKCS#8. */
export function keyOf(kind: KeyKind, pkcs8: Uint8Array): IssuingKey {
  if (kind === "sm2") return sm2Key(Uint8Array.from(sm2Scalar(pkcs8)));
  return nodeKey(kind, createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" }));
}

export async function readKey(kind: KeyKind, path: string): Promise<IssuingKey> {
  const text = await readFile(path, "utf8");
  const base64 = text.replace(/-----[^-]+-----|\s/g, "");
  return keyOf(kind, new Uint8Array(Buffer.from(base64, "base64")));
}

export const keyPem = ({ pkcs8 }: IssuingKey): string => toPem("PRIVATE KEY", pkcs8);

/** Writes for the owner alone, and whole or not at all: another program may be reading. */
export async function writeSecret(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, path);
}
