import { expect, it } from "vitest";
import { describeVectors, readBytes, readJson } from "@/lib/testing/vectors";
import { makeBatch, batchProof, rootOfBatchProof } from "./batch";
import { qrOf, readReleaseLine, readWords, releaseLine, wordsOf } from "./bidkey";
import { bytesToHex, concat, fromBase64url, fromHex, hash, sha256Hex, toBase64url, utf8 } from "./bytes";
import { canonicalBytes, canonicalText, parseCanonical } from "./canonical";
import { fileOf, readContainer } from "./container";
import { drawCommit, drawResult, drawSeed, generator, shuffle } from "./draw";
import { performDraw } from "./draw-statements";
import { unwrap, wrap } from "./hpke";
import {
  bidderSecret,
  commitBidder,
  commitOpening,
  commitShare,
  openingSecret,
  type SegmentKeys,
  segmentKeys,
} from "./keys";
import { manifestCommit } from "./manifest";
import { leafHash, treeHead } from "./merkle";
import { openContents, openSegment, checkSegment, streamFile } from "./open";
import { checkUnderPolicy, kidOf, parseDocs, parsePolicy, parseTenderRecord, policyHashOf } from "./policy";
import { bodyOf, chunksOf, openBody, padme, readPlain, rootOfBody, sealSegment } from "./segment";
import { combine, combineChecked } from "./shamir";
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
import { loadSuite, type Suite } from "./suite";
import { unwrapShare } from "./wrap-share";
import { verifyCms } from "./cms";

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

const pattern = (n: number) => Uint8Array.from({ length: n }, (_, i) => (i * 31 + (i >> 8) * 7 + (i >> 16) * 3) & 255);

type KnownBody = {
  plaintext_len: number;
  chunks: number;
  ciphertext_len: number;
  ciphertext_sha256: string;
  tree_root: string;
  last_chunk_tail: string;
};

/** One body of a critical length: made exactly, and read back. */
async function checkBody(known: KnownBody, keys: SegmentKeys, suite: Suite): Promise<void> {
  const plain = pattern(known.plaintext_len);
  const parts = [];
  for await (const part of sealSegment([plain], keys, suite)) parts.push(part);
  const sealed = concat(...parts.map(({ bytes }) => bytes));
  expect([sealed.length, chunksOf(sealed.length)]).toEqual([known.ciphertext_len, known.chunks]);
  expect(await sha256Hex(sealed)).toBe(known.ciphertext_sha256);
  expect(
    bytesToHex(
      treeHead(
        parts.map(({ root }) => root),
        suite,
      ),
    ),
  ).toBe(known.tree_root);
  expect(bytesToHex(await rootOfBody(bodyOf(sealed), suite))).toBe(known.tree_root);
  expect(bytesToHex(sealed.slice(-16))).toBe(known.last_chunk_tail);
  const body = openBody(bodyOf(sealed), keys, bytesToHex(keys.commit), suite);
  expect(bytesToHex(await readPlain(body, 0, plain.length))).toBe(bytesToHex(plain));
}

