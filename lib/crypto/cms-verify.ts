import { type HashName, hashOf, type SignatureScheme, schemeOf } from "./algorithm";
import { type Certificate, parseCertificate } from "./certificate";
import { digest, namesCertificate, onlyValue } from "./cms-attributes";
import { readSignedData, type SignedData, type SignerInfo } from "./cms-read";
import { readOctets, readOid, sameBytes, TAG } from "./der";
import { OID } from "./oids";
import { keyWeakness, verifySignature } from "./public-key";
import { readTime } from "./time";

export type CmsReason =
  | "CMS_MALFORMED"
  | "CMS_VERSION"
  | "CMS_CONTENT_TYPE"
  | "CMS_CONTENT_INSIDE"
  | "CMS_CONTENT_MISSING"
  | "CMS_DIGEST_ALGORITHMS"
  | "CMS_CRLS_INSIDE"
  | "CMS_NO_SIGNER"
  | "CMS_SIGNER_CERTIFICATE"
  | "CMS_ALGORITHM"
  | "CMS_KEY"
  | "CMS_ATTRIBUTES"
  | "CMS_SIGNING_CERTIFICATE"
  | "CMS_DIGEST"
  | "CMS_SIGNATURE";

export type CmsSigner = {
  readonly certificate: Certificate;
  readonly scheme: SignatureScheme;
  readonly signature: Uint8Array;
  /** What the signer's computer claimed; information only. */
  readonly signingTime: Date | null;
  /** An RFC 3161 token over the signature, if one was attached; not checked here. */
  readonly timestampToken: Uint8Array | null;
};

export type CmsVerdict =
  | { readonly ok: true; readonly signers: readonly CmsSigner[]; readonly certificates: readonly Uint8Array[] }
  | { readonly ok: false; readonly reason: CmsReason; readonly detail: string };

/** Bytes that were signed, or their digests where the bytes stay elsewhere (PDF): SHA-256, and SM3 for SM2 signers. */
export type CmsContent = Uint8Array | { readonly digest: Uint8Array; readonly sm3?: Uint8Array };

/** What a use of CMS demands. `seal` is protocol §2.8; `token` is RFC 3161; `general` is RFC 5652 with our algorithms. */
export type CmsProfile = "seal" | "token" | "general";

/** Checks all signatures of a SignedData. Whose certificates they are, and whether to believe them, is the path's question. */
export async function verifySignedData(
  profile: CmsProfile,
  cms: Uint8Array,
  content: CmsContent | null,
  helpers: readonly Uint8Array[] = [],
): Promise<CmsVerdict> {
  try {
    const data = readSignedData(cms);
    checkShape(profile, data);
    const certificates = readCertificates(profile, [...data.certificates, ...helpers]);
    const signed = content ?? data.content ?? refuse("CMS_CONTENT_MISSING", "no content given and none inside");
    const signers: CmsSigner[] = [];
    for (const signer of data.signers) signers.push(await checkSigner(profile, data, signer, signed, certificates));
    return { ok: true, signers, certificates: data.certificates };
  } catch (error) {
    const { cmsReason = "CMS_MALFORMED", message = "unreadable" } = error as {
      cmsReason?: CmsReason;
      message?: string;
    };
    return { ok: false, reason: cmsReason, detail: message };
  }
}

function refuse(reason: CmsReason, detail: string): never {
  throw Object.assign(new Error(detail), { cmsReason: reason });
}

