import type { PlatformSigner } from "@/lib/adapters/pki/platform";
import { fromBase64url, toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, instant, type Json } from "@/lib/crypto/canonical";
import { parseHeader } from "@/lib/crypto/header";
import { canaryDigest, openCanary, rehearsalBytes, type WrappedCanary } from "@/lib/crypto/rehearsal";
import type { TenderRef } from "@/lib/crypto/shape";
import { parseShare, shareBytes, statementHash } from "@/lib/crypto/statements";
import { loadSuite, type SuiteId } from "@/lib/crypto/suite";
import { trusteeKeyPair } from "@/lib/crypto/trustee-keys";
import type { Signed } from "./believe";
import { checkRequest, type Judge, type ShareRequest } from "./check-request";
import type { Given, KeyStore, LotKeys } from "./key-store";
import { makeShares, ownShare } from "./make-shares";
import { refuse } from "./refuse";

export type TrusteeConfig = Judge & {
  readonly signer: PlatformSigner;
  readonly store: KeyStore;
  /** Verifier keys of log and witnesses, read when a lot's keys are made. */
  readonly logKeys: () => Promise<{ readonly log: string; readonly witnesses: readonly string[] }>;
  /** The platform's own opening service: it alone looks into headers before the freeze (protocol §2.9, 6). */
  readonly own: boolean;
};

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** One opening trustee: its keys, its judgement (protocol §2.10). A demonstration in its place, not in its checks. */
export function demoTrustee(config: TrusteeConfig) {
  // One act at a time: two freezes asked at the same moment must not both be served.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  return {
    makeKeys: (tender: TenderRef, groups: number, suite: SuiteId) =>
      inTurn(() => makeKeys(config, tender, groups, suite)),
    giveShares: (request: ShareRequest) => inTurn(() => giveShares(config, request)),
    rehearse: (canaries: Canaries) => rehearse(config, canaries),
    checkShares: (tender: TenderRef, header: Uint8Array) => checkShares(config, tender, header),
    publishKeys: (tender: TenderRef) => inTurn(() => publishKeys(config, tender)),
  };
}

async function makeKeys(
  { store, signer, logKeys }: TrusteeConfig,
  tender: TenderRef,
  groups: number,
  suite: SuiteId,
): Promise<Signed> {
  if (!Number.isInteger(groups) || groups < 1 || groups > 8) refuse("no-such-group");
  const kept =
    (await store.keys(tender, suite)) ??
    (await store.keep(await freshKeys(tender, groups, suite, signer, await logKeys())));
  if (kept.groups.length !== groups) refuse("keys-made-for-other-groups", `${kept.groups.length}`);
  return { bytes: fromBase64(kept.statement), cms: fromBase64(kept.cms) };
}

async function freshKeys(
  tender: TenderRef,
  groups: number,
  suite: SuiteId,
  signer: PlatformSigner,
  pinned: LotKeys["pinned"],
): Promise<LotKeys> {
  if (!pinned.log || pinned.witnesses.length === 0) refuse("log-unknown", "no verifier keys to check a freeze by");
  const { trusteeAlg } = await loadSuite(suite);
  const pairs = Array.from({ length: groups }, () => trusteeKeyPair(suite));
  const { name, uscc } = signer;
  const keys = pairs.map(({ publicKey }) => toBase64url(publicKey));
  const { id, lot } = tender;
  const statement = canonicalBytes({
    alg: trusteeAlg,
    fmt: "SBC/1",
    keys,
    name,
    tender: { id, lot },
    type: "trustee",
    uscc,
  });
  return {
    tender: { id, lot },
    suite,
    groups: pairs.map(({ secret, publicKey }) => ({ secret: toBase64url(secret), publicKey: toBase64url(publicKey) })),
    statement: toBase64(statement),
    cms: toBase64(await signer.signStatement(statement)),
    pinned,
  };
}

async function giveShares(config: TrusteeConfig, request: ShareRequest): Promise<Signed> {
  const { tender, suite } = subjectOf(request.policy.bytes);
  const keys = await keysOf(config.store, tender, suite);
  const checked = await checkRequest(request, keys, config);
  const spoken = await Promise.all(keys.groups.map((_, at) => config.store.given(tender, at + 1)));
  const given = spoken[request.group - 1] ?? null;
  // Once it has spoken on a freeze it stays with it: another one would mean that somebody chose after seeing.
  if (spoken.some((one) => one && one.freeze !== checked.freezeHash)) refuse("other-freeze-served");
  const shares = await makeShares(request, checked, keys, config);
  if (given && covers(given, shares)) return { bytes: fromBase64(given.statement), cms: fromBase64(given.cms) };
  const trustee = statementHash(fromBase64(keys.statement));
  const { freezeHash: freeze, result } = checked;
  const bytes = shareBytes({ freeze, g: request.group, result, shares, tender, trustee });
  const cms = await config.signer.signStatement(bytes);
  const complete = request.headers.length === checked.freeze.bids.filter(({ released }) => released).length;
  await config.store.give(tender, request.group, { freeze, statement: toBase64(bytes), cms: toBase64(cms), complete });
  return { bytes, cms };
}

