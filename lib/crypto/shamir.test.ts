import { describe, expect, it } from "vitest";
import { describeVectors, readJson } from "@/lib/testing/vectors";
import { bytesToHex, fromHex, randomBytes } from "./bytes";
import { commitOpening, commitShare } from "./keys";
import { reasonOf } from "./reasons";
import { combine, combineChecked, split } from "./shamir";

const reverse = <T>(list: readonly T[]): T[] => [...list].reverse();

describeVectors("shamir", "GF(2^8) secret sharing", (dir) => {
  const v = readJson(dir, "cases.json");

  it("combines in any order", async () => {
    for (const { shares, secret } of v.combine) {
      const dealt = shares.map(fromHex);
      expect(bytesToHex(await combine(dealt))).toBe(secret);
      expect(bytesToHex(await combine(reverse(dealt)))).toBe(secret);
    }
  });

  it("gives nothing away below the threshold", async () => {
    for (const { shares, notTheSecret } of v.belowThreshold) {
      const got = await combine(shares.map(fromHex)).then(bytesToHex, () => "refused");
      expect(got).not.toBe(notTheSecret);
    }
  });

  it("refuses what no dealer may make", async () => {
    for (const { shares, name } of v.refuse)
      await expect(combine(shares.map(fromHex)), name).rejects.toSatisfy((error) => reasonOf(error) === "shares");
  });
});

describe("shares against their commitments", () => {
  const container = new Uint8Array(16);
  const deal = async (n: number, k: number) => {
    const secret = randomBytes(32);
    const dealt = (await split(secret, n, k)).map((share, at) => ({ position: at + 1, share }));
    const shares = dealt.map(({ position, share }) => commitShare(container, 1, position, share));
    return { secret, dealt, commits: { container, group: 1, shares, opening: commitOpening(container, 1, secret) } };
  };

  it("drops a false share and finds enough others", async () => {
    const { secret, dealt, commits } = await deal(3, 2);
    const bent = dealt.map((one, at) => (at === 0 ? { ...one, share: one.share.map((octet) => octet ^ 1) } : one));
    expect(await combineChecked(bent, commits, 2)).toEqual(secret);
    await expect(combineChecked(bent.slice(0, 2), commits, 2)).rejects.toThrow(/^shares/);
  });

  it("tries subsets where the dealer spoiled a committed share", async () => {
    const { secret, dealt, commits } = await deal(4, 2);
    const spoiled = randomBytes(33);
    spoiled[32] = 200;
    const bent = dealt.map((one) => (one.position === 1 ? { ...one, share: spoiled } : one));
    const shares = commits.shares.map((commit, at) => (at === 0 ? commitShare(container, 1, 1, spoiled) : commit));
    expect(await combineChecked(bent, { ...commits, shares }, 2)).toEqual(secret);
  });

  it("lays it at the bidder's door when no subset fits", async () => {
    const { dealt, commits } = await deal(3, 2);
    const opening = commitOpening(container, 1, randomBytes(32));
    await expect(combineChecked(dealt, { ...commits, opening }, 2)).rejects.toThrow(/^commit-opening/);
  });
});
