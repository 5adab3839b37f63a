import { newSerial, openAuthorities } from "@/lib/adapters/pki/demo/authority";
import {
  buildCertificate,
  buildCrl,
  crlAddress,
  keyIds,
  keyUsage,
  type RevokedEntry,
} from "@/lib/adapters/pki/demo/build-certificate";
import { newKey } from "@/lib/adapters/pki/demo/keys";
import { parseCertificate } from "@/lib/crypto/certificate";
import { writeName } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import type { PathInput } from "@/lib/crypto/path";
import { bareCheckOf, bareCrlCheck, type Check } from "./bare-verify";

const ENTRIES = 10_000;
const AT = new Date("2026-06-01T00:00:00Z");
const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2027-01-01T00:00:00Z") };
const UPDATES = { thisUpdate: new Date("2026-05-31T00:00:00Z"), nextUpdate: new Date("2026-06-07T00:00:00Z") };

/** Companies' certificates under root and sub authority, with a full list of ten thousand revoked from the latter. */
export type ChainCase = {
  /** A certificate that nobody has seen yet, with everything that belongs to it. */
  next(): PathInput;
  /** The list as it came, for whoever has to read it first. */
  readonly listBytes: number;
  /** Bare checks of the two certificates' signatures, and of the two lists'. */
  readonly certificates: readonly Check[];
  readonly lists: readonly Check[];
};

/** @param count so many certificates are made beforehand: making them is not measured */
export async function chainCase(folder: string, id: "demo-a" | "demo-b" | "demo-c", count: number): Promise<ChainCase> {
  const authority = (await openAuthorities(folder)).find(({ shape }) => shape.id === id)!;
  const [root, sub] = [parseCertificate(authority.root.der), parseCertificate(authority.sub.der)];
  const key = await newKey(authority.shape.keyKind); // a key each would take minutes to make, and changes nothing
  const leaf = (n: number) =>
    buildCertificate(
      {
        serial: newSerial(),
        issuer: sub.subject.der,
        subject: writeName([{ oid: OID.commonName, value: `黔测第${n}工程有限公司` }]),
        ...LIFE,
        spki: key.spki,
        extensions: [
          keyUsage("digitalSignature", "nonRepudiation"),
          ...keyIds(key.spki, authority.sub.key.spki),
          crlAddress(`http://${id}.ca.invalid/sub.crl`),
        ],
      },
      authority.sub.key,
    );
  const list = (level: "root" | "sub", entries: readonly RevokedEntry[]) => {
    const { der, key: signing } = authority[level];
    return buildCrl({ issuer: parseCertificate(der).subject.der, ...UPDATES, number: 1, entries }, signing);
  };
  const revoked = Array.from({ length: ENTRIES }, () => ({ serial: newSerial(), at: UPDATES.thisUpdate, reason: 1 }));
  const crls = [list("root", []), list("sub", revoked)] as const;
  const leaves = Array.from({ length: count }, (_, n) => leaf(n));
  const first = leaves[0]!;
  return {
    next: () => ({
      leaf: leaves.pop() ?? exhausted(),
      intermediates: [authority.sub.der],
      anchors: [authority.root.der],
      crls,
      at: AT,
      requireRevocation: true,
      purpose: "sign",
    }),
    listBytes: crls[1].length,
    certificates: [bareCheckOf(first, sub), bareCheckOf(authority.sub.der, root)],
    lists: [bareCrlCheck(crls[0], root), bareCrlCheck(crls[1], sub)],
  };
}

const exhausted = (): never => {
  throw new Error("too few certificates were made");
};
