import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromBase64url, fromHex, sameBytes, toBase64url } from "@/lib/crypto/bytes";
import { instant, type Json } from "@/lib/crypto/canonical";
import { verifyCms } from "@/lib/crypto/cms";
import { commitOpening, openingSecret } from "@/lib/crypto/keys";
import { parseHeader } from "@/lib/crypto/header";
import { parsePolicy } from "@/lib/crypto/policy";
import { combine } from "@/lib/crypto/shamir";
import { parseShare, statementHash } from "@/lib/crypto/statements";
import { DEADLINE, policyOf, sealedBid, TENDER } from "@/lib/testing/opening-papers";
import { recordOf, type TrusteeStage, trusteeStage } from "@/lib/testing/trustee-stage";
import { httpTrustee } from "../http";
import { startDemoTrustee } from "./server";

let { bids, close, freezeOf, papers, refusal, request, running, statements, trustees, withFreeze, world } =
  {} as TrusteeStage;
beforeAll(async () => {
  ({ bids, close, freezeOf, papers, refusal, request, running, statements, trustees, withFreeze, world } =
    await trusteeStage());
  world.clock.at = new Date(DEADLINE.getTime() + 7_200_000);
}, 60_000);
afterAll(() => close());

describe("R-96: a trustee keeps its share until the freeze", () => {
  it("keeps keys of its own for each lot, signs them, repeats them, and nothing of them lies open on the disk", async () => {
    const again = await trustees[0]!.makeKeys(TENDER, 2, 1);
    expect(sameBytes(again.bytes, statements[0]!.bytes)).toBe(true);
    expect((await verifyCms(again.bytes, again.cms)).ok).toBe(true);
    await expect(trustees[0]!.makeKeys(TENDER, 1, 1)).rejects.toThrow(/keys-made-for-other-groups/);
    const keys = statements.flatMap(
      ({ bytes }) => (JSON.parse(Buffer.from(bytes).toString()) as { keys: string[] }).keys,
    );
    expect(new Set(keys).size).toBe(6);
    const folder = join(world.folder, "keys-1");
    for (const name of readdirSync(folder)) {
      const text = Buffer.from(readFileSync(join(folder, name), "utf8"), "base64").toString("latin1");
      expect(text).not.toContain("secret");
      expect(text).not.toContain(keys[0]);
    }
  });

  it("publishes no key before the group is open, and looks into no header before the freeze unless it is the platform's own", async () => {
    await expect(trustees[0]!.publishKeys(TENDER)).rejects.toThrow(/not-opened/);
    await expect(trustees[0]!.checkShares(TENDER, bids[0]!.header)).rejects.toThrow(/not-before-the-freeze/);
    expect(await trustees[1]!.checkShares(TENDER, bids[0]!.header)).toBe(true);
    const header = parseHeader(bids[0]!.header);
    const other = parseHeader(bids[1]!.header);
    const swapped = { ...header, opening: { ...header.opening, trustees: other.opening.trustees } };
    const { canonicalBytes } = await import("@/lib/crypto/canonical");
    expect(await trustees[1]!.checkShares(TENDER, canonicalBytes(swapped as Json))).toBe(false);
  });

  it("gives its shares after the freeze: any two rebuild every opening secret; then it stays with that freeze", async () => {
    const answers = await Promise.all([trustees[0]!, trustees[2]!].map((trustee) => trustee.giveShares(request())));
    const given = answers.map(({ bytes }) => parseShare(bytes));
    expect(given.map(({ shares }) => shares.length)).toEqual([3, 3]);
    expect(given[0]!.trustee).toBe(statementHash(statements[0]!.bytes));
    for (const { container, header, masters } of bids) {
      const pieces = given.map(({ shares }) => fromBase64url(shares.find(({ c }) => c === container)!.v));
      const O = await combine(pieces);
      const cid = fromBase64url(container, 16);
      expect(toBase64url(O)).toBe(toBase64url(openingSecret(masters.N, cid, 1)));
      expect(sameBytes(commitOpening(cid, 1, O), fromHex(parseHeader(header).commit.opening[0]!))).toBe(true);
    }
    const again = await trustees[0]!.giveShares(request());
    expect(sameBytes(again.bytes, answers[0]!.bytes)).toBe(true);
    const other = await withFreeze(
      freezeOf(papers.close, [true, true, false], { at: instant(new Date(DEADLINE.getTime() + 5_400_000)) }),
    );
    expect(await refusal({ ...other, headers: [] })).toBe("other-freeze-served");
  });

  it("publishes the opened group's key and keeps the other one", async () => {
    const secret = JSON.parse(Buffer.from(await trustees[0]!.publishKeys(TENDER)).toString()) as {
      keys: (string | null)[];
      kid: string;
    };
    expect(secret.keys[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(secret.keys[1]).toBeNull();
    expect(secret.kid).toBe(statementHash(statements[0]!.bytes));
  });

  it("keeps the price group of two envelopes for the signed and logged technical result, and then rejected prices", async () => {
    const policy = await world.sign(policyOf(statements, { envelopes: 2 }), world.tenderee);
    const tenderRecord = await world.sign(recordOf(policy), world.tenderee);
    expect(await refusal({ policy, tenderRecord, group: 1 }, 1)).toBe("header-other-policy");
    const hash = statementHash(policy.bytes);
    const sealed = await Promise.all(
      ["91520300MA6F888882", "91520100MA6E12345R", "91520000MA6D00001A"].map((uscc) =>
        sealedBid(parsePolicy(policy.bytes), hash, uscc),
      ),
    );
    const ids = sealed.map(({ bid }) => bid).sort();
    const frozen = freezeOf(papers.close, [true, true, true], {
      bids: ids.map((bid) => ({ bid, released: true })),
    });
    const opening = { policy, tenderRecord, ...(await withFreeze(frozen)) };
    const asked = (wanted: readonly string[]) =>
      sealed
        .filter(({ bid }) => wanted.includes(bid))
        .map(({ bid, container, seal, header }) => ({ bid, container, seal, header }));
    const two = { ...opening, group: 2, headers: asked(ids) };
    expect(await refusal(two, 1)).toBe("technical-result-missing");
    const judged = (changes: Record<string, Json> = {}): Json => ({
      at: instant(new Date(DEADLINE.getTime() + 9_000_000)),
      bids: ids.map((bid, at) => ({ bid, passed: at !== 2 })),
      fmt: "SBC/1",
      freeze: statementHash(opening.freeze.bytes),
      tender: TENDER,
      type: "technical-result",
      ...changes,
    });
    const resultOf = async (statement: Json, by = world.platform) => {
      const signed = await world.sign(statement, by);
      return { statement: signed, proof: await world.logged(signed.bytes, "technical-result") };
    };
    const result = await resultOf(judged());
    const unlogged = await world.logged(papers.close.bytes, "technical-result");
    expect(await refusal({ ...two, result: { ...result, proof: unlogged } }, 1)).toBe("technical-result-not-logged");
    const byTenderee = await resultOf(judged(), world.tenderee);
    expect(await refusal({ ...two, result: byTenderee }, 1)).toBe("technical-result-signature");
    const bent: readonly (readonly [Record<string, Json>, string])[] = [
      [{ freeze: "0".repeat(64) }, "other-freeze"],
      [{ tender: { id: TENDER.id, lot: "other" } }, "other-tender"],
      [{ bids: [] }, "other-bids"],
      [{ passed: [] }, "malformed"],
    ];
    for (const [changes, reason] of bent)
      expect(await refusal({ ...two, result: await resultOf(judged(changes)) }, 1)).toBe(`technical-result-${reason}`);
    // The price of a bid that was rejected is given to nobody.
    expect(await refusal({ ...two, result }, 1)).toBe("bid-did-not-pass");
    await trustees[1]!.giveShares(request({ ...opening, group: 1, headers: asked(ids) }));
    const passed = request({ ...two, headers: asked(ids.slice(0, 2)), result });
    const share = parseShare((await trustees[1]!.giveShares(passed)).bytes);
    expect(share.result).toBe(statementHash(result.statement.bytes));
    expect(share.shares).toHaveLength(2);
    // The key of the group would open what stays closed: only that of the first group is published.
    const { keys } = JSON.parse(Buffer.from(await trustees[1]!.publishKeys(TENDER)).toString()) as { keys: unknown[] };
    expect([typeof keys[0], keys[1]]).toEqual(["string", null]);
    // Group by group the trustee speaks of one freeze only.
    expect(await refusal({ group: 1 }, 1)).toBe("other-freeze-served");
  });

  it("goes on from its files after a kill", async () => {
    await running[2]!.close();
    running[2] = await startDemoTrustee(await world.trustee(3), 0);
    trustees[2] = httpTrustee(running[2].url, false);
    expect(sameBytes((await trustees[2].makeKeys(TENDER, 2, 1)).bytes, statements[2]!.bytes)).toBe(true);
    const other = await withFreeze(
      freezeOf(papers.close, [true, true, true], { at: instant(new Date(DEADLINE.getTime() + 1_300_000)) }),
    );
    expect(await refusal(other, 2)).toBe("other-freeze-served");
  });

  it("answers nonsense without falling over", async () => {
    for (const body of ["", "{}", "[]", '{"tender":{"id":"x","lot":"y"},"groups":"2"}'])
      expect((await fetch(`${running[0]!.url}/keys`, { method: "POST", body })).status).toBe(400);
    expect((await fetch(`${running[0]!.url}/nowhere`)).status).toBe(404);
    expect(await trustees[0]!.health()).toBe(true);
  });
});
