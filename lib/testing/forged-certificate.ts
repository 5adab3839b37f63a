import { readDer, sequenceOf } from "@/lib/crypto/der";
import { bits, sequence } from "@/lib/crypto/der-write";
import { type NameAttribute, writeName } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import { type PathInput, validatePath } from "@/lib/crypto/path";
import {
  algorithmOf,
  authorityConstraints,
  buildCertificate,
  type CertificateTemplate,
  keyIds,
  keyUsage,
} from "@/lib/adapters/pki/demo/build-certificate";
import { type IssuingKey, newKey } from "@/lib/adapters/pki/demo/keys";

const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2027-01-01T00:00:00Z") };
export const AT = new Date("2026-06-15T08:30:00Z");
export const DAY = 86_400_000;
export const CODE = "91520115MA6J7N196P";
export const OTHER_CODE = "91520000MA6D00001A";

export const name = (cn: string, ...more: readonly NameAttribute[]): Uint8Array =>
  writeName([{ oid: OID.country, value: "CN" }, ...more, { oid: OID.commonName, value: cn }]);
export const code = (value: string): NameAttribute => ({ oid: OID.organizationalUnit, value });
export const ROOT = name("根");
export const SUB = name("子");
export const leafName = name("企业", code(CODE));

const [a, b, c, d] = await Promise.all([newKey("ec"), newKey("ec"), newKey("ec"), newKey("ec")]);
export const keys: Readonly<Record<"root" | "sub" | "leaf" | "thief", IssuingKey>> = {
  root: a,
  sub: b,
  leaf: c,
  thief: d,
};

type Made = {
  subject: Uint8Array;
  issuer: Uint8Array;
  of: IssuingKey;
  by: IssuingKey;
  serial?: Uint8Array;
  pathLength?: number | null;
  more?: readonly Uint8Array[];
};
/** A certificate that says whatever it is told to, with the signature of whoever holds `by`. */
export const made = ({ subject, issuer, of, by, serial }: Made, extensions: readonly Uint8Array[]): Uint8Array => {
  const template: CertificateTemplate = {
    subject,
    issuer,
    serial: serial ?? Uint8Array.of(7),
    spki: of.spki,
    extensions,
    ...LIFE,
  };
  return buildCertificate(template, by);
};
export const authority = (one: Made): Uint8Array =>
  made(one, [
    authorityConstraints(one.pathLength ?? null),
    keyUsage("keyCertSign", "cRLSign"),
    ...keyIds(one.of.spki, one.by.spki),
    ...(one.more ?? []),
  ]);
export const company = (change: Partial<Made> = {}): Uint8Array => {
  const one = { subject: leafName, issuer: SUB, of: keys.leaf, by: keys.sub, ...change };
  return made(one, [keyUsage("digitalSignature"), ...keyIds(one.of.spki, keys.sub.spki), ...(one.more ?? [])]);
};
/** The same certificate with its body changed and signed anew: what only an authority could make. */
export const remade = (change: (parts: Uint8Array[]) => Uint8Array[]): Uint8Array => {
  const [tbs] = sequenceOf(readDer(company()));
  const body = sequence(...change(sequenceOf(tbs).map(({ bytes }) => bytes)));
  return sequence(body, algorithmOf("ec"), bits(keys.sub.sign(body)));
};

/** What is said of a path: "ok", or the reason and its detail. */
export async function judge(leaf: Uint8Array, change: Partial<PathInput> = {}): Promise<string> {
  const { ok, reason, detail } = await validatePath({
    leaf,
    intermediates: [sub],
    anchors: [root],
    at: AT,
    requireRevocation: false,
    purpose: "sign",
    ...change,
  });
  return ok ? "ok" : `${reason} ${detail}`;
}

export const root = authority({ subject: ROOT, issuer: ROOT, of: keys.root, by: keys.root });
export const sub = authority({ subject: SUB, issuer: ROOT, of: keys.sub, by: keys.root });
