import { randomBytes } from "node:crypto";
import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseCertificate } from "@/lib/crypto/certificate";
import { malformed } from "@/lib/crypto/der";
import { writeName } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import { authorityConstraints, buildCertificate, crlAddress, keyIds, keyUsage } from "./build-certificate";
import { type IssuingKey, keyPem, newKey, readKey, writeSecret } from "./keys";
import { SHAPES, type Shape } from "./shapes";

/** One demonstration authority: a root, and the sub authority that issues. */
export type Authority = {
  readonly shape: Shape;
  readonly root: { readonly der: Uint8Array; readonly key: IssuingKey };
  readonly sub: { readonly der: Uint8Array; readonly key: IssuingKey };
};

const ROOT_LIFE = { notBefore: new Date("2020-01-01T00:00:00Z"), notAfter: new Date("2049-12-31T23:59:59Z") };
const SUB_LIFE = { notBefore: new Date("2020-06-01T00:00:00Z"), notAfter: new Date("2045-12-31T23:59:59Z") };

/** Positive, no leading zero, 79 bits by chance: nobody can guess the next one. */
export function newSerial(): Uint8Array {
  const serial = new Uint8Array(randomBytes(10));
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  return serial;
}

export const crlUrl = (shape: Shape, level: "root" | "sub"): string => `http://${shape.id}.ca.invalid/${level}.crl`;

export const ocspUrl = (shape: Shape): string => `http://${shape.id}.ca.invalid/ocsp`;

const subjectOf = (shape: Shape, level: "根" | "企业"): Uint8Array =>
  writeName([
    { oid: OID.country, value: "CN" },
    { oid: OID.organization, value: `${shape.name}（仅供演示）` },
    { oid: OID.commonName, value: `${shape.name}${level}CA` },
  ]);

/** Reads the three authorities from `folder`; what is missing is made and kept there. */
export function openAuthorities(folder: string): Promise<readonly Authority[]> {
  return Promise.all(SHAPES.map((shape) => openAuthority(join(folder, shape.id), shape)));
}

async function openAuthority(folder: string, shape: Shape): Promise<Authority> {
  const kept = await readAuthority(folder, shape);
  if (kept) return kept;
  // Several programs start at once and may all find nothing. Each makes its own in a folder beside, and only one
  // rename succeeds; the others take what the winner left.
  const draft = `${folder}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await createAuthority(draft, shape);
  try {
    await rename(draft, folder);
  } catch {
    await rm(draft, { recursive: true });
  }
  return (await readAuthority(folder, shape)) ?? malformed(`no authority in ${shape.id} after making it`);
}

async function readAuthority(folder: string, shape: Shape): Promise<Authority | null> {
  try {
    const [rootDer, subDer, rootKey, subKey] = await Promise.all([
      readFile(join(folder, "root.der")),
      readFile(join(folder, "sub.der")),
      readKey(shape.keyKind, join(folder, "root.key.pem")),
      readKey(shape.keyKind, join(folder, "sub.key.pem")),
    ]);
    return {
      shape,
      root: { der: new Uint8Array(rootDer), key: rootKey },
      sub: { der: new Uint8Array(subDer), key: subKey },
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function createAuthority(folder: string, shape: Shape): Promise<void> {
  const [rootKey, subKey] = await Promise.all([newKey(shape.keyKind), newKey(shape.keyKind)]);
  const rootName = subjectOf(shape, "根");
  const root = buildCertificate(
    {
      serial: newSerial(),
      issuer: rootName,
      subject: rootName,
      ...ROOT_LIFE,
      spki: rootKey.spki,
      extensions: [
        authorityConstraints(null),
        keyUsage("keyCertSign", "cRLSign"),
        ...keyIds(rootKey.spki, rootKey.spki),
      ],
    },
    rootKey,
  );
  const sub = buildCertificate(
    {
      serial: newSerial(),
      issuer: rootName,
      subject: subjectOf(shape, "企业"),
      ...SUB_LIFE,
      spki: subKey.spki,
      extensions: [
        authorityConstraints(0),
        keyUsage("keyCertSign", "cRLSign"),
        ...keyIds(subKey.spki, rootKey.spki),
        crlAddress(crlUrl(shape, "root")),
      ],
    },
    rootKey,
  );
  await writeSecret(join(folder, "root.key.pem"), keyPem(rootKey));
  await writeSecret(join(folder, "sub.key.pem"), keyPem(subKey));
  await writeSecret(join(folder, "sub.der"), sub);
  await writeSecret(join(folder, "root.der"), root);
}

/** Name of a certificate's subject, as DER. */
export const subjectDer = (der: Uint8Array): Uint8Array => parseCertificate(der).subject.der;
