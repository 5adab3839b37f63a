import type { Archive, ArchiveTrust } from "./archive";
import { sameBytes } from "./bytes";
import { verifyCms } from "./cms";
import { certifiedCodes, CODE_PLACES } from "./code-places";
import { validatePath } from "./path";
import { reject } from "./reasons";
import { verifyTimestamp } from "./timestamp";
import { lacks } from "./verify-book";

/** A statement with its signature and, where there is one, its token. */
export type Paper = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly cms: Uint8Array;
  readonly tst: Uint8Array | null;
};

/** `<base>.json` with `<base>.p7s`. @throws where one of the two is not there */
export function paperAt(archive: Archive, base: string): Paper {
  const bytes = archive.read(`${base}.json`) ?? lacks(`${base}.json`);
  const cms = archive.read(`${base}.p7s`) ?? lacks(`${base}.p7s`);
  return { name: base, bytes, cms, tst: archive.read(`${base}.tst`) };
}

/** Codes of those who signed, each by a believed path at `at`. @throws reasons `signature`, `certificate` */
export async function signersOf(
  { name, bytes, cms }: Pick<Paper, "name" | "bytes" | "cms">,
  trust: ArchiveTrust,
  at: Date,
): Promise<readonly string[]> {
  const verdict = await verifyCms(bytes, cms);
  if (!verdict.ok) return reject("signature", `${name}: ${verdict.reason} ${verdict.detail}`);
  const believed = (leaf: Uint8Array, purpose: "sign" | "any") =>
    validatePath({
      leaf,
      intermediates: [...verdict.certificates, ...trust.intermediates],
      anchors: [...trust.anchors],
      crls: trust.crls,
      at,
      requireRevocation: false,
      purpose,
    });
  const known = [...trust.anchors.map(({ der }) => der), ...trust.intermediates];
  const codes: string[] = [];
  for (const { certificate } of verdict.signers) {
    const path = await believed(certificate.der, "sign");
    if (!path.ok) return reject("certificate", `${name}: ${path.reason} ${path.detail}`);
    known.push(certificate.der);
    codes.push(...certifiedCodes(certificate, CODE_PLACES));
  }
  // What travels along is covered by its own path (protocol §2.2): no octet of a signature is anybody's to change.
  for (const der of verdict.certificates)
    if (!known.some((one) => sameBytes(one, der)) && !(await believed(der, "any")).ok)
      return reject("certificate", `${name}: a certificate inside is nobody's`);
  return codes;
}

/** The company with this code signed. @throws reasons `signature`, `certificate`, `binding` */
export async function mustBeSignedBy(
  paper: Pick<Paper, "name" | "bytes" | "cms">,
  uscc: string,
  trust: ArchiveTrust,
  at: Date,
) {
  if (!(await signersOf(paper, trust, at)).includes(uscc)) reject("binding", `${paper.name} is not signed by ${uscc}`);
}

/** When a token says its bytes were there. @throws reason `time` */
export async function stampedAt(token: Uint8Array, data: Uint8Array, trust: ArchiveTrust, name: string): Promise<Date> {
  const verdict = await verifyTimestamp({
    token,
    of: { data },
    anchors: [...trust.tsa],
    crls: trust.crls,
    certificates: trust.intermediates,
    requireRevocation: false,
  });
  if (!verdict.ok) return reject("time", `${name}: ${verdict.reason} ${verdict.detail}`);
  return verdict.genTime;
}
