import { schemeOf } from "./algorithm";
import type { Certificate } from "./certificate";
import { readDer, sequenceOf } from "./der";
import type { Subtrees } from "./extensions";
import { OID } from "./oids";
import { checkNames } from "./path-names";
import { type Budget, type PathPurpose, pathFails } from "./path-types";
import { keyWeakness } from "./public-key";

/** Extensions this validator acts upon; any other that is critical refuses the certificate. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.subjectAltName,
  OID.nameConstraints,
  OID.crlDistributionPoints,
  // Any policy is acceptable here, so the extension alone restricts nothing.
  OID.certificatePolicies,
]);
const POLICY: ReadonlySet<string> = new Set([OID.policyConstraints, OID.policyMappings, OID.inhibitAnyPolicy]);

export const isSelfIssued = ({ subject, issuer }: Certificate): boolean => subject.key === issuer.key;

/** What can be said of a certificate alone, at an instant. @throws pathError */
export function checkAlone(certificate: Certificate, at: Date, role: "leaf" | "issuer" | "anchor"): void {
  if (certificate.version !== 3 && role !== "anchor") pathFails("PATH_VERSION", "version 1 certificate");
  if (certificate.issuer.key === "") pathFails("PATH_MALFORMED", "empty issuer name");
  if (/^0+$/.test(certificate.serialHex)) pathFails("PATH_MALFORMED", "serial number zero");
  if (certificate.serial[0]! >= 0x80) pathFails("PATH_MALFORMED", "serial number negative");
  if (certificate.serialHex.length > 40) pathFails("PATH_MALFORMED", "serial number longer than 20 octets");
  if (at < certificate.notBefore) pathFails("PATH_NOT_YET_VALID", "not valid yet");
  // Validity is stated in whole seconds, both ends included: the last second counts to its end.
  if (at.getTime() >= certificate.notAfter.getTime() + 1000) pathFails("PATH_EXPIRED", "not valid any more");
  const weakness = keyWeakness(certificate.publicKey);
  if (weakness) pathFails("PATH_KEY", weakness);
  const { kind } = certificate.publicKey;
  if (role === "leaf" && kind.type === "rsa" && kind.exponent < 65_537)
    pathFails("PATH_KEY", "RSA exponent below 65537");
  // An anchor is believed because it is listed; its own signature proves nothing and is not looked at.
  if (role !== "anchor" && !schemeOf(certificate.signatureAlgorithm))
    pathFails("PATH_ALGORITHM", `signature algorithm ${certificate.signatureAlgorithm.oid}`);
  checkCritical(certificate);
  checkForm(certificate, role);
  if (role !== "leaf") checkIssuerRole(certificate, role);
}

function checkCritical({ extensions }: Certificate): void {
  for (const { oid, critical, value } of extensions) {
    if (oid === OID.policyConstraints && requiresPolicy(value))
      pathFails("PATH_POLICY_UNSUPPORTED", "an explicit policy is required");
    if (critical && POLICY.has(oid)) pathFails("PATH_POLICY_UNSUPPORTED", `critical policy extension ${oid}`);
    if (critical && !UNDERSTOOD.has(oid)) pathFails("PATH_UNKNOWN_CRITICAL", `critical extension ${oid}`);
  }
}

/** Forms that RFC 5280 forbids and that have been used to slip past one reader or another. */
function checkForm(
  { extensions, subject, nameConstraints, basicConstraints, keyUsage }: Certificate,
  role: string,
): void {
  const critical = (wanted: string) => extensions.some(({ oid, critical: marked }) => oid === wanted && marked);
  if (nameConstraints && !critical(OID.nameConstraints))
    pathFails("PATH_NAME_CONSTRAINT_UNSUPPORTED", "name constraints not marked critical");
  if (nameConstraints && !basicConstraints?.ca) pathFails("PATH_MALFORMED", "name constraints outside an authority");
  if (subject.key === "" && (role !== "leaf" || !critical(OID.subjectAltName)))
    pathFails("PATH_MALFORMED", "empty subject without a critical alternative name");
  if (role === "leaf" && keyUsage?.has("keyCertSign") && !basicConstraints?.ca)
    pathFails("PATH_KEY_USAGE", "signs certificates without being an authority");
}

const requiresPolicy = (value: Uint8Array): boolean => sequenceOf(readDer(value)).some(({ tag }) => tag === 0x80);

