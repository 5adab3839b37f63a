import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeBase64, type TrustList } from "@/lib/crypto/binding";
import { parseCertificate } from "@/lib/crypto/certificate";
import { type NameAttribute, writeName } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import { type Authority, crlUrl, newSerial, ocspUrl, openAuthorities, subjectDer } from "./authority";
import {
  buildCertificate,
  buildCrl,
  crlAddress,
  extendedKeyUsage,
  keyIds,
  keyUsage,
  ocspAddress,
  type RevokedEntry,
} from "./build-certificate";
import { type IssuingKey, newKey, writeSecret } from "./keys";
import { answerOcsp } from "./ocsp-answer";
import { writeP12 } from "./p12-write";
import type { AuthorityId } from "./shapes";

export type CertificateKind = "company" | "person" | "tsa" | "platform" | "trustee" | "witness";

export type IssueRequest = {
  readonly kind: CertificateKind;
  /** `demo-a` (RSA, code in OU), `demo-b` (P-256, organizationIdentifier) or `demo-c` (SM2, extensions, two certificates). */
  readonly authority?: AuthorityId;
  /** Common name: the organisation, or the person. */
  readonly name: string;
  /** Registered name of the organisation; by default `name`. For a person: the employer, if there is one. */
  readonly organization?: string;
  readonly uscc?: string;
  /** The person's number (demonstration numbers only). */
  readonly personNumber?: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** A certificate that may not be used for signatures, for tests: server authentication, or encryption alone. */
  readonly misused?: "server" | "encrypt";
};

export type Issued = {
  readonly certificateDer: Uint8Array;
  /** The issuing sub authority; the root is the anchor and stays out. */
  readonly chainDer: readonly Uint8Array[];
  readonly privateKeyPkcs8: Uint8Array;
  /** The second certificate of a dual pair, for encryption alone, with its own key; null where there is one for both. */
  readonly encryption: { readonly certificateDer: Uint8Array; readonly privateKeyPkcs8: Uint8Array } | null;
  readonly p12: (password: string) => Uint8Array;
};

/** A revocation as it is kept; `reason` is the CRLReason number, 1 for a compromised key. */
export type Revocation = {
  readonly issuer: string;
  readonly serial: string;
  readonly at: string;
  readonly reason: number;
};

export type DemoPki = {
  issue(request: IssueRequest): Promise<Issued>;
  /** Puts a certificate on its authority's next CRL, from `at` on. */
  revoke(certificateDer: Uint8Array, at: Date, reason?: number): Promise<void>;
  trustList(): TrustList;
  /** The CRLs of all roots and sub authorities as they stand at `at`: valid from an hour before to a week after. */
  crls(at: Date): Promise<readonly Uint8Array[]>;
  /** The same by the path under which the CA program serves each: `/demo-a/sub.crl`. */
  crlsByPath(at: Date): Promise<ReadonlyMap<string, Uint8Array>>;
  /** What an authority's responder answers to an OCSP request at `at`; null where the request is none. */
  ocsp(authority: string, request: Uint8Array, at: Date): Promise<Uint8Array | null>;
  /** The anchors, for programs that want them alone. */
  anchors(): readonly Uint8Array[];
};

const HOUR = 3_600_000;

/** Opens (or founds) the three demonstration authorities kept in `folder`. */
export async function openDemoPki(folder: string): Promise<DemoPki> {
  const authorities = await openAuthorities(folder);
  const revokedFile = join(folder, "revoked.json");
  return {
    issue: (request) => issue(pick(authorities, request.authority ?? "demo-a"), request),
    revoke: async (certificateDer, at, reason = 1) => {
      const { issuer, serialHex } = parseCertificate(certificateDer);
      const entry: Revocation = { issuer: issuer.key, serial: serialHex, at: at.toISOString(), reason };
      const others = (await readRevoked(revokedFile)).filter(
        (r) => r.issuer !== entry.issuer || r.serial !== entry.serial,
      );
      await writeSecret(revokedFile, JSON.stringify([...others, entry], null, 1));
    },
    trustList: () => trustListOf(authorities),
    crls: async (at) => crlsAt(authorities, await readRevoked(revokedFile), at).map(([, der]) => der),
    crlsByPath: async (at) => new Map(crlsAt(authorities, await readRevoked(revokedFile), at)),
    ocsp: async (id, request, at) => {
      const authority = authorities.find(({ shape }) => shape.id === id);
      return authority ? answerOcsp(authority, request, await readRevoked(revokedFile), at) : null;
    },
    anchors: () => authorities.map(({ root }) => root.der),
  };
}

function pick(authorities: readonly Authority[], id: AuthorityId): Authority {
  const found = authorities.find(({ shape }) => shape.id === id);
  if (!found) throw new RangeError(`no demonstration authority ${id}`);
  return found;
}

