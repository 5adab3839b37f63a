import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCertificate } from "@/lib/crypto/certificate";
import { writeName } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import { authorityConstraints, buildCertificate, crlAddress, type IssuingKey, keyIds, keyUsage } from "./build-certificate";
import { newKey, readKey, writeSecret } from "./keys";
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
  const file = (name: string) => join(folder, name);
  try {
    const [rootDer, subDer, rootKey, subKey] = await Promise.all([
      readFile(file("root.der")),
      readFile(file("sub.der")),
      readKey(shape.keyKind, file("root.key.pem")),
      readKey(shape.keyKind, file("sub.key.pem")),
    ]);
    return {
      shape,
      root: { der: new Uint8Array(rootDer), key: rootKey },
      sub: { der: new Uint8Array(subDer), key: subKey },
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return createAuthority(file, shape);
  }
}

async function createAuthority(file: (name: string) => string, shape: Shape): Promise<Authority> {
  const [rootKey, subKey] = await Promise.all([newKey(shape.keyKind), newKey(shape.keyKind)]);
  const rootName = subjectOf(shape, "根");
  const root = buildCertificate(
    {
      serial: newSerial(),
      issuer: rootName,
      subject: rootName,
      ...ROOT_LIFE,
      spki: rootKey.spki,
      extensions: [authorityConstraints(null), keyUsage("keyCertSign", "cRLSign"), ...keyIds(rootKey.spki, rootKey.spki)],
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
  await writeSecret(file("root.key.pem"), rootKey.key.export({ type: "pkcs8", format: "pem" }));
  await writeSecret(file("sub.key.pem"), subKey.key.export({ type: "pkcs8", format: "pem" }));
  await writeSecret(file("sub.der"), sub);
  // Last, so that a start that was killed half-way finds nothing and begins again.
  await writeSecret(file("root.der"), root);
  return { shape, root: { der: root, key: rootKey }, sub: { der: sub, key: subKey } };
}

/** Name of a certificate's subject, as DER. */
export const subjectDer = (der: Uint8Array): Uint8Array => parseCertificate(der).subject.der;