function checkIssuerRole(certificate: Certificate, role: "issuer" | "anchor"): void {
  if (certificate.version === 1) return; // an anchor; others were refused above
  const critical = certificate.extensions.some(({ oid, critical: marked }) => oid === OID.basicConstraints && marked);
  if (!certificate.basicConstraints?.ca || (!critical && role === "issuer"))
    pathFails("PATH_NOT_CA", "not marked as a certificate authority");
  if (certificate.keyUsage && !certificate.keyUsage.has("keyCertSign"))
    pathFails("PATH_KEY_USAGE", "may not sign certificates");
}

/** Path length and name constraints along a whole path, leaf first. @throws pathError */
export function checkAlong(path: readonly Certificate[], budget: Budget): void {
  const anchor = path[path.length - 1]!;
  let remaining = anchor.basicConstraints?.pathLength ?? Number.POSITIVE_INFINITY;
  const constraints: Subtrees[] = anchor.nameConstraints ? [anchor.nameConstraints] : [];
  for (let i = path.length - 2; i >= 0; i--) {
    const certificate = path[i]!;
    if (i === 0 || !isSelfIssued(certificate)) checkNames(certificate, constraints, budget);
    if (certificate.nameConstraints) constraints.push(certificate.nameConstraints);
    if (i === 0) return;
    if (!isSelfIssued(certificate) && --remaining < 0) pathFails("PATH_LENGTH", "more authorities than allowed");
    remaining = Math.min(remaining, certificate.basicConstraints?.pathLength ?? Number.POSITIVE_INFINITY);
  }
}

/** General purposes accepted for signatures on documents and statements (protocol §3.4). */
const SIGN_PURPOSES = [OID.anyExtendedKeyUsage, OID.emailProtection, OID.clientAuth, OID.documentSigning];

/** Whether the leaf may be used for this. @throws pathError PATH_KEY_USAGE, PATH_EXTENDED_KEY_USAGE */
export function checkPurpose(leaf: Certificate, purpose: PathPurpose, eku: readonly string[]): void {
  const uses = (...usages: Parameters<NonNullable<Certificate["keyUsage"]>["has"]>[0][]) =>
    usages.some((usage) => leaf.keyUsage?.has(usage));
  const extended = leaf.extendedKeyUsage;
  if (purpose === "sign") {
    if (leaf.basicConstraints?.ca) pathFails("PATH_KEY_USAGE", "an authority's certificate signs no documents");
    if (!uses("digitalSignature", "nonRepudiation")) pathFails("PATH_KEY_USAGE", "not for signatures");
    const accepted = [...SIGN_PURPOSES, ...eku];
    if (extended && !extended.some((oid) => accepted.includes(oid)))
      pathFails("PATH_EXTENDED_KEY_USAGE", "for other purposes");
  } else if (purpose === "encrypt") {
    if (!uses("keyEncipherment", "dataEncipherment", "keyAgreement")) pathFails("PATH_KEY_USAGE", "not for encryption");
  } else if (purpose === "tsa") {
    checkTimestamping(leaf, uses("digitalSignature", "nonRepudiation"));
  } else if (purpose === "ocsp") {
    if (!extended?.includes(OID.ocspSigning)) pathFails("PATH_EXTENDED_KEY_USAGE", "not for OCSP");
  } else if (purpose === "crl") {
    if (leaf.keyUsage && !leaf.keyUsage.has("cRLSign")) pathFails("PATH_KEY_USAGE", "may not sign CRLs");
  } else if (eku.length > 0 && extended && ![...eku, OID.anyExtendedKeyUsage].some((oid) => extended.includes(oid))) {
    pathFails("PATH_EXTENDED_KEY_USAGE", "for other purposes");
  }
}

/** RFC 3161 §2.3: this purpose alone, and critical, so that no other key can be made to stamp. */
function checkTimestamping(leaf: Certificate, signs: boolean): void {
  const critical = leaf.extensions.some((extension) => extension.oid === OID.extendedKeyUsage && extension.critical);
  const [only, ...more] = leaf.extendedKeyUsage ?? [];
  if (!critical || only !== OID.timeStamping || more.length > 0)
    pathFails("PATH_EXTENDED_KEY_USAGE", "not for timestamps alone");
  if (leaf.keyUsage && !signs) pathFails("PATH_KEY_USAGE", "not for signatures");
}
