import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sessionOf } from "@/lib/domain/envelopes";
import { commitReferencePrice } from "@/lib/crypto/reference-price";
import { db } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { reportedLot } from "@/lib/testing/award-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest } from "@/lib/testing/identity";
import { refusal } from "@/lib/testing/refused";
import { type Host, hostSide } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { prepareFinish } from "@/lib/usecases/opening/finish-opening";
import { recordPdfData } from "@/lib/usecases/opening/record-data";
import { viewHall } from "@/lib/usecases/opening/view-hall";
import { revealReferencePrice } from "./reveal-reference-price";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let host: Host;
let bidders: Hand[];
beforeAll(async () => {
  world = await tenderWorld();
  host = await hostSide(world);
  bidders = [];
  for (const name of ["黔岭路桥工程有限公司", "遵义赤水河市政建设有限公司", "贵州乌江源建设工程有限公司"])
    bidders.push(await world.hand(await world.party("bidder", name), "bidder", "陈思远"));
}, 120_000);
afterAll(() => world.close());

describe("R-52, R-103: the reference price", () => {
  it("is announced in the session, by its own file alone, and stands in the record", async () => {
    const { lotId } = await reportedLot(world, host, bidders);
    const { code } = await lotById(lotId);
    const [price, blind] = ["17888888.00", "ab".repeat(32)];
    const commitment = commitReferencePrice(code, blind, price);
    await db().referencePrice.create({
      data: { lotId, commitment, byId: host.author.actor.personId!, at: new Date() },
    });
    const session = { announcedAt: (await lotById(lotId)).announcedAt, openingEndedAt: null };
    await db().lot.update({ where: { id: lotId }, data: { ...session, announcedAt: null, reportSubmittedAt: null } });
    expect((await viewHall(host.author.actor, { lotId })).reference).toBeNull();
    await db().lot.update({ where: { id: lotId }, data: session });
    expect((await viewHall(guest, { lotId })).reference).toEqual({ price: null });
    expect((await refusal(prepareFinish(host.author.actor, { lotId }, world.deps))).facts).toEqual({
      missing: "referencePrice",
    });
    const tell = (hand: Hand, said = price) => revealReferencePrice(hand.actor, { lotId, price: said, blind });
    expect((await refusal(tell(bidders[0]!))).code).toBe("NOT_ALLOWED");
    expect((await refusal(tell(host.author, "17888888.01"))).code).toBe("WRONG_SECRET");
    await tell(host.author);
    const hall = await viewHall(guest, { lotId });
    expect(hall.reference).toEqual({ price });
    expect(hall.board.map(({ kind, facts }) => [kind, facts])).toContainEqual(["referencePrice", { price }]);
    const lot = await lotById(lotId);
    const data = await recordPdfData(lot, sessionOf(lot, false), "0".repeat(64), new Date(), world.deps);
    expect(data.baseline).toBe(price);
    expect((await refusal(tell(host.author))).code).toBe("STATE_FORBIDS");
  }, 120_000);
});
