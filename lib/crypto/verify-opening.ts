import { bytesToHex, fromBase64url, fromHex, sameBytes } from "./bytes";
import { canonicalBytes, type Json } from "./canonical";
import { formCommit } from "./form";
import { lookup } from "./lookup";
import { type OpeningRecord, parseOpeningRecord } from "./opening-statements";
import type { Due } from "./verify-technical";
import { kidOf, type Policy } from "./policy";
import { mustBeOf, mustFit } from "./release-fits";
import { reject } from "./reasons";
import { combineChecked } from "./shamir";
import { parseRelease, parseShare, type ShareStatement } from "./statements";
import { suiteOf } from "./suite";
import { bidById, type CheckedBid, type Closing, type Setting } from "./verify-bids";
import { type Book, lacks } from "./verify-book";
import { mustBeSignedBy, paperAt } from "./verify-papers";
import { bidsOfContainer, givenOf, isShort, mayBeLeftOut, verifyTrusteeKeys } from "./verify-trustee-keys";

/** O by "<bid id> <group>", of every group that was opened. */
export type OpeningSecrets = ReadonlyMap<string, Uint8Array>;

/**
 * Check 7: trustees' statements after the freeze, their shares against the commitments and against the keys they published,
 * the threshold, B in a full archive.
 */
export async function verifyShares(
  book: Book,
  setting: Setting,
  bids: readonly CheckedBid[],
  closing: Closing,
  { policy, due }: { readonly policy: Policy | null; readonly due: Due },
): Promise<OpeningSecrets> {
  const secrets = new Map<string, Uint8Array>();
  if (!policy || !closing.freeze) return secrets;
  const shares = await trusteesShares(book, setting, bids, closing, { policy, due });
  const released = releasedIn(closing);
  const frozen = bids.filter(({ id }) => released.has(id));
  await verifyTrusteeKeys(book, setting, { bids, frozen, shares, policy, due });
  for (const bid of released) {
    const own = bidById(bids, bid);
    if (!own) continue;
    const short = bid.slice(0, 16);
    for (const g of new Set(own.seal.segments.map(({ stage }) => stage)))
      if (!due.of(bid, g))
        book.note(
          "none",
          7,
          `open:${short}:${g}`,
          `投标 ${short} 第 ${g} 组没有开启（未通过技术评审），保持密封`,
          `bid ${short} group ${g} was not opened (it did not pass the technical review) and stays sealed`,
        );
      else if (isShort(own, g, shares))
        // Its bidder dealt it badly: nobody can open it, and nobody did. That it is so the published keys must show.
        book.note(
          mayBeLeftOut(setting.archive, own, g, { shares, policy }) ? "none" : "missing",
          7,
          `open:${short}:${g}`,
          `投标 ${short} 第 ${g} 组：可用的份额不足，没有开启`,
          `bid ${short} group ${g}: too few good shares; it was not opened`,
        );
      else if (shares.some((share) => share.g === g)) {
        const O = await book.check(
          7,
          `open:${short}:${g}`,
          `投标 ${short} 第 ${g} 组：份额合成的密钥与承诺相符`,
          `bid ${short} group ${g}: the shares give the committed secret`,
          () => combined(own, g, shares),
        );
        if (O) secrets.set(`${bid} ${g}`, O);
      }
    const release = setting.archive.read(`bids/${bid}/release.json`);
    if (release)
      await book.check(
        7,
        `release:${short}`,
        `投标 ${short}：投标人密钥与承诺相符`,
        `bid ${short}: the bidder's secrets fit`,
        () => checkRelease(own, release),
      );
  }
  return secrets;
}

/** Bids whose bidders had given their part when the lot was frozen, in the order of the freeze. */
const releasedIn = ({ freeze }: Closing): ReadonlySet<string> =>
  new Set((freeze?.bids ?? []).filter(({ released }) => released).map(({ bid }) => bid));

const bidsOfGroup = lookup<CheckedBid>(({ opens }) => opens.seal.segments.map(({ c, stage }) => `${stage} ${c}`));

async function trusteesShares(
  book: Book,
  { archive, trust, at }: Setting,
  bids: readonly CheckedBid[],
  closing: Closing,
  { policy, due }: { readonly policy: Policy; readonly due: Due },
): Promise<readonly ShareStatement[]> {
  const bases = archive.names.flatMap((name) => /^(opening\/share-\d+-\d+)\.json$/.exec(name)?.[1] ?? []);
  const shares: ShareStatement[] = [];
  for (const base of bases)
    await book.check(
      7,
      base.slice(8),
      `受托人份额 ${base.slice(14)}：签名、冻结、承诺相符`,
      `trustee's shares ${base.slice(14)}: signature, freeze and commitments fit`,
      async () => {
        const paper = paperAt(archive, base);
        const share = parseShare(paper.bytes);
        const position = policy.trustees.findIndex(({ statement }) => kidOf(statement) === share.trustee) + 1;
        const trustee = policy.trustees[position - 1] ?? reject("trustee", "not one of the policy");
        await mustBeSignedBy(paper, trustee.statement.uscc, trust, at);
        if (share.freeze !== closing.freezeHash) reject("order", "of another freeze");
        if (share.result !== due.result(share.g)) reject("order", "of another technical result");
        for (const { c, j } of share.shares) {
          if (j !== position) reject("trustee", "another trustee's position");
          if (bidsOfContainer(bids, c).length === 0) reject("shares", `a share of the unknown container ${c}`);
          const [own] = bidsOfGroup(bids, `${share.g} ${c}`);
          if (own && !due.of(own.id, share.g)) reject("shares", `a share of ${own.id}, which did not pass`);
        }
        shares.push(share);
      },
    );
  return shares;
}

