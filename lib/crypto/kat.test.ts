import { expect, it } from "vitest";
import { describeVectors, readBytes, readJson } from "@/lib/testing/vectors";
import { makeBatch, batchProof, rootOfBatchProof } from "./batch";
import { qrOf, readReleaseLine, readWords, releaseLine, wordsOf } from "./bidkey";
import { bytesToHex, concat, fromBase64url, fromHex, hash, sha256Hex, utf8 } from "./bytes";
import { canonicalText, parseCanonical } from "./canonical";
import { fileOf, readContainer } from "./container";
import { drawCommit, drawResult, drawSeed, generator, shuffle } from "./draw";
import { unwrap, wrap } from "./hpke";
import { bidderSecret, commitBidder, commitOpening, commitShare, openingSecret, segmentKeys } from "./keys";
import { manifestCommit } from "./manifest";
import { leafHash, treeHead } from "./merkle";
import { openContents, openSegment, checkSegment, streamFile } from "./open";
import { parseDocs, parsePolicy, parseTenderRecord, kidOf } from "./policy";
import { reasonOf } from "./reasons";
import { bodyOf, chunksOf, padme, sealSegment } from "./segment";
import { combine } from "./shamir";
import { closeLeaf, eventBytes, eventCommitment, parseClose, parseCloseList, parseFreeze, parseReceipt, parseRelease, parseWithdraw } from "./statements";
import { verifyCms } from "./cms";

const pattern = (n: number) => Uint8Array.from({ length: n }, (_, i) => (i * 31 + (i >> 8) * 7 + (i >> 16) * 3) & 255);

describeVectors("sbc-kat", "SBC/1 known answers, suite 1", (dir) => {
  const kat = readJson(dir, "kat.json");
  const first = kat.suites[0];

  it("key schedule, commitments and bodies", async () => {
    const [M, N, cid] = [fromHex(first.M), fromHex(first.N), fromHex(first.container_id)];
    const headerHash = hash(utf8(first.header_utf8));
    expect(bytesToHex(headerHash)).toBe(first.header_hash);
    for (const stage of first.stages) {
      const [B, O] = [bidderSecret(M, cid, stage.stage), openingSecret(N, cid, stage.stage)];
      expect([bytesToHex(B), bytesToHex(O)]).toEqual([stage.B, stage.O]);
      expect(bytesToHex(commitBidder(cid, stage.stage, B))).toBe(stage.commit_bidder);
      expect(bytesToHex(commitOpening(cid, stage.stage, O))).toBe(stage.commit_opening);
    }
    for (const segment of first.segments) {
      const { B, O } = first.stages[segment.stage - 1];
      const keys = segmentKeys(headerHash, fromHex(B), fromHex(O), segment.segment);
      expect(bytesToHex(keys.key)).toBe(segment.key);
      expect(bytesToHex(keys.nonce)).toBe(segment.base_nonce);
      expect(bytesToHex(keys.commit)).toBe(segment.key_commitment);
      for (const body of segment.bodies) {
        const parts = [];
        for await (const part of sealSegment([pattern(body.plain_len ?? body.len ?? body.plaintext_len)], keys)) parts.push(part);
        const sealed = concat(...parts.map(({ bytes }) => bytes));
        const expected = Object.values(body).map(String);
        expect(expected).toContain(await sha256Hex(sealed));
        expect(expected).toContain(bytesToHex(treeHead(parts.map(({ root }) => root))));
      }
    }
  });

  it("manifest commitment", () => {
    expect(bytesToHex(manifestCommit(utf8(first.manifest.utf8)))).toBe(first.manifest.commitment);
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
    for (const pair of [[0, 1], [1, 2], [2, 0]])
      expect(bytesToHex(await combine(pair.map((at) => shares[at])))).toBe(kat.shamir.secret);
    const container = fromBase64url(JSON.parse(kat.containers.list[0].header_utf8).container);
    expect(shares.map((share: Uint8Array, at: number) => bytesToHex(commitShare(container, 1, at + 1, share)))).toEqual(kat.shamir.commits);
  });

  it("two whole containers, opened", async () => {
    const headers = new Map();
    const bodies = new Map();
    for (const one of kat.containers.list) {
      const container = await readContainer(fileOf(readBytes(dir, one.file)));
      expect(container.bid).toBe(one.bid);
      expect(container.headerHash).toBe(one.header_hash);
      expect((await verifyCms(container.sealBytes, container.cms)).ok).toBe(true);
      headers.set(container.seal.container, { header: container.header, hash: container.headerHash });
      for (const [i, body] of container.bodies) bodies.set(`${container.seal.container} ${i}`, body);
      for (const segment of container.seal.segments) {
        // A carried group opens with the secrets of the container that holds it.
        const home = kat.containers.list.find((other: { header_utf8: string }) => JSON.parse(other.header_utf8).container === segment.c);
        const secrets = { B: fromHex(home.B[segment.stage - 1]), O: fromHex(home.O[segment.stage - 1]) };
        const body = openSegment({ seal: container.seal, headers }, segment.i, bodies.get(`${segment.c} ${segment.i}`), secrets);
        const opened = await openContents({ seal: container.seal, headers }, segment.i, body);
        await checkSegment(opened);
        if (opened.formBytes) expect(new TextDecoder().decode(opened.formBytes)).toBe(one.form_utf8);
        for (const file of opened.manifest.files) for await (const piece of streamFile(opened, file)) expect(piece.length).toBe(file.len);
      }
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
      for (const party of spec.parties) expect(bytesToHex(drawCommit(specHash, fromHex(draw.r[party])))).toBe(draw.commits[party]);
      const beacon = draw.beacon ? [fromHex(draw.beacon.randomness ?? draw.beacon)] : [];
      const inputs = [utf8(draw.spec_utf8), ...spec.parties.map((p: string) => fromHex(draw.r[p])), fromHex(draw.checkpoint_root), ...beacon];
      const seed = drawSeed(inputs);
      expect(bytesToHex(seed)).toBe(draw.seed);
      expect(drawResult(spec.mode, spec.candidates.length, seed)).toEqual(draw.order);
    }
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

  it("every octet of a container counts", async () => {
    const good = readBytes(dir, "tiny.sbc");
    const { sealBytes, cms, seal, bodies } = await readContainer(fileOf(good));
    const wrong: number[] = [];
    for (let at = 0; at < good.length; at++) {
      const bad = Uint8Array.from(good);
      bad[at]! ^= 1;
      try {
        const container = await readContainer(fileOf(bad));
        // What the container itself cannot see, signature and tree roots must.
        const sameSeal = bytesToHex(container.sealBytes) === bytesToHex(sealBytes) && bytesToHex(container.cms) === bytesToHex(cms);
        let sameBodies = true;
        for (const [i, body] of container.bodies) {
          const sealed = await body.read(0, body.len);
          sameBodies &&= bytesToHex(treeHead([leafHash(sealed)])) === seal.segments[i]!.root;
        }
        if (sameSeal && sameBodies) wrong.push(at);
      } catch (error) {
        expect(reasonOf(error)).not.toBeNull();
      }
    }
    expect(wrong).toEqual([]);
    expect(bodies.size).toBe(2);
    await expect(readContainer(fileOf(good.subarray(0, good.length - 1)))).rejects.toThrow();
    expect(() => bodyOf(good)).not.toThrow();
  });
});
