import { expect, it } from "vitest";
import { describeVectors, readJson } from "@/lib/testing/vectors";
import { makeBatch, batchProof, rootOfBatchProof } from "./batch";
import { bytesToHex, fromBase64url, fromHex, hash, toBase64url, utf8 } from "./bytes";
import { canonicalBytes } from "./canonical";
import { drawCommit, drawResult, drawSeed, generator, shuffle } from "./draw";
import { performDraw } from "./draw-statements";
import { leafHash, treeHead } from "./merkle";
import { kidOf, parseDocs, parsePolicy, parseTenderRecord } from "./policy";
import {
  closeLeaf,
  eventBytes,
  eventCommitment,
  parseClose,
  parseCloseList,
  parseFreeze,
  parseReceipt,
  parseRelease,
  parseWithdraw,
} from "./statements";

/** A whole draw from its published statements. */
function performed(draw: {
  spec_utf8: string;
  spec_hash: string;
  r: Record<string, string>;
  commits: Record<string, string>;
  checkpoint_root: string;
  beacon: string | null;
}) {
  const { parties } = JSON.parse(draw.spec_utf8) as { parties: string[] };
  const common = { fmt: "SBC/1", spec: draw.spec_hash };
  return performDraw({
    spec: utf8(draw.spec_utf8),
    reveals: parties.map((party) =>
      canonicalBytes({ ...common, party, r: toBase64url(fromHex(draw.r[party]!)), type: "draw-reveal" }),
    ),
    commits: parties.map((party) =>
      canonicalBytes({ ...common, commit: draw.commits[party]!, party, shares: [], type: "draw-commit" }),
    ),
    checkpointRoot: fromHex(draw.checkpoint_root),
    beacon: draw.beacon ? fromHex(draw.beacon) : null,
  });
}

describeVectors("sbc-kat", "SBC/1 known answers", (dir) => {
  const kat = readJson(dir, "kat.json");

  it("policy, documents, tender record", () => {
    const policy = parsePolicy(utf8(kat.policy.utf8));
    expect(bytesToHex(hash(utf8(kat.policy.utf8)))).toBe(kat.policy.hash);
    expect(policy.trustees.map(({ statement }) => kidOf(statement))).toEqual(kat.policy.kids);
    expect(parseDocs(utf8(kat.documents.utf8)).version).toBeGreaterThan(0);
    expect(bytesToHex(hash(utf8(kat.documents.utf8)))).toBe(kat.documents.hash);
    expect(parseTenderRecord(utf8(kat.tender_record.utf8)).docs).toBe(kat.documents.hash);
  });

  it("release, withdrawal, receipt and its event", () => {
    expect(parseRelease(utf8(kat.release.utf8)).bid).toBe(kat.release.bid);
    expect(parseWithdraw(utf8(kat.withdraw.utf8)).seq).toBeGreaterThan(1);
    expect(bytesToHex(hash(utf8(kat.withdraw.utf8)))).toBe(kat.withdraw.hash);
    const receipt = parseReceipt(utf8(kat.receipt.utf8));
    const event = JSON.parse(kat.receipt.event_utf8);
    const micro = event.at.slice(0, 23);
    expect(new TextDecoder().decode(eventBytes({ ...event, at: new Date(`${micro}Z`) }))).toBe(
      kat.receipt.event_utf8.replace(event.at, `${micro}000Z`),
    );
    const commitment = eventCommitment(fromBase64url(receipt.blind), utf8(kat.receipt.event_utf8));
    expect(bytesToHex(commitment)).toBe(kat.receipt.commitment);
  });

  it("batch and closing", () => {
    const { seed, position, commitment, root, proof, log_entry: entry } = kat.batch;
    const batch = makeBatch(fromHex(seed), new Map([[position, fromHex(commitment)]]));
    expect([bytesToHex(batch.root), bytesToHex(batch.entry)]).toEqual([root, entry]);
    const made = batchProof(batch, position);
    expect(bytesToHex(made.slice(2))).toBe(proof.join(""));
    expect(bytesToHex(rootOfBatchProof(fromHex(commitment), made))).toBe(root);
    const { bids } = kat.closing;
    const entries = bids.map((one: { bid: string; blind: string }) => closeLeaf(fromHex(one.blind), fromHex(one.bid)));
    const sorted = [...bids].sort((a, b) => (a.bid < b.bid ? -1 : 1)).map((one) => entries[bids.indexOf(one)]);
    expect(sorted.map(bytesToHex)).toEqual(kat.closing.entries_in_order);
    expect(bytesToHex(treeHead(sorted.map(leafHash)))).toBe(kat.closing.root);
    expect(bytesToHex(treeHead([]))).toBe(kat.closing.root_of_none);
    expect(parseClose(utf8(kat.closing.close_utf8)).bids_root).toBe(kat.closing.root);
    expect(parseCloseList(utf8(kat.closing.list_utf8)).close).toBe(kat.closing.close_sha256);
    expect(parseFreeze(utf8(kat.closing.freeze_utf8)).bids).toHaveLength(3);
  });

  it("draws", () => {
    for (const draw of kat.draws) {
      const seed = drawSeed(draw.inputs_utf8.map(utf8));
      expect(bytesToHex(seed)).toBe(draw.seed);
      const uniform = generator(seed);
      expect(shuffle(draw.n, uniform)).toEqual(draw.perm);
      expect(uniform(7)).toBe(draw.next_uniform_7);
    }
    for (const draw of kat.draws_with_spec) {
      const spec = JSON.parse(draw.spec_utf8);
      const specHash = hash(utf8(draw.spec_utf8));
      expect(bytesToHex(specHash)).toBe(draw.spec_hash);
      for (const party of spec.parties)
        expect(bytesToHex(drawCommit(specHash, fromHex(draw.r[party])))).toBe(draw.commits[party]);
      const beacon = draw.beacon ? [fromHex(draw.beacon.randomness ?? draw.beacon)] : [];
      const inputs = [
        utf8(draw.spec_utf8),
        ...spec.parties.map((p: string) => fromHex(draw.r[p])),
        fromHex(draw.checkpoint_root),
        ...beacon,
      ];
      const seed = drawSeed(inputs);
      expect(bytesToHex(seed)).toBe(draw.seed);
      expect(drawResult(spec.mode, spec.candidates.length, seed)).toEqual(draw.order);
      expect(performed(draw).order).toEqual(draw.order);
      const [party] = spec.parties;
      expect(() => performed({ ...draw, commits: { ...draw.commits, [party]: draw.spec_hash } })).toThrow(/^draw/);
    }
  });

  it("closing roots of one bid and of none", () => {
    const [one] = kat.closing.bids;
    expect(bytesToHex(treeHead([leafHash(closeLeaf(fromHex(one.blind), fromHex(one.bid)))]))).toBe(
      kat.closing.root_of_first_alone,
    );
    expect(bytesToHex(treeHead([]))).toBe(kat.closing.root_of_none);
    expect(bytesToHex(hash(utf8(kat.closing.freeze_utf8)))).toBe(kat.closing.freeze_sha256);
  });
});
