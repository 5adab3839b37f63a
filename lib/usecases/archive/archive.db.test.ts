import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bytesToHex, concat, fromBase64url, fromHex, randomBytes, sha256Hex, utf8 } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { drawCommit } from "@/lib/crypto/draw";
import { compareUtf8 } from "@/lib/crypto/policy";
import { checkReceiptProof, checkReceiptTrust, issuerOf, readReceiptBundle } from "@/lib/crypto/receipt-bundle";
import { archiveOf, readLogKeys, readTrust } from "@/lib/crypto/archive";
import { verifierKey } from "@/lib/crypto/checkpoint";
import { verifyArchive } from "@/lib/crypto/verify-archive";
import { run } from "@/lib/programs/xinbiao/run";
import { db } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { lotById } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { releaseFor, submitFor } from "@/lib/testing/bidder";
import { useFreshDatabase } from "@/lib/testing/database";
import { guest } from "@/lib/testing/identity";
import { type OpeningStage, openingStage } from "@/lib/testing/opening-stage";
import { type Host, hostSide, openLot } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { receiptBundle } from "@/lib/usecases/bid/receipt-bundle";
import { bytesOfFile, readFile } from "@/lib/usecases/file/read-file";
import { advanceOpening } from "@/lib/usecases/opening/advance-opening";
import { decideCause } from "@/lib/usecases/opening/decide-cause";
import { commitDraw, prepareDraw, revealDraw } from "@/lib/usecases/opening/draw-parameter";
import { finishOpening, prepareFinish } from "@/lib/usecases/opening/finish-opening";
import { viewHall } from "@/lib/usecases/opening/view-hall";
import { packArchive } from "./pack-archive";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let stage: OpeningStage;
let host: Host;
let bidders: Hand[];
let lotId: string;
let full: Record<string, Uint8Array>;
let open: Record<string, Uint8Array>;
let sbcr: string;