function checkShape(profile: CmsProfile, data: SignedData): void {
  if (data.signers.length === 0) refuse("CMS_NO_SIGNER", "nobody signed");
  if (profile === "token" && data.signers.length !== 1) refuse("CMS_NO_SIGNER", "a token has one signer");
  // GB/T 35275 content inside the other family's wrapper (or the reverse) is met with token kits; both mean plain data.
  const isData = data.contentType === OID.data || data.contentType === OID.gmData;
  const expected = !isData || data.signers.some(({ version }) => version === 3) ? 3 : 1;
  if (profile !== "general" && data.version !== expected)
    refuse("CMS_VERSION", `version ${data.version}, not ${expected}`);
  if (profile === "token" && data.contentType !== OID.tstInfo) refuse("CMS_CONTENT_TYPE", "not a timestamp");
  if (profile !== "seal") return;
  if (!isData) refuse("CMS_CONTENT_TYPE", "content type is not id-data");
  checkFamily(data);
  if (data.content) refuse("CMS_CONTENT_INSIDE", "the content must not be inside");
  if (data.crlsInside) refuse("CMS_CRLS_INSIDE", "revocation lists travel elsewhere");
  const listed = data.digests.map(({ oid }) => oid);
  const used = new Set(data.signers.map(({ digest: { oid } }) => oid));
  if (listed.length !== used.size || !listed.every((oid) => used.has(oid)) || !data.digests.every(hashOf))
    refuse("CMS_DIGEST_ALGORITHMS", "digestAlgorithms are not exactly those of the signers");
}

/** GB/T 35275 identifiers belong to SM2 signatures alone (protocol §2.8). */
function checkFamily({ family, contentType, signers }: SignedData): void {
  const gm = family === "gm" || contentType === OID.gmData;
  if (gm && !signers.every(({ digest: { oid } }) => oid === OID.sm3))
    refuse("CMS_CONTENT_TYPE", "GB/T 35275 identifiers go with SM2 and SM3");
}

/** A certificate in a form we do not read cannot be the signer's; in a seal it has no business at all. */
function readCertificates(profile: CmsProfile, ders: readonly Uint8Array[]): Certificate[] {
  return ders.flatMap((der) => {
    try {
      return [parseCertificate(der)];
    } catch (error) {
      if (profile === "seal") throw error;
      return [];
    }
  });
}

async function checkSigner(
  profile: CmsProfile,
  data: SignedData,
  signer: SignerInfo,
  content: CmsContent,
  certificates: readonly Certificate[],
): Promise<CmsSigner> {
  if (signer.version !== (signer.id.by === "key" ? 3 : 1)) refuse("CMS_VERSION", "SignerInfo version");
  const hash = hashOf(signer.digest) ?? refuse("CMS_ALGORITHM", `digest ${signer.digest.oid}`);
  const scheme = schemeOf(signer.signatureAlgorithm, hash);
  if (scheme?.hash !== hash) return refuse("CMS_ALGORITHM", `signature ${signer.signatureAlgorithm.oid}`);
  if (profile === "seal") checkSealAlgorithm(signer, scheme);
  const candidates = certificates.filter((certificate) => isNamed(signer, certificate, profile === "seal"));
  if (candidates.length === 0) return refuse("CMS_SIGNER_CERTIFICATE", "the signer's certificate is not inside");
  const claimed = await checkAttributes(profile, data, signer, content, hash);
  const mustName = demandsName(profile, signer, scheme);
  for (const certificate of candidates) {
    if (mustName && !(await namesCertificate(signer, certificate, profile === "token"))) continue;
    const weakness = keyWeakness(certificate.publicKey);
    if (weakness) return refuse("CMS_KEY", weakness);
    if (!(await verifySignature(certificate.publicKey, scheme, claimed, signer.signature)))
      return refuse("CMS_SIGNATURE", "the signature is false");
    return { certificate, scheme, signature: signer.signature, ...informational(signer) };
  }
  return refuse("CMS_SIGNING_CERTIFICATE", "signingCertificateV2 is absent or names another certificate");
}

/**
 * Whether signingCertificateV2 has to name the certificate. Kits for SM2 leave it out and the profile lets them
 * (the seal's `bidder.uscc` binds instead), but where it stands it must be true.
 */
function demandsName(profile: CmsProfile, { signedAttributes }: SignerInfo, { scheme }: SignatureScheme): boolean {
  if (profile === "general") return false;
  return scheme !== "sm2" || (signedAttributes ?? []).some(({ oid }) => oid === OID.signingCertificateV2);
}

