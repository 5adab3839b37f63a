import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/store/db";
import { addFile } from "@/lib/store/files";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/refused";
import { draftLot, type Host, hostSide } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let host: Host;
let agency: Hand;
beforeAll(async () => {
  world = await tenderWorld();
  host = await hostSide(world);
  agency = await world.hand(await world.party("agency", "黔信招标代理有限公司"), "agency", "杨涛");
}, 120_000);
afterAll(() => world.close());

const fileOf = ({ actor }: Hand) =>
  addFile({
    sha256: "0".repeat(64),
    sizeBytes: 9n,
    name: "委托书.pdf",
    media: "application/pdf",
    objectKey: `files/${crypto.randomUUID()}`,
    partyId: actor.partyId,
    createdById: actor.personId,
  });

describe("R-09: the mandate of an agency", () => {
  it("is a file of tenderee or agency; another organisation's is as if it were not there", async () => {
    const stranger = await world.hand(await world.party("bidder", "遵义赤水河市政建设有限公司"), "bidder", "陈思远");
    const entrust = async (hand: Hand) =>
      draftLot(host, { tender: { agencyId: agency.actor.partyId, mandateFileId: (await fileOf(hand)).id } });
    const no = await refusal(entrust(stranger));
    expect([no.code, no.rules]).toEqual(["FILE_MISSING", ["R-09"]]);
    expect(await db().tender.count()).toBe(0);
    const { tenderId } = await entrust(host.author);
    expect(await db().tender.findUniqueOrThrow({ where: { id: tenderId } })).toMatchObject({
      agencyId: agency.actor.partyId,
      organizeForm: "entrusted",
    });
    const none = draftLot(host, { tender: { agencyId: agency.actor.partyId } });
    expect((await refusal(none)).code).toBe("NOT_READY");
  }, 60_000);
});