async function readRevoked(path: string): Promise<readonly Revocation[]> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Revocation[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function issue(authority: Authority, request: IssueRequest): Promise<Issued> {
  const { shape, sub } = authority;
  const dual = shape.dual && DUAL.includes(request.kind) && !request.misused;
  const own = await pair(authority, request, dual ? "sign" : "both");
  const encryption = dual ? await pair(authority, request, "encrypt") : null;
  const chainDer = [sub.der];
  const contents = {
    kind: shape.keyKind,
    ...own,
    chainDer,
    friendlyName: request.name,
    second: encryption ?? undefined,
  };
  return {
    certificateDer: own.certificateDer,
    chainDer,
    privateKeyPkcs8: own.pkcs8,
    encryption: encryption && { certificateDer: encryption.certificateDer, privateKeyPkcs8: encryption.pkcs8 },
    p12: (password) => writeP12(contents, password),
  };
}

/** Whoever holds a token has two certificates of such an authority; servers have one. */
const DUAL: readonly CertificateKind[] = ["company", "person"];

type Use = "sign" | "encrypt" | "both";

async function pair({ shape, sub }: Authority, request: IssueRequest, use: Use) {
  const key: IssuingKey = await newKey(shape.keyKind);
  const numbers = shape.write({ uscc: request.uscc ?? null, person: request.personNumber ?? null });
  const organization = request.organization ?? (request.kind === "person" ? null : request.name);
  const subject: NameAttribute[] = [
    { oid: OID.country, value: "CN" },
    ...(organization === null ? [] : [{ oid: OID.organization, value: organization }]),
    ...numbers.subject,
    { oid: OID.commonName, value: request.name },
  ];
  const certificateDer = buildCertificate(
    {
      serial: newSerial(),
      issuer: subjectDer(sub.der),
      subject: writeName(subject),
      notBefore: request.notBefore,
      notAfter: request.notAfter,
      spki: key.spki,
      extensions: [
        ...usagesOf(request, shape.keyKind, use),
        ...keyIds(key.spki, sub.key.spki),
        crlAddress(crlUrl(shape, "sub")),
        ocspAddress(ocspUrl(shape)),
        ...numbers.extensions,
      ],
    },
    sub.key,
  );
  return { certificateDer, pkcs8: key.pkcs8 };
}

const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

function usagesOf({ kind, misused }: IssueRequest, keyKind: IssuingKey["kind"], use: Use): Uint8Array[] {
  if (kind === "tsa") return [keyUsage("digitalSignature"), extendedKeyUsage(true, OID.timeStamping)];
  if (misused === "server") return [keyUsage("digitalSignature"), extendedKeyUsage(false, SERVER_AUTH)];
  const wraps = keyKind === "rsa" ? "keyEncipherment" : "keyAgreement";
  const purposes = extendedKeyUsage(false, OID.clientAuth, OID.emailProtection, OID.documentSigning);
  if (use === "encrypt" || misused === "encrypt")
    return [keyUsage("keyEncipherment", "dataEncipherment", "keyAgreement"), purposes];
  const signs = ["digitalSignature", "nonRepudiation"] as const;
  return [use === "sign" ? keyUsage(...signs) : keyUsage(...signs, wraps), purposes];
}

function trustListOf(authorities: readonly Authority[]): TrustList {
  return {
    fmt: "SBC/1",
    type: "trust-list",
    version: 1,
    authorities: authorities.map(({ shape, root, sub }) => ({
      id: shape.id,
      name: shape.name,
      uses: ["sign", "tsa"],
      anchors: [encodeBase64(root.der)],
      intermediates: [encodeBase64(sub.der)],
      crlUrls: [crlUrl(shape, "root"), crlUrl(shape, "sub")],
      ocspUrls: [ocspUrl(shape)],
      company: shape.company,
      person: shape.person,
      algorithms: [shape.keyKind === "ec" ? "ecdsa" : shape.keyKind],
      extendedKeyUsages: [],
      distrustAfter: null,
      contact: `${shape.name}（仅供演示）`,
    })),
  };
}

/** Whole hours, so that all processes make the same lists within one hour. */
function crlsAt(authorities: readonly Authority[], revoked: readonly Revocation[], at: Date): [string, Uint8Array][] {
  const thisUpdate = new Date(Math.floor(at.getTime() / HOUR) * HOUR - HOUR);
  const nextUpdate = new Date(thisUpdate.getTime() + 7 * 24 * HOUR);
  return authorities.flatMap((authority) =>
    (["root", "sub"] as const).map((level): [string, Uint8Array] => {
      const { der, key } = authority[level];
      const { subject } = parseCertificate(der);
      const entries = revoked.flatMap((entry): RevokedEntry[] =>
        entry.issuer === subject.key && new Date(entry.at) <= at
          ? [{ serial: new Uint8Array(Buffer.from(entry.serial, "hex")), at: new Date(entry.at), reason: entry.reason }]
          : [],
      );
      const number = thisUpdate.getTime() / HOUR;
      const list = buildCrl({ issuer: subject.der, thisUpdate, nextUpdate, number, entries }, key);
      return [`/${authority.shape.id}/${level}.crl`, list];
    }),
  );
}
