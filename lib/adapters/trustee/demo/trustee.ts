import type { PlatformSigner } from "@/lib/adapters/pki/platform";
import { toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { parseHeader } from "@/lib/crypto/header";
import { HPKE_ALG, makeKeyPair } from "@/lib/crypto/hpke";
import type { TenderRef } from "@/lib/crypto/shape";
import { parseShare, shareBytes, statementHash } from "@/lib/crypto/statements";
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
    makeKeys: (tender: TenderRef, groups: number) => inTurn(() => makeKeys(config, tender, groups)),
    giveShares: (request: ShareRequest) => inTurn(() => giveShares(config, request)),
    checkShares: (tender: TenderRef, header: Uint8Array) => checkShares(config, tender, header),
    publishKeys: (tender: TenderRef) => inTurn(() => publishKeys(config, tender)),
  };
}

async function makeKeys({ store, signer, logKeys }: TrusteeConfig, tender: TenderRef, groups: number): Promise<Signed> {
  if (!Number.isInteger(groups) || groups < 1 || groups > 8) refuse("no-such-group");
  const kept =
    (await store.keys(tender)) ?? (await store.keep(await freshKeys(tender, groups, signer, await logKeys())));
  if (kept.groups.length !== groups) refuse("keys-made-for-other-groups", `${kept.groups.length}`);
  return { bytes: fromBase64(kept.statement), cms: fromBase64(kept.cms) };
}

async function freshKeys(
  tender: TenderRef,
  groups: number,
  signer: PlatformSigner,
  pinned: LotKeys["pinned"],
): Promise<LotKeys> {
  if (!pinned.log || pinned.witnesses.length === 0) refuse("log-unknown", "no verifier keys to check a freeze by");
  const pairs = Array.from({ length: groups }, makeKeyPair);
  const { name, uscc } = signer;
  const keys = pairs.map(({ publicKey }) => toBase64url(publicKey));
  const { id, lot } = tender;
  const statement = canonicalBytes({
    alg: HPKE_ALG,
    fmt: "SBC/1",
    keys,
    name,
    tender: { id, lot },
    type: "trustee",
    uscc,
  });
  return {
    tender: { id, lot },
    groups: pairs.map(({ secret, publicKey }) => ({ secret: toBase64url(secret), publicKey: toBase64url(publicKey) })),
    statement: toBase64(statement),
    cms: toBase64(await signer.signStatement(statement)),
    pinned,
  };
}

async function giveShares(config: TrusteeConfig, request: ShareRequest): Promise<Signed> {
  const tender = tenderOf(request.policy.bytes);
  const keys = await keysOf(config.store, tender);
  const checked = await checkRequest(request, keys, config);
  const given = await config.store.given(tender, request.group);
  // Once it has spoken on a freeze it stays with it: another one would mean that somebody chose after seeing.
  if (given && given.freeze !== checked.freezeHash) refuse("other-freeze-served");
  const shares = await makeShares(request, checked, keys);
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

async function checkShares({ own, store }: TrusteeConfig, tender: TenderRef, bytes: Uint8Array): Promise<boolean> {
  if (!own) refuse("not-before-the-freeze", "only the platform's own trustee looks into headers");
  const keys = await keysOf(store, tender);
  const header = parseHeader(bytes);
  if (header.tender.id !== tender.id || header.tender.lot !== tender.lot || header.stages !== keys.groups.length)
    return false;
  const shares = await Promise.all(keys.groups.map((_, at) => ownShare(header, at + 1, keys)));
  return shares.every((share) => share !== null);
}

/** Only groups whose shares were given for every released bid. Of the others the key stays here (protocol §2.10). */
async function publishKeys({ store }: TrusteeConfig, tender: TenderRef): Promise<Uint8Array> {
  const keys = await keysOf(store, tender);
  const open = await Promise.all(keys.groups.map((_, at) => store.given(tender, at + 1)));
  if (!open.some((given) => given?.complete)) refuse("not-opened");
  const secrets: Json = keys.groups.map(({ secret }, at) => (open[at]?.complete ? secret : null));
  const kid = statementHash(fromBase64(keys.statement));
  return canonicalBytes({ fmt: "SBC/1", keys: secrets, kid, type: "trustee-secret" });
}

async function keysOf(store: KeyStore, tender: TenderRef): Promise<LotKeys> {
  return (await store.keys(tender)) ?? refuse("no-keys-for-this-tender");
}

/** The lot a policy speaks of, before anything in it is believed: it only chooses the key. */
function tenderOf(policy: Uint8Array): TenderRef {
  try {
    const { tender } = JSON.parse(new TextDecoder().decode(policy)) as { tender?: Partial<TenderRef> };
    if (typeof tender?.id === "string" && typeof tender.lot === "string") return { id: tender.id, lot: tender.lot };
  } catch {
    // refused below
  }
  return refuse("policy-malformed");
}
