import { schemeOf } from "./algorithm";
import { type Certificate, extensionValue, parseCertificate } from "./certificate";
import { sameBytes } from "./der";
import { isAbout, isResponder, ocspNonce, type OcspResponse, type OcspStatus, parseOcsp } from "./ocsp";
import { OID } from "./oids";
import { type Budget, type OcspInput, pathFails, type RevocationEvidence } from "./path-types";
import { keyWeakness, verifySignature } from "./public-key";

export type OcspAnswer = { readonly response: OcspResponse; readonly askedWith: Uint8Array | null };

/** Responses that can be read; one that cannot must not hide the others. */
export function readOcsps(inputs: readonly OcspInput[]): OcspAnswer[] {
  return inputs.flatMap((input) => {
    const [der, askedWith] = input instanceof Uint8Array ? [input, null] : [input.der, input.nonce];
    try {
      return [{ response: parseOcsp(der), askedWith }];
    } catch {
      return [];
    }
  });
}

/**
 * What an answer that has just come says of one certificate, or why it says nothing: not its question, not fresh, not by
 * whoever may say. To be asked before it is kept in the place of an earlier one.
 */
export async function judgeAnswer(
  der: Uint8Array,
  nonce: Uint8Array,
  certificate: Certificate,
  issuer: Certificate,
  at: Date,
): Promise<RevocationEvidence | string> {
  const [answer] = readOcsps([{ der, nonce }]);
  if (!answer) return "not a readable OCSP response";
  const budget = { signatures: MAX_SIGNATURES, comparisons: 0 };
  return statusByOcsp(answer, certificate, issuer, { at, asOf: at, budget, isRevoked: async () => false });
}
const MAX_SIGNATURES = 20;

/** An answer older than this says nothing any more (protocol §3.4), whatever its nextUpdate promises. */
const FRESH_MS = 24 * 3_600_000;
/** The platform asks right after a seal has been stamped: its answer is a little younger than `at`. */
const SKEW_MS = 300_000;

export type OcspContext = {
  readonly at: Date;
  /** When the answer is read: it must be fresh then. */
  readonly asOf: Date;
  readonly budget: Budget;
  /** Whether the CRLs at hand call a responder's own certificate revoked. */
  readonly isRevoked: (responder: Certificate) => Promise<boolean>;
};

/**
 * What one OCSP response says of a certificate at an instant, or why it says nothing. The responder must be the issuer
 * itself or hold a certificate that the issuer made for that purpose: any other key could clear a revoked certificate.
 */
export async function statusByOcsp(
  { response, askedWith }: OcspAnswer,
  certificate: Certificate,
  issuer: Certificate,
  context: OcspContext,
): Promise<RevocationEvidence | string> {
  const found = response.statuses.filter(({ certId }) => isAbout(certId, certificate, issuer));
  if (found.length === 0) return "OCSP response about another certificate";
  // Two answers about one certificate contradict each other or are of no use.
  if (found.length > 1) return "OCSP response with more than one answer";
  const stale = staleness(found[0]!, response, context.asOf);
  if (stale && !(stale === OUT_OF_DATE && isFinal(found[0]!, context.at))) return stale;
  if (askedWith && (!response.nonce || !sameBytes(response.nonce, ocspNonce(askedWith))))
    return "OCSP response to another request";
  if (!(await isAuthorised(response, issuer, context)))
    return "OCSP responder is not authorised, or its signature false";
  return evidence(found[0]!, response, certificate, context.at);
}

function staleness({ thisUpdate, nextUpdate }: OcspStatus, { producedAt }: OcspResponse, at: Date): string | null {
  const now = at.getTime();
  if (thisUpdate.getTime() > now + SKEW_MS || producedAt.getTime() > now + SKEW_MS)
    return "OCSP response is from later";
  if (nextUpdate && nextUpdate < thisUpdate) return "OCSP response that ends before it begins";
  if (now - thisUpdate.getTime() > FRESH_MS || (nextUpdate && nextUpdate < at)) return OUT_OF_DATE;
  return null;
}

const OUT_OF_DATE = "OCSP response is out of date";

/** What an authority has revoked for good stays revoked, however long it has been silent since. */
const isFinal = ({ status, revokedAt, held }: OcspStatus, at: Date): boolean =>
  status === "revoked" && !held && revokedAt! <= at;

async function isAuthorised(response: OcspResponse, issuer: Certificate, context: OcspContext): Promise<boolean> {
  const scheme = schemeOf(response.signatureAlgorithm);
  if (!scheme) return false;
  const signedBy = (key: Certificate): Promise<boolean> => {
    if (--context.budget.signatures < 0) return pathFails("PATH_BUDGET", "too many signature checks");
    return verifySignature(key.publicKey, scheme, response.tbs, response.signature);
  };
  if (isResponder(response, issuer) && (await signedBy(issuer))) return true;
  for (const der of response.certificates) {
    const delegate = readDelegate(der);
    if (!delegate || !isResponder(response, delegate)) continue;
    if ((await isDelegate(delegate, issuer, context)) && (await signedBy(delegate))) return true;
  }
  return false;
}

function readDelegate(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der);
  } catch {
    return null;
  }
}

/** RFC 6960 §4.2.2.2: issued directly by the authority in question, for OCSP signing, and in force. */
async function isDelegate(delegate: Certificate, issuer: Certificate, context: OcspContext): Promise<boolean> {
  const { at, budget } = context;
  const scheme = schemeOf(delegate.signatureAlgorithm);
  if (!scheme || delegate.issuer.key !== issuer.subject.key || keyWeakness(delegate.publicKey)) return false;
  if (at < delegate.notBefore || at.getTime() >= delegate.notAfter.getTime() + 1000) return false;
  if (!delegate.extendedKeyUsage?.includes(OID.ocspSigning)) return false;
  const { keyUsage } = delegate;
  if (keyUsage && !keyUsage.has("digitalSignature") && !keyUsage.has("nonRepudiation")) return false;
  if (delegate.extensions.some(({ oid, critical }) => critical && !DELEGATE_UNDERSTOOD.has(oid))) return false;
  if (--budget.signatures < 0) return pathFails("PATH_BUDGET", "too many signature checks");
  if (!(await verifySignature(issuer.publicKey, scheme, delegate.tbs, delegate.signature))) return false;
  return extensionValue(delegate, OID.ocspNoCheck) !== null || !(await context.isRevoked(delegate));
}

const DELEGATE_UNDERSTOOD: ReadonlySet<string> = new Set([OID.keyUsage, OID.extendedKeyUsage, OID.basicConstraints]);

function evidence(
  { status, revokedAt, thisUpdate, nextUpdate }: OcspStatus,
  { fingerprint }: OcspResponse,
  certificate: Certificate,
  at: Date,
): RevocationEvidence {
  // A later revocation does not undo an earlier signature.
  const now = status === "revoked" && revokedAt! > at ? "good" : status;
  return {
    certificate: certificate.fingerprint,
    status: now,
    source: "ocsp",
    sha256: fingerprint,
    thisUpdate,
    nextUpdate,
    revokedAt: now === "revoked" ? revokedAt : null,
    detail: now === "unknown" ? "the responder does not know the certificate" : null,
  };
}
