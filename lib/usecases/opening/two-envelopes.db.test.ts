import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPdfSignatures } from "@/lib/adapters/pdf/verify-pdf";
import { archiveOf } from "@/lib/crypto/archive";
import { parseOpeningRecord, parseTechnicalResult, parseTrusteeSecret } from "@/lib/crypto/opening-statements";
import { parsePolicy } from "@/lib/crypto/policy";
import { verifyArchive } from "@/lib/crypto/verify-archive";
import type { CompleteTerms } from "@/lib/domain/terms";
import { rescore } from "@/lib/domain/rescoring";
import { SYSTEM } from "@/lib/domain/actor";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { currentPolicy } from "@/lib/store/policies";
import { packed, plainMarks, reported, type StampedStage } from "@/lib/testing/archive-stage";
import { submitFor } from "@/lib/testing/bidder";
import {
  closeAndAnnounce,
  closeSession,
  committeeAtWork,
  expertPool,
  type SeatedHand,
} from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { hasPython, type Judged, useSecondVerifier } from "@/lib/testing/second-verifier";
import { forger, listed } from "@/lib/testing/forger";
import { refusal } from "@/lib/testing/refused";
import { markAll, reviewAll } from "@/lib/testing/review-stage";
import { type StampedWorld, stampedWorld } from "@/lib/testing/stamped-world";
import { type Host, openLot } from "@/lib/testing/tender-stage";
import type { Hand, TenderWorld } from "@/lib/testing/tender-world";
import { asField, inTwoEnvelopes, pricesOpened, technicalResult } from "@/lib/testing/two-envelopes-stage";
import { listBidFiles } from "@/lib/usecases/bid/read-bid-file";
import { correctPrice } from "@/lib/usecases/clarification/correct-price";
import { closePreliminary, closePrices } from "@/lib/usecases/evaluation/close-preliminary";
import { resultOf } from "@/lib/usecases/evaluation/compute-result";
import { rejectBid } from "@/lib/usecases/evaluation/reject-bid";
import { prepareTechnicalResult } from "@/lib/usecases/evaluation/sign-technical-result";
import { viewReview } from "@/lib/usecases/evaluation/view-review";
import { fetchTimestamp } from "@/lib/usecases/timestamp/fetch-timestamp";
import { decideCause } from "./decide-cause";
import { prepareDraw } from "./draw-parameter";
import { prepareFinish } from "./finish-opening";
import { gatherShares } from "./gather-shares";
import { setPricesTime } from "./set-prices-time";
import { viewHall } from "./view-hall";

useFreshDatabase({ sandbox: true });

const second = useSecondVerifier();

let world: TenderWorld;
let stage: StampedStage;
let host: Host;
let lotId: string;
let bidders: readonly Hand[];
let close: StampedWorld["close"];
let seats: readonly SeatedHand[];
let chair: Hand;

const PRICES = ["12650000.00", "12720000.00", "12480000.00", "11110000.00", "12900000.00"];
/** The first is sealed again in the remedial window (protocol §2.11, 6). Passes, passes, passes, is rejected, gives nothing in the window. */
const lineOf = async (at: number) =>
  (await openedBids(lotId)).find(({ partyId }) => partyId === bidders[at]!.actor.partyId)!;
const guest = { ...SYSTEM, role: "public" as const };

beforeAll(async () => {
  ({ world, stage, host, bidders, close } = await stampedWorld(5));
  const terms = (sample: CompleteTerms) => {
    const two = inTwoEnvelopes(sample);
    return { ...two, opening: { ...two.opening, resubmit: true } };
  };
  ({ lotId } = await openLot(world, host, { terms }));
  const works = [];
  for (const [at, bidder] of bidders.entries()) {
    const work = await submitFor(bidder, lotId, PRICES[at]!, stage.deps);
    if (!work.settled.accepted) throw new Error("refused");
    await fetchTimestamp(SYSTEM, { bidDigest: work.settled.digest }, stage.deps);
    works.push({ bidder, work });
  }
  await stage.goTo(new Date((await lotById(lotId)).deadline!.getTime() + 1000));
  await closeAndAnnounce(stage, lotId, works.slice(1, 4), { missing: true, again: works.slice(0, 1) });
}, 240_000);
afterAll(() => close());

