import { expect, it } from "vitest";
import { describeVectors, readBytes, readJson } from "@/lib/testing/vectors";
import { qrOf, readReleaseLine, readWords, releaseLine, wordsOf } from "./bidkey";
import { bytesToHex, concat, fromBase64url, fromHex, sha256Hex, utf8 } from "./bytes";
import { canonicalText, parseCanonical } from "./canonical";
import { fileOf, readContainer } from "./container";
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
import { treeHead } from "./merkle";
import { openContents, openSegment, checkSegment, streamFile } from "./open";
import { checkUnderPolicy, parsePolicy, policyHashOf } from "./policy";
import { bodyOf, chunksOf, openBody, padme, readPlain, rootOfBody, sealSegment } from "./segment";
import { combine, combineChecked } from "./shamir";
import { loadSuite, type Suite } from "./suite";
import { unwrapShare } from "./wrap-share";
import { verifyCms } from "./cms";

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
