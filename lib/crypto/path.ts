import { schemeOf } from "./algorithm";
import { type Certificate, parseCertificate } from "./certificate";
import { sameBytes } from "./der";
import { checkAlone, checkAlong, checkPurpose, isSelfIssued } from "./path-check";
import { type OcspAnswer, readOcsps } from "./path-ocsp";
import { readCrls, type RevocationSources, revocationOf } from "./path-revocation";
import {
  asPathFailure,
  type Budget,
  type PathError,
  type PathInput,
  type PathPurpose,
  type PathResult,
  pathFails,
  type RevocationEvidence,
  type TrustAnchor,
} from "./path-types";
import { verifySignature } from "./public-key";

export type { PathError, PathInput, PathResult, RevocationEvidence, TrustAnchor } from "./path-types";

const DEFAULT_DEPTH = 8;
const MAX_SIGNATURES = 100;
const MAX_COMPARISONS = 250_000;
/** A signer of CRLs has CRLs of its own to be checked against; deeper than this nobody nests them. */
const MAX_CRL_NESTING = 2;

type Anchor = { readonly certificate: Certificate; readonly from?: Date; readonly until?: Date };
type Failure = { readonly reason: PathError; readonly detail: string };

type Search = {
  readonly at: Date;
  readonly asOf: Date;
  readonly anchors: readonly Anchor[];
  readonly intermediates: readonly Certificate[];
  readonly maxDepth: number;
  readonly purpose: PathPurpose;
  readonly eku: readonly string[];
  readonly requireRevocation: boolean;
  readonly crls: RevocationSources["crls"];
  readonly ocsps: readonly OcspAnswer[];
  readonly budget: Budget;
  readonly nesting: number;
  failure: Failure | null;
  evidence: RevocationEvidence[];
};

/**
 * Whether a certificate is to be believed at an instant: builds a path to an anchor and checks it by RFC 5280 §6 with the
 * profile of protocol §3.4. No network inside; the cost of one call is bounded whatever is sent to it. Never throws.
 *
 * @returns `ok` with the path (leaf first, anchor last), or the most telling reason; `evidence` for each certificate
 */
export async function validatePath(input: PathInput): Promise<PathResult> {
  // Every comparison with a date that is none is false: neither "expired" nor "not valid yet" would ever be found.
  if (![input.at, input.asOf ?? input.at].every((instant) => Number.isFinite(instant.getTime())))
    return { ok: false, reason: "PATH_MALFORMED", detail: "no instant to judge at", evidence: [] };
  try {
    const leaf = parseCertificate(input.leaf);
    const search = prepare(input);
    return await run(leaf, search);
  } catch (error) {
    return { ok: false, ...asPathFailure(error), evidence: [] };
  }
}

function prepare(input: PathInput): Search {
  return {
    at: input.at,
    asOf: input.asOf ?? input.at,
    anchors: input.anchors.flatMap(readAnchor),
    intermediates: readAll(input.intermediates),
    maxDepth: input.maxDepth ?? DEFAULT_DEPTH,
    purpose: input.purpose ?? "any",
    eku: input.eku ?? [],
    requireRevocation: input.requireRevocation,
    crls: readCrls(input.crls ?? []),
    ocsps: readOcsps(input.ocsp ?? []),
    budget: { signatures: MAX_SIGNATURES, comparisons: MAX_COMPARISONS },
    nesting: 0,
    failure: null,
    evidence: [],
  };
}

/** An anchor that cannot be read anchors nothing, and must not lock out everybody who has another. */
function readAnchor(anchor: TrustAnchor | Uint8Array): Anchor[] {
  const { der, ...period } = anchor instanceof Uint8Array ? { der: anchor } : anchor;
  try {
    return [{ certificate: parsedOnce(der), ...period }];
  } catch {
    return [];
  }
}

/** Authorities' certificates come with every question, as the same octets that the trust list holds. */
function parsedOnce(der: Uint8Array): Certificate {
  const known = parsed.get(der) ?? parseCertificate(der);
  parsed.set(der, known);
  return known;
}
const parsed = new WeakMap<Uint8Array, Certificate>();

/** An unreadable certificate in the bag is nobody's issuer; it must not spoil the readable ones. */
function readAll(ders: readonly Uint8Array[]): Certificate[] {
  const found = new Map<string, Certificate>();
  for (const bytes of ders) {
    try {
      const certificate = parsedOnce(bytes);
      found.set(certificate.fingerprint, certificate);
    } catch {
      // left out
    }
  }
  return [...found.values()];
}

async function run(leaf: Certificate, search: Search): Promise<PathResult> {
  try {
    checkAlone(leaf, search.at, "leaf");
    checkPurpose(leaf, search.purpose, search.eku);
    const path = await extend([leaf], search);
    if (path) return { ok: true, path, evidence: search.evidence };
  } catch (error) {
    return { ok: false, ...asPathFailure(error), evidence: search.evidence };
  }
  const failure = search.failure ?? { reason: "PATH_NO_ISSUER" as const, detail: "no path to an anchor" };
  return { ok: false, ...failure, evidence: search.evidence };
}

