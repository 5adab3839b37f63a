import { bytesToHex, fromBase64url, fromHex, sameBytes } from "@/lib/crypto/bytes";
import { type Header, parseHeader } from "@/lib/crypto/header";
import { commitShare } from "@/lib/crypto/keys";
import { policyHashOf } from "@/lib/crypto/policy";
import { reasonOf } from "@/lib/crypto/reasons";
import { checkResubmission } from "@/lib/crypto/resubmission";
import { parseSeal, type Seal } from "@/lib/crypto/seal";
import { statementHash } from "@/lib/crypto/statements";
import { loadSuite } from "@/lib/crypto/suite";
import { unwrapShare } from "@/lib/crypto/wrap-share";
import { believedSigner } from "@/lib/adapters/trust/believed-signer";
import type { Checked, Judge, ShareRequest } from "./check-request";
import type { LotKeys } from "./key-store";
import { refuse } from "./refuse";

export type Share = { readonly c: string; readonly j: number; readonly v: Uint8Array };

/**
 * Unwraps the trustee's shares of the released bids of a freeze. Each header must be the one its bid's seal names, and
 * each bid must be released in the freeze: only so can nobody slip in a bid whose owner has not let go of it. Of price
 * envelopes only those that passed the technical review are unwrapped: a rejected bid's price is nobody's business.
 *
 * A share that does not open or misses its commitment is left out: whose fault it is, the published keys decide later. So
 * is that of a bid submitted again whose bidder's signature this trustee does not believe: the others go on.
 */
export async function makeShares(
  request: ShareRequest,
  { policy, freeze, due }: Checked,
  keys: LotKeys,
  judge: Judge,
): Promise<Share[]> {
  const released = new Set(freeze.bids.filter((bid) => bid.released).map(({ bid }) => bid));
  const wanted = [...request.headers].sort((a, b) => (a.bid < b.bid ? -1 : 1));
  if (new Set(wanted.map(({ bid }) => bid)).size !== wanted.length) refuse("bid-twice");
  const { hash } = await loadSuite(keys.suite);
  // Bidders sealed for one policy: another, with one envelope in place of two, would open prices before their time.
  const policyHash = policyHashOf(request.policy.bytes, policy);
  const again = new Map(freeze.bids.map(({ bid, resubmission }) => [bid, resubmission]));
  const headers = wanted.map((one) => {
    if (!released.has(one.bid)) return refuse("bid-not-released", one.bid);
    if (!due.has(one.bid)) return refuse("bid-did-not-pass", one.bid);
    const { header, seal } = headerOf(one, again.get(one.bid), request.group, keys, (bytes) => bytesToHex(hash(bytes)));
    if (header.opening.policy !== policyHash) return refuse("header-other-policy", one.bid);
    return { one, header, seal };
  });
  if (new Set(headers.map(({ header }) => header.container)).size !== headers.length) refuse("container-twice");
  const shares: Share[] = [];
  for (const { one, header, seal } of headers) {
    if (one.again && !(await signedByBidder(one.again, seal.bidder.uscc, judge))) continue;
    const share = await ownShare(header, request.group, keys);
    if (share) shares.push(share);
  }
  return shares;
}

/** Whoever lets a container be opened that no receipt names says so with the company's own certificate. */
async function signedByBidder(
  { seal, cms }: { readonly seal: Uint8Array; readonly cms: Uint8Array },
  uscc: string,
  { trust, now }: Judge,
): Promise<boolean> {
  const signer = await believedSigner({ bytes: seal, cms }, trust, now(), uscc);
  return signer.ok && signer.uscc === uscc;
}

function headerOf(
  one: ShareRequest["headers"][number],
  resubmission: string | undefined,
  group: number,
  keys: LotKeys,
  hashOf: (bytes: Uint8Array) => string,
): { readonly header: Header; readonly seal: Seal } {
  try {
    const sealed = parseSeal(one.seal);
    if (hashOf(one.seal) !== one.bid) return refuse("seal-not-of-this-bid", one.bid);
    // The freeze says which container stands for the bid: with two to choose from somebody could choose after seeing.
    const given = one.again && hashOf(one.again.seal);
    if (given !== resubmission) return refuse("resubmission-not-frozen", one.bid);
    const seal = one.again ? parseSeal(one.again.seal) : sealed;
    if (one.again) checkResubmission(one.bid, sealed, seal);
    const header = parseHeader(one.header);
    if (seal.suite !== keys.suite || header.suite !== keys.suite) return refuse("header-other-suite", one.bid);
    if (seal.headers[one.container] !== hashOf(one.header) || header.container !== one.container)
      return refuse("header-not-of-this-bid", one.bid);
    if (!seal.segments.some(({ c, stage }) => stage === group && c === one.container))
      return refuse("container-not-of-this-group", one.bid);
    if (header.tender.id !== keys.tender.id || header.tender.lot !== keys.tender.lot)
      return refuse("header-other-tender", one.bid);
    return { header, seal };
  } catch (error) {
    if (reasonOf(error) === null) throw error;
    return refuse("header-malformed", one.bid);
  }
}

type GroupKey = LotKeys["groups"][number];
const decoded = new WeakMap<GroupKey, Uint8Array>();

/** The same array each time: what is made of a key is kept by it. */
function secretOf(key: GroupKey): Uint8Array {
  const secret = decoded.get(key) ?? fromBase64url(key.secret, 32);
  decoded.set(key, secret);
  return secret;
}

/** The trustee's share of one group, checked against its commitment; null if it does not open or does not fit. */
export async function ownShare(header: Header, group: number, keys: LotKeys): Promise<Share | null> {
  const kid = statementHash(Buffer.from(keys.statement, "base64"));
  const at = header.opening.trustees.findIndex((trustee) => trustee.kid === kid);
  const wrapped = header.opening.trustees[at];
  const own = keys.groups[group - 1];
  const [ct, enc] = [wrapped?.ct[group - 1], wrapped?.enc?.[group - 1]];
  const commit = header.commit.share[group - 1]?.[at];
  if (!wrapped || !own || !ct || !commit) return null;
  const container = fromBase64url(header.container, 16);
  const j = at + 1;
  try {
    const suite = await loadSuite(header.suite);
    const stanza = { ct: fromBase64url(ct), ...(enc ? { enc: fromBase64url(enc, 65) } : {}) };
    const v = await unwrapShare(secretOf(own), stanza, { container, group, position: j }, suite.id);
    return sameBytes(commitShare(container, group, j, v, suite), fromHex(commit))
      ? { c: header.container, j, v }
      : null;
  } catch (error) {
    if (reasonOf(error) === null) throw error;
    return null;
  }
}
