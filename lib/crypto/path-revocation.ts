import { schemeOf } from "./algorithm";
import type { Certificate } from "./certificate";
import { type Crl, HOLD, parseCrl, REMOVED } from "./crl";
import { readDer, sameBytes } from "./der";
import { der, sequence } from "./der-write";
import type { DistributionPoint } from "./extensions";
import { generalNameKey } from "./general-name";
import { type Name, readName } from "./name";
import { type OcspAnswer, statusByOcsp } from "./path-ocsp";
import { type Budget, pathFails, type RevocationEvidence } from "./path-types";
import { verifySignature } from "./public-key";

export type RevocationSources = {
  readonly crls: readonly Crl[];
  readonly ocsps: readonly OcspAnswer[];
  readonly at: Date;
  /** When the sources are read: they must be current then, while revocations count that took effect up to `at`. */
  readonly asOf: Date;
  readonly budget: Budget;
  /** Whether this certificate may sign CRLs in the name of that issuer, under the same anchor. */
  readonly findCrlSigners: (issuer: Certificate) => Promise<readonly Certificate[]>;
};

/** CRLs that can be read; one that cannot must not hide the others. */
export function readCrls(ders: readonly Uint8Array[]): Crl[] {
  return ders.flatMap((bytes) => {
    const cached = parsed.get(bytes);
    if (cached) return [cached];
    try {
      const crl = parseCrl(bytes);
      parsed.set(bytes, crl);
      return [crl];
    } catch {
      return [];
    }
  });
}
const parsed = new WeakMap<Uint8Array, Crl>();

/**
 * The status of one certificate by the CRLs and OCSP responses at hand (RFC 5280 §6.3, RFC 6960). A revocation that any
 * authorised source states counts, whatever another says: only a hold can end, and then the youngest source knows.
 */
export async function revocationOf(
  certificate: Certificate,
  issuer: Certificate,
  sources: RevocationSources,
): Promise<RevocationEvidence> {
  const byCrl = await statusByCrls(certificate, issuer, sources);
  if (byCrl.status === "revoked" || sources.ocsps.length === 0) return byCrl;
  const byOcsp = await statusByOcsps(certificate, issuer, sources);
  if (byOcsp.status !== "unknown") return byOcsp.status === "good" && byCrl.status === "good" ? byCrl : byOcsp;
  return byCrl.status === "good" ? byCrl : { ...byCrl, detail: `${byCrl.detail}; ${byOcsp.detail}` };
}

async function statusByOcsps(
  certificate: Certificate,
  issuer: Certificate,
  sources: RevocationSources,
): Promise<RevocationEvidence> {
  const context = {
    at: sources.at,
    asOf: sources.asOf,
    budget: sources.budget,
    isRevoked: async (responder: Certificate) => (await statusByCrls(responder, issuer, sources)).status === "revoked",
  };
  let detail = "no OCSP response";
  let good: RevocationEvidence | null = null;
  for (const answer of sources.ocsps) {
    const said = await statusByOcsp(answer, certificate, issuer, context);
    if (typeof said === "string") detail = said;
    else if (said.status === "revoked") return said;
    else if (said.status === "good") good ??= said;
    else detail = said.detail ?? detail;
  }
  return good ?? evidence(certificate, null, "unknown", null, detail);
}

/** Delta and reason-partitioned lists can only add revocations, never clear anybody; indirect lists are not used. */
async function statusByCrls(
  certificate: Certificate,
  issuer: Certificate,
  sources: RevocationSources,
): Promise<RevocationEvidence> {
  let good: RevocationEvidence | null = null;
  let held: RevocationEvidence | null = null;
  let released = false;
  let detail = "no CRL of this authority for that instant";
  const own = sources.crls.filter((crl) => crl.issuer.key === certificate.issuer.key);
  // The latest list first: what it says is what the authority says now.
  for (const crl of own.sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())) {
    const flaw = unusable(crl, certificate, sources.asOf);
    if (flaw) {
      detail = flaw;
      // What an authority has revoked for good stays revoked, however long it has been silent since.
      if (flaw === OUT_OF_DATE && isFinal(crl, certificate, sources.at) && (await isSigned(crl, issuer, sources)))
        return statusBy(crl, certificate, sources.at);
      continue;
    }
    if (!(await isSigned(crl, issuer, sources))) {
      detail = "CRL signature is false, or its signer may not sign CRLs";
      continue;
    }
    const status = statusBy(crl, certificate, sources.at);
    const reason = crl.entry(certificate.serial)?.reason;
    if (reason === REMOVED) released = true;
    if (status.status === "revoked" && reason !== HOLD) return status;
    // A hold stands unless a younger complete list no longer has it.
    if (status.status === "revoked") held ??= good ? null : status;
    else if (status.status === "unknown") detail = status.detail ?? detail;
    else good ??= held ? null : status;
  }
  if (held && released) return evidence(certificate, null, "unknown", null, "a delta CRL ends the hold: unsupported");
  return held ?? good ?? evidence(certificate, null, "unknown", null, detail);
}

function evidence(
  certificate: Certificate,
  crl: Crl | null,
  status: RevocationEvidence["status"],
  revokedAt: Date | null,
  detail: string | null,
): RevocationEvidence {
  return {
    certificate: certificate.fingerprint,
    status,
    source: crl ? "crl" : null,
    sha256: crl?.fingerprint ?? null,
    thisUpdate: crl?.thisUpdate ?? null,
    nextUpdate: crl?.nextUpdate ?? null,
    revokedAt,
    detail,
  };
}

