import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPdfSignatures } from "@/lib/adapters/pdf/verify-pdf";
import { archiveOf, readLogKeys } from "@/lib/crypto/archive";
import { toBase64url, utf8 } from "@/lib/crypto/bytes";
import { canonicalText } from "@/lib/crypto/canonical";
import { decodeBase64 } from "@/lib/crypto/binding";
import { verifyCms } from "@/lib/crypto/cms";
import { parsePolicy } from "@/lib/crypto/policy";
import { checkReceiptProof, readReceiptBundle } from "@/lib/crypto/receipt-bundle";
import { parseSeal } from "@/lib/crypto/seal";
import { parseFreeze, parseReceipt } from "@/lib/crypto/statements";
import { verifyArchive } from "@/lib/crypto/verify-archive";
import type { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { rescore } from "@/lib/domain/rescoring";
import type { Call } from "@/lib/programs/xinbiao/command";
import { receiptAnswer } from "@/lib/programs/xinbiao/receipt";
import { db, inTransaction } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { boardOf, lotStatement, openedBids } from "@/lib/store/openings";
import { currentPolicy } from "@/lib/store/policies";
import { bidOf } from "@/lib/store/bids";
import { uploadOfContainer } from "@/lib/store/uploads";
import { packed, type StampedStage } from "@/lib/testing/archive-stage";
import { releaseFor, sealFor, type SealedWork, submitFor, textFile } from "@/lib/testing/bidder";
import { closeSession } from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { hasPython, useSecondVerifier } from "@/lib/testing/second-verifier";
import { refusal } from "@/lib/testing/refused";
import { resealFor, resubmitFor, withCommitmentsOf } from "@/lib/testing/resubmitted";
import { type StampedWorld, stampedWorld } from "@/lib/testing/stamped-world";
import { type Host, openLot } from "@/lib/testing/tender-stage";
import type { Hand, TenderWorld } from "@/lib/testing/tender-world";
import { bidContents } from "@/lib/usecases/bid/bid-contents";
import { streamBidFile } from "@/lib/usecases/bid/read-bid-file";
import type { Settled } from "@/lib/usecases/bid/settle-arrival";
import { openBidUpload } from "@/lib/usecases/bid/open-upload";
import { receiptBundle } from "@/lib/usecases/bid/receipt-bundle";
import { receiptPdf } from "@/lib/usecases/bid/receipt-pdf";
import { submitBid } from "@/lib/usecases/bid/submit-bid";
import type { Deps } from "@/lib/usecases/deps";
import { advanceOpening } from "./advance-opening";
import { decideCause } from "./decide-cause";
import { mustBeRemedy } from "./remedy";
import { resubmitBid } from "./resubmit-bid";
import { viewHall } from "./view-hall";

useFreshDatabase({ sandbox: true });

const second = useSecondVerifier();

let world: TenderWorld;
let stage: StampedStage;
let host: Host;
let bidders: readonly Hand[];
let close: StampedWorld["close"];

beforeAll(async () => {
  ({ world, stage, host, bidders, close } = await stampedWorld(5));
}, 120_000);
afterAll(() => close());

const allowed = (terms: CompleteTerms): CompleteTerms => ({
  ...terms,
  opening: { ...terms.opening, resubmit: true },
});
/** The platform with something done before it signs. */
const signing = (before: () => Promise<unknown>): Deps => ({
  ...stage.deps,
  platform: {
    ...stage.deps.platform,
    signStatement: async (bytes) => {
      await before();
      return stage.deps.platform.signStatement(bytes);
    },
  },
});
/** Nobody goes on before all have come and the last has done this. */
function meeting(all: number, last: () => Promise<unknown>): () => Promise<void> {
  let come = 0;
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    come += 1;
    if (come === all) await last().finally(open);
    await opened;
  };
}
/** Ends whoever waits to write an audit entry. @returns how many those were */
const cutWhoWaits = async (): Promise<number> => {
  const cut = await db().$queryRaw<unknown[]>`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO "public"."audit_entry"%'`;
  return cut.length;
};
/** What the offline tool says of a receipt and an archive. */
async function closingOf(sbcr: string, archive: Uint8Array): Promise<string | undefined> {
  const folder = mkdtempSync(path.join(tmpdir(), "resubmit-"));
  const [name, zip] = [path.join(folder, "own.sbcr"), path.join(folder, "public.zip")];
  writeFileSync(name, sbcr);
  writeFileSync(zip, archive);
  const call: Call = {
    files: [name],
    text: (option) => (option === "archive" ? zip : undefined),
    texts: () => [],
    flag: () => false,
    say: ({ en }) => en,
    remark: () => undefined,
    lang: "en",
    json: true,
  };
  const { document } = await receiptAnswer(call, name).finally(() => rmSync(folder, { recursive: true }));
  const findings = document.findings as unknown as readonly { readonly code: string; readonly state: string }[];
  return findings.find(({ code }) => code === "closing")?.state;
}
const refusedBy = (settled: Settled): Refusal | null => (settled.accepted ? null : settled.refusal);
const remedyOf = async (lotId: string) => {
  const { windowEndsAt, remedyEndsAt } = await lotById(lotId);
  return { begins: windowEndsAt!, ends: remedyEndsAt! };
};

