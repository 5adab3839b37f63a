import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { concat, randomBytes, sha256Hex, u32 } from "@/lib/crypto/bytes";
import { db } from "@/lib/store/db";
import { sealFor, submitFor } from "@/lib/testing/bidder";
import { useFreshDatabase } from "@/lib/testing/database";
import { refusal } from "@/lib/testing/refused";
import { type Host, hostSide, openLot } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { giveBond } from "@/lib/usecases/bond/give-bond";
import { refundBond } from "@/lib/usecases/bond/refund-bond";
import type { Deps } from "@/lib/usecases/deps";
import { contractTasks } from "@/lib/usecases/work/tasks-contract";
import { openBidUpload } from "./open-upload";
import { prepareWithdrawal } from "./prepare-withdrawal";
import { PART_BYTES, putPart } from "./put-part";
import { viewDesk } from "./view-desk";
import { submitBid } from "./submit-bid";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let bidder: Hand;
let lotId: string;
let host: Host;

beforeAll(async () => {
  world = await tenderWorld();
  host = await hostSide(world);
  ({ lotId } = await openLot(world, host));
  bidder = await world.hand(await world.party("bidder", "黔岭路桥工程有限公司"), "bidder", "陈思远");
}, 120_000);
afterAll(() => world.close());

const dutiesOf = (hand: Hand, duties: string[]) =>
  db().membership.updateMany({ where: { personId: hand.actor.personId! }, data: { duties } });
const submit = (bidId: string, body: Uint8Array, deps: Deps = world.deps) =>
  submitBid(bidder.actor, { bidId, kind: "seal", body }, deps);
const limited = (limits: Partial<Deps["limits"]>): Deps => ({
  ...world.deps,
  limits: { ...world.deps.limits, ...limits },
});

describe("R-31: who submits a bid", () => {
  it("has the duty to sign for the bidder; asked before anything arrives, and nothing is kept", async () => {
    const work = await sealFor(bidder, lotId, "100.00", world.deps);
    await dutiesOf(bidder, ["operate"]);
    const { code, rules } = await refusal(submit(work.bidId, work.request));
    expect([code, rules]).toEqual(["NOT_A_SIGNER", ["R-31"]]);
    expect(await db().arrival.count({ where: { lotId } })).toBe(0);
    expect(await db().statement.count({ where: { lotId, type: "refusal" } })).toBe(0);
    await dutiesOf(bidder, ["operate", "sign"]);
    expect((await submit(work.bidId, work.request)).accepted).toBe(true);
  }, 60_000);

  it("and so has who keeps the certificate that signed", async () => {
    const party = await world.party("bidder", "遵义赤水河市政建设有限公司");
    const [keeper, sender] = [await world.hand(party, "bidder", "韦清"), await world.hand(party, "bidder", "石敏")];
    const serial = keeper.actor.certSerial!;
    await db().certificate.updateMany({ where: { serial }, data: { personId: keeper.actor.personId } });
    const work = await sealFor({ ...sender, sign: keeper.sign }, lotId, "90.00", world.deps);
    await dutiesOf(keeper, ["operate"]);
    const body = { bidId: work.bidId, kind: "seal" as const, body: work.request };
    const no = await submitBid(sender.actor, body, world.deps);
    expect(!no.accepted && no.refusal?.code).toBe("SIGNER_MISMATCH");
  }, 60_000);
});

