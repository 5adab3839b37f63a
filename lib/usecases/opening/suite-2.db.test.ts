import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openArchive } from "@/lib/crypto/archive";
import { bytesToHex } from "@/lib/crypto/bytes";
import { fileOf } from "@/lib/crypto/container";
import { parsePolicy } from "@/lib/crypto/policy";
import { loadSuite } from "@/lib/crypto/suite";
import { peekTimestamp } from "@/lib/crypto/timestamp";
import { verifyArchive } from "@/lib/crypto/verify-archive";
import { rescore } from "@/lib/domain/rescoring";
import { SYSTEM } from "@/lib/domain/actor";
import type { CompleteTerms } from "@/lib/domain/terms";
import { db } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { lotById } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { currentPolicy } from "@/lib/store/policies";
import { type StampedStage, stamped, untilLogged } from "@/lib/testing/archive-stage";
import { releaseFor, type SealedWork, submitFor, withdrawFor } from "@/lib/testing/bidder";
import { closeAndAnnounce } from "@/lib/testing/committee-stage";
import { useFreshDatabase } from "@/lib/testing/database";
import { openingStage } from "@/lib/testing/opening-stage";
import { refusal } from "@/lib/testing/refused";
import { type Host, hostSide, openLot } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { packArchive } from "@/lib/usecases/archive/pack-archive";
import { bidContents } from "@/lib/usecases/bid/bid-contents";
import { streamBidFile } from "@/lib/usecases/bid/read-bid-file";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { fetchTimestamp } from "@/lib/usecases/timestamp/fetch-timestamp";

useFreshDatabase({ sandbox: true });

let world: TenderWorld;
let stage: StampedStage;
let host: Host;
let lotId: string;
const bidders: Hand[] = [];
const works: (SealedWork & { readonly digest: string })[] = [];
const national = (terms: CompleteTerms): CompleteTerms => ({ ...terms, opening: { ...terms.opening, suite: 2 } });

async function submit(bidder: Hand, price: string) {
  const work = await submitFor(bidder, lotId, price, stage.deps);
  if (!work.settled.accepted) throw work.settled.refusal ?? new Error("refused");
  await fetchTimestamp(SYSTEM, { bidDigest: work.settled.digest }, stage.deps);
  return { ...work, digest: work.settled.digest };
}

beforeAll(async () => {
  world = await tenderWorld();
  stage = await stamped(await openingStage(world, 2));
  Object.assign(world, { deps: stage.deps });
  host = await hostSide(world);
  ({ lotId } = await openLot(world, host, { terms: national }));
  for (const name of ["黔岭路桥", "遵义赤水河市政", "乌江源建设", "云雾山建筑"])
    bidders.push(await world.hand(await world.party("bidder", `${name}有限公司`), "bidder", "陈思远"));
}, 240_000);
afterAll(async () => {
  await stage.close();
  await world.close();
});

describe("protocol D7: suite 2 from the policy to the archive", () => {
  it("the policy says it, and the trustees' keys are SM2", async () => {
    const row = (await currentPolicy(lotId))!;
    const policy = parsePolicy(row.bytes);
    expect([policy.suite, ...policy.trustees.map(({ statement }) => statement.alg)]).toEqual([2, "sm2", "sm2", "sm2"]);
    const { hash } = await loadSuite(2);
    expect(row.hash).toBe(bytesToHex(hash(row.bytes)));
  });

  it("bids arrive, are replaced and withdrawn; ids and imprints are SM3", { timeout: 240_000 }, async () => {
    await submit(bidders[0]!, "12900000.00");
    for (const [at, bidder] of bidders.entries()) works.push(await submit(bidder, `1250000${at}.00`));
    const { hash } = await loadSuite(2);
    const row = await db().sealedBid.findUniqueOrThrow({ where: { digest: works[0]!.digest } });
    expect(row.digest).toBe(bytesToHex(hash(row.bytes)));
    const token = peekTimestamp(row.tst!);
    expect([token.hash, bytesToHex(token.imprint)]).toEqual(["SM3", row.digest]);
    expect(await withdrawFor(bidders[3]!, works[3]!.bidId, stage.deps)).toMatchObject({ accepted: true });
    const withdrawal = await db().sealedBid.findFirstOrThrow({ where: { lotId, kind: "withdraw" } });
    expect(withdrawal.digest).toBe(bytesToHex(hash(withdrawal.bytes)));
  });

  it("are opened by SM2 shares and read back", { timeout: 240_000 }, async () => {
    const late = closeAndAnnounce(
      stage,
      lotId,
      works.slice(0, 3).map((work, at) => ({ bidder: bidders[at]!, work })),
    );
    await late;
    const rows = await openedBids(lotId);
    expect(rows.map(({ form }) => (form as { price: string }).price).sort()).toEqual([
      "12500000.00",
      "12500001.00",
      "12500002.00",
    ]);
    const files = await bidContents(works[0]!.digest, stage.deps);
    expect(files.map(({ name }) => name)).toEqual(["施工组织设计.pdf", "投标函.pdf", "报价.pdf"]);
    const { body } = await streamBidFile(works[0]!.digest, { segment: 0, index: 0 }, stage.deps);
    let at = 0;
    for await (const piece of body)
      for (const octet of piece) if (octet !== ((at++ * 31) & 255)) throw new Error("octet");
    expect(at).toBe(200_000);
    expect((await refusal(releaseFor(bidders[0]!, works[0]!, stage.deps, works[1]!.masters.M))).code).toBe(
      "WRONG_SECRET",
    );
  });

  it("R-160: the package of such a lot is judged by both verifiers", { timeout: 300_000 }, async () => {
    await untilLogged();
    const { announcedAt } = await lotById(lotId);
    await db().lot.update({ where: { id: lotId }, data: { contractSignedAt: announcedAt } });
    const { fileId } = await packArchive(host.author.actor, { lotId }, stage.deps);
    const zip = await bytesOfFile(await fileById(fileId), stage.deps);
    const { findings } = await verifyArchive(await openArchive(fileOf(zip)), { rescore });
    const wrong = findings.filter(({ state }) => state === "false" || state === "missing").map(({ code }) => code);
    // The session was not closed by its signed record: that alone is not here.
    expect(wrong).toEqual(["record"]);
    expect(findings.filter(({ code, state }) => /^contents:/.test(code) && state === "ok")).toHaveLength(3);
    if (spawnSync("python3", ["--version"]).status !== 0) return console.log("skipped: python3 is not here");
    const folder = mkdtempSync(path.join(tmpdir(), "suite-2-"));
    writeFileSync(path.join(folder, "full.zip"), zip);
    const second = path.resolve(import.meta.dirname, "../../../e2e/verifier/verify.py");
    const { stdout } = spawnSync("python3", ["-B", second, path.join(folder, "full.zip"), "--json"], {
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true });
    const judged = JSON.parse(stdout) as { findings: { code: string; state: string }[] };
    expect(judged.findings.filter(({ state }) => state !== "ok").map(({ code }) => code)).toEqual(["record"]);
    expect(judged.findings.filter(({ code }) => code.startsWith("contents:"))).toHaveLength(3);
  });
});
