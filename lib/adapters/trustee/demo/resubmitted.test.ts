import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Running } from "@/lib/adapters/loopback/server";
import type { PlatformSigner } from "@/lib/adapters/pki/platform";
import { randomBytes } from "@/lib/crypto/bytes";
import { canonicalBytes, instant, type Json } from "@/lib/crypto/canonical";
import { parsePolicy } from "@/lib/crypto/policy";
import { beginSealing } from "@/lib/crypto/sealing";
import { parseSeal, type Seal } from "@/lib/crypto/seal";
import { parseShare, statementHash } from "@/lib/crypto/statements";
import {
  DEADLINE,
  openingWorld,
  type OpeningWorld,
  policyOf,
  sealedBid,
  type SignedBytes,
  TENDER,
} from "@/lib/testing/opening-papers";
import { httpTrustee } from "../http";
import { startDemoTrustee } from "./server";

type Sealed = Awaited<ReturnType<typeof sealedBid>>;
type Tender = { readonly policy: SignedBytes; readonly hash: string; readonly tenderRecord: SignedBytes };

let world: OpeningWorld;
let running: Running[];
let trustees: ReturnType<typeof httpTrustee>[];
let statements: SignedBytes[];
let close: SignedBytes;
let allowed: Tender;
let bidder: PlatformSigner;
let stranger: PlatformSigner;
const CODES = ["91520300MA6F888882", "91520100MA6E12345R", "91520000MA6D00001A"];
/** Window and remedial window of the policy are over. */
const FROZEN = new Date(DEADLINE.getTime() + 5_400_000);

beforeAll(async () => {
  world = await openingWorld();
  world.clock.at = new Date(DEADLINE.getTime() + 7_200_000);
  running = await Promise.all([1, 2, 3].map(async (n) => startDemoTrustee(await world.trustee(n), 0)));
  trustees = running.map(({ url }, at) => httpTrustee(url, at === 1));
  statements = await Promise.all(trustees.map((trustee) => trustee.makeKeys(TENDER, 2, 1)));
  const statement = { bids_root: "a".repeat(64), deadline: "2026-12-01T01:30:00Z", fmt: "SBC/1" };
  close = await world.sign({ ...statement, tender: TENDER, through: 12, type: "close" });
  allowed = await tenderOf(true);
  const named = (name: string, uscc: string) => world.identity(name, { name, uscc });
  bidder = await named("bidder", CODES[0]!);
  stranger = await named("stranger", CODES[1]!);
}, 60_000);
afterAll(() => Promise.all(running.map((one) => one.close())));

async function tenderOf(resubmit: boolean): Promise<Tender> {
  const policy = await world.sign(policyOf(statements, { resubmit }), world.tenderee);
  const hash = statementHash(policy.bytes);
  const record = { deadline: "2026-12-01T01:30:00Z", docs: "d".repeat(64), fmt: "SBC/1", policy: hash };
  const tenderRecord = await world.sign({ ...record, tender: TENDER, type: "tender", version: 1 }, world.tenderee);
  return { policy, hash, tenderRecord };
}

/** The content of a bid sealed anew: what a bidder's device makes, with the commitments of the bid. */
async function sealedAgain({ policy, hash }: Tender, bid: Sealed, change: (seal: Seal) => Seal = (seal) => seal) {
  const { segments, ...plan } = parsePolicy(policy.bytes);
  const sealing = await beginSealing({
    policy: { segments, ...plan },
    policyHash: hash,
    docsHash: "d".repeat(64),
    uscc: parseSeal(bid.seal).bidder.uscc,
    masters: { M: randomBytes(32), N: randomBytes(32) },
    form: { currency: "CNY", price: "1.00" },
    files: {},
    seq: 2,
    prev: bid.bid,
    created: new Date("2026-12-01T02:40:00Z"),
  });
  for (const segment of segments.keys()) for await (const _ of sealing.parts(segment));
  const made = parseSeal(sealing.seal());
  const there = parseSeal(bid.seal).segments;
  const same = made.segments.map((one, at) => ({ ...one, manifest: there[at]!.manifest, form: there[at]!.form }));
  const seal = canonicalBytes(change({ ...made, segments: same }) as Json);
  return { seal, container: sealing.container, header: sealing.header, id: statementHash(seal) };
}
type Again = Awaited<ReturnType<typeof sealedAgain>>;

async function bidsUnder({ policy, hash }: Tender): Promise<Sealed[]> {
  return Promise.all(CODES.map((uscc) => sealedBid(parsePolicy(policy.bytes), hash, uscc)));
}