const covers = ({ statement }: Given, shares: readonly { readonly c: string }[]): boolean => {
  const have = new Set(parseShare(fromBase64(statement)).shares.map(({ c }) => c));
  return shares.every(({ c }) => have.has(c));
};

export type Canaries = {
  readonly tender: TenderRef;
  readonly suite: SuiteId;
  readonly nonce: Uint8Array;
  /** One for each group, from the first on. */
  readonly canaries: readonly WrappedCanary[];
};

/**
 * Shows, hours before the opening, that every key of the lot is there and opens what is wrapped to it (protocol §2.10).
 * Nothing that was wrapped comes out: a digest of a canary, or a refusal for whatever is none.
 */
async function rehearse({ store, signer, now }: TrusteeConfig, asked: Canaries): Promise<Signed> {
  const { tender, suite, nonce, canaries } = asked;
  const keys = await keysOf(store, tender, suite);
  if (canaries.length !== keys.groups.length) refuse("no-such-group");
  if (nonce.length !== 32) refuse("nonce");
  const digests = await Promise.all(
    keys.groups.map(async ({ secret }, at) => {
      const canary = await openCanary(fromBase64url(secret, 32), canaries[at]!, at + 1, suite);
      return { digest: await canaryDigest(nonce, canary), g: at + 1 };
    }),
  );
  const trustee = statementHash(fromBase64(keys.statement));
  const bytes = rehearsalBytes({
    at: instant(now()),
    canaries: digests,
    nonce: toBase64url(nonce),
    tender,
    trustee,
  });
  return { bytes, cms: await signer.signStatement(bytes) };
}

async function checkShares({ own, store }: TrusteeConfig, tender: TenderRef, bytes: Uint8Array): Promise<boolean> {
  if (!own) refuse("not-before-the-freeze", "only the platform's own trustee looks into headers");
  const header = parseHeader(bytes);
  const keys = await keysOf(store, tender, header.suite);
  if (header.tender.id !== tender.id || header.tender.lot !== tender.lot || header.stages !== keys.groups.length)
    return false;
  const shares = await Promise.all(keys.groups.map((_, at) => ownShare(header, at + 1, keys)));
  return shares.every((share) => share !== null);
}

/** Only groups whose shares were given for every released bid. Of the others the key stays here (protocol §2.10). */
async function publishKeys({ store }: TrusteeConfig, tender: TenderRef): Promise<Uint8Array> {
  const keys = await keysGiven(store, tender, await store.given(tender, 1));
  const open = await Promise.all(keys.groups.map((_, at) => store.given(tender, at + 1)));
  if (!open.some((given) => given?.complete)) refuse("not-opened");
  const secrets: Json = keys.groups.map(({ secret }, at) => (open[at]?.complete ? secret : null));
  const kid = statementHash(fromBase64(keys.statement));
  return canonicalBytes({ fmt: "SBC/1", keys: secrets, kid, type: "trustee-secret" });
}

async function keysOf(store: KeyStore, tender: TenderRef, suite: SuiteId): Promise<LotKeys> {
  return (await store.keys(tender, suite)) ?? refuse("no-keys-for-this-tender");
}

/** The keys by which shares of the first group were given: those of the suite that the lot was published with. */
async function keysGiven(store: KeyStore, tender: TenderRef, given: Given | null): Promise<LotKeys> {
  const all = await Promise.all(([1, 2] as const).map((suite) => store.keys(tender, suite)));
  const made = all.filter((keys) => keys !== null);
  if (made.length === 0) return refuse("no-keys-for-this-tender");
  if (!given) return refuse("not-opened");
  const { trustee } = parseShare(fromBase64(given.statement));
  return made.find(({ statement }) => statementHash(fromBase64(statement)) === trustee) ?? refuse("not-opened");
}

/** Lot and suite a policy speaks of, before anything in it is believed: they only choose the key. */
function subjectOf(policy: Uint8Array): { readonly tender: TenderRef; readonly suite: SuiteId } {
  try {
    const read = JSON.parse(new TextDecoder().decode(policy)) as { tender?: Partial<TenderRef>; suite?: unknown };
    const { tender, suite } = read;
    if (typeof tender?.id === "string" && typeof tender.lot === "string" && (suite === 1 || suite === 2))
      return { tender: { id: tender.id, lot: tender.lot }, suite };
  } catch {
    // refused below
  }
  return refuse("policy-malformed");
}