/** Depth first: anchors before intermediates, so that the shortest way is tried first. */
async function extend(path: readonly Certificate[], search: Search): Promise<readonly Certificate[] | null> {
  const current = path[path.length - 1]!;
  for (const anchor of search.anchors) {
    if (!mayIssue(anchor.certificate, current) || !isNew(anchor.certificate, path)) continue;
    const complete = [...path, anchor.certificate];
    if (await attempt(search, () => finish(complete, anchor, search))) return complete;
  }
  const issuers = search.intermediates.filter((candidate) => mayIssue(candidate, current) && isNew(candidate, path));
  const depth = path.slice(1).filter((certificate) => !isSelfIssued(certificate)).length;
  if (issuers.length > 0 && depth >= search.maxDepth) {
    note(search, { reason: "PATH_TOO_DEEP", detail: `more than ${search.maxDepth} intermediates` });
    return null;
  }
  for (const issuer of issuers) {
    if (!(await attempt(search, () => link(issuer, current, search)))) continue;
    const found = await extend([...path, issuer], search);
    if (found) return found;
  }
  return null;
}

/** Runs one check; a failure is noted and the next candidate gets its turn, an exhausted budget ends everything. */
async function attempt(search: Search, check: () => Promise<void>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch (error) {
    const failure = asPathFailure(error);
    if (failure.reason === "PATH_BUDGET") throw error;
    note(search, failure);
    return false;
  }
}

/** Reasons found further along say more than "no issuer" or a false signature of a namesake. */
const VAGUE: readonly PathError[] = ["PATH_NO_ISSUER", "PATH_SIGNATURE", "PATH_TOO_DEEP"];

function note(search: Search, failure: Failure): void {
  if (!search.failure || (VAGUE.includes(search.failure.reason) && !VAGUE.includes(failure.reason)))
    search.failure = failure;
}

function mayIssue(issuer: Certificate, subject: Certificate): boolean {
  if (issuer.subject.key !== subject.issuer.key) return false;
  const wanted = subject.authorityKeyId?.keyId;
  return !wanted || !issuer.subjectKeyId || sameBytes(wanted, issuer.subjectKeyId);
}

/** The same subject and key twice is a loop, whatever certificate carries them. */
const isNew = (candidate: Certificate, path: readonly Certificate[]): boolean =>
  !path.some(
    ({ subject, publicKey }) =>
      subject.key === candidate.subject.key && sameBytes(publicKey.spki, candidate.publicKey.spki),
  );

async function link(issuer: Certificate, subject: Certificate, search: Search): Promise<void> {
  checkAlone(issuer, search.at, "issuer");
  await checkSignature(issuer, subject, search);
}

async function checkSignature(issuer: Certificate, subject: Certificate, { budget }: Search): Promise<void> {
  if (--budget.signatures < 0) pathFails("PATH_BUDGET", "too many signature checks");
  const scheme = schemeOf(subject.signatureAlgorithm) ?? pathFails("PATH_ALGORITHM", subject.signatureAlgorithm.oid);
  const name = `${issuer.fingerprint} ${subject.fingerprint}`;
  if (links.has(name)) return;
  if (!(await verifySignature(issuer.publicKey, scheme, subject.tbs, subject.signature)))
    pathFails("PATH_SIGNATURE", "certificate signature is false");
  if (links.size >= MAX_LINKS) links.clear();
  links.add(name);
}

/**
 * Signatures found good, by the digests of both whole certificates: that one key signed those octets does not change, and
 * an SM2 check costs milliseconds. Everything that does change (time, trust, revocation) is judged anew each time.
 */
const links = new Set<string>();
const MAX_LINKS = 10_000;

async function finish(path: readonly Certificate[], anchor: Anchor, search: Search): Promise<void> {
  checkAlone(anchor.certificate, search.at, "anchor");
  // Asked this way round, a period that is no date lets nobody in.
  if ((anchor.from && !(search.at >= anchor.from)) || (anchor.until && !(search.at <= anchor.until)))
    pathFails("PATH_ANCHOR_PERIOD", "outside the period for which the trust list accepts this authority");
  await checkSignature(anchor.certificate, path[path.length - 2]!, search);
  checkAlong(path, search.budget);
  await checkRevocation(path, anchor, search);
}

async function checkRevocation(path: readonly Certificate[], anchor: Anchor, search: Search): Promise<void> {
  if (!search.requireRevocation && search.crls.length + search.ocsps.length === 0) return;
  const sources: RevocationSources = {
    crls: search.crls,
    ocsps: search.ocsps,
    at: search.at,
    asOf: search.asOf,
    budget: search.budget,
    findCrlSigners: (issuer) => crlSigners(issuer, anchor, search),
  };
  search.evidence = [];
  for (let i = path.length - 2; i >= 0; i--) {
    const found = await revocationOf(path[i]!, path[i + 1]!, sources);
    search.evidence.push(found);
    if (found.status === "revoked") pathFails("PATH_REVOKED", `revoked ${found.revokedAt?.toISOString()}`);
    if (found.status === "unknown" && search.requireRevocation)
      pathFails("PATH_REVOCATION_UNKNOWN", found.detail ?? "");
  }
}

/** Other keys of the same authority that may sign its CRLs, each with a good path of its own to the same anchor. */
async function crlSigners(issuer: Certificate, anchor: Anchor, search: Search): Promise<readonly Certificate[]> {
  if (search.nesting >= MAX_CRL_NESTING) return [];
  const signers: Certificate[] = [];
  for (const candidate of search.intermediates) {
    if (candidate.subject.key !== issuer.subject.key || candidate.fingerprint === issuer.fingerprint) continue;
    const inner: Search = {
      ...search,
      purpose: "crl",
      eku: [],
      anchors: [anchor],
      nesting: search.nesting + 1,
      failure: null,
      evidence: [],
    };
    if ((await run(candidate, inner)).ok) signers.push(candidate);
  }
  return signers;
}
