import { startDemoTrustee } from "@/lib/adapters/trustee/demo/server";
import { httpTrustee } from "@/lib/adapters/trustee/http";
import { instant, type Json } from "@/lib/crypto/canonical";
import { parsePolicy } from "@/lib/crypto/policy";
import { statementHash } from "@/lib/crypto/statements";
import { DEADLINE, openingWorld, policyOf, sealedBid, type SignedBytes, TENDER } from "./opening-papers";

type Request = Parameters<ReturnType<typeof httpTrustee>["giveShares"]>[0] & Record<string, unknown>;
type Papers = {
  policy: SignedBytes;
  tenderRecord: SignedBytes;
  close: SignedBytes;
  freeze: SignedBytes;
  proof: { event: Uint8Array; blind: Uint8Array; proof: string };
};

export const recordOf = (policy: SignedBytes, changes: object = {}): Json => ({
  deadline: "2026-12-01T01:30:00Z",
  docs: "d".repeat(64),
  fmt: "SBC/1",
  policy: statementHash(policy.bytes),
  tender: TENDER,
  type: "tender",
  version: 1,
  ...changes,
});
export const closeOf = (changes: object = {}): Json => ({
  bids_root: "a".repeat(64),
  deadline: "2026-12-01T01:30:00Z",
  fmt: "SBC/1",
  tender: TENDER,
  through: 12,
  type: "close",
  ...changes,
});

/** Three trustees on loopback who have made their keys for one lot, three bids under them, and the papers of their opening. */
export async function trusteeStage() {
  const world = await openingWorld();
  const running = await Promise.all([1, 2, 3].map(async (n) => startDemoTrustee(await world.trustee(n), 0)));
  const trustees = running.map(({ url }, at) => httpTrustee(url, at === 1));
  const statements = await Promise.all(trustees.map((trustee) => trustee.makeKeys(TENDER, 2, 1)));
  const policy = await world.sign(policyOf(statements), world.tenderee);
  const hash = statementHash(policy.bytes);
  const bids = await Promise.all(
    ["91520300MA6F888882", "91520100MA6E12345R", "91520000MA6D00001A"].map((uscc) =>
      sealedBid(parsePolicy(policy.bytes), hash, uscc),
    ),
  );

  const freezeOf = (close: SignedBytes, released: readonly boolean[], changes: object = {}): Json => ({
    at: instant(new Date(DEADLINE.getTime() + 1_200_000)),
    bids: bids.map(({ bid }, at) => ({ bid, released: released[at]! })).sort((a, b) => (a.bid < b.bid ? -1 : 1)),
    close: statementHash(close.bytes),
    fmt: "SBC/1",
    tender: TENDER,
    type: "freeze",
    ...changes,
  });

  /** The request of an honest platform; `changes` bend it. */
  const request = (
    changes: Partial<Papers> & { group?: number; headers?: readonly object[]; result?: object } = {},
  ): Request => ({
    ...papers,
    group: 1,
    headers: bids.map(({ bid, container, seal, header }) => ({ bid, container, seal, header })),
    ...changes,
  });
  const refusal = async (changes: Parameters<typeof request>[0], trustee = 0): Promise<string> =>
    trustees[trustee]!.giveShares(request(changes)).then(
      () => "given",
      (error: Error) => error.message.replace("trustee refuses: ", "").split(":")[0]!,
    );
  const withFreeze = async (statement: Json, signer = world.platform) => {
    const freeze = await world.sign(statement, signer);
    return { freeze, proof: await world.logged(freeze.bytes, "freeze") };
  };

  const tenderRecord = await world.sign(recordOf(policy), world.tenderee);
  const close = await world.sign(closeOf());
  const papers: Papers = { policy, tenderRecord, close, ...(await withFreeze(freezeOf(close, [true, true, true]))) };
  return {
    world,
    running,
    trustees,
    statements,
    bids,
    papers,
    freezeOf,
    request,
    refusal,
    withFreeze,
    close: () => Promise.all(running.map((one) => one.close())),
  };
}
export type TrusteeStage = Awaited<ReturnType<typeof trusteeStage>>;