function checkSealAlgorithm(signer: SignerInfo, scheme: SignatureScheme): void {
  if (scheme.scheme === "sm2") {
    // Without attributes nothing but issuer and serial number says whose certificate was meant.
    if (!signer.signedAttributes && signer.id.by !== "issuer") refuse("CMS_ATTRIBUTES", "no signed attributes");
    return;
  }
  if (scheme.scheme !== "ecdsa" && scheme.hash !== "SHA-256") refuse("CMS_ALGORITHM", "RSA goes with SHA-256");
  if (scheme.hash === "SHA-512") refuse("CMS_ALGORITHM", "ECDSA goes with SHA-256 or SHA-384");
  if (scheme.scheme === "rsa-pss" && scheme.saltLength < 32) refuse("CMS_ALGORITHM", "PSS salt shorter than 32 bytes");
  if (!signer.signedAttributes) refuse("CMS_ATTRIBUTES", "no signed attributes");
}

/** `exactly`: by bytes, so that not even the case of a letter in a signed container can be changed unnoticed. */
function isNamed({ id }: SignerInfo, { subjectKeyId, issuer, serial }: Certificate, exactly: boolean): boolean {
  if (id.by === "key") return subjectKeyId !== null && sameBytes(id.keyId, subjectKeyId);
  const same = exactly ? sameBytes(id.issuer.der, issuer.der) : id.issuer.key === issuer.key;
  return same && sameBytes(id.serial, serial);
}

/** @returns the bytes the signature covers */
async function checkAttributes(
  profile: CmsProfile,
  data: SignedData,
  signer: SignerInfo,
  content: CmsContent,
  hash: HashName,
): Promise<Uint8Array> {
  const attributes = signer.signedAttributes;
  if (!attributes || !signer.signedBytes) {
    const allowed = profile === "general" || (profile === "seal" && hash === "SM3");
    const isData = data.contentType === OID.data || data.contentType === OID.gmData;
    if (!allowed || !isData || !(content instanceof Uint8Array))
      return refuse("CMS_ATTRIBUTES", "no signed attributes");
    // The attributes of one message could pass as the content of another (RFC 5652 §11.2).
    if (content[0] === TAG.set) return refuse("CMS_ATTRIBUTES", "content that looks like attributes");
    return content;
  }
  if (new Set(attributes.map(({ oid }) => oid)).size !== attributes.length)
    refuse("CMS_ATTRIBUTES", "repeated attribute");
  const type = onlyValue(attributes, OID.contentType);
  if (!type || readOid(type) !== data.contentType) refuse("CMS_ATTRIBUTES", "contentType");
  const claimed = onlyValue(attributes, OID.messageDigest) ?? refuse("CMS_ATTRIBUTES", "messageDigest");
  if (profile === "seal" && hash !== "SM3" && !onlyValue(attributes, OID.signingCertificateV2))
    refuse("CMS_SIGNING_CERTIFICATE", "signingCertificateV2 is absent");
  const actual = content instanceof Uint8Array ? await digest(hash, content) : digestGiven(content, hash);
  if (!actual || !sameBytes(readOctets(claimed), actual)) refuse("CMS_DIGEST", "the content is not what was signed");
  return signer.signedBytes;
}

const digestGiven = ({ digest: sha256, sm3 }: Exclude<CmsContent, Uint8Array>, hash: HashName): Uint8Array | null =>
  hash === "SHA-256" ? sha256 : hash === "SM3" ? (sm3 ?? null) : null;

function informational(signer: SignerInfo): { signingTime: Date | null; timestampToken: Uint8Array | null } {
  const time = onlyValue(signer.signedAttributes ?? [], OID.signingTime);
  const token = onlyValue(signer.unsignedAttributes, OID.timestampToken);
  return { signingTime: time ? readTime(time) : null, timestampToken: token?.bytes ?? null };
}
