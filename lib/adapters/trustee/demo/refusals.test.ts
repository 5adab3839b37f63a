import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instant } from "@/lib/crypto/canonical";
import { DEADLINE, policyOf, TENDER } from "@/lib/testing/opening-papers";
import { closeOf, recordOf, type TrusteeStage, trusteeStage } from "@/lib/testing/trustee-stage";

let { bids, close, freezeOf, papers, refusal, statements, withFreeze, world } = {} as TrusteeStage;
beforeAll(async () => {
  ({ bids, close, freezeOf, papers, refusal, statements, withFreeze, world } = await trusteeStage());
}, 60_000);
afterAll(() => close());

describe("R-96: a trustee keeps its share until the freeze", () => {
  it("refuses before the deadline by its own clock, whatever the platform says", async () => {
    world.clock.at = new Date(DEADLINE.getTime() - 1);
    expect(await refusal({})).toBe("deadline-not-passed");
    world.clock.at = new Date(DEADLINE.getTime() + 3_600_000);
  });

  it.each([
    [
      "a policy changed by one octet",
      async () => ({ policy: { ...papers.policy, bytes: flip(papers.policy.bytes) } }),
      /policy-(malformed|signature)|other-tender|no-keys/,
    ],
    [
      "a policy nobody signed",
      async () => ({ policy: { ...papers.policy, cms: flip(papers.policy.cms) } }),
      /policy-signature/,
    ],
    ["a policy without this trustee's key", async () => await strangerPolicy(), /policy-without-this-trustee/],
    [
      "a record signed by somebody else than the policy",
      async () => ({ tenderRecord: await world.sign(recordOf(papers.policy), world.platform) }),
      /record-other-signer/,
    ],
    [
      "a record of another policy",
      async () => ({
        tenderRecord: await world.sign(recordOf(papers.policy, { policy: "b".repeat(64) }), world.tenderee),
      }),
      /record-other-policy/,
    ],
    [
      "a record of another lot",
      async () => ({
        tenderRecord: await world.sign(recordOf(papers.policy, { tender: { ...TENDER, lot: "X" } }), world.tenderee),
      }),
      /other-tender/,
    ],
    [
      "a later deadline in the record",
      async () => ({
        tenderRecord: await world.sign(recordOf(papers.policy, { deadline: "2026-12-09T01:30:00Z" }), world.tenderee),
      }),
      /deadline-not-passed/,
    ],
    [
      "a closing by the tenderee",
      async () => ({ close: await world.sign(closeOf(), world.tenderee) }),
      /close-signature/,
    ],
    [
      "a closing of another deadline",
      async () => ({ close: await world.sign(closeOf({ deadline: "2026-11-01T01:30:00Z" })) }),
      /close-other-tender/,
    ],
    [
      "a freeze by the tenderee",
      async () => withFreeze(freezeOf(papers.close, [true, true, true]), world.tenderee),
      /freeze-signature/,
    ],
    [
      "a freeze of another closing",
      async () => withFreeze(freezeOf(papers.close, [true, true, true], { close: "c".repeat(64) })),
      /freeze-other-close/,
    ],
    [
      "a freeze before the deadline",
      async () => withFreeze(freezeOf(papers.close, [true, true, true], { at: "2026-12-01T01:29:59.000000Z" })),
      /freeze-before-deadline/,
    ],
    [
      "a freeze that is to come",
      async () => withFreeze(freezeOf(papers.close, [true, true, true], { at: "2026-12-03T01:29:59.000000Z" })),
      /freeze-in-the-future/,
    ],
    [
      "a freeze that cuts off the window of who has not released",
      async () => withFreeze(freezeOf(papers.close, [true, true, false])),
      /window-open/,
    ],
    [
      "a freeze that is not in the log",
      async () => ({ proof: await world.logged(papers.freeze.bytes, "freeze", { hash: "e".repeat(64) }) }),
      /freeze-not-logged/,
    ],
    [
      "a proof of the closing instead",
      async () => ({ proof: await world.logged(papers.close.bytes, "close") }),
      /freeze-not-logged/,
    ],
    [
      "a checkpoint no witness saw",
      async () => ({ proof: await world.logged(papers.freeze.bytes, "freeze", { cosigned: false }) }),
      /freeze-not-logged/,
    ],
    ["another blind", async () => ({ proof: { ...papers.proof, blind: new Uint8Array(32) } }), /freeze-not-logged/],
    ["a group that does not exist", async () => ({ group: 3 }), /no-such-group/],
  ])("refuses %s", async (_what, bend, reason) => {
    expect(await refusal(await bend())).toMatch(reason);
  });

  it("refuses the papers of a revoked certificate", async () => {
    const thief = await world.identity("thief", { name: "招标人", uscc: "91520100MA6E12345R" });
    const policy = { bytes: papers.policy.bytes, cms: await thief.signStatement(papers.policy.bytes) };
    await world.pki.revoke(thief.certificateDer, new Date(world.clock.at.getTime() - 7_200_000));
    world.clock.at = new Date(world.clock.at.getTime() + 120_000);
    expect(await refusal({ policy })).toBe("policy-signature");
  });

  it("refuses a bid that was not released, also under the name of one that was", async () => {
    world.clock.at = new Date(DEADLINE.getTime() + 7_200_000);
    const { freeze, proof } = await withFreeze(
      freezeOf(papers.close, [true, true, false], { at: instant(new Date(DEADLINE.getTime() + 5_400_000)) }),
    );
    const [first, , third] = bids as [(typeof bids)[0], (typeof bids)[0], (typeof bids)[0]];
    const entry = ({ bid, container, seal, header }: (typeof bids)[0]) => ({ bid, container, seal, header });
    expect(await refusal({ freeze, proof, headers: [entry(third)] })).toBe("bid-not-released");
    expect(await refusal({ freeze, proof, headers: [{ ...entry(third), bid: first.bid }] })).toBe(
      "seal-not-of-this-bid",
    );
    const disguised = { ...entry(first), container: third.container, header: third.header };
    expect(await refusal({ freeze, proof, headers: [disguised] })).toBe("header-not-of-this-bid");
    expect(await refusal({ freeze, proof, headers: [entry(first), entry(first)] })).toBe("bid-twice");
  });
});

const flip = (bytes: Uint8Array): Uint8Array => {
  const changed = bytes.slice();
  changed[Math.floor(changed.length / 2)]! ^= 1;
  return changed;
};

/** A policy in which an attacker put its own keys in the trustee's place. */
async function strangerPolicy() {
  const stranger = await world.trustee(3);
  const { demoTrustee } = await import("./trustee");
  const { openKeyStore } = await import("./key-store");
  const store = await openKeyStore(join(world.folder, "stranger"), join(world.folder, "stranger.key"));
  const fake = await demoTrustee({ ...stranger, store }).makeKeys(TENDER, 2, 1);
  const policy = await world.sign(policyOf([fake, statements[1]!, statements[2]!]), world.tenderee);
  return { policy, tenderRecord: await world.sign(recordOf(policy), world.tenderee) };
}