describe("R-71: one seal, signed twice", () => {
  const signedBy = async (hand: Hand, request: Uint8Array): Promise<Uint8Array> => {
    const length = new DataView(request.buffer, request.byteOffset).getUint32(0);
    const seal = request.slice(4, 4 + length);
    const item = { bytesBase64: encodeBase64(seal), purpose: "seal", tender: "", title: "递交", lines: [] };
    const [signed] = await hand.sign([item]);
    return concat(u32(length), seal, decodeBase64(signed!.cms));
  };
  const arrivalsOf = (bidId: string) => db().arrival.findMany({ where: { bidId }, orderBy: { at: "asc" } });

  it("refused for another company's certificate, it arrives anew under its own; the first answer stands", async () => {
    const [own, other] = [
      await world.hand(await world.party("bidder", "贵州清水江路桥有限公司"), "bidder", "杨柳"),
      await world.hand(await world.party("bidder", "贵州都柳江建设有限公司"), "bidder", "石磊"),
    ];
    const work = await sealFor(own, lotId, "60.00", world.deps);
    const send = (body: Uint8Array) => submitBid(own.actor, { bidId: work.bidId, kind: "seal", body }, world.deps);
    const wrong = await signedBy(other, work.request);
    const no = await send(wrong);
    expect(!no.accepted && no.refusal?.code).toBe("SIGNER_MISMATCH");
    expect((await send(work.request)).accepted).toBe(true);
    const [first, second] = await arrivalsOf(work.bidId);
    expect(second!.at.getTime()).toBeGreaterThan(first!.at.getTime());
    // The very same request is the first one repeated, and has its answer.
    const again = await send(wrong);
    expect(!again.accepted && [again.refusal?.code, again.refusal?.rules]).toEqual(["SIGNER_MISMATCH", ["R-31"]]);
    expect(await arrivalsOf(work.bidId)).toHaveLength(2);
  }, 60_000);

  it("two signatures at once end in one bid and one receipt", async () => {
    const own = await world.hand(await world.party("bidder", "贵州北盘江路桥有限公司"), "bidder", "罗江");
    const work = await sealFor(own, lotId, "61.00", world.deps);
    const send = (body: Uint8Array) => submitBid(own.actor, { bidId: work.bidId, kind: "seal", body }, world.deps);
    const [one, two] = await Promise.all([send(work.request), send(await signedBy(own, work.request))]);
    expect([one.accepted, two.accepted]).toEqual([true, true]);
    expect(one.accepted && two.accepted && one.receipt === two.receipt).toBe(true);
    expect(await db().sealedBid.count({ where: { bidId: work.bidId } })).toBe(1);
  }, 60_000);
});

describe("R-25: one bidder does not take up the platform", () => {
  it("parts, headers and given-up containers count together; a part beyond the limit leaves nothing behind", async () => {
    const work = await sealFor(bidder, lotId, "100.00", world.deps);
    const [row] = await db().$queryRaw<{ bytes: number }[]>`
      SELECT sum(p.size_bytes)::int AS bytes FROM upload u JOIN upload_part p ON p.upload_id = u.id
       WHERE u.bid_id = ${work.bidId}::uuid`;
    const deps = limited({ bidBytes: row!.bytes + 20_000 });
    const upload = await db().upload.findFirstOrThrow({ where: { bidId: work.bidId } });
    const body = randomBytes(40_000);
    const part = { uploadId: upload.id, segment: 7, part: 0, sha256: await sha256Hex(body), body };
    const no = await refusal(putPart(bidder.actor, part, deps));
    expect([no.code, no.rules]).toEqual(["BID_SPACE_FULL", ["R-25"]]);
    const none = await refusal(sealFor(bidder, lotId, "1.00", limited({ bidBytes: 10 })));
    expect(none.code).toBe("BID_SPACE_FULL");
    // Announced already: resuming takes no room.
    expect((await openBidUpload(bidder.actor, { bidId: work.bidId, header: upload.header }, deps)).uploadId).toBe(
      upload.id,
    );
    expect((await submit(work.bidId, work.request, deps)).accepted).toBe(true);
  }, 60_000);

  it("of parts sent at once only those that fit are kept, and the objects of the others are removed", async () => {
    const { bidId } = await sealFor(bidder, lotId, "100.00", world.deps);
    const upload = await db().upload.findFirstOrThrow({ where: { bidId } });
    const [row] = await db().$queryRaw<{ bytes: number }[]>`
      SELECT (sum(p.size_bytes) + (SELECT sum(octet_length(header)) FROM upload WHERE bid_id = ${bidId}::uuid))::int AS bytes
        FROM upload u JOIN upload_part p ON p.upload_id = u.id WHERE u.bid_id = ${bidId}::uuid`;
    const removed: string[] = [];
    const objects = { ...world.deps.objects };
    const remove = async (key: string) => {
      removed.push(key);
      await world.deps.objects.remove(key);
    };
    const deps = { ...limited({ bidBytes: row!.bytes + 2 * 40_000 }), objects: { ...objects, remove } };
    const send = async (at: number) => {
      const body = randomBytes(40_000);
      const part = { uploadId: upload.id, segment: 8, part: at, sha256: await sha256Hex(body), body };
      return putPart(bidder.actor, part, deps).then(
        () => "kept",
        ({ code }) => code as string,
      );
    };
    const answers = await Promise.all([0, 1, 2, 3, 4].map(send));
    expect(answers.filter((answer) => answer === "kept")).toHaveLength(2);
    expect(answers.filter((answer) => answer === "BID_SPACE_FULL")).toHaveLength(3);
    for (const key of removed) expect(await world.deps.objects.stat(key)).toBeNull();
    expect(await db().uploadPart.count({ where: { uploadId: upload.id, segment: 8 } })).toBe(2);
  }, 60_000);

  it("R-77: signed refusals are kept up to a number; then a no is only said, and a good bid still comes through", async () => {
    const other = await world.hand(await world.party("bidder", "贵州乌江源建设工程有限公司"), "bidder", "陈思远");
    const work = await sealFor(other, lotId, "80.00", world.deps);
    const deps = limited({ refusalsPerBid: 2 });
    const send = (body: Uint8Array) => submitBid(other.actor, { bidId: work.bidId, kind: "seal", body }, deps);
    const broken = (octet: number) => {
      const length = new DataView(work.request.buffer, work.request.byteOffset).getUint32(0);
      const bytes = work.request.slice(4, 4 + length);
      return concat(u32(bytes.length), bytes, new Uint8Array([octet]));
    };
    const plain = new TextEncoder().encode("%PDF-1.7 plain");
    for (const body of [plain, plain]) expect((await send(body)).accepted).toBe(false);
    const statements = () => db().statement.count({ where: { lotId, type: "refusal", partyId: other.actor.partyId } });
    expect(await statements()).toBe(2);
    expect((await refusal(send(plain))).code).toBe("NOT_ENCRYPTED");
    // Neither does a well-formed statement with a broken signature become an arrival.
    expect((await refusal(send(broken(1)))).code).toBe("SIGNATURE_INVALID");
    expect(await statements()).toBe(2);
    expect(await db().arrival.count({ where: { bidId: work.bidId } })).toBe(0);
    const yes = await send(work.request);
    expect(yes.accepted).toBe(true);
    expect((await send(work.request)).accepted).toBe(true);
  }, 60_000);

  it("a part has a size of its own", async () => {
    const { bidId } = await submitFor(bidder, lotId, "70.00", world.deps);
    const upload = await db().upload.findFirstOrThrow({ where: { bidId } });
    const body = new Uint8Array(PART_BYTES + 1);
    const part = { uploadId: upload.id, segment: 0, part: 9, sha256: await sha256Hex(body), body };
    expect((await refusal(putPart(bidder.actor, part, world.deps))).code).toBe("FILE_TOO_LARGE");
  }, 60_000);
});