async function submitted(lotId: string, hands: readonly Hand[]): Promise<SealedWork[]> {
  const works: SealedWork[] = [];
  for (const [at, hand] of hands.entries()) works.push(await submitFor(hand, lotId, `1248000${at}.00`, stage.deps));
  return works;
}

async function closed(lotId: string): Promise<void> {
  await stage.goTo(new Date((await lotById(lotId)).deadline!.getTime() + 1000));
  await advanceOpening(lotId, stage.deps);
}

async function announced(lotId: string): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    await advanceOpening(lotId, stage.deps);
    if ((await lotById(lotId)).announcedAt) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the opening does not go on");
}

describe("R-99: where the documents do not allow it", () => {
  it("nothing is taken, not even an upload", { timeout: 120_000 }, async () => {
    const { lotId } = await openLot(world, host);
    const [work] = await submitted(lotId, bidders.slice(0, 3));
    // Uploaded before the deadline, as a replacement that was never sent: the container is there.
    const late = await sealFor(bidders[0]!, lotId, "1.00", stage.deps);
    await closed(lotId);
    await stage.goTo((await remedyOf(lotId)).begins);
    expect(parsePolicy((await currentPolicy(lotId))!.bytes).resubmit).toBe(false);
    expect((await refusal(resealFor(bidders[0]!, work!, stage.deps))).code).toBe("BIDDING_CLOSED");
    const length = new DataView(late.request.buffer, late.request.byteOffset).getUint32(0);
    const input = {
      bidId: late.bidId,
      seal: Buffer.from(late.request.slice(4, 4 + length)).toString("base64"),
      sealCms: Buffer.from(late.request.slice(4 + length)).toString("base64"),
      release: Buffer.from("{}").toString("base64"),
      releaseCms: null,
    };
    const no = refusedBy(await resubmitBid(bidders[0]!.actor, input, stage.deps));
    expect([no?.code, no?.rules]).toEqual(["RESUBMISSION_NOT_ALLOWED", ["R-99"]]);
    expect(await db().resubmission.count({ where: { lotId } })).toBe(0);
  });
});

