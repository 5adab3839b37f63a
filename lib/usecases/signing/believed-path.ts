import { decodeBase64, type TrustedAuthority } from "@/lib/crypto/binding";
import type { Certificate } from "@/lib/crypto/certificate";
import { type PathInput, type PathResult, type RevocationEvidence, validatePath } from "@/lib/crypto/path";
import { algorithmOf } from "@/lib/crypto/trust-list";
import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "@/lib/store/clock";
import type { Deps } from "@/lib/usecases/deps";

export type Believed = {
  /** Leaf first, anchor last. */
  readonly path: readonly Certificate[];
  readonly authority: TrustedAuthority;
  readonly evidence: readonly RevocationEvidence[];
  /** Whether the status of every certificate of the path is known; where it is not it was accepted all the same. */
  readonly known: boolean;
};

type Instants = {
  /** The instant the question is about; the platform's present unless told. */
  readonly at?: Date;
  /** When CRLs and answers are read; `at` unless told. */
  readonly asOf?: Date;
};

/**
 * Whose certificate this is by the trust list in force (protocol §3.4): every authority is asked by its own anchors,
 * intermediates, algorithms and usages, so that what one may do does not rub off on another. Unknown revocation passes,
 * and says so: an authority's outage must not cost a bidder the deadline. Revoked never passes.
 *
 * @throws {Refusal} SIGNATURE_INVALID with the most telling reason
 */
export async function believedPath(
  leaf: Certificate,
  chain: readonly Uint8Array[],
  { trust }: Pick<Deps, "trust">,
  { at, asOf }: Instants = {},
): Promise<Believed> {
  const result = await judgedPath(leaf, chain, trust, at ?? (await platformNow()), asOf);
  if ("path" in result) return result;
  throw new Refusal("SIGNATURE_INVALID", { reason: result.reason }, ["R-31"]);
}

/** The same as a value: for questions asked later, where "no" is an answer. */
export async function judgedPath(
  leaf: Certificate,
  chain: readonly Uint8Array[],
  trust: Deps["trust"],
  at: Date,
  asOf: Date = at,
): Promise<Believed | { readonly reason: string; readonly evidence: readonly RevocationEvidence[] }> {
  const [list, crls, ocsp] = await Promise.all([trust.list(), trust.crls(), trust.ocsp?.(leaf.fingerprint) ?? []]);
  let failure: PathResult | null = null;
  for (const authority of list.authorities) {
    if (!authority.uses.includes("sign")) continue;
    const result = await validatePath({
      leaf: leaf.der,
      intermediates: [...chain, ...held(authority).intermediates],
      anchors: held(authority).anchors,
      crls,
      ocsp,
      at,
      asOf,
      requireRevocation: false,
      purpose: "sign",
      eku: authority.extendedKeyUsages,
    });
    const { ok, path, evidence } = result;
    if (!ok || !path) {
      if (!failure || failure.reason === "PATH_NO_ISSUER") failure = result;
      continue;
    }
    const kind = algorithmOf(leaf.publicKey);
    if (!kind || !authority.algorithms.includes(kind)) return { reason: "PATH_ALGORITHM", evidence };
    const known = evidence.length === path.length - 1 && evidence.every(({ status }) => status === "good");
    return { path, authority, evidence, known };
  }
  return { reason: failure?.reason ?? "PATH_NO_ISSUER", evidence: failure?.evidence ?? [] };
}

/** What an entry of the list holds, decoded once: path validation knows certificates again by their octets' place. */
function held(authority: TrustedAuthority) {
  const known = decoded.get(authority) ?? {
    intermediates: authority.intermediates.map(decodeBase64),
    anchors: anchorsOf(authority),
  };
  decoded.set(authority, known);
  return known;
}
const decoded = new WeakMap<TrustedAuthority, Pick<PathInput, "anchors" | "intermediates">>();

/** An authority that is distrusted ends where the list says. */
const anchorsOf = ({ anchors, distrustAfter }: TrustedAuthority): PathInput["anchors"] =>
  anchors.map((text) => ({
    der: decodeBase64(text),
    ...(distrustAfter ? { until: new Date(distrustAfter) } : {}),
  }));