describe("R-75: the bond of a bid that was withdrawn", () => {
  it("is due back in five days; nobody but its bidder can tell before the deadline, and it may be given anew", async () => {
    const own = await world.hand(await world.party("bidder", "黔南云雾山建筑工程有限公司"), "bidder", "陈思远");
    const bond = { lotId, form: "transfer" as const, number: "ZZ-0001" };
    const { bondId } = await giveBond(own.actor, bond);
    const { bidId } = await submitFor(own, lotId, "60.00", world.deps);
    expect((await viewDesk(own.actor, { bidId })).bondMissing).toBeNull();
    const item = await prepareWithdrawal(own.actor, { bidId });
    const [signed] = await own.sign([item]);
    const [statement, cms] = [decodeBase64(signed!.statement), decodeBase64(signed!.cms)];
    const body = concat(u32(statement.length), statement, cms);
    expect((await submitBid(own.actor, { bidId, kind: "withdraw", body }, world.deps)).accepted).toBe(true);
    const row = await db().bond.findUniqueOrThrow({ where: { id: bondId } });
    expect(row.state).toBe("refundDue");
    expect(row.refundDue!.getTime() - Date.now()).toBeGreaterThan(4 * 86_400_000);
    expect((await viewDesk(own.actor, { bidId })).bondMissing).toBe("370000.00");
    const early = refundBond(host.author.actor, { bondId, interest: "0.00" });
    expect((await refusal(early)).code).toBe("NOT_ALLOWED");
    expect(JSON.stringify(await contractTasks(host.author.actor, new Date(), world.deps))).not.toContain("bond.refund");
    await giveBond(own.actor, { ...bond, number: "ZZ-0002" });
    expect(await db().bond.findUniqueOrThrow({ where: { id: bondId } })).toMatchObject({
      state: "matched",
      refundDue: null,
      number: "ZZ-0002",
    });
  }, 60_000);
});