/** O of one group. @throws reasons `shares`, `commit-opening` */
function combined({ opens }: CheckedBid, g: number, shares: readonly ShareStatement[]): Promise<Uint8Array> {
  const { c } = opens.seal.segments.find(({ stage }) => stage === g)!;
  const { header } = opens.headers.get(c)!;
  const dealt = shares
    .filter((share) => share.g === g)
    .flatMap((share) => givenOf(share.shares, c))
    .map(({ j, v }) => ({ position: j, share: fromBase64url(v, 33) }));
  const commits = {
    container: fromBase64url(c, 16),
    group: g,
    shares: header.commit.share[g - 1]!.map((hex) => fromHex(hex)),
    opening: fromHex(header.commit.opening[g - 1]!),
  };
  return combineChecked(dealt, commits, header.opening.k, suiteOf(opens.seal.suite));
}

function checkRelease({ opens: own }: CheckedBid, bytes: Uint8Array): void {
  const { B: values, bid, tender } = parseRelease(bytes);
  mustBeOf({ bid, tender, values }, own.id, own.seal);
  for (const { c } of values) if (!own.headers.has(c)) reject("secrets", `container ${c}`);
  mustFit({ bid, tender, values }, (c) => own.headers.get(c)?.header);
}

/** Checks 8 and 9: what was read out are the forms that were sealed, of exactly the frozen bids. */
export async function verifyRecord(
  book: Book,
  setting: Setting,
  bids: readonly CheckedBid[],
  closing: Closing,
  { policy, due }: { readonly policy: Policy | null; readonly due: Due },
): Promise<OpeningRecord | null> {
  const groups = Array.from({ length: policy?.stages ?? 2 }, (_, at) => at + 1);
  const act = (base: string, code: string, of: readonly number[], zh: string, en: string) =>
    book.check(9, code, zh, en, async () => {
      const paper = paperAt(setting.archive, base);
      await mustBeSignedBy(paper, setting.platform, setting.trust, setting.at);
      const read = parseOpeningRecord(paper.bytes);
      if (read.freeze !== closing.freezeHash) reject("order", "of another freeze");
      if (read.groups.join() !== of.join()) reject("order", `groups ${read.groups.join()}, not ${of.join()}`);
      if (read.bids.map(({ bid }) => bid).join() !== closing.list.bids.map(({ bid }) => bid).join())
        reject("order", "other bids than the closing list");
      const released = releasedIn(closing);
      for (const { bid, form } of read.bids)
        if (form && !released.has(bid)) reject("order", `${bid} was opened without its bidder's release`);
      const again = new Map(closing.freeze?.bids.map((one) => [one.bid, one.resubmission]));
      for (const { bid, resubmission } of read.bids)
        if (again.get(bid) !== resubmission)
          reject("order", `${bid}: the record has another container than the freeze`);
      return read;
    });
  if (policy?.envelopes !== 2) {
    const [zh, en] = ["开标记录与冻结名单一致", "the opening record has the frozen bids, no more and no less"];
    const record = await act("opening/opening-record", "record", groups, zh, en);
    for (const line of record?.bids ?? []) await verifyForm(book, line, bids);
    return record;
  }
  const first = await act(
    "opening/opening-record-1",
    "record:1",
    [1],
    "第一信封开标记录与冻结名单一致，没有报价",
    "the record of the first envelope has the frozen bids and no price",
  );
  if (first?.bids.some(({ form }) => form !== null))
    await book.check(9, "record:1:forms", "第一信封没有报价", "the first envelope has no prices", async () =>
      reject("order", "a form in the record of the first envelope"),
    );
  if (!due.opens(2)) {
    book.note("none", 9, "record", "报价信封没有开启", "no price envelope was opened");
    return null;
  }
  const record = await act(
    "opening/opening-record",
    "record",
    groups.slice(1),
    "报价信封开标记录与冻结名单、技术评审结果一致",
    "the record of the price envelopes agrees with freeze and technical result",
  );
  for (const line of record?.bids ?? [])
    if (due.of(line.bid, 2)) await verifyForm(book, line, bids);
    else
      await book.check(
        9,
        `closed:${line.bid.slice(0, 16)}`,
        `投标 ${line.bid.slice(0, 16)} 的报价信封没有开启，记录也没有它的报价`,
        `the price envelope of bid ${line.bid.slice(0, 16)} stayed closed, and the record has no price of it`,
        async () => {
          if (line.form || !line.cause) reject("order", "a form, or no cause, where the envelope stayed closed");
        },
      );
  return record;
}

async function verifyForm(book: Book, line: OpeningRecord["bids"][number], bids: readonly CheckedBid[]): Promise<void> {
  const short = line.bid.slice(0, 16);
  if (!line.form)
    return book.note(
      "none",
      8,
      `form:${short}`,
      `投标 ${short} 未唱标（${line.cause ?? "-"}）`,
      `bid ${short} was not read out (${line.cause ?? "-"})`,
    );
  await book.check(
    8,
    `form:${short}`,
    `投标 ${short}：唱标内容就是密封的内容`,
    `bid ${short}: what was read out is what was sealed`,
    async () => {
      const own = bidById(bids, line.bid) ?? lacks(`bid ${line.bid}`);
      if (own.seal.bidder.uscc !== line.uscc) reject("binding", "another company");
      const segment = own.seal.segments.find(({ form }) => form !== null)!;
      const made = formCommit(canonicalBytes(line.form as Json), suiteOf(own.seal.suite));
      if (!sameBytes(made, fromHex(segment.form!))) reject("form-commit", bytesToHex(made));
    },
  );
}