describe("lifecycle §12.4, R-97: the first envelope", () => {
  it("reads names and that it opened; of prices there is nothing, not even a secret to read them by", async () => {
    expect(parsePolicy((await currentPolicy(lotId))!.bytes).envelopes).toBe(2);
    const hall = await viewHall(guest, { lotId });
    expect(hall.session).toMatchObject({ two: true, act: "first" });
    expect(hall.lines.filter(({ opened }) => opened)).toHaveLength(4);
    expect(hall.lines.every(({ bidderName, form }) => bidderName && form === null)).toBe(true);
    expect(hall.board.map(({ kind }) => kind)).toContain("announcedFirst");
    expect(hall.draws).toEqual([]);
    const rows = await db().openedBid.findMany({ where: { lotId } });
    expect(rows.map(({ secrets }) => Object.keys((secrets ?? {}) as object).join())).toEqual(
      rows.map(({ released }) => (released ? "1" : "")),
    );
    for (const price of PRICES) expect(JSON.stringify(rows)).not.toContain(price);
    expect(await db().trusteeShare.count({ where: { lotId, groupNo: 2 } })).toBe(0);
    // Whoever asks too early gets nothing together.
    expect(await gatherShares(lotId, stage.deps, "prices")).toBe(false);
    expect(await db().trusteeShare.count({ where: { lotId, groupNo: 2 } })).toBe(0);
  });

  it("has a record of its own, without a price; parameters are drawn when prices are read (R-102, R-106)", async () => {
    const draw = prepareDraw(host.author.actor, { lotId, name: "k1" });
    expect((await refusal(draw)).code).toBe("STATE_FORBIDS");
    expect((await refusal(prepareFinish(host.author.actor, { lotId }, stage.deps))).rules).toEqual(["R-98"]);
    const { digest } = await lineOf(4);
    await decideCause(host.author.actor, { digest, cause: "revoked", reason: "投标人未在规定时间内解密" });
    await closeSession(host.author, lotId, stage.deps);
    const first = await db().statement.findFirstOrThrow({ where: { lotId, type: "opening-record-1" } });
    const record = parseOpeningRecord(first.bytes);
    expect([record.groups, record.bids.map(({ form }) => form)]).toEqual([[1], [null, null, null, null, null]]);
    expect(record.bids.filter(({ cause }) => cause !== null).map(({ cause }) => cause)).toEqual(["revoked"]);
    expect(await db().statement.count({ where: { lotId, type: "opening-record" } })).toBe(0);
  });
});

describe("R-113, R-118: the review of the first envelope", () => {
  it("judges everything but the price, and knows none", async () => {
    seats = await committeeAtWork(host.author, lotId, await expertPool(world, 8), stage.deps);
    chair = seats[0]!.hand;
    const view = await viewReview(chair.actor, { lotId }, stage.deps);
    expect([view.part, view.bids.length, view.bids.map(({ price }) => price)]).toEqual([
      "technical",
      4,
      [null, null, null, null],
    ]);
    expect(view.items.some(({ group }) => group === "price")).toBe(false);
    const files = await listBidFiles(chair.actor, { bidId: (await lineOf(0)).bidId }, stage.deps);
    expect(new Set(files.map(({ segmentName }) => segmentName))).toEqual(new Set(["technical"]));
    const words = { kind: "words" as const, words: "壹佰万元整" };
    const early = correctPrice(chair.actor, { lotId, digest: (await lineOf(0)).digest, ...words });
    expect((await refusal(early)).facts).toEqual({ missing: "prices" });
    const { digest, number } = await lineOf(3);
    await reviewAll(lotId, seats, [{ seats: [1, 2, 3], bid: number, item: "qualification.1" }]);
    const rejection = { lotId, digest, item: "qualification.1", ground: "unqualified" as const, facts: "资质等级不足" };
    await rejectBid(chair.actor, rejection);
    expect((await closePreliminary(chair.actor, { lotId })).state).toBe("detailed");
    await markAll(lotId, seats, plainMarks);
    expect((await viewReview(chair.actor, { lotId }, stage.deps)).state).toBe("sealed");
    expect(await resultOf(lotId)).toBeNull();
  });

  it("ends with a result that the chair signs and the log holds; before it no time for the prices is set", async () => {
    const soon = { lotId, at: asField(await platformNow()) };
    expect((await refusal(setPricesTime(host.author.actor, soon))).facts).toEqual({ missing: "technicalResult" });
    expect((await refusal(prepareTechnicalResult(seats[1]!.hand.actor, { lotId }))).code).toBe("NOT_ALLOWED");
    await technicalResult(chair, lotId, stage);
    const kept = await db().statement.findFirstOrThrow({ where: { lotId, type: "technical-result" } });
    const { bids } = parseTechnicalResult(kept.bytes);
    const passed = await Promise.all([0, 1, 2].map(async (at) => (await lineOf(at)).digest));
    expect(bids.filter((bid) => bid.passed).map(({ bid }) => bid)).toEqual(passed.sort());
    expect(await db().logEvent.count({ where: { lotId, kind: "technical-result", hash: kept.sha256 } })).toBe(1);
    expect((await refusal(prepareTechnicalResult(chair.actor, { lotId }))).code).toBe("STATE_FORBIDS");
    expect((await refusal(setPricesTime(bidders[0]!.actor, soon))).code).toBe("NOT_ALLOWED");
    const past = { lotId, at: asField(new Date((await platformNow()).getTime() - 3_600_000)) };
    expect((await refusal(setPricesTime(host.author.actor, past))).code).toBe("TOO_EARLY");
  });
});

