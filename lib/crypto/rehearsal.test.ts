import { describe, expect, it } from "vitest";
import { fromHex, randomBytes, utf8 } from "./bytes";
import { canaryDigest, makeCanary, openCanary, parseRehearsal, rehearsalBytes, wrapCanary } from "./rehearsal";
import { wrapShare } from "./wrap-share";
import { loadSuite } from "./suite";
import { trusteeKeyPair } from "./trustee-keys";

const TENDER = { id: "E5201", lot: "E5201001" };

describe.each([1, 2] as const)("protocol §2.10: canaries, suite %i", (suite) => {
  it("are opened by the key they were wrapped to, and a share or anything else is not", async () => {
    await loadSuite(suite);
    const [own, other] = [trusteeKeyPair(suite), trusteeKeyPair(suite)];
    const canary = makeCanary();
    const wrapped = await wrapCanary(own.publicKey, canary, 1, suite);
    expect(await openCanary(own.secret, wrapped, 1, suite)).toEqual(canary);
    await expect(openCanary(other.secret, wrapped, 1, suite)).rejects.toMatchObject({ reason: "unwrap" });
    const share = await wrapShare(
      own.publicKey,
      randomBytes(33),
      { container: randomBytes(16), group: 1, position: 1 },
      suite,
    );
    await expect(openCanary(own.secret, share, 1, suite)).rejects.toMatchObject({
      reason: suite === 1 ? "unwrap" : "canary",
    });
    const longer = await wrapCanary(own.publicKey, utf8("SBC/1 share and more than enough octets of it.."), 1, suite);
    await expect(openCanary(own.secret, longer, 1, suite)).rejects.toMatchObject({ reason: "canary" });
  });
});

describe("protocol §2.10: answers", () => {
  it("have a known digest", async () => {
    const canary = new Uint8Array([...utf8("SBC/1 canary"), 0, ...new Uint8Array(32).fill(7)]);
    expect(await canaryDigest(fromHex("11".repeat(32)), canary)).toBe(
      "6732c0dbb37d5ae04d8971815a078c38b548bd4c8178a10e45009a02ee7f9020",
    );
  });

  it("name every group once", () => {
    const answer = (groups: readonly number[]) =>
      rehearsalBytes({
        at: "2026-11-20T01:02:03.000000Z",
        canaries: groups.map((g) => ({ digest: "7".repeat(64), g })),
        nonce: "A".repeat(43),
        tender: TENDER,
        trustee: "7".repeat(64),
      });
    expect(parseRehearsal(answer([1, 2])).canaries).toHaveLength(2);
    for (const groups of [[2], [1, 1], [2, 1], [1, 3]]) expect(() => parseRehearsal(answer(groups))).toThrow();
  });
});
