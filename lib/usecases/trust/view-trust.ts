import { decodeBase64, type TrustedAuthority, type TrustUse } from "@/lib/crypto/binding";
import { parseCertificate } from "@/lib/crypto/certificate";
import { nameText } from "@/lib/crypto/name";
import { ruleText } from "@/lib/crypto/trust-list";
import { platformNow } from "@/lib/store/clock";
import { type RevocationLine, revocationLines } from "@/lib/store/revocation";
import { type TrustVersionLine, trustVersion, trustVersions } from "@/lib/store/trust";
import type { Deps } from "@/lib/usecases/deps";
import { provedStatement } from "@/lib/usecases/log/prove-event";

export type ShownCertificate = {
  readonly subject: string;
  readonly fingerprint: string;
  readonly notAfter: Date | null;
};

/** One authority as people read it. */
export type ShownAuthority = {
  readonly id: string;
  readonly name: string;
  readonly uses: readonly TrustUse[];
  readonly algorithms: readonly string[];
  readonly anchors: readonly ShownCertificate[];
  readonly intermediates: readonly ShownCertificate[];
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly company: readonly string[];
  readonly person: readonly string[];
  readonly extendedKeyUsages: readonly string[];
  readonly distrustAfter: Date | null;
  readonly contact: string;
};

export const shownAuthority = (authority: TrustedAuthority): ShownAuthority => ({
  ...authority,
  anchors: authority.anchors.map(shownCertificate),
  intermediates: authority.intermediates.map(shownCertificate),
  company: authority.company.map(ruleText),
  person: authority.person.map(ruleText),
  distrustAfter: authority.distrustAfter ? new Date(authority.distrustAfter) : null,
});

function shownCertificate(text: string): ShownCertificate {
  try {
    const { subject, fingerprint, notAfter } = parseCertificate(decodeBase64(text));
    return { subject: nameText(subject), fingerprint, notAfter };
  } catch {
    // Only an installation's file can hold one: what a change brings is read before it is signed.
    return { subject: "—", fingerprint: "—", notAfter: null };
  }
}

export type TrustView = {
  readonly now: Date;
  readonly version: number;
  readonly authorities: readonly ShownAuthority[];
  readonly versions: readonly TrustVersionLine[];
  /** What was fetched from the addresses of the list, and when. */
  readonly lists: readonly RevocationLine[];
};

/** Whom this platform believes, since when, and how fresh its knowledge of revocations is. Public, for everybody. */
export async function viewTrust({ trust }: Pick<Deps, "trust">): Promise<TrustView> {
  const [now, list, versions, lists] = await Promise.all([
    platformNow(),
    trust.list(),
    trustVersions(),
    revocationLines(),
  ]);
  const { version, authorities } = list;
  return { now, version, authorities: authorities.map(shownAuthority), versions, lists };
}

export type TrustPaper = { readonly bytes: Uint8Array; readonly cms: Uint8Array; readonly sha256: string };

/** One version as it was signed; null where there is none. */
export async function readTrustPaper(version: number): Promise<TrustPaper | null> {
  const row = await trustVersion(version);
  return row && { bytes: new Uint8Array(row.bytes), cms: new Uint8Array(row.cms), sha256: row.sha256 };
}

/** Event, blind and proof that the version stands in the transparency log; null while the log has not sealed it. */
export async function proveTrustVersion(version: number) {
  const row = await trustVersion(version);
  return row ? provedStatement(row.sha256, "trust-list") : null;
}