describe("R-97, R-102, R-106: the price envelopes", () => {
  it("of the bids that passed open at the announced time, by themselves; that of the rejected one never", async () => {
    await pricesOpened(host.author, lotId, stage);
    for (const [at, price] of PRICES.entries()) {
      const { form, secrets } = await lineOf(at);
      expect((form as { price?: string } | null)?.price ?? null).toBe(at < 3 ? price : null);
      expect(Object.keys((secrets ?? {}) as object)).toEqual(at < 3 ? ["1", "2"] : at === 3 ? ["1"] : []);
    }
    const told = await db().message.findMany({ where: { lotId, kind: { startsWith: "opening.pricesAt" } } });
    expect(told.map(({ kind }) => kind).sort()).toEqual([
      ...Array(3).fill("opening.pricesAt"),
      ...Array(2).fill("opening.pricesAtOthers"),
    ]);
    const hall = await viewHall(guest, { lotId });
    expect(hall.session.act).toBe("prices");
    expect(JSON.stringify(hall.lines)).not.toContain(PRICES[3]);
    await closeSession(host.author, lotId, stage.deps);
    const { bytes } = await db().statement.findFirstOrThrow({ where: { lotId, type: "opening-record" } });
    const record = parseOpeningRecord(bytes);
    expect(record.groups).toEqual([2]);
    const causes = new Map(record.bids.map(({ bid, cause }) => [bid, cause]));
    expect(causes.get((await lineOf(3)).digest)).toBe("rejected");
    expect(causes.get((await lineOf(4)).digest)).toBe("revoked");
  });

  it("are judged by the committee, and only then scored", async () => {
    const view = await viewReview(chair.actor, { lotId }, stage.deps);
    expect([view.state, view.part, view.items.map(({ group }) => group)]).toEqual([
      "priceReview",
      "price",
      ["price", "price", "price"],
    ]);
    expect((await refusal(closePrices(chair.actor, { lotId }))).facts).toEqual({ missing: "preliminary" });
    await reviewAll(lotId, seats);
    expect((await closePrices(chair.actor, { lotId })).state).toBe("pricing");
    const result = (await resultOf(lotId))!;
    expect(result.lines.map(({ price }) => price).sort()).toEqual(PRICES.slice(0, 3).sort());
    await reported(seats, lotId, stage.deps);
  }, 120_000);
});

describe("protocol §8: the archive of two envelopes", () => {
  it("is accepted by both verifiers; the price key of the trustees stays theirs; a planted fault is named", async () => {
    const archived = await packed(host, lotId, stage.deps);
    const judge = (members: Record<string, Uint8Array>) =>
      verifyArchive(archiveOf(members), { rescore, pdfSignatures: readPdfSignatures });
    const wrong = ({ findings }: Judged) => findings.filter(({ state }) => state === "false" || state === "missing");
    for (const kind of ["full", "open"] as const) {
      const members = unzipSync(archived[kind]);
      const keys = [1, 2, 3].map((at) => parseTrusteeSecret(members[`opening/trustee-key-${at}.json`]!).keys);
      expect(keys.map(([first, price]) => [typeof first, price])).toEqual(Array(3).fill(["string", null]));
      expect(Object.keys(members)).toEqual(
        expect.arrayContaining(["opening/opening-record-1.json", "opening/technical-result.json"]),
      );
      const own = await judge(members);
      expect(wrong(own)).toEqual([]);
      expect(own.verdict).toBe("OK");
      // The full package has everything of the public one.
      if (hasPython && kind === "full") {
        const other = await second(archived[kind]);
        expect(wrong(other)).toEqual([]);
        expect(other.verdict).toBe("OK");
      }
    }
    // Signed anew by an operator who would have the rejected bid pass, or who reads out a price in the first record.
    const rejected = (await lineOf(3)).digest;
    const sign = (bytes: Uint8Array) => stage.deps.platform.signStatement(bytes);
    for (const { base, change, code } of [
      {
        base: "opening/technical-result",
        change: (result: Record<string, unknown[]>) => {
          for (const bid of result.bids as { bid: string; passed: boolean }[])
            if (bid.bid === rejected) bid.passed = true;
        },
        code: /^(technical-result|share-\d-2)$/,
      },
      {
        base: "opening/opening-record",
        change: (record: Record<string, unknown[]>) => {
          const bids = record.bids as { bid: string; form: unknown; cause: unknown }[];
          const line = bids.find(({ bid }) => bid === rejected)!;
          Object.assign(line, { cause: null, form: { ...(bids.find(({ form }) => form)!.form as object) } });
        },
        code: /^(closed:.*|record)$/,
      },
    ]) {
      const forged = forger(unzipSync(archived.open), sign);
      const statement = forged.read(`${base}.json`);
      change(statement as never);
      await forged.put(base, statement);
      const members = await listed(forged, sign);
      expect(wrong(await judge(members)).some((finding) => code.test(finding.code))).toBe(true);
      if (hasPython)
        expect(wrong(await second(zipSync(members, { level: 0 }))).some(({ code: c }) => code.test(c))).toBe(true);
    }
  }, 240_000);
});
