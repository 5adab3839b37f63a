import { bytesToHex, fromBase64url, fromHex, sameBytes } from "./bytes";
import { canonicalBytes, type Json } from "./canonical";
import { formCommit } from "./form";
import { checkSecret } from "./keys";
import { type OpeningRecord, parseOpeningRecord } from "./opening-statements";
import { parsePolicy } from "./policy";
import { reject } from "./reasons";
import { combineChecked } from "./shamir";
import { parseRelease, parseShare, type ShareStatement } from "./statements";
import { suiteOf } from "./suite";
import type { CheckedBid, Closing, Setting } from "./verify-bids";
import { type Book, lacks } from "./verify-book";
import { mustBeSignedBy, paperAt } from "./verify-papers";

/** Check 7: trustees' statements after the freeze, their shares against the commitments, the threshold, B in a full archive. */
export async function verifyShares(
  book: Book,
  setting: Setting,
  bids: readonly CheckedBid[],
  closing: Closing,
): Promise<void> {
  const { archive, trust, at } = setting;
  const policy = await book.check(7, "policy", "开标策略可读", "the opening policy is readable", () =>
    parsePolicy(archive.read("tender/policy.json") ?? lacks("tender/policy.json")),
  );
  if (!policy || !closing.freeze) return;
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
        const trustee = policy.trustees.find((_, j) => share.shares.every((one) => one.j === j + 1));
        if (!trustee && share.shares.length > 0) reject("trustee", "positions");
        if (trustee) await mustBeSignedBy(paper, trustee.statement.uscc, trust, at);
        if (share.freeze !== closing.freezeHash) reject("order", "of another freeze");
        for (const { c } of share.shares)
          if (!bids.some(({ headers }) => headers.has(c))) reject("shares", `a share of the unknown container ${c}`);
        shares.push(share);
      },
    );
  for (const { bid, released } of closing.freeze.bids) {
    const own = bids.find(({ id }) => id === bid);
    if (!own || !released) continue;
    for (const g of new Set(own.seal.segments.map(({ stage }) => stage)))
      if (shares.some((share) => share.g === g))
        await book.check(
          7,
          `open:${bid.slice(0, 16)}:${g}`,
          `投标 ${bid.slice(0, 16)} 第 ${g} 组：份额合成的密钥与承诺相符`,
          `bid ${bid.slice(0, 16)} group ${g}: the shares give the committed secret`,
          async () => {
            const { c } = own.seal.segments.find(({ stage }) => stage === g)!;
            const { header } = own.headers.get(c)!;
            const dealt = shares
              .filter((share) => share.g === g)
              .flatMap((share) => share.shares.filter((one) => one.c === c))
              .map(({ j, v }) => ({ position: j, share: fromBase64url(v, 33) }));
            const commits = {
              container: fromBase64url(c, 16),
              group: g,
              shares: header.commit.share[g - 1]!.map((hex) => fromHex(hex)),
              opening: fromHex(header.commit.opening[g - 1]!),
            };
            await combineChecked(dealt, commits, header.opening.k, suiteOf(own.seal.suite));
          },
        );
    const release = archive.read(`bids/${bid}/release.json`);
    if (release)
      await book.check(
        7,
        `release:${bid.slice(0, 16)}`,
        `投标 ${bid.slice(0, 16)}：投标人密钥与承诺相符`,
        `bid ${bid.slice(0, 16)}: the bidder's secrets fit`,
        () => checkRelease(own, release),
      );
  }
}

function checkRelease(own: CheckedBid, bytes: Uint8Array): void {
  const release = parseRelease(bytes);
  if (release.bid !== own.id) reject("secrets", "another bid's release");
  for (const { c, g, v } of release.B) {
    const held = own.headers.get(c) ?? reject("secrets", `container ${c}`);
    const commit = fromHex(held.header.commit.bidder[g - 1]!);
    checkSecret("bidder", fromBase64url(c, 16), g, fromBase64url(v, 32), commit, suiteOf(own.seal.suite));
  }
}

/** Checks 8 and 9: what was read out are the forms that were sealed, of exactly the frozen bids. */
export async function verifyRecord(
  book: Book,
  setting: Setting,
  bids: readonly CheckedBid[],
  closing: Closing,
): Promise<void> {
  const { archive, trust, platform, at } = setting;
  const record = await book.check(
    9,
    "record",
    "开标记录与冻结名单一致",
    "the opening record has the frozen bids, no more and no less",
    async () => {
      const paper = paperAt(archive, "opening/opening-record");
      await mustBeSignedBy(paper, platform, trust, at);
      const read = parseOpeningRecord(paper.bytes);
      if (read.freeze !== closing.freezeHash) reject("order", "of another freeze");
      if (read.bids.map(({ bid }) => bid).join() !== closing.list.bids.map(({ bid }) => bid).join())
        reject("order", "other bids than the closing list");
      for (const { bid, form } of read.bids)
        if (form && !closing.freeze?.bids.some((one) => one.bid === bid && one.released))
          reject("order", `${bid} was opened without its bidder's release`);
      return read;
    },
  );
  for (const line of record?.bids ?? []) await verifyForm(book, line, bids);
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
      const own = bids.find(({ id }) => id === line.bid) ?? lacks(`bid ${line.bid}`);
      if (own.seal.bidder.uscc !== line.uscc) reject("binding", "another company");
      const segment = own.seal.segments.find(({ form }) => form !== null)!;
      const made = formCommit(canonicalBytes(line.form as Json), suiteOf(own.seal.suite));
      if (!sameBytes(made, fromHex(segment.form!))) reject("form-commit", bytesToHex(made));
    },
  );
}
