import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { IssuingKey } from "./build-certificate";

const generate = promisify(generateKeyPair);

/** A fresh RSA-2048 or P-256 key. */
export async function newKey(kind: IssuingKey["kind"]): Promise<IssuingKey> {
  const { privateKey } = await (kind === "rsa"
    ? generate("rsa", { modulusLength: 2048, publicExponent: 65537 })
    : generate("ec", { namedCurve: "P-256" }));
  return asIssuingKey(kind, privateKey);
}

const asIssuingKey = (kind: IssuingKey["kind"], key: KeyObject): IssuingKey => ({
  kind,
  key,
  spki: new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" })),
});

export async function readKey(kind: IssuingKey["kind"], path: string): Promise<IssuingKey> {
  return asIssuingKey(kind, createPrivateKey(await readFile(path)));
}

export const pkcs8Of = ({ key }: IssuingKey): Uint8Array =>
  new Uint8Array(key.export({ type: "pkcs8", format: "der" }));

/** Writes for the owner alone, and whole or not at all: another program may be reading. */
export async function writeSecret(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, path);
}
