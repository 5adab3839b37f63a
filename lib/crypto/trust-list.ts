import { z } from "zod";
import { decodeBase64, type IdentityRule, type TrustedAuthority, type TrustList } from "./binding";
import { canonicalBytes, type Json } from "./canonical";
import { type Certificate, parseCertificate } from "./certificate";
import { validatePath } from "./path";
import type { PublicKey } from "./public-key";
import type { Reason } from "./reasons";
import { fmt, named, readShape, seconds, x } from "./shape";

const oid = z.string().regex(/^[0-2](\.(0|[1-9]\d{0,17})){1,24}$/);
const address = z
  .string()
  .max(500)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))
  .meta({ pattern: "^[Hh][Tt][Tt][Pp][Ss]?:" });
const base64 = z.base64().min(8).max(100_000);
const prefix = { prefix: named(40).optional() };

const rule = z.discriminatedUnion("place", [
  z.strictObject({ place: z.literal("subject"), oid, ...prefix }),
  z.strictObject({ place: z.literal("extension"), oid, form: z.enum(["raw", "text"]), ...prefix }),
]);

const authority = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  name: named(100),
  uses: z.array(z.enum(["sign", "tsa"])).min(1),
  anchors: z.array(base64).min(1).max(20),
  intermediates: z.array(base64).max(100),
  crlUrls: z.array(address).max(50),
  ocspUrls: z.array(address).max(10),
  company: z.array(rule).max(20),
  person: z.array(rule).max(20),
  algorithms: z.array(z.enum(["rsa", "ecdsa", "sm2"])).min(1),
  extendedKeyUsages: z.array(oid).max(20),
  distrustAfter: seconds.nullable(),
  contact: named(200),
});

const trustList = z.strictObject({
  fmt,
  type: z.literal("trust-list"),
  version: z.int().min(1),
  authorities: z.array(authority).max(500),
  x,
});

/** For the published format document. */
export const TRUST_SHAPES = { "trust-list": trustList } as const;

/** Reads a trust list from its canonical bytes. @throws `reason`: nobody is trusted by accident */
export const readTrustList = (bytes: Uint8Array, reason: Reason = "shape"): TrustList =>
  readShape(trustList, bytes, reason) as TrustList;

/** The bytes that are signed and logged. */
export const trustListBytes = (list: TrustList): Uint8Array => canonicalBytes(list as unknown as Json);

/** The list with one authority added, or changed in its place; the version after it. */
export function withAuthority(list: TrustList, changed: TrustedAuthority): TrustList {
  const known = list.authorities.some(({ id }) => id === changed.id);
  const authorities = known
    ? list.authorities.map((one) => (one.id === changed.id ? changed : one))
    : [...list.authorities, changed];
  return { ...list, version: list.version + 1, authorities };
}

/** What is wrong with an authority of a list that shall be signed. */
export type AuthorityFault =
  | "shape"
  | "anchor"
  | "anchor-taken"
  | "intermediate"
  | "algorithm"
  | "company-rule"
  | "unchanged";

/**
 * Why this authority may not stand in the list so, or null. An anchor that is no authority's certificate, or an
 * intermediate that does not lead to one of the anchors, would trust somebody nobody meant.
 */
export async function authorityFault(
  changed: TrustedAuthority,
  list: TrustList,
  at: Date,
): Promise<AuthorityFault | null> {
  if (!authority.safeParse(changed).success) return "shape";
  const anchors = changed.anchors.map(readOne);
  if (anchors.some((anchor) => !anchor || !mayIssue(anchor))) return "anchor";
  const others = list.authorities.filter(({ id }) => id !== changed.id).flatMap((one) => one.anchors);
  if (changed.anchors.some((text) => others.includes(text))) return "anchor-taken";
  const ders = changed.anchors.map(decodeBase64);
  for (const text of changed.intermediates) {
    const one = readOne(text);
    if (!one || !mayIssue(one)) return "intermediate";
    const bag = changed.intermediates.map(decodeBase64);
    const instant = one.notAfter < at ? one.notAfter : at;
    const input = { leaf: one.der, intermediates: bag, anchors: ders, at: instant, requireRevocation: false };
    if (!(await validatePath(input)).ok) return "intermediate";
  }
  const issuing = [...anchors, ...changed.intermediates.map(readOne)].map((one) => algorithmOf(one!.publicKey));
  if (issuing.some((kind) => kind === null || !changed.algorithms.includes(kind))) return "algorithm";
  if (changed.uses.includes("sign") && changed.company.length + changed.person.length === 0) return "company-rule";
  const before = list.authorities.find(({ id }) => id === changed.id);
  if (before && JSON.stringify(sorted(before)) === JSON.stringify(sorted(changed))) return "unchanged";
  return null;
}

const sorted = (value: object) => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

function readOne(text: string): Certificate | null {
  try {
    return parseCertificate(decodeBase64(text));
  } catch {
    return null;
  }
}

const mayIssue = ({ basicConstraints, keyUsage, version }: Certificate): boolean =>
  version === 1 || (basicConstraints?.ca === true && (keyUsage === null || keyUsage.has("keyCertSign")));

/** Name of a key's algorithm in a trust list; null for keys no authority of ours may have. */
export function algorithmOf({ kind }: PublicKey): TrustedAuthority["algorithms"][number] | null {
  if (kind.type === "rsa") return "rsa";
  if (kind.type === "ec") return "ecdsa";
  return kind.type === "sm2" ? "sm2" : null;
}

/** `subject 2.5.4.97 NTRCN-`, `text 1.2.156…`, `raw 1.2.…`: a rule as people write it in one line. */
export const ruleText = (one: IdentityRule): string =>
  [one.place === "subject" ? "subject" : one.form, one.oid, one.prefix].filter(Boolean).join(" ");

/** The same back; null where the line is no rule. */
export function readRule(line: string): IdentityRule | null {
  const [place, id, ...more] = line.trim().split(/\s+/);
  if (more.length > 1 || !oid.safeParse(id).success) return null;
  const given = more[0] === undefined ? {} : { prefix: more[0] };
  if (place === "subject") return { place, oid: id!, ...given };
  return place === "text" || place === "raw" ? { place: "extension", oid: id!, form: place, ...given } : null;
}
