import { createHash, randomBytes, sign, createPrivateKey } from "node:crypto";
import { hashOf, readAlgorithm } from "@/lib/crypto/algorithm";
import { makeSignedData } from "@/lib/crypto/cms-make";
import {
  type Der,
  malformed,
  readBoolean,
  readCount,
  readDer,
  readInteger,
  readOctets,
  readOid,
  sequenceOf,
  TAG,
} from "@/lib/crypto/der";
import { der, flags, integer, oid, sequence, utf8 } from "@/lib/crypto/der-write";
import { OID } from "@/lib/crypto/oids";

/** Enterprise number for documentation (RFC 5612): this authority is for demonstration and nothing else. */
const POLICY = "1.3.6.1.4.1.32473.3161";
/** What its host keeps: from there on an alarm is raised (protocol §5.1). */
const ACCURACY_MS = 100;
const IMPRINT_BYTES = { "SHA-256": 32, "SHA-384": 48, "SHA-512": 64, SM3: 32 } as const;

export type DemoTsaKey = {
  readonly certificateDer: Uint8Array;
  readonly chainDer: readonly Uint8Array[];
  /** PKCS#8 PEM. */
  readonly privateKey: string;
};

type Query = {
  readonly imprint: Uint8Array;
  readonly nonce: Uint8Array | null;
  readonly withCertificates: boolean;
};

/** A query's flaw with its PKIFailureInfo bit (RFC 3161 §2.4.2). */
const refuse = (bit: number, words: string): never => {
  throw Object.assign(new Error(words), { failureBit: bit });
};
/** `millis [0]` of Accuracy (RFC 3161 §2.4.2). */
const MILLIS = 0x80;
const BAD_ALGORITHM = 0;
const BAD_FORMAT = 5;
const UNACCEPTED_POLICY = 15;
const UNACCEPTED_EXTENSION = 16;

/** Answers RFC 3161 queries. Never throws: a bad query gets a refusal in the protocol's own form. */
export function demoTsa(key: DemoTsaKey, now: () => Date): (query: Uint8Array) => Promise<Uint8Array> {
  const privateKey = createPrivateKey(key.privateKey);
  const algorithm = privateKey.asymmetricKeyType === "rsa" ? "rsa-sha256" : "ecdsa-sha256";
  return async (bytes) => {
    try {
      const query = readQuery(bytes);
      const info = tstInfo(query, now());
      const token = await makeSignedData({
        contentType: OID.tstInfo,
        inside: info,
        messageDigest: new Uint8Array(createHash("sha256").update(info).digest()),
        certificateDer: key.certificateDer,
        bag: query.withCertificates ? [key.certificateDer, ...key.chainDer] : [],
        algorithm,
        sign: async (data) => new Uint8Array(sign("sha256", data, { key: privateKey, dsaEncoding: "ieee-p1363" })),
      });
      return sequence(sequence(integer(0)), token);
    } catch (error) {
      const { failureBit = BAD_FORMAT, message } = error as { failureBit?: number; message: string };
      return sequence(sequence(integer(2), sequence(utf8(message)), flags(failureBit)));
    }
  };
}

function readQuery(bytes: Uint8Array): Query {
  const parts = sequenceOf(readDer(bytes));
  if (readCount(parts.shift()) !== 1) malformed("version");
  const imprint = readImprint(parts.shift());
  if (parts[0]?.tag === TAG.oid && readOid(parts.shift()) !== POLICY) refuse(UNACCEPTED_POLICY, "policy");
  const nonce = parts[0]?.tag === TAG.integer ? readInteger(parts.shift()) : null;
  const withCertificates = parts[0]?.tag === TAG.boolean && readBoolean(parts.shift());
  if (parts.length > 0) refuse(UNACCEPTED_EXTENSION, "extensions");
  return { imprint, nonce, withCertificates };
}

function readImprint(element: Der | undefined): Uint8Array {
  const [algorithm, value] = sequenceOf(element);
  const hash = hashOf(readAlgorithm(algorithm)) ?? refuse(BAD_ALGORITHM, "imprint algorithm");
  if (readOctets(value).length !== IMPRINT_BYTES[hash]) refuse(BAD_FORMAT, "imprint length");
  return element!.bytes;
}

function tstInfo({ imprint, nonce }: Query, at: Date): Uint8Array {
  const serial = new Uint8Array(randomBytes(12));
  return sequence(
    integer(1),
    oid(POLICY),
    imprint,
    integer(serial),
    genTime(at),
    sequence(der(MILLIS, new Uint8Array([ACCURACY_MS]))),
    ...(nonce ? [der(TAG.integer, nonce)] : []),
  );
}

/** GeneralizedTime with milliseconds; DER wants no trailing zeros. */
function genTime(at: Date): Uint8Array {
  const iso = at.toISOString();
  const fraction = iso.slice(19, 23).replace(/\.?0+$/, "");
  return der(TAG.generalizedTime, new TextEncoder().encode(`${iso.slice(0, 19).replace(/[-:T]/g, "")}${fraction}Z`));
}
