import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { join } from "node:path";
import { readIfThere, readOrMake, replaceFile, writeOnce } from "@/lib/adapters/loopback/keep";
import type { TenderRef } from "@/lib/crypto/shape";
import type { SuiteId } from "@/lib/crypto/suite";

/** What a trustee keeps for one lot. Octets are base64url, statements and CMS base64. */
export type LotKeys = {
  readonly tender: TenderRef;
  readonly suite: SuiteId;
  readonly groups: readonly { readonly secret: string; readonly publicKey: string }[];
  readonly statement: string;
  readonly cms: string;
  /** Keys of log and witnesses as they were when the lot's keys were made: later ones could be an attacker's. */
  readonly pinned: { readonly log: string; readonly witnesses: readonly string[] };
};

/** The shares it gave for one group, kept so that a second freeze cannot be served. */
export type Given = {
  readonly freeze: string;
  readonly statement: string;
  readonly cms: string;
  /** Every released bid of the freeze was served: only then may the group's key be published. */
  readonly complete: boolean;
};

export type KeyStore = {
  keys(tender: TenderRef, suite: SuiteId): Promise<LotKeys | null>;
  /** Keeps the keys unless there are some; gives those that stand. */
  keep(keys: LotKeys): Promise<LotKeys>;
  given(tender: TenderRef, group: number): Promise<Given | null>;
  give(tender: TenderRef, group: number, given: Given): Promise<void>;
};

/**
 * A trustee's key store: one file per lot, encrypted at rest with a key file that can lie elsewhere (a second disk, a
 * token). Whoever copies the folder alone has nothing.
 */
export async function openKeyStore(folder: string, keyFile: string): Promise<KeyStore> {
  const master = Buffer.from(await readOrMake(keyFile, () => randomBytes(32).toString("hex")), "hex");
  if (master.length !== 32) throw new Error(`${keyFile} is not a key of 32 bytes in hex`);
  const file = ({ id, lot }: TenderRef, what: string) =>
    join(
      folder,
      `${createHash("sha256")
        .update(JSON.stringify([id, lot]))
        .digest("hex")}.${what}`,
    );
  const read = async <T>(path: string): Promise<T | null> => {
    const text = await readIfThere(path);
    return text === null ? null : (JSON.parse(decrypt(master, text, path)) as T);
  };
  return {
    keys: (tender, suite) => read<LotKeys>(file(tender, keysOf(suite))),
    keep: async (keys) => {
      const path = file(keys.tender, keysOf(keys.suite));
      return JSON.parse(
        decrypt(master, await writeOnce(path, encrypt(master, JSON.stringify(keys), path)), path),
      ) as LotKeys;
    },
    given: (tender, group) => read<Given>(file(tender, `given${group}`)),
    give: (tender, group, given) => {
      const path = file(tender, `given${group}`);
      return replaceFile(path, encrypt(master, JSON.stringify(given), path));
    },
  };
}

/** Keys of each suite are a file of their own: before a lot is published its documents may still change the suite. */
const keysOf = (suite: SuiteId): string => (suite === 1 ? "keys" : "keys2");

/** The file's own name is authenticated with it: one lot's keys do not pass for another's. */
const nameOf = (path: string) => Buffer.from(path.slice(path.lastIndexOf("/") + 1));

function encrypt(key: Buffer, text: string, path: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(nameOf(path));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
}

function decrypt(key: Buffer, text: string, path: string): string {
  const bytes = Buffer.from(text, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAAD(nameOf(path));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}
