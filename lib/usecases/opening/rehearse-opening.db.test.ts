import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpTrustee } from "@/lib/adapters/trustee/http";
import { db } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { lotsToRehearse, rehearsalsOf } from "@/lib/store/rehearsals";
import { platformNow } from "@/lib/store/clock";
import { SYSTEM } from "@/lib/domain/actor";
import { useFreshDatabase } from "@/lib/testing/database";
import { type OpeningStage, openingStage } from "@/lib/testing/opening-stage";
import { type Host, hostSide, openLot } from "@/lib/testing/tender-stage";
import { type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { rehearseOpening } from "./rehearse-opening";
import { viewHall } from "./view-hall";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let stage: OpeningStage;
let host: Host;
let lotId: string;

beforeAll(async () => {
  world = await tenderWorld();
  stage = await openingStage(world);
  Object.assign(world, { deps: stage.deps });
  host = await hostSide(world);
  ({ lotId } = await openLot(world, host));
}, 120_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

const hoursLeft = async (ms: number) => stage.goTo(new Date((await lotById(lotId)).deadline!.getTime() - ms));
const alarms = (kind: string) => db().message.findMany({ where: { lotId, kind: `opening.${kind}` } });
const due = async () => lotsToRehearse(await platformNow());
const HOUR = 3_600_000;
/** The third trustee's address with nobody behind it. */
const withoutThird = () => {
  const [first, second, third] = stage.deps.trustees;
  const nobody = httpTrustee("http://127.0.0.1:9", false);
  return { ...stage.deps, trustees: [first!, second!, { ...third!, rehearse: nobody.rehearse }] };
};

describe("protocol §2.10: rehearsals", () => {
  it("begin a day before the opening; every trustee's signed answer is logged", { timeout: 60_000 }, async () => {
    await hoursLeft(25 * HOUR);
    expect(await due()).toEqual([]);
    await hoursLeft(23 * HOUR);
    expect(await due()).toEqual([lotId]);
    await rehearseOpening(lotId, stage.deps);
    expect((await rehearsalsOf(lotId)).map(({ point, ok }) => [point, ok])).toEqual(Array(3).fill(["day", true]));
    expect(await db().logEvent.count({ where: { lotId, kind: "rehearsal" } })).toBe(3);
    expect(await db().statement.count({ where: { lotId, type: "rehearsal" } })).toBe(3);
    expect([await due(), await alarms("rehearsalFailed")]).toEqual([[], []]);
  });

  it("a trustee that is down an hour before raises an alarm once, to tenderee, supervisor and operator", async () => {
    await hoursLeft(HOUR - 1000);
    expect(await due()).toEqual([lotId]);
    await rehearseOpening(lotId, withoutThird());
    const told = await alarms("rehearsalFailed");
    const { tendereeId, supervisorId } = (await lotById(lotId)).tender;
    expect(told.map(({ partyId, personId }) => partyId ?? personId).sort()).toEqual(
      [tendereeId, supervisorId, host.operator.actor.personId].sort(),
    );
    // Not asked again at once, asked again in five minutes, and not said twice.
    expect(await due()).toEqual([]);
    await hoursLeft(HOUR - 400_000);
    expect(await due()).toEqual([lotId]);
    await rehearseOpening(lotId, withoutThird());
    expect(await alarms("rehearsalFailed")).toHaveLength(told.length);
    const hall = await viewHall({ ...SYSTEM, role: "public" }, { lotId });
    expect(hall.trustees.map(({ rehearsed }) => rehearsed)).toEqual([true, true, false]);
  });

  it("and is said to be well again when it is; a trustee that signs another's answer is not", async () => {
    const [first, second, third] = stage.deps.trustees;
    const mended = { ...third!, rehearse: first!.rehearse };
    await hoursLeft(HOUR - 800_000);
    await rehearseOpening(lotId, { ...stage.deps, trustees: [first!, second!, mended] });
    const [row] = (await rehearsalsOf(lotId)).filter(({ position, point }) => position === 2 && point === "hour");
    expect(row).toMatchObject({ ok: false });
    expect(await alarms("rehearsalMended")).toEqual([]);
    await hoursLeft(HOUR - 1_200_000);
    await rehearseOpening(lotId, stage.deps);
    expect((await rehearsalsOf(lotId)).every(({ ok }) => ok)).toBe(true);
    expect(await alarms("rehearsalMended")).toHaveLength(3);
  });
});