/** What the platform asks a trustee: the first bid was submitted again. */
async function ask(
  tender: Tender,
  bids: readonly Sealed[],
  again: Again,
  bent: {
    readonly frozen?: string | null;
    readonly at?: Date;
    readonly signer?: PlatformSigner;
    readonly plain?: true;
  } = {},
  trustee = 0,
) {
  const frozen = bent.frozen === undefined ? again.id : bent.frozen;
  const listed = bids.map(({ bid }, at) => ({
    bid,
    released: true,
    ...(at === 0 && frozen ? { resubmission: frozen } : {}),
  }));
  const statement = {
    at: instant(bent.at ?? FROZEN),
    bids: listed.sort((a, b) => (a.bid < b.bid ? -1 : 1)),
    close: statementHash(close.bytes),
    fmt: "SBC/1",
    tender: TENDER,
    type: "freeze",
  };
  const freeze = await world.sign(statement as Json);
  const cms = await (bent.signer ?? bidder).signStatement(again.seal);
  const headers = bids.map(({ bid, container, seal, header }, at) =>
    at === 0 && !bent.plain
      ? { bid, seal, container: again.container, header: again.header, again: { seal: again.seal, cms } }
      : { bid, container, seal, header },
  );
  const { policy, tenderRecord } = tender;
  const proof = await world.logged(freeze.bytes, "freeze");
  return trustees[trustee]!.giveShares({ policy, tenderRecord, close, freeze, proof, group: 1, headers }).then(
    ({ bytes }) => parseShare(bytes).shares.map(({ c }) => c),
    (error: Error) => error.message.replace("trustee refuses: ", "").split(":")[0]!,
  );
}

describe("protocol §2.11, 6: a trustee and a bid submitted again", () => {
  it("refuses where the policy does not allow it, and before the remedial window", async () => {
    const [never, bids] = [await tenderOf(false), await bidsUnder(await tenderOf(false))];
    expect(await ask(never, bids, await sealedAgain(never, bids[0]!))).toBe("resubmission-not-allowed");
    const own = await bidsUnder(allowed);
    const early = { at: new Date(DEADLINE.getTime() + 3_599_000) };
    expect(await ask(allowed, own, await sealedAgain(allowed, own[0]!), early)).toBe("resubmission-before-remedy");
  });

  it("takes the container the freeze names and no other, and none for the bid's own", async () => {
    const bids = await bidsUnder(allowed);
    const [one, other] = [await sealedAgain(allowed, bids[0]!), await sealedAgain(allowed, bids[0]!)];
    expect(await ask(allowed, bids, one, { frozen: other.id })).toBe("resubmission-not-frozen");
    expect(await ask(allowed, bids, one, { frozen: null })).toBe("resubmission-not-frozen");
    expect(await ask(allowed, bids, one, { plain: true })).toBe("resubmission-not-frozen");
  });

  it.each<[string, (seal: Seal, bids: readonly Sealed[]) => Seal]>([
    ["another bid's", (seal, bids) => ({ ...seal, prev: bids[1]!.bid })],
    ["another company's", (seal) => ({ ...seal, bidder: { uscc: CODES[1]! } })],
    [
      "another manifest",
      (seal) => ({ ...seal, segments: seal.segments.map((one) => ({ ...one, manifest: "e".repeat(64) })) }),
    ],
    ["other documents", (seal) => ({ ...seal, tender: { ...seal.tender, docs: "e".repeat(64) } })],
  ])("refuses %s", async (_name, change) => {
    const bids = await bidsUnder(allowed);
    const again = await sealedAgain(allowed, bids[0]!, (seal) => change(seal, bids));
    expect(await ask(allowed, bids, again)).toBe("header-malformed");
  });

  it("leaves its share out where another company signed, and gives the others'; else gives all", async () => {
    const bids = await bidsUnder(allowed);
    const again = await sealedAgain(allowed, bids[0]!);
    const others = bids.slice(1).map(({ container }) => container);
    const without = await ask(allowed, bids, again, { signer: stranger }, 1);
    expect([...without].sort()).toEqual([...others].sort());
    const all = await ask(allowed, bids, again, {}, 2);
    expect([...all].sort()).toEqual([...others, again.container].sort());
    // Of the container the bid was sealed in at first nothing is given: it stays closed.
    expect(all).not.toContain(bids[0]!.container);
  });
});
