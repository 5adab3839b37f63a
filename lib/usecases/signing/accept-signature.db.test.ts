import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db, inTransaction } from "@/lib/store/db";
import { giveRight } from "@/lib/store/people";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/refused";
import { type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { acceptAct } from "./accept-signature";
import { preparedAct } from "./act";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
beforeAll(async () => {
  world = await tenderWorld();
}, 120_000);
afterAll(() => world.close());

const act = { act: "contract.sign", subject: "s", digest: "0".repeat(64) };

describe("R-31: who signs for an organisation", () => {
  it("is whom it gave the duty to sign; who may only prepare does not, with whatever certificate", async () => {
    const hand = await world.hand(await world.party("bidder", "经办不签有限公司"), "bidder", "陈思远");
    const { personId, partyId } = hand.actor;
    const right = { personId: personId!, partyId: partyId!, role: "bidder" as const, validTo: null };
    const from = { validFrom: new Date(0) };
    const id = await inTransaction((tx) => giveRight(tx, { ...right, ...from, duties: ["operate"] }));
    const [signed] = await hand.sign([preparedAct({ ...act, tender: null, title: "签订合同" })]);
    expect((await refusal(acceptAct(hand.actor, signed!, act, world.deps))).code).toBe("NOT_A_SIGNER");
    await db().membership.update({ where: { id }, data: { duties: ["operate", "sign"] } });
    expect((await acceptAct(hand.actor, signed!, act, world.deps)).type).toBe("act");
    // Whoever left has no right there at all; the role of a session that was open before is none.
    await db().membership.update({ where: { id }, data: { validTo: new Date(1) } });
    const gone = await refusal(acceptAct(hand.actor, signed!, act, world.deps));
    expect([gone.code, gone.rules]).toEqual(["NOT_A_SIGNER", ["R-31"]]);
  }, 60_000);
});