const OUT_OF_DATE = "CRL is out of date";

/** Why this list says nothing about this certificate at this instant, or null; `OUT_OF_DATE` only where nothing else does. */
function unusable(crl: Crl, certificate: Certificate, at: Date): string | null {
  if (at < crl.thisUpdate) return "CRL is from later";
  if (crl.unknownCritical) return "CRL with an unknown critical extension";
  const outside = outOfScope(crl, certificate);
  if (outside) return outside;
  return !crl.nextUpdate || at > crl.nextUpdate ? OUT_OF_DATE : null;
}

/** Whether the list calls the certificate revoked at `at`, and not merely held. */
function isFinal(crl: Crl, { serial }: Certificate, at: Date): boolean {
  const entry = crl.entry(serial);
  if (!entry || entry.unknownCritical || entry.reason === HOLD || entry.reason === REMOVED) return false;
  return (entry.invalidSince && entry.invalidSince < entry.at ? entry.invalidSince : entry.at) <= at;
}

function outOfScope(crl: Crl, certificate: Certificate): string | null {
  const { scope } = crl;
  if (!scope) return null;
  if (scope.indirect || scope.attributesOnly) return "indirect CRL";
  const isAuthority = certificate.basicConstraints?.ca === true;
  if (scope.usersOnly && isAuthority) return "CRL for end entities only";
  if (scope.authoritiesOnly && !isAuthority) return "CRL for authorities only";
  return inScope(crl, certificate) ? null : "CRL of another distribution point";
}

/** Whether the list's distribution point is one of the certificate's (RFC 5280 §6.3.3 b 2 i). */
function inScope({ scope, issuer }: Crl, certificate: Certificate): boolean {
  if (!scope || (!scope.names && !scope.relative)) return true;
  const offered = new Set(pointKeys(scope.names, scope.relative, issuer));
  if (certificate.distributionPoints.length === 0) return offered.has(`directory:${certificate.issuer.key}`);
  return certificate.distributionPoints.some((point) =>
    pointNames(point, certificate.issuer).some((key) => offered.has(key)),
  );
}

function pointNames(point: DistributionPoint, certificateIssuer: Name): string[] {
  if (!point.names && !point.relative) return (point.crlIssuer ?? []).map(generalNameKey);
  const named = point.crlIssuer?.find(({ form }) => form === "directory");
  const base = named?.form === "directory" ? named.name : certificateIssuer;
  return pointKeys(point.names, point.relative, base);
}

function pointKeys(names: DistributionPoint["names"], relative: Uint8Array | null, base: Name): string[] {
  if (!relative) return (names ?? []).map(generalNameKey);
  const [part] = readName(readDer(sequence(der(0x31, relative)))).rdnKeys;
  return [`directory:${[...base.rdnKeys, part].join(",")}`];
}

/**
 * Whose key is known to have signed a list: a national one is half a megabyte, and stands behind every certificate of its
 * authority for an hour. Found true only by checking; whether the signer may sign is asked anew each time.
 */
const signersOf = new WeakMap<Crl, Set<string>>();

async function isSigned(crl: Crl, issuer: Certificate, sources: RevocationSources): Promise<boolean> {
  const scheme = schemeOf(crl.signatureAlgorithm);
  if (!scheme) return false;
  const mayBe = (signer: Certificate) =>
    !crl.authorityKeyId?.keyId || !signer.subjectKeyId || sameBytes(crl.authorityKeyId.keyId, signer.subjectKeyId);
  const check = async (signer: Certificate): Promise<boolean> => {
    if (--sources.budget.signatures < 0) return pathFails("PATH_BUDGET", "too many signature checks");
    const known = signersOf.get(crl) ?? new Set();
    if (known.has(signer.fingerprint)) return true;
    if (!(await verifySignature(signer.publicKey, scheme, crl.tbs, crl.signature))) return false;
    signersOf.set(crl, known.add(signer.fingerprint));
    return true;
  };
  const allowed = !issuer.keyUsage || issuer.keyUsage.has("cRLSign");
  if (allowed && mayBe(issuer) && (await check(issuer))) return true;
  for (const signer of await sources.findCrlSigners(issuer)) if (mayBe(signer) && (await check(signer))) return true;
  return false;
}

function statusBy(crl: Crl, certificate: Certificate, at: Date): RevocationEvidence {
  const entry = crl.entry(certificate.serial);
  if (entry?.unknownCritical)
    return evidence(certificate, crl, "unknown", null, "CRL entry with an unknown critical extension");
  if (entry && entry.reason !== REMOVED) {
    const since = entry.invalidSince && entry.invalidSince < entry.at ? entry.invalidSince : entry.at;
    // A later revocation does not undo an earlier signature.
    if (since <= at) return evidence(certificate, crl, "revoked", entry.at, null);
  }
  // Which of two lists is the newer cannot be told without their numbers: such a one may revoke, and clears nobody.
  if (!crl.numbered) return evidence(certificate, crl, "unknown", null, "CRL without a number");
  if (crl.isDelta || crl.scope?.someReasons) return evidence(certificate, crl, "unknown", null, "partial CRL");
  const partial =
    certificate.distributionPoints.length > 0 && certificate.distributionPoints.every(({ reasons }) => reasons);
  if (partial) return evidence(certificate, crl, "unknown", null, "distribution points cover only some reasons");
  return evidence(certificate, crl, "good", null, null);
}