const advance = async (until: () => Promise<boolean>) => {
  for (let turn = 0; turn < 150; turn++) {
    await advanceOpening(lotId, stage.deps);
    if (await until()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the opening does not go on");
};

const eventually = async (check: () => Promise<boolean>) => {
  for (let turn = 0; turn < 200; turn++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it does not happen");
};

async function playOpening(): Promise<void> {
  const works = [];
  for (const [at, bidder] of bidders.entries())
    works.push(await submitFor(bidder, lotId, `1234567${at}.00`, stage.deps));
  await stage.goTo(new Date((await lotById(lotId)).deadline!.getTime() + 1000));
  await advance(async () => (await lotById(lotId)).closedAt !== null);
  for (const at of [0, 1, 2]) await releaseFor(bidders[at]!, works[at]!, stage.deps);
  await stage.goTo((await lotById(lotId)).remedyEndsAt!);
  await advance(async () => (await lotById(lotId)).announcedAt !== null);
  const missing = (await openedBids(lotId)).find((row) => row.form === null)!;
  await decideCause(host.author.actor, { digest: missing.digest, cause: "revoked", reason: "未持有证书与备份密钥" });
  for (const draw of (await viewHall(host.author.actor, { lotId })).draws) {
    const name = draw.name as "k1";
    const r = randomBytes(32);
    const { specHash } = await prepareDraw(host.author.actor, { lotId, name });
    await commitDraw(host.author.actor, { lotId, name, commit: bytesToHex(drawCommit(fromHex(specHash), r)) });
    const reveal = () =>
      revealDraw(host.author.actor, { lotId, name, r: bytesToHex(r) }, stage.deps).then(
        () => true,
        () => false,
      );
    await eventually(reveal);
  }
  const signed = await host.author.sign(await prepareFinish(host.author.actor, { lotId }, stage.deps));
  await finishOpening(host.author.actor, { lotId, signed }, stage.deps);
  const bid = await db().bid.findUniqueOrThrow({ where: { id: works[0]!.bidId } });
  await eventually(async () => (await db().logEvent.count({ where: { batchIdx: null } })) === 0);
  await new Promise((resolve) => setTimeout(resolve, 1500)); // one interval more, for the witness
  sbcr = await receiptBundle(bidders[0]!.actor, { bidId: bid.id, digest: bid.digest! });
}

beforeAll(async () => {
  world = await tenderWorld();
  stage = await openingStage(world);
  Object.assign(world, { deps: stage.deps });
  host = await hostSide(world);
  bidders = [];
  for (const name of ["黔岭路桥工程有限公司", "遵义赤水河市政建设有限公司", "乌江源建设有限公司", "云雾山建筑有限公司"])
    bidders.push(await world.hand(await world.party("bidder", name), "bidder", "陈思远"));
  ({ lotId } = await openLot(world, host));
  await playOpening();
  // The package does not ask how the lot ended; the contract is another test's subject.
  const { announcedAt } = await lotById(lotId);
  await db().lot.update({ where: { id: lotId }, data: { contractSignedAt: announcedAt } });
  const packed = await packArchive(host.author.actor, { lotId }, stage.deps);
  const members = async (fileId: string) => unzipSync(await bytesOfFile(await fileById(fileId), stage.deps));
  [full, open] = [await members(packed.fileId), await members(packed.publicFileId)];
  // Anybody may fetch the public one.
  expect((await readFile(guest, { fileId: packed.publicFileId }, stage.deps)).file.media).toBe("application/zip");
}, 600_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

/** What an operator with all keys of the platform does: change, sign anew, list anew. */
async function forged(change: (members: Record<string, Uint8Array>) => Promise<void>) {
  const members = { ...open };
  await change(members);
  const old = JSON.parse(new TextDecoder().decode(open["index.json"])) as Record<string, Json>;
  const names = Object.keys(members)
    .filter((name) => !name.startsWith("index."))
    .sort(compareUtf8);
  const files = await Promise.all(
    names.map(async (name) => ({ len: members[name]!.length, name, sha256: await sha256Hex(members[name]!) })),
  );
  members["index.json"] = canonicalBytes({ ...old, files });
  members["index.p7s"] = await stage.deps.platform.signStatement(members["index.json"]!);
  return verifyArchive(archiveOf(members));
}

const statement = (members: Record<string, Uint8Array>, name: string) =>
  JSON.parse(new TextDecoder().decode(members[`${name}.json`]));
const put = async (members: Record<string, Uint8Array>, name: string, value: Json) => {
  members[`${name}.json`] = canonicalBytes(value);
  members[`${name}.p7s`] = await stage.deps.platform.signStatement(members[`${name}.json`]!);
};
const faults = ({ findings }: Awaited<ReturnType<typeof verifyArchive>>) =>
  findings
    .filter(({ state }) => state === "false")
    .map(({ check, code, reason, detail }) => ({ check, code, reason, detail }));

describe("R-147, R-160: archives prove themselves", () => {
  it("the public one: nothing false, nothing missing but the second witness", async () => {
    const { verdict, findings } = await verifyArchive(archiveOf(open));
    expect(faults({ verdict, index: null, findings })).toEqual([]);
    const missing = findings.filter(({ state }) => state === "missing").map(({ code }) => code);
    expect(missing.filter((code) => !code.startsWith("cosigned:"))).toEqual([]);
    const checks = new Set(findings.filter(({ state }) => state === "ok").map(({ check }) => check));
    for (const check of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) expect(checks, `check ${check}`).toContain(check);
  }, 60_000);

  it("holds no secret of a bidder and no statement that is not public", () => {
    const text = Object.entries(open)
      .filter(([name]) => name.endsWith(".json"))
      .map(([, bytes]) => new TextDecoder().decode(bytes));
    expect(text.some((one) => one.includes('"type":"release"'))).toBe(false);
    expect(Object.keys(open).some((name) => name.startsWith("statements/") || name.endsWith("release.json"))).toBe(
      false,
    );
    expect(Object.keys(full).some((name) => name.endsWith("release.json"))).toBe(true);
  });

  it("the full one: releases fit; what it lacks is named", async () => {
    const { verdict, findings } = await verifyArchive(archiveOf(full));
    expect(faults({ verdict, index: null, findings })).toEqual([]);
    expect(verdict).toBe("INCOMPLETE");
    expect(findings.filter(({ code, state }) => code.startsWith("release:") && state === "ok")).toHaveLength(3);
  }, 60_000);

  it("a changed, missing or added member", async () => {
    const altered = { ...open, "tender/policy.json": concat(open["tender/policy.json"]!, utf8(" ")) };
    expect(faults(await verifyArchive(archiveOf(altered)))[0]).toMatchObject({ check: 1, code: "index" });
    const { "opening/freeze.json": _gone, ...less } = open;
    expect((await verifyArchive(archiveOf(less))).verdict).toBe("FALSE");
    expect((await verifyArchive(archiveOf({ ...open, "extra.txt": utf8("x") }))).verdict).toBe("FALSE");
  });

  it("an operator who signs anew: another price, a dropped bid, an added release, another order, a lost event", async () => {
    const price = await forged(async (members) => {
      const record = statement(members, "opening/opening-record");
      record.bids.find((bid: { form: unknown }) => bid.form).form.price = "1.00";
      await put(members, "opening/opening-record", record);
    });
    expect(faults(price).map(({ check }) => check)).toContain(8);
    const dropped = await forged(async (members) => {
      const list = statement(members, "opening/close-list");
      const [gone] = list.bids.splice(0, 1);
      await put(members, "opening/close-list", list);
      for (const name of Object.keys(members)) if (name.startsWith(`bids/${gone.bid}/`)) delete members[name];
    });
    expect(faults(dropped)).toContainEqual(expect.objectContaining({ check: 6, code: "closing", reason: "root" }));
    const unreleased = await forged(async (members) => {
      const freeze = statement(members, "opening/freeze");
      freeze.bids.find((bid: { released: boolean }) => bid.released).released = false;
      await put(members, "opening/freeze", freeze);
    });
    expect(unreleased.verdict).toBe("FALSE");
    const lost = await forged(async (members) => {
      const lines = new TextDecoder().decode(members["events.jsonl"]).split("\n");
      members["events.jsonl"] = utf8(lines.filter((one) => !one.includes('"kind":"freeze"')).join("\n"));
    });
    expect(lost.findings.some(({ state, code }) => state === "missing" && code === "order")).toBe(true);
    const swapped = await forged(async (members) => {
      const [one, two] = Object.keys(members).filter((name) => name.endsWith("receipt.json"));
      [members[one!], members[two!]] = [members[two!]!, members[one!]!];
    });
    expect(faults(swapped).map(({ check }) => check)).toContain(5);
  }, 120_000);

  it("keys and trust of the reader's own decide, not those in the package", async () => {
    const stranger = { fmt: "SBC/1", type: "trust-list", version: 1, authorities: [] };
    const verdict = await verifyArchive(archiveOf(open), { trustList: canonicalBytes(stranger as unknown as Json) });
    expect(verdict.verdict).toBe("FALSE");
  });

  it("a receipt alone: signed, believed, in the log; and not with one octet changed", async () => {
    const bundle = await readReceiptBundle(utf8(sbcr));
    const trust = readTrust(open["trust/trust-list.json"]!, []);
    expect(await issuerOf(bundle)).toBe(stage.deps.platform.uscc);
    await checkReceiptTrust(bundle, stage.deps.platform.uscc, trust);
    const keys = readLogKeys(open["trust/log-keys.json"]!);
    expect(bundle.proof).not.toBeNull();
    expect(checkReceiptProof(bundle, bundle.proof!, keys).cosignedAt).toHaveLength(1);
    for (let at = 7; at < sbcr.length; at += 211) {
      const mutant = utf8(sbcr);
      mutant[at]! ^= 1;
      const accepted = await readReceiptBundle(mutant)
        .then(async (read) => {
          await checkReceiptTrust(read, await issuerOf(read), trust);
          checkReceiptProof(read, read.proof!, keys);
          return true;
        })
        .catch(() => false);
      expect(accepted, `octet ${at}`).toBe(false);
    }
  }, 120_000);

  it("receipt and archive together: the bid is in the closing list; a package it was taken out of proves nothing", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "xinbiao-receipt-"));
    const said: string[] = [];
    const print = vi.spyOn(console, "log").mockImplementation((text) => void said.push(String(text)));
    try {
      const file = (name: string, bytes: Uint8Array) => {
        writeFileSync(path.join(folder, name), bytes);
        return path.join(folder, name);
      };
      const receipt = file("my.sbcr", utf8(sbcr));
      const archive = file("public.zip", zipSync(open));
      const trust = file("trust.json", open["trust/trust-list.json"]!);
      const { log, witnesses } = readLogKeys(open["trust/log-keys.json"]!);
      const keys = ["--log-key", verifierKey(log), ...witnesses.flatMap((key) => ["--witness", verifierKey(key)])];
      const verify = (...more: string[]) => run(["verify", "--receipt", receipt, "--trust", trust, ...keys, ...more]);
      expect(await verify("--archive", archive), said.join("\n")).toBe(0);
      const list = "opening/close-list.json";
      const { bids, ...rest } = JSON.parse(new TextDecoder().decode(open[list]!)) as { bids: { bid: string }[] };
      const dropped = bids.filter(
        ({ bid }) => bid !== (JSON.parse(new TextDecoder().decode(receiptOf(sbcr))) as { bid: string }).bid,
      );
      expect(dropped).toHaveLength(bids.length - 1);
      const without = { ...open, [list]: canonicalBytes({ ...rest, bids: dropped } as unknown as Json) };
      expect(await verify("--archive", file("dropped.zip", zipSync(without)))).toBe(1);
    } finally {
      print.mockRestore();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});

const receiptOf = (text: string) => fromBase64url((JSON.parse(text) as { receipt: string }).receipt);
