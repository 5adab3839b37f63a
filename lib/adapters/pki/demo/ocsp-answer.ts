import { sha1 } from "@noble/hashes/legacy.js";
import { parseCertificate } from "@/lib/crypto/certificate";
import {
  expectTag,
  readBits,
  readDer,
  readInteger,
  readOctets,
  readOid,
  sameBytes,
  sequenceOf,
} from "@/lib/crypto/der";
import { bits, der, generalizedTime, octets, oid, sequence, tagged } from "@/lib/crypto/der-write";
import { OID } from "@/lib/crypto/oids";
import type { Authority } from "./authority";
import { algorithmOf, extension } from "./build-certificate";
import type { Revocation } from "./pki";

const LIFE_MS = 3_600_000;

type Asked = { readonly certId: Uint8Array; readonly serial: string; readonly own: boolean };

/**
 * The demonstration responder (RFC 6960): one certificate per request, signed by the issuing authority itself.
 * @returns null for what is no request; `unknown` inside the answer for certificates of others
 */
export function answerOcsp(
  authority: Authority,
  request: Uint8Array,
  revoked: readonly Revocation[],
  at: Date,
): Uint8Array | null {
  try {
    const { asked, nonce } = readRequest(authority, request);
    const { subject } = parseCertificate(authority.sub.der);
    const entry = revoked.find(({ issuer, serial }) => issuer === subject.key && serial === asked.serial);
    const gone = entry && new Date(entry.at) <= at ? entry : null;
    const status = !asked.own
      ? der(0x82)
      : gone
        ? tagged(1, generalizedTime(new Date(gone.at)), tagged(0, der(0x0a, Uint8Array.of(gone.reason))))
        : der(0x80);
    const until = tagged(0, generalizedTime(new Date(at.getTime() + LIFE_MS)));
    const single = sequence(asked.certId, status, generalizedTime(at), until);
    const extensions = nonce ? [tagged(1, sequence(extension(OID.ocspNonce, false, nonce)))] : [];
    const data = sequence(tagged(1, subject.der), generalizedTime(at), sequence(single), ...extensions);
    const { key } = authority.sub;
    const basic = sequence(data, algorithmOf(key.kind), bits(key.sign(data)));
    return sequence(der(0x0a, Uint8Array.of(0)), tagged(0, sequence(oid(OID.ocspBasic), octets(basic))));
  } catch {
    return null;
  }
}

function readRequest({ sub }: Authority, bytes: Uint8Array): { asked: Asked; nonce: Uint8Array | null } {
  const [tbs] = sequenceOf(readDer(bytes));
  const parts = [...sequenceOf(tbs)];
  if (parts[0]?.tag === 0xa0) parts.shift();
  const [first] = sequenceOf(parts.shift());
  const [certId] = sequenceOf(first);
  const [, nameHash, keyHash, serial] = sequenceOf(certId);
  const issuer = parseCertificate(sub.der);
  const keyBits = readBits(sequenceOf(readDer(issuer.publicKey.spki))[1]);
  const own =
    sameBytes(readOctets(nameHash), sha1(issuer.subject.der)) && sameBytes(readOctets(keyHash), sha1(keyBits));
  const text = Buffer.from(readInteger(serial)).toString("hex").toUpperCase().replace(/^0+/, "");
  const given = parts.find(({ tag }) => tag === 0xa2);
  const nonce = given ? nonceIn(given.content) : null;
  return { asked: { certId: certId!.bytes, serial: text, own }, nonce };
}

function nonceIn(extensions: Uint8Array): Uint8Array | null {
  for (const one of sequenceOf(readDer(extensions))) {
    const [id, ...rest] = sequenceOf(one);
    if (readOid(id) === OID.ocspNonce) return readOctets(expectTag(rest.at(-1), 0x04));
  }
  return null;
}
