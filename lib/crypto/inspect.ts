import { bytesToHex, fromBase64url, sameBytes } from "./bytes";
import { canonicalBytes, type Json } from "./canonical";
import { type CmsVerdict, verifyCms } from "./cms";
import { certifiedCodes, CODE_PLACES } from "./code-places";
import { type Container, type FileSource, readContainer } from "./container";
import { isFlat, looksPlain } from "./looks-encrypted";
import { validatePath } from "./path";
import { checkOrganisations, checkUnderPolicy, parsePolicy, type Policy, policyHashOf } from "./policy";
import { reject } from "./reasons";
import { rootOfBody } from "./segment";
import { suiteOf } from "./suite";

/** What the reader believes and asks for; everything is optional but the container's own rules. */
export type InspectWishes = {
  /** Certificates of authorities, DER. Without them nobody's certificate is believed or doubted. */
  readonly anchors?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  /** Instants at one of which the signer's certificate must be good: the token's time, or what is known of it. */
  readonly at: readonly Date[];
  /** Canonical opening policy the container must stand under. */
  readonly policy?: Uint8Array;
};

export type Inspected = {
  readonly container: Container;
  readonly signers: Extract<CmsVerdict, { ok: true }>["signers"];
  readonly policy: Policy | null;
  /** Segments whose bodies are in an earlier container of the same bidder. */
  readonly carried: readonly number[];
};

/**
 * Judges a container without any secret: every octet by the rules of protocol §2.2–§2.9, signature, certificate's code,
 * tree roots; with anchors the path of every certificate inside, with a policy the trustees too.
 * @throws a reason of `reasons.ts`
 */
export async function inspectContainer(file: FileSource, wishes: InspectWishes): Promise<Inspected> {
  const container = await readContainer(file);
  const { seal, sealBytes, cms } = container;
  const signers = await checkSignature(sealBytes, cms, seal.bidder.uscc, wishes);
  const policy = wishes.policy ? await checkPolicy(wishes.policy, wishes) : null;
  if (policy) checkUnderPolicy(seal, container.header, policy, policyHashOf(wishes.policy!, policy));
  const suite = suiteOf(seal.suite);
  for (const [i, body] of container.bodies) {
    const start = await body.read(0, Math.min(body.len, 65_536));
    if (looksPlain(start) || !isFlat(start)) reject("not-encrypted", `segment ${i}`);
    if (bytesToHex(await rootOfBody(body, suite)) !== seal.segments[i]!.root) reject("root", `segment ${i}`);
  }
  const carried = seal.segments.filter(({ c }) => c !== seal.container).map(({ i }) => i);
  return { container, signers, policy, carried };
}

/**
 * A signature by the profile of §2.8, at least one signer carrying the code; with anchors every signer and every
 * certificate inside leads to one of them, so that no octet of the CMS but unsigned attributes is free.
 * @throws reasons `signature`, `certificate`, `binding`
 */
export async function checkSignature(
  bytes: Uint8Array,
  cms: Uint8Array,
  uscc: string,
  wishes: Pick<InspectWishes, "anchors" | "crls" | "at">,
): Promise<Extract<CmsVerdict, { ok: true }>["signers"]> {
  const verdict = await verifyCms(bytes, cms);
  if (!verdict.ok) return reject("signature", `${verdict.reason} ${verdict.detail}`);
  const { signers, certificates } = verdict;
  if (wishes.anchors) {
    for (const { certificate } of signers) await checkPath(certificate.der, "sign", certificates, wishes);
    const known = [...wishes.anchors, ...signers.map(({ certificate }) => certificate.der)];
    for (const der of certificates)
      if (!known.some((one) => sameBytes(one, der))) await checkPath(der, "any", certificates, wishes);
  }
  const bound = signers.some(({ certificate }) => {
    const codes = certifiedCodes(certificate, CODE_PLACES);
    return codes.length === 1 && codes[0] === uscc;
  });
  if (!bound) reject("binding", `no signer's certificate stands for ${uscc}`);
  return signers;
}

async function checkPath(
  leaf: Uint8Array,
  purpose: "sign" | "any",
  intermediates: readonly Uint8Array[],
  { anchors = [], crls = [], at }: Pick<InspectWishes, "anchors" | "crls" | "at">,
): Promise<void> {
  const tries = at.map((instant) =>
    validatePath({ leaf, intermediates, anchors, crls, at: instant, requireRevocation: false, purpose }),
  );
  const results = await Promise.all(tries);
  if (!results.some(({ ok }) => ok))
    reject("certificate", `${results[0]?.reason ?? "no instant"} ${results[0]?.detail ?? ""}`.trim());
}

/**
 * Reads an opening policy and checks what a bidder's program must: every trustee's own signature over its keys, by a
 * certificate with its code (protocol §2.10).
 * @throws reasons `policy`, `trustee`
 */
export async function checkPolicy(
  bytes: Uint8Array,
  wishes: Pick<InspectWishes, "anchors" | "crls" | "at">,
): Promise<Policy> {
  const policy = parsePolicy(bytes);
  checkOrganisations(policy);
  for (const { cms, statement } of policy.trustees) {
    try {
      await checkSignature(canonicalBytes(statement as Json), fromBase64url(cms), statement.uscc, wishes);
    } catch (error) {
      reject("trustee", `${statement.name}: ${error instanceof Error ? error.message : "signature"}`);
    }
  }
  return policy;
}
