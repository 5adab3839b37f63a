import { isUscc } from "@/lib/kernel/uscc";
import type { Certificate } from "./certificate";
import { extensionValue } from "./certificate";
import { malformed, readDer } from "./der";
import { readText, valuesOf } from "./name";
import { OID } from "./oids";
import type { TrustAnchor } from "./path-types";

/** Where one authority writes a number, tried in order; the first place that holds a well-formed one counts. */
export type IdentityRule =
  | { readonly place: "subject"; readonly oid: string; readonly prefix?: string }
  | { readonly place: "extension"; readonly oid: string; readonly form: "raw" | "text"; readonly prefix?: string };

export type TrustUse = "sign" | "tsa";

/** One certificate authority whose certificates are accepted. DER is base64. Adding one is data, not code. */
export type TrustedAuthority = {
  readonly id: string;
  readonly name: string;
  readonly uses: readonly TrustUse[];
  readonly anchors: readonly string[];
  readonly intermediates: readonly string[];
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  /** Where a company's unified social credit code stands. */
  readonly company: readonly IdentityRule[];
  /** Where a person's number stands (evaluators, project managers). */
  readonly person: readonly IdentityRule[];
  readonly algorithms: readonly ("rsa" | "ecdsa" | "sm2")[];
  /** Extended key usages accepted for signing besides the general ones. */
  readonly extendedKeyUsages: readonly string[];
  /** Signatures after this instant are not believed; null while the authority is in good standing. */
  readonly distrustAfter: string | null;
  readonly contact: string;
};

/** Canonical JSON, versioned, its hash logged and the whole signed by the platform (protocol §3.4). */
export type TrustList = {
  readonly fmt: "SBC/1";
  readonly type: "trust-list";
  readonly version: number;
  readonly authorities: readonly TrustedAuthority[];
};

/** The anchors for one use, each only until the authority was distrusted: input of `validatePath`. */
export const trustAnchors = (list: TrustList, use: TrustUse): readonly TrustAnchor[] =>
  list.authorities
    .filter(({ uses }) => uses.includes(use))
    .flatMap(({ anchors, distrustAfter }) =>
      anchors.map((text) => ({
        der: decodeBase64(text),
        ...(distrustAfter ? { until: new Date(distrustAfter) } : {}),
      })),
    );

export const trustIntermediates = (list: TrustList): readonly Uint8Array[] =>
  list.authorities.flatMap(({ intermediates }) => intermediates.map(decodeBase64));

export type BindingReason = "NO_CODE" | "OTHER_CODE" | "OTHER_NAME";
export type Binding =
  | { readonly ok: true; readonly uscc: string }
  | { readonly ok: false; readonly reason: BindingReason; readonly found: string | null };

export const decodeBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
export const encodeBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (octet) => String.fromCharCode(octet)).join(""));

/** The common places, for showing a certificate before its authority is known. Never a decision. */
export const USUAL_COMPANY_RULES: readonly IdentityRule[] = [
  { place: "extension", oid: OID.chinaCreditCode, form: "text" },
  { place: "extension", oid: "1.2.156.10260.4.4", form: "text" },
  { place: "subject", oid: OID.organizationIdentifier, prefix: "NTRCN-" },
  { place: "subject", oid: OID.organizationalUnit },
  { place: "subject", oid: OID.serialNumber },
];

/** What stands at the places of the rules, prefixes taken off, in the order of the rules. */
export function identityValues(certificate: Certificate, rules: readonly IdentityRule[]): readonly string[] {
  return rules.flatMap((rule) => {
    const values =
      rule.place === "subject" ? valuesOf(certificate.subject, rule.oid) : extensionText(certificate, rule);
    return values.flatMap((value) => {
      const text = value.trim();
      if (rule.prefix === undefined) return [text];
      return text.startsWith(rule.prefix) ? [text.slice(rule.prefix.length)] : [];
    });
  });
}

function extensionText(
  certificate: Certificate,
  rule: Extract<IdentityRule, { place: "extension" }>,
): readonly string[] {
  const value = extensionValue(certificate, rule.oid);
  if (!value) return [];
  try {
    return [rule.form === "text" ? readText(readDer(value)) : new TextDecoder("utf-8", { fatal: true }).decode(value)];
  } catch {
    return [];
  }
}

/**
 * The unified social credit code a certificate carries by its authority's rule, check character verified; null if
 * there is none, or if two different ones stand there (then nobody can say which is meant).
 */
export function creditCodeOf(certificate: Certificate, rules: readonly IdentityRule[]): string | null {
  const codes = new Set(identityValues(certificate, rules).filter(isUscc));
  return codes.size === 1 ? [...codes][0]! : null;
}

/** The authority whose anchor ends the path; null if the trust list does not know it (any more). */
export function authorityOf(path: readonly Certificate[], list: TrustList): TrustedAuthority | null {
  const anchor = path[path.length - 1] ?? malformed("empty path");
  const text = encodeBase64(anchor.der);
  return list.authorities.find(({ anchors }) => anchors.includes(text)) ?? null;
}

/** Names as registers and authorities write them differently: width, spaces and kinds of brackets do not count. */
export const comparableName = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/\s+/gu, "")
    .replace(/[([{〔【〖《「『〈]/gu, "(")
    .replace(/[)\]}〕】〗》」』〉]/gu, ")");

/**
 * Whether this certificate stands for this company.
 * @param company verified code, and the registered name; `name` null skips the name (a person has confirmed it once)
 * @see protocol §3.5
 */
export function bindToCompany(
  certificate: Certificate,
  authority: Pick<TrustedAuthority, "company">,
  company: { readonly uscc: string; readonly name: string | null },
): Binding {
  const found = creditCodeOf(certificate, authority.company);
  if (!found) return { ok: false, reason: "NO_CODE", found: null };
  if (found !== company.uscc) return { ok: false, reason: "OTHER_CODE", found };
  if (company.name === null) return { ok: true, uscc: found };
  const names = valuesOf(certificate.subject, OID.organization);
  const same = names.some((name) => comparableName(name) === comparableName(company.name!));
  return same ? { ok: true, uscc: found } : { ok: false, reason: "OTHER_NAME", found: names[0] ?? null };
}
