import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unzipSync, zipSync } from "fflate";
import { archiveOf, openArchive } from "@/lib/crypto/archive";
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
import { type Finding, hasPython, useSecondVerifier } from "@/lib/testing/second-verifier";
import { openingStage } from "@/lib/testing/opening-stage";
import { forger, listed } from "@/lib/testing/forger";
import { PLANTED, type Planted } from "@/lib/testing/planted";
import { refusal } from "@/lib/testing/refused";
import { type Host, hostSide, openLot } from "@/lib/testing/tender-stage";
import { type Hand, type TenderWorld, tenderWorld } from "@/lib/testing/tender-world";
import { packArchive } from "@/lib/usecases/archive/pack-archive";
import { bidContents } from "@/lib/usecases/bid/bid-contents";
import { streamBidFile } from "@/lib/usecases/bid/read-bid-file";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { fetchTimestamp } from "@/lib/usecases/timestamp/fetch-timestamp";

useFreshDatabase({ sandbox: true });

const second = useSecondVerifier();

type Plant = Pick<Planted, "name" | "plant"> & { readonly named: readonly Pick<Planted, "check" | "code">[] };
const planted = (pattern: RegExp): readonly Plant[] =>
  PLANTED.filter(({ name }) => pattern.test(name)).map((one) => ({ ...one, named: [one] }));
/** Faults that do not hide each other, in one package: each is named. */
const together = (all: readonly Plant[]): Plant => ({
  name: all.map(({ name }) => name).join("; "),
  named: all.flatMap(({ named }) => named),
  plant: async (forged) => {
    for (const { plant } of all) await plant(forged);
  },
});

/** What can be planted in a package without evaluation; in CI what speaks of the suite, with ALL_FAULTS=1 the others too. */
const WHOLE =
  /dropped, with|swapped|time of a receipt|header changed|moved by|key in the policy|closing's|event's hash|log grew|trustee's|document exchanged|ciphertext|secret exchanged|version of a bid|withdrawal removed/;
const FAULTS: readonly Plant[] = [
  ...(process.env.ALL_FAULTS === "1"
    ? planted(WHOLE)
    : [together(planted(/opening key that is another|ciphertext flipped/))]),
  {
    name: "an octet of an SM2 signature",
    named: [{ check: 5, code: /^bid:/ }],
    plant: (forged) => {
      const sm2 = Buffer.from("06082a811ccf5501822d", "hex"); // the curve in the signer's certificate
      const name = forged.like(/\/seal\.p7s$/).find((one) => Buffer.from(forged.members[one]!).includes(sm2))!;
      forged.flip(name, forged.members[name]!.length - 5);
    },
  },
];

const folder = mkdtempSync(path.join(tmpdir(), "suite-2-"));
/** The same where the first `openssl` found knows less. */
const onLesser = useSecondVerifier({ PATH: `${folder}:${process.env.PATH}` });
let zip: Uint8Array;
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
    bidders.push(
      // One of them signs with SM2: the suite says nothing about signatures.
      await world.hand(
        await world.party("bidder", `${name}有限公司`),
        "bidder",
        "陈思远",
        name === "遵义赤水河市政" ? "demo-c" : "demo-b",
      ),
    );
}, 240_000);
afterAll(async () => {
  await stage.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
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
    zip = await bytesOfFile(await fileById(fileId), stage.deps);
    const { findings } = await verifyArchive(await openArchive(fileOf(zip)), { rescore });
    const wrong = findings.filter(({ state }) => state === "false" || state === "missing").map(({ code }) => code);
    // The session was not closed by its signed record: that alone is not here.
    expect(wrong).toEqual(["record"]);
    expect(findings.filter(({ code, state }) => /^contents:/.test(code) && state === "ok")).toHaveLength(3);
    if (!hasPython) return;
    const judged = await second(zip);
    expect(judged.findings.filter(({ state }) => state !== "ok").map(({ code }) => code)).toEqual(["record"]);
    expect(judged.findings.filter(({ code }) => code.startsWith("contents:"))).toHaveLength(3);
  });

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    "R-160: both name what was done to it: %s",
    { timeout: 300_000 },
    async (_name, { plant, named }) => {
      const sign = (bytes: Uint8Array) => stage.deps.platform.signStatement(bytes);
      const forged = forger(unzipSync(zip), sign);
      await plant(forged);
      const members = await listed(forged, sign);
      const unnamed = (findings: readonly Finding[]) =>
        named.filter(
          ({ check, code }) =>
            !findings.some((one) => one.check === check && code.test(one.code) && /false|missing/.test(one.state)),
        );
      expect(unnamed((await verifyArchive(archiveOf(members), { rescore })).findings)).toEqual([]);
      if (hasPython) expect(unnamed((await second(zipSync(members, { level: 0 }))).findings)).toEqual([]);
    },
  );

  it("the second verifier says what this machine's OpenSSL cannot judge, and calls nothing false", {
    timeout: 120_000,
  }, async () => {
    if (!hasPython) return;
    // A program of the same name without the Chinese algorithms, as several systems ship it.
    const lesser = path.join(folder, "openssl");
    const real = spawnSync("which", ["openssl"], { encoding: "utf8" }).stdout.trim();
    writeFileSync(lesser, `#!/bin/sh\ncase "$*" in *sm4*|*SM2*) exit 1;; esac\nexec ${real} "$@"\n`, { mode: 0o755 });
    const { verdict, findings } = await onLesser(zip);
    expect(verdict).toBe("INCOMPLETE");
    expect(findings.filter(({ state }) => state === "false")).toEqual([]);
    const missing = findings.filter(({ state, code }) => state === "missing" && code !== "record");
    expect(new Set(missing.map(({ detail }) => /no (sm4-ctr|SM2)/.exec(detail ?? "")?.[1]))).toEqual(
      new Set(["sm4-ctr", "SM2"]),
    );
  });
});