describeVectors("sbc-kat", "SBC/1 known answers", (dir) => {
  const kat = readJson(dir, "kat.json");

  it.each([1, 2] as const)("suite %i: key schedule, commitments, bodies, manifest", async (id) => {
    const suite = await loadSuite(id);
    const set = kat.suites.find((one: { suite: number }) => one.suite === id);
    const [M, N, cid] = [fromHex(set.M), fromHex(set.N), fromHex(set.container_id)];
    const headerHash = suite.hash(utf8(set.header_utf8));
    expect(bytesToHex(headerHash)).toBe(set.header_hash);
    for (const stage of set.stages) {
      const [B, O] = [bidderSecret(M, cid, stage.stage, suite), openingSecret(N, cid, stage.stage, suite)];
      expect([bytesToHex(B), bytesToHex(O)]).toEqual([stage.B, stage.O]);
      expect(bytesToHex(commitBidder(cid, stage.stage, B, suite))).toBe(stage.commit_bidder);
      expect(bytesToHex(commitOpening(cid, stage.stage, O, suite))).toBe(stage.commit_opening);
      const { share, commit } = stage.commit_share_j1_example;
      expect(bytesToHex(commitShare(cid, stage.stage, 1, fromHex(share), suite))).toBe(commit);
    }
    for (const segment of set.segments) {
      const { B, O } = set.stages[segment.stage - 1];
      const keys = segmentKeys(headerHash, fromHex(B), fromHex(O), segment.segment, suite);
      expect(bytesToHex(keys.key)).toBe(segment.key);
      expect(bytesToHex(keys.nonce)).toBe(segment.base_nonce);
      expect(bytesToHex(keys.commit)).toBe(segment.key_commitment);
      for (const body of segment.bodies) await checkBody(body, keys, suite);
    }
    expect(bytesToHex(manifestCommit(utf8(set.manifest.utf8), suite))).toBe(set.manifest.commitment);
  });

  it("policy, documents, tender record", () => {
    const policy = parsePolicy(utf8(kat.policy.utf8));
    expect(bytesToHex(hash(utf8(kat.policy.utf8)))).toBe(kat.policy.hash);
    expect(policy.trustees.map(({ statement }) => kidOf(statement))).toEqual(kat.policy.kids);
    expect(parseDocs(utf8(kat.documents.utf8)).version).toBeGreaterThan(0);
    expect(bytesToHex(hash(utf8(kat.documents.utf8)))).toBe(kat.documents.hash);
    expect(parseTenderRecord(utf8(kat.tender_record.utf8)).docs).toBe(kat.documents.hash);
  });

  it("HPKE wraps", async () => {
    for (const one of kat.hpke) {
      const [info, plain] = [fromHex(one.info), fromHex(one.plaintext)];
      const made = await wrap(fromHex(one.recipient_public), info, plain, fromHex(one.ephemeral_secret));
      expect([bytesToHex(made.enc), bytesToHex(made.ct)]).toEqual([one.enc, one.ct]);
      expect(await unwrap(fromHex(one.recipient_secret), info, made)).toEqual(plain);
    }
  });

  it("Shamir shares", async () => {
    const shares = kat.shamir.shares.map(fromHex);
    for (const pair of [
      [0, 1],
      [1, 2],
      [2, 0],
    ])
      expect(bytesToHex(await combine(pair.map((at) => shares[at])))).toBe(kat.shamir.secret);
    const container = fromBase64url(JSON.parse(kat.containers.list[0].header_utf8).container);
    expect(shares.map((share: Uint8Array, at: number) => bytesToHex(commitShare(container, 1, at + 1, share)))).toEqual(
      kat.shamir.commits,
    );
  });

  it("two whole containers, opened", async () => {
    const headers = new Map();
    const bodies = new Map();
    for (const one of kat.containers.list) {
      const container = await readContainer(fileOf(readBytes(dir, one.file)));
      expect(container.bid).toBe(one.bid);
      expect(container.headerHash).toBe(one.header_hash);
      expect((await verifyCms(container.sealBytes, container.cms)).ok).toBe(true);
      checkUnderPolicy(container.seal, container.header, parsePolicy(utf8(kat.policy.utf8)), kat.policy.hash);
      headers.set(container.seal.container, { header: container.header, hash: container.headerHash });
      for (const [i, body] of container.bodies) bodies.set(`${container.seal.container} ${i}`, body);
      for (const segment of container.seal.segments) {
        // A carried group opens with the secrets of the container that holds it.
        const home = kat.containers.list.find(
          (other: { header_utf8: string }) => JSON.parse(other.header_utf8).container === segment.c,
        );
        const secrets = { B: fromHex(home.B[segment.stage - 1]), O: fromHex(home.O[segment.stage - 1]) };
        const body = openSegment(
          { seal: container.seal, headers },
          segment.i,
          bodies.get(`${segment.c} ${segment.i}`),
          secrets,
        );
        const opened = await openContents({ seal: container.seal, headers }, segment.i, body);
        await checkSegment(opened);
        if (opened.formBytes) expect(new TextDecoder().decode(opened.formBytes)).toBe(one.form_utf8);
        for (const file of opened.manifest.files)
          for await (const piece of streamFile(opened, file)) expect(piece.length).toBe(file.len);
      }
    }
  });

  it("suite 2: policy, a whole container, every share unwrapped", async () => {
    const {
      container: known,
      policy_utf8: policyText,
      policy_hash: policyHash,
      trustee_secrets: trustees,
    } = kat.suite2;
    const suite = await loadSuite(2);
    const policy = parsePolicy(utf8(policyText));
    expect(policyHashOf(utf8(policyText), policy)).toBe(policyHash);
    const container = await readContainer(fileOf(readBytes(dir, known.file)));
    expect([container.bid, container.headerHash]).toEqual([known.bid, known.header_hash]);
    expect((await verifyCms(container.sealBytes, container.cms)).ok).toBe(true);
    checkUnderPolicy(container.seal, container.header, policy, policyHash);
    const cid = fromBase64url(container.header.container, 16);
    const headers = new Map([[container.header.container, { header: container.header, hash: container.headerHash }]]);
    for (const { i, stage } of container.seal.segments) {
      const dealt = await Promise.all(
        container.header.opening.trustees.map(async ({ ct, kid }, at) => {
          const { keys } = trustees.find((one: { kid: string }) => one.kid === kid);
          const place = { container: cid, group: stage, position: at + 1 };
          return {
            position: at + 1,
            share: await unwrapShare(fromBase64url(keys[stage - 1]), { ct: fromBase64url(ct[stage - 1]!) }, place, 2),
          };
        }),
      );
      const commits = {
        container: cid,
        group: stage,
        shares: container.header.commit.share[stage - 1]!.map(fromHex),
        opening: fromHex(container.header.commit.opening[stage - 1]!),
      };
      const O = await combineChecked(dealt.slice(1), commits, 2, suite);
      expect(bytesToHex(O)).toBe(known.O[stage - 1]);
      const sealed = { seal: container.seal, headers };
      const body = openSegment(sealed, i, container.bodies.get(i)!, { B: fromHex(known.B[stage - 1]), O });
      const opened = await openContents(sealed, i, body);
      await checkSegment(opened);
      expect(new TextDecoder().decode(opened.manifestBytes)).toBe(known.manifests_utf8[i]);
      if (opened.formBytes) expect(new TextDecoder().decode(opened.formBytes)).toBe(known.form_utf8);
    }
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

  it("padded lengths, body lengths, canonical JSON, words", () => {
    for (const [n, to] of kat.padme) expect(padme(n)).toBe(to);
    for (const [len, chunks] of kat.body_lengths.good) expect(chunksOf(len)).toBe(chunks);
    for (const len of kat.body_lengths.bad.flat()) expect(() => chunksOf(len)).toThrow();
    for (const text of kat.json.good) expect(canonicalText(parseCanonical(utf8(text)))).toBe(text);
    for (const text of kat.json.bad) expect(() => parseCanonical(utf8(text)), text).toThrow();
    const M = fromHex(kat.words.M);
    expect(wordsOf(M, "en")).toBe(kat.words.english);
    expect(wordsOf(M, "zh-CN").normalize("NFKD")).toBe(kat.words.chinese.normalize("NFKD"));
    expect(readWords(kat.words.chinese.replaceAll(" ", ""))).toEqual(M);
    expect(qrOf(M)).toBe(kat.words.qr);
    const line = readReleaseLine(kat.words.line);
    expect(releaseLine(line.bid, line.secrets)).toBe(kat.words.line);
  });
});
