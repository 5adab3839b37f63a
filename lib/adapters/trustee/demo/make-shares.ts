import { bytesToHex, fromBase64url, fromHex, sameBytes } from "@/lib/crypto/bytes";
import { type Header, parseHeader } from "@/lib/crypto/header";
import { commitShare } from "@/lib/crypto/keys";
import { policyHashOf } from "@/lib/crypto/policy";
import { reasonOf } from "@/lib/crypto/reasons";
import { parseSeal } from "@/lib/crypto/seal";
import { statementHash } from "@/lib/crypto/statements";
import { loadSuite } from "@/lib/crypto/suite";
import { unwrapShare } from "@/lib/crypto/wrap-share";
import type { Checked, ShareRequest } from "./check-request";
import type { LotKeys } from "./key-store";
import { refuse } from "./refuse";

export type Share = { readonly c: string; readonly j: number; readonly v: Uint8Array };

/**
 * Unwraps the trustee's shares of the released bids of a freeze. Each header must be the one its bid's seal names, and
 * each bid must be released in the freeze: only so can nobody slip in a bid whose owner has not let go of it. Of price
 * envelopes only those that passed the technical review are unwrapped: a rejected bid's price is nobody's business.
 *
 * A share that does not open or misses its commitment is left out: whose fault it is, the published keys decide later.
 */
export async function makeShares(
  request: ShareRequest,
  { policy, freeze, due }: Checked,
  keys: LotKeys,
): Promise<Share[]> {
  const released = new Set(freeze.bids.filter((bid) => bid.released).map(({ bid }) => bid));
  const wanted = [...request.headers].sort((a, b) => (a.bid < b.bid ? -1 : 1));
  if (new Set(wanted.map(({ bid }) => bid)).size !== wanted.length) refuse("bid-twice");
  const { hash } = await loadSuite(keys.suite);
  // Bidders sealed for one policy: another, with one envelope in place of two, would open prices before their time.
  const policyHash = policyHashOf(request.policy.bytes, policy);
  const headers = wanted.map((one) => {
    if (!released.has(one.bid)) return refuse("bid-not-released", one.bid);
    if (!due.has(one.bid)) return refuse("bid-did-not-pass", one.bid);
    const header = headerOf(one, request.group, keys, (bytes) => bytesToHex(hash(bytes)));
    return header.opening.policy === policyHash ? header : refuse("header-other-policy", one.bid);
  });
  const shares: Share[] = [];
  for (const header of headers) {
    const share = await ownShare(header, request.group, keys);
    if (share) shares.push(share);
  }
  return shares;
}

function headerOf(
  one: ShareRequest["headers"][number],
  group: number,
  keys: LotKeys,
  hashOf: (bytes: Uint8Array) => string,
): Header {
  try {
    const seal = parseSeal(one.seal);
    const header = parseHeader(one.header);
    if (seal.suite !== keys.suite || header.suite !== keys.suite) return refuse("header-other-suite", one.bid);
    if (hashOf(one.seal) !== one.bid) return refuse("seal-not-of-this-bid", one.bid);
    if (seal.headers[one.container] !== hashOf(one.header) || header.container !== one.container)
      return refuse("header-not-of-this-bid", one.bid);
    if (!seal.segments.some(({ c, stage }) => stage === group && c === one.container))
      return refuse("container-not-of-this-group", one.bid);
    if (header.tender.id !== keys.tender.id || header.tender.lot !== keys.tender.lot)
      return refuse("header-other-tender", one.bid);
    return header;
  } catch (error) {
    if (reasonOf(error) === null) throw error;
    return refuse("header-malformed", one.bid);
  }
}

/** The trustee's share of one group, checked against its commitment; null if it does not open or does not fit. */
export async function ownShare(header: Header, group: number, keys: LotKeys): Promise<Share | null> {
  const kid = statementHash(Buffer.from(keys.statement, "base64"));
  const at = header.opening.trustees.findIndex((trustee) => trustee.kid === kid);
  const wrapped = header.opening.trustees[at];
  const secret = keys.groups[group - 1]?.secret;
  const [ct, enc] = [wrapped?.ct[group - 1], wrapped?.enc?.[group - 1]];
  const commit = header.commit.share[group - 1]?.[at];
  if (!wrapped || !secret || !ct || !commit) return null;
  const container = fromBase64url(header.container, 16);
  const j = at + 1;
  try {
    const suite = await loadSuite(header.suite);
    const stanza = { ct: fromBase64url(ct), ...(enc ? { enc: fromBase64url(enc, 65) } : {}) };
    const v = await unwrapShare(fromBase64url(secret, 32), stanza, { container, group, position: j }, suite.id);
    return sameBytes(commitShare(container, group, j, v, suite), fromHex(commit))
      ? { c: header.container, j, v }
      : null;
  } catch (error) {
    if (reasonOf(error) === null) throw error;
    return null;
  }
}
