import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { archiveOf } from "@/lib/crypto/archive";
import { canonicalBytes, type Json, parseCanonical } from "@/lib/crypto/canonical";
import { kidOf, parsePolicy } from "@/lib/crypto/policy";
import { verifyArchive } from "@/lib/crypto/verify-archive";
import { rescore } from "@/lib/domain/rescoring";
import { db } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { packed, type StampedStage } from "@/lib/testing/archive-stage";
import { currentPolicy } from "@/lib/store/policies";
import { releaseFor, type SealedWork, sealFor } from "@/lib/testing/bidder";
import { closeSession } from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { forger, listed } from "@/lib/testing/forger";
import { hasPython, useSecondVerifier } from "@/lib/testing/second-verifier";
import { type StampedWorld, stampedWorld } from "@/lib/testing/stamped-world";
import { type Host, openLot } from "@/lib/testing/tender-stage";
import type { Hand, TenderWorld } from "@/lib/testing/tender-world";
import { submitBid } from "@/lib/usecases/bid/submit-bid";
import { advanceOpening } from "./advance-opening";
import { decideCause } from "./decide-cause";

useFreshDatabase({ sandbox: true });

const second = useSecondVerifier();

let world: TenderWorld;
let stage: StampedStage;
let host: Host;
let lotId: string;
let bidders: readonly Hand[];
let close: StampedWorld["close"];

beforeAll(async () => {
  ({ world, stage, host, bidders, close } = await stampedWorld(4));
  ({ lotId } = await openLot(world, host));
}, 120_000);
afterAll(() => close());

/** Two trustees get each other's shares, and can open neither; the platform's own, which looks before the receipt, gets its. */
function badlyDealt(header: Uint8Array): Uint8Array {
  type Dealt = { ct: string[]; enc: string[] };
  const content = parseCanonical(header) as unknown as { opening: { trustees: [Dealt, Dealt, Dealt] } };
  const [first, , third] = content.opening.trustees;
  [first.ct, third.ct] = [third.ct, first.ct];
  [first.enc, third.enc] = [third.enc, first.enc];
  return canonicalBytes(content as unknown as Json);
}

async function submitted(hand: Hand, price: string, bend?: typeof badlyDealt): Promise<SealedWork> {
  const work = await sealFor(hand, lotId, price, stage.deps, undefined, bend);
  const settled = await submitBid(hand.actor, { bidId: work.bidId, kind: "seal", body: work.request }, stage.deps);
  expect(settled.accepted).toBe(true);
  return work;
}

describe("R-96: an opening that one bidder wants to prevent", () => {
  it("goes on without its bid, whose shares two of three trustees cannot open", { timeout: 120_000 }, async () => {
    const works: SealedWork[] = [];
    for (const [at, hand] of bidders.entries())
      works.push(await submitted(hand, `1234567${at}.00`, at === 3 ? badlyDealt : undefined));
    await stage.goTo(new Date((await lotById(lotId)).deadline!.getTime() + 1000));
    await advanceOpening(lotId, stage.deps);
    for (const [at, work] of works.entries()) await releaseFor(bidders[at]!, work, stage.deps);
    const isAnnounced = async () => {
      await advanceOpening(lotId, stage.deps);
      return (await lotById(lotId)).announcedAt !== null;
    };
    await expect.poll(isAnnounced, { timeout: 60_000, interval: 100 }).toBe(true);
    const bad = await db().bid.findUniqueOrThrow({ where: { id: works[3]!.bidId } });
    const rows = await openedBids(lotId);
    const prices = rows.map(({ form }) => (form as { price?: string } | null)?.price ?? null);
    expect(prices.toSorted()).toEqual(["12345670.00", "12345671.00", "12345672.00", null]);
    expect(rows.find(({ form }) => form === null)).toMatchObject({ digest: bad.digest, causeReason: "share" });
    expect(bad.state).toBe("submitted");
  });

  /** The codes that two verifiers do not find right, by state; the second one is asked where Python is. */
  async function judged(zip: Uint8Array): Promise<string[][]> {
    const { findings } = await verifyArchive(archiveOf(unzipSync(zip)), { rescore });
    const wrong = (all: readonly { readonly code: string; readonly state: string }[]) =>
      all.flatMap(({ code, state }) => (state === "false" ? [code.replace(/:\d+(-\d+)?$/, "")] : [])).toSorted();
    if (!hasPython) return [wrong(findings)];
    return [wrong(findings), wrong((await second(zip)).findings)];
  }

  it("R-147: the archive shows why; both verifiers find trustees who leave out a bid that opens", {
    timeout: 120_000,
  }, async () => {
    const bad = (await openedBids(lotId)).find(({ form }) => form === null)!;
    await decideCause(host.author.actor, { digest: bad.digest, cause: "revoked", reason: "份额无法打开" });
    await closeSession(host.author, lotId, stage.deps);
    const { full } = await packed(host, lotId, stage.deps);
    for (const wrong of await judged(full)) expect(wrong).toEqual([]);
    // A trustee signs a statement without an honest bid: its published key shows that it had the share.
    const files = unzipSync(full);
    const name = Object.keys(files).find((one) => /^opening\/share-\d+-1\.json$/.test(one))!;
    const share = parseCanonical(files[name]!) as { shares: { c: string }[] };
    const without = { ...share, shares: share.shares.slice(1) };
    const bytes = canonicalBytes(without as Json);
    const kid = (share as unknown as { trustee: string }).trustee;
    const policy = parsePolicy((await currentPolicy(lotId))!.bytes);
    const { uscc } = policy.trustees.find(({ statement }) => kidOf(statement) === kid)!.statement;
    const cms = await stage.signAsTrustee(uscc, bytes);
    const members = { ...files, [name]: bytes, [name.replace(".json", ".p7s")]: cms };
    const sign = (index: Uint8Array) => stage.deps.platform.signStatement(index);
    const bent = zipSync(await listed(forger(members, sign), sign));
    for (const wrong of await judged(bent)) expect(wrong).toContain("trustee-key");
  });
});
