import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { verifierKey } from "@/lib/crypto/checkpoint";
import { readOrMake, replaceFile } from "@/lib/adapters/loopback/keep";

/** A key of signed notes: a log's or a witness's. */
export type NoteSigner = {
  readonly name: string;
  /** C2SP verifier key. */
  readonly verifierKey: string;
  sign(message: Uint8Array): Promise<Uint8Array>;
};

/**
 * Opens (or makes at the first start) an Ed25519 key kept as PKCS#8 PEM, and puts its verifier key beside it for others
 * to read (`<file>.pub`).
 * @param type 0x01 for a log, 0x04 for a witness (C2SP signed-note)
 */
export async function noteSigner(file: string, name: string, type: number): Promise<NoteSigner> {
  const pem = await readOrMake(file, () =>
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== "ed25519") throw new Error(`${file} is not an Ed25519 key`);
  const verifier = verifierKey({ name, type, publicKey: rawPublic(key) });
  await replaceFile(`${file}.pub`, `${verifier}\n`);
  return { name, verifierKey: verifier, sign: async (message) => new Uint8Array(sign(null, message, key)) };
}

const rawPublic = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" })).slice(-32);
