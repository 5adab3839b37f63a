import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/refused";
import { hostSide, openLot } from "@/lib/testing/tender-stage";
import { type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { earlierArrival, recordArrival, saveOutcome } from "./arrivals";
import { databaseNow } from "./clock";
import { db, inTransaction } from "./db";

useFreshDatabase();

let world: TenderWorld;
let lotId: string;

beforeAll(async () => {
  world = await tenderWorld();
  ({ lotId } = await openLot(world, await hostSide(world)));
}, 120_000);
beforeEach(() => until(3_600_000));
afterAll(() => world.close());

const until = async (ms: number) => {
  const deadline = new Date((await databaseNow()).getTime() + ms);
  await db().lot.update({ where: { id: lotId }, data: { deadline, intake: "open" } });
  return deadline;
};
const request = () => ({
  ...{ lotId, bidId: randomUUID(), partyId: randomUUID(), kind: "seal", request: new Uint8Array(randomBytes(64)) },
  ...{ digest: randomBytes(32).toString("hex"), requestHash: randomBytes(32).toString("hex") },
});
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Somebody holds the lot for a while and does something to it; an arrival comes in between. */
async function meanwhile(heldMs: number, closing: boolean) {
  const arriving = request();
  let asked: Promise<unknown> | undefined;
  await inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM lot WHERE id = ${lotId}::uuid FOR UPDATE`;
    asked = recordArrival(arriving).then(
      () => null,
      (error: unknown) => error,
    );
    await wait(heldMs);
    if (closing) await tx.lot.update({ where: { id: lotId }, data: { intake: "closed" } });
  });
  return asked;
}

describe("R-71: the instant of an arrival", () => {
  it("an arrival that waited for the closer is late, though it was asked for in time", async () => {
    expect(await meanwhile(300, true)).toMatchObject({ code: "BIDDING_CLOSED" });
  });

  it("is read after the wait: held over the deadline, it is late", async () => {
    const deadline = await until(500);
    const no = await meanwhile(900, false);
    expect(no).toMatchObject({ code: "BIDDING_CLOSED", facts: { deadline } });
  });

  it("a lock that stays short of the deadline costs nothing but the wait", async () => {
    expect(await meanwhile(300, false)).toBeNull();
  });

  it("the deadline itself is too late; a lot without one takes nothing", async () => {
    await until(0);
    expect((await refusal(recordArrival(request()))).code).toBe("BIDDING_CLOSED");
    expect((await refusal(recordArrival({ ...request(), lotId: randomUUID() }))).code).toBe("NOT_ALLOWED");
  });
});

describe("R-72: one arrival for one request", () => {
  it("of thirty at once, and after the deadline it still has its answer", async () => {
    const arriving = request();
    const all = await Promise.all(Array.from({ length: 30 }, () => recordArrival(arriving)));
    expect(new Set(all.map(({ id, at }) => `${id} ${at.toISOString()}`)).size).toBe(1);
    await until(-1_000);
    expect(await recordArrival(arriving)).toEqual(await earlierArrival(arriving));
    expect(await db().arrival.count({ where: { bidId: arriving.bidId } })).toBe(1);
  });

  it("the same statement under another signature arrives anew until one was accepted", async () => {
    const first = request();
    const again = () => ({ ...first, requestHash: randomBytes(32).toString("hex") });
    const { id } = await recordArrival(first);
    const second = await recordArrival(again());
    expect(second.id).not.toBe(id);
    const accepted = { accepted: true, reason: null, statementId: null, at: new Date() };
    await inTransaction((tx) => saveOutcome(tx, second.id, accepted));
    expect((await recordArrival(again())).id).toBe(second.id);
  });
});
