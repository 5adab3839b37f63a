import { randomBytes } from "node:crypto";
import { openAuthorities } from "@/lib/adapters/pki/demo/authority";
import { buildCrl, type RevokedEntry } from "@/lib/adapters/pki/demo/build-certificate";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { parseCertificate } from "@/lib/crypto/certificate";
import type { PathInput } from "@/lib/crypto/path";
import { bareCheckOf, bareCrlCheck, type Check } from "./bare-verify";

const ENTRIES = 10_000;
const AT = new Date("2026-06-01T00:00:00Z");
const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2027-01-01T00:00:00Z") };
const UPDATES = { thisUpdate: new Date("2026-05-31T00:00:00Z"), nextUpdate: new Date("2026-06-07T00:00:00Z") };

/** A company's certificate under root and sub authority, with a full list of ten thousand revoked from the latter. */
export type ChainCase = {
  readonly input: PathInput;
  /** The list as it came, for whoever has to read it first. */
  readonly listBytes: number;
  /** Bare checks of the two certificates' signatures, and of the two lists'. */
  readonly certificates: readonly Check[];
  readonly lists: readonly Check[];
};

export async function chainCase(folder: string, id: "demo-a" | "demo-b" | "demo-c"): Promise<ChainCase> {
  const pki = await openDemoPki(folder);
  const authority = (await openAuthorities(folder)).find(({ shape }) => shape.id === id)!;
  const request = { kind: "company", authority: id, name: "黔测工程有限公司", uscc: "91520100MA6E12345R" } as const;
  const { certificateDer, chainDer } = await pki.issue({ ...request, ...LIFE });
  const list = (level: "root" | "sub", entries: readonly RevokedEntry[]) => {
    const { der, key } = authority[level];
    return buildCrl({ issuer: parseCertificate(der).subject.der, ...UPDATES, number: 1, entries }, key);
  };
  const revoked = Array.from({ length: ENTRIES }, () => ({ serial: serial(), at: UPDATES.thisUpdate, reason: 1 }));
  const [ofRoot, ofSub] = [list("root", []), list("sub", revoked)];
  const [root, sub] = [parseCertificate(authority.root.der), parseCertificate(authority.sub.der)];
  return {
    input: {
      leaf: certificateDer,
      intermediates: chainDer,
      anchors: [authority.root.der],
      crls: [ofRoot, ofSub],
      at: AT,
      requireRevocation: true,
      purpose: "sign",
    },
    listBytes: ofSub.length,
    certificates: [bareCheckOf(certificateDer, sub), bareCheckOf(authority.sub.der, root)],
    lists: [bareCrlCheck(ofRoot, root), bareCrlCheck(ofSub, sub)],
  };
}

function serial(): Uint8Array {
  const bytes = new Uint8Array(randomBytes(10));
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes;
}