describe("R-99, protocol §2.11, 6: the plaintext submitted again", () => {
  let lotId: string;
  let works: SealedWork[];
  const lineOf = async (at: number) =>
    (await openedBids(lotId)).find(({ partyId }) => partyId === bidders[at]!.actor.partyId)!;
  const releaseRows = () => db().release.count({ where: { lotId } });

  beforeAll(async () => {
    ({ lotId } = await openLot(world, host, { terms: allowed }));
    works = await submitted(lotId, bidders);
    await closed(lotId);
  }, 120_000);

  it("not while the decryption window runs", { timeout: 60_000 }, async () => {
    expect((await refusal(resealFor(bidders[1]!, works[1]!, stage.deps))).code).toBe("BIDDING_CLOSED");
    await releaseFor(bidders[0]!, works[0]!, stage.deps);
    const [lot, bid] = [await lotById(lotId), (await bidOf(lotId, bidders[1]!.actor.partyId!))!];
    const { begins, ends } = await remedyOf(lotId);
    const at = (ms: Date) => refusal(mustBeRemedy(lot, bid, ms));
    expect((await at(new Date(begins.getTime() - 1))).code).toBe("TOO_EARLY");
    expect(await mustBeRemedy(lot, bid, begins)).toEqual({ number: (await lineOf(1)).number });
    expect((await at(ends)).code).toBe("TOO_LATE");
    const own = (await bidOf(lotId, bidders[0]!.actor.partyId!))!;
    expect((await refusal(mustBeRemedy(lot, own, begins))).code).toBe("STATE_FORBIDS");
    await stage.goTo(begins);
    const late = await sealFor(bidders[1]!, lotId, "9.00", stage.deps).catch((no: Refusal) => no.code);
    // What goes up now can only be for this; a new seal does not become a bid.
    if (typeof late !== "string") {
      const body = { bidId: late.bidId, kind: "seal" as const, body: late.request };
      expect(refusedBy(await submitBid(bidders[1]!.actor, body, stage.deps))?.code).toBe("BIDDING_CLOSED");
    }
  });

  it("with another content, another's bid, another's signature: refused and signed", { timeout: 60_000 }, async () => {
    const other = { ...works[1]!, kept: works[2]!.kept };
    await expect(resealFor(bidders[1]!, other, stage.deps)).rejects.toMatchObject({ reason: "manifest-commit" });
    const changed = [textFile("投标函.pdf", "letter", new Uint8Array(2_000))];
    await expect(resealFor(bidders[1]!, { ...works[1]!, files: changed }, stage.deps)).rejects.toMatchObject({
      reason: "file-digest",
    });
    const no = await resubmitFor(bidders[1]!, works[1]!, stage.deps, { files: changed });
    expect([refusedBy(no)?.code, refusedBy(no)?.facts]).toEqual([
      "RESUBMISSION_DIFFERS",
      { reason: "manifest-commit" },
    ]);
    if (no.accepted) return;
    expect((await verifyCms(decodeBase64(no.statement), decodeBase64(no.cms))).ok).toBe(true);
    const bid = (await lineOf(2)).digest;
    const strange = await resubmitFor(bidders[1]!, works[1]!, stage.deps, { seal: (seal) => ({ ...seal, prev: bid }) });
    expect(refusedBy(strange)?.facts).toEqual({ reason: "seal" });
    const signed = await resubmitFor(bidders[1]!, works[1]!, stage.deps, { signer: bidders[3]! });
    expect(refusedBy(signed)?.code).toBe("SIGNER_MISMATCH");
    const theirs = await resealFor(bidders[1]!, works[1]!, stage.deps);
    expect((await refusal(resubmitBid(bidders[3]!.actor, theirs, stage.deps))).code).toBe("NOT_ALLOWED");
    const [one, two] = [theirs, await resealFor(bidders[1]!, works[1]!, stage.deps)];
    const mixed = await resubmitBid(bidders[1]!.actor, { ...one, release: two.release, releaseCms: null }, stage.deps);
    expect(refusedBy(mixed)?.code).toBe("WRONG_SECRET");
    expect(await db().resubmission.count()).toBe(0);
  });

  it("killed in the middle nothing is kept; repeated it is taken once, signed before anything is locked", {
    timeout: 60_000,
  }, async () => {
    const input = await resealFor(bidders[1]!, works[1]!, stage.deps);
    const nothingKept = async () =>
      expect([await db().resubmission.count(), (await lineOf(1)).released, await releaseRows()]).toEqual([0, false, 1]);
    const dead = async () => {
      throw new Error("killed");
    };
    await expect(resubmitBid(bidders[1]!.actor, input, signing(dead))).rejects.toThrow("killed");
    await nothingKept();
    // With everything written but the audit entry its connection goes.
    await inTransaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE audit_entry IN EXCLUSIVE MODE`;
      const dying = expect(resubmitBid(bidders[1]!.actor, input, stage.deps)).rejects.toThrow();
      await expect.poll(cutWhoWaits, { timeout: 20_000 }).toBe(1);
      await dying;
    });
    await nothingKept();
    const free = () =>
      inTransaction((tx) => tx.$executeRaw`SELECT 1 FROM lot WHERE id = ${lotId}::uuid FOR UPDATE NOWAIT`);
    const together = signing(meeting(2, free));
    const [first, second] = await Promise.all([
      resubmitBid(bidders[1]!.actor, input, together),
      resubmitBid(bidders[1]!.actor, input, together),
    ]);
    expect([first.accepted, second]).toEqual([true, first]);
    if (!first.accepted) return;
    const receipt = decodeBase64(first.receipt);
    expect((await verifyCms(receipt, decodeBase64(first.cms))).ok).toBe(true);
    expect(parseReceipt(receipt).bid).toBe(first.digest);
    expect([await db().resubmission.count(), (await lineOf(1)).released, await releaseRows()]).toEqual([1, true, 2]);
    // Another container for the same bid: the first stands.
    expect((await refusal(resealFor(bidders[1]!, works[1]!, stage.deps))).code).toBe("BIDDING_CLOSED");
    // The answer was lost: what is stored is told still, and the receipt is there as a file, for its bidder alone.
    const [own, { bidId }] = [bidders[1]!.actor, input];
    const { header } = (await uploadOfContainer(parseSeal(decodeBase64(input.seal)).container))!;
    expect((await openBidUpload(own, { bidId, header }, stage.deps)).parts).not.toEqual([]);
    const { digest } = first;
    expect((await readReceiptBundle(utf8(await receiptBundle(own, { bidId, digest })))).receiptBytes).toEqual(receipt);
    const strange = receiptBundle(bidders[3]!.actor, { bidId: works[3]!.bidId, digest });
    expect((await refusal(strange)).code).toBe("NOT_ALLOWED");
    const pdf = await readPdfSignatures(await receiptPdf(own, { bidId, digest }, stage.deps));
    expect(pdf.map(({ reason }) => reason)).toEqual([null]);
    const others = receiptPdf(bidders[3]!.actor, { bidId: works[3]!.bidId, digest }, stage.deps);
    expect((await refusal(others)).code).toBe("NOT_ALLOWED");
    expect((await viewHall(own, { lotId })).ownAgain).toBe(digest);
    expect((await viewHall(bidders[3]!.actor, { lotId })).ownAgain).toBeNull();
    const view = await viewHall(host.author.actor, { lotId });
    const { number } = await lineOf(1);
    expect(view.lines.find((line) => line.number === number)).toMatchObject({ resubmitted: true, released: true });
    expect(Object.keys(view.lines[0]!)).not.toContain("bidderName");
    expect(view.board.filter(({ kind }) => kind === "resubmitted").map(({ facts }) => facts)).toEqual([{ number }]);
  });

  it("waits for the freeze, is compared when opened, and disturbs nobody else", { timeout: 120_000 }, async () => {
    // One octet of a file is another; the manifest is the sealed one.
    const flip = (bytes: Uint8Array) => {
      bytes[5]! ^= 1;
      return bytes;
    };
    expect((await resubmitFor(bidders[2]!, works[2]!, stage.deps, { plain: flip })).accepted).toBe(true);
    // Another content altogether under the commitments of the bid.
    const content = [textFile("投标函.pdf", "letter", new Uint8Array(2_000))];
    const lie = { files: content, seal: withCommitmentsOf(works[3]!.request) };
    expect((await resubmitFor(bidders[3]!, works[3]!, stage.deps, lie)).accepted).toBe(true);
    await advanceOpening(lotId, stage.deps);
    expect((await lotById(lotId)).frozenAt).toBeNull();
    // The window ends while the platform signs: the receipt that was signed is nobody's.
    const { ends } = await remedyOf(lotId);
    const input = await resealFor(bidders[4]!, works[4]!, stage.deps);
    const slow = signing(() => stage.goTo(ends));
    const late = await resubmitBid(bidders[4]!.actor, input, slow);
    expect(refusedBy(late)?.code).toBe("TOO_LATE");
    expect([await db().resubmission.count({ where: { lotId } }), (await lineOf(4)).released]).toEqual([3, false]);
    await announced(lotId);
    const freeze = parseFreeze((await lotStatement(lotId, "freeze"))!.bytes);
    const kept = await db().resubmission.findMany({ where: { lotId } });
    for (const { bid, released, resubmission } of freeze.bids) {
      expect(resubmission).toBe(kept.find(({ digest }) => digest === bid)?.sealDigest);
      expect(released).toBe(bid !== (await lineOf(4)).digest);
    }
    const prices = await Promise.all([0, 1, 2, 3, 4].map(async (at) => (await lineOf(at)).form));
    expect(prices.map((form) => (form as { price?: string } | null)?.price ?? null)).toEqual([
      "12480000.00",
      "12480001.00",
      null,
      null,
      null,
    ]);
    expect([(await lineOf(2)).causeReason, (await lineOf(3)).causeReason]).toEqual(["file-digest", "manifest-commit"]);
    const refusals = await db().statement.findMany({ where: { lotId, type: "refusal" }, orderBy: { at: "asc" } });
    const last = refusals.slice(-2).map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()));
    expect(last.map(({ bid }) => bid).sort()).toEqual(
      kept
        .filter(({ bidId }) => [works[2]!.bidId, works[3]!.bidId].includes(bidId))
        .map((row) => row.sealDigest)
        .sort(),
    );
    const board = (await boardOf(lotId)).map(({ kind }) => kind);
    expect(board.filter((kind) => kind.startsWith("resubmission"))).toHaveLength(3);
    const files = await bidContents((await lineOf(1)).digest, stage.deps);
    expect(files.map(({ name }) => name)).toEqual(["施工组织设计.pdf", "投标函.pdf", "报价.pdf"]);
    const { body } = await streamBidFile((await lineOf(1)).digest, { segment: 0, index: 0 }, stage.deps);
    let bytes = 0;
    for await (const piece of body) bytes += piece.length;
    expect(bytes).toBe(200_000);
    expect(await bidContents((await lineOf(2)).digest, stage.deps)).toEqual([]);
    const states = await Promise.all(works.map(({ bidId }) => db().bid.findUniqueOrThrow({ where: { id: bidId } })));
    expect(states.map(({ state }) => state)).toEqual(["opened", "opened", "submitted", "submitted", "submitted"]);
  });

  it("R-147: the archive shows it, and two verifiers judge it alike", { timeout: 120_000 }, async () => {
    for (const at of [2, 3, 4])
      await decideCause(host.author.actor, { digest: (await lineOf(at)).digest, cause: "revoked", reason: "内容不符" });
    await closeSession(host.author, lotId, stage.deps);
    const archives = await packed(host, lotId, stage.deps);
    const { sealDigest: digest, bidId } = await db().resubmission.findUniqueOrThrow({
      where: { digest: (await lineOf(1)).digest },
    });
    const sbcr = await receiptBundle(bidders[1]!.actor, { bidId, digest });
    const bundle = await readReceiptBundle(utf8(sbcr));
    const keys = readLogKeys(unzipSync(archives.open)["trust/log-keys.json"]!);
    expect(checkReceiptProof(bundle, bundle.proof!, keys).cosignedAt).not.toEqual([]);
    // The bidder judges its receipt by the public archive; another blind is another receipt.
    const said = JSON.parse(Buffer.from(bundle.receiptBytes).toString());
    const receipt = toBase64url(utf8(canonicalText({ ...said, blind: toBase64url(new Uint8Array(32)) })));
    const changed = canonicalText({ ...JSON.parse(sbcr), receipt });
    expect([await closingOf(sbcr, archives.open), await closingOf(changed, archives.open)]).toEqual(["ok", "false"]);
    const short = (await lineOf(1)).digest.slice(0, 16);
    for (const kind of ["full", "open"] as const) {
      const { findings } = await verifyArchive(archiveOf(unzipSync(archives[kind])), { rescore });
      expect(findings.filter(({ state }) => state === "false")).toEqual([]);
      const again = findings.filter(({ code }) => code.startsWith("resubmission:"));
      expect(again.map(({ state, check }) => [state, check])).toEqual(Array(3).fill(["ok", 7]));
      if (kind === "full")
        expect(findings).toContainEqual(expect.objectContaining({ code: `contents:${short}`, state: "ok" }));
      if (!hasPython) continue;
      const other = await second(archives[kind]);
      expect(other.findings.filter(({ state }) => state === "false")).toEqual([]);
      const theirs = other.findings.filter(({ code }) => code.startsWith("resubmission:"));
      expect(theirs.map(({ state, check }) => [state, check])).toEqual(Array(3).fill(["ok", 7]));
    }
  });
});
