import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { archiveOf, readEvents, readIndex, readLogKeys, readTrust } from "@/lib/crypto/archive";
import { bytesToHex, concat, fromBase64url, fromHex, hash, toBase64url, u32, utf8 } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { readVerifierKey } from "@/lib/crypto/checkpoint";
import { clockStatement, readClock } from "@/lib/crypto/clock-statement";
import { useEngine } from "@/lib/crypto/engine";
import { chunkLeaves, treeHead } from "@/lib/crypto/merkle";
import { reasonOf } from "@/lib/crypto/reasons";
import { checkReceiptProof, checkReceiptTrust, issuerOf, readReceiptBundle } from "@/lib/crypto/receipt-bundle";
import { canaryDigest, openCanary, parseRehearsal } from "@/lib/crypto/rehearsal";
import { parseScoreSheets } from "@/lib/crypto/score-sheets";
import { bodyOf, chunksOf, PART_BYTES, rootOfBody } from "@/lib/crypto/segment";
import { eventCommitment } from "@/lib/crypto/statements";
import { loadSuite } from "@/lib/crypto/suite";
import { verifyTlogProof } from "@/lib/crypto/tlog-proof";
import { readTrustList, trustListBytes } from "@/lib/crypto/trust-list";
import { readUnreachable } from "@/lib/crypto/unreachable";
import { mustBeSignedBy } from "@/lib/crypto/verify-papers";
import { rescore } from "@/lib/domain/rescoring";
import { formatDocument } from "./format";

useEngine(NODE_ENGINE);
const FOLDER = path.resolve(import.meta.dirname, "../../../public/format");
const known = JSON.parse(readFileSync(path.join(FOLDER, "known-answers.json"), "utf8"));
const octets = (text: string) => fromBase64url(text);
type Wrap = { readonly ct: string; readonly enc?: string };
const wrapped = ({ ct, enc }: Wrap) => ({ ct: octets(ct), enc: enc === undefined ? undefined : octets(enc) });
type Rehearsal = {
  readonly suite: 1 | 2;
  readonly nonce: string;
  readonly groups: readonly (Wrap & {
    readonly g: number;
    readonly key: string;
    readonly canary: string;
    readonly digest: string;
    readonly refused: Wrap & { readonly reason: string };
  })[];
  readonly answer_utf8: string;
  readonly answer_sha256: string;
};
const reasonFor = async (work: () => unknown): Promise<string | null> => {
  try {
    await work();
    return null;
  } catch (error) {
    return reasonOf(error);
  }
};
const schema = (name: string) => z.fromJSONSchema(JSON.parse(formatDocument()[`schemas/${name}.json`]!));

describe("known answers of the published format", () => {
  it.each(known.rehearsal as Rehearsal[])("rehearsal, suite $suite", async ({ suite, nonce, groups, ...answer }) => {
    await loadSuite(suite);
    for (const { g, key, canary, digest, refused, ...wrap } of groups) {
      const opened = await openCanary(octets(key), wrapped(wrap), g, suite);
      expect(bytesToHex(opened)).toBe(canary);
      expect(await canaryDigest(octets(nonce), opened)).toBe(digest);
      expect(await reasonFor(() => openCanary(octets(key), wrapped(refused), g, suite))).toBe(refused.reason);
    }
    const { canaries } = parseRehearsal(utf8(answer.answer_utf8));
    expect(canaries).toEqual(groups.map(({ digest, g }) => ({ digest, g })));
    expect(bytesToHex(hash(utf8(answer.answer_utf8)))).toBe(answer.answer_sha256);
  });

  it("trust list, receipt file and score sheets: signatures, timestamp and log proof hold; what is altered does not", async () => {
    const { trust_list, receipt_bundle, score_sheets } = known;
    const listBytes = utf8(trust_list.utf8);
    expect(bytesToHex(hash(listBytes))).toBe(trust_list.sha256);
    expect(trustListBytes(readTrustList(listBytes))).toEqual(listBytes);
    const trust = readTrust(listBytes, trust_list.crls.map(octets));
    const bundle = await readReceiptBundle(utf8(receipt_bundle.sbcr_utf8));
    expect([bundle.receipt.bid, bundle.receipt.arrival]).toEqual([receipt_bundle.bid, receipt_bundle.arrival]);
    const issuer = await issuerOf(bundle);
    expect(await checkReceiptTrust(bundle, issuer, trust)).not.toBeNull();
    checkReceiptProof(bundle, bundle.proof!, readLogKeys(utf8(receipt_bundle.log_keys_utf8), 2));
    const pending = await readReceiptBundle(utf8(receipt_bundle.pending_utf8));
    expect([pending.token, pending.proof]).toEqual([null, null]);

    const at = new Date(bundle.receipt.arrival);
    const signed = (name: string, bytes: Uint8Array, cms: string) =>
      mustBeSignedBy({ name, bytes, cms: octets(cms) }, issuer, trust, at);
    await signed("trust list", listBytes, trust_list.cms);
    await signed("score sheets", utf8(score_sheets.utf8), score_sheets.cms);
    const altered = utf8(trust_list.utf8.replace('"version":', '"version":9'));
    expect(await reasonFor(() => signed("trust list", altered, trust_list.cms))).not.toBeNull();
    const read = JSON.parse(receipt_bundle.sbcr_utf8) as Record<string, Json>;
    const foreign = canonicalBytes({ ...read, seal: toBase64url(utf8(known.resubmission[0].seal_utf8)) });
    expect(await reasonFor(() => readReceiptBundle(foreign))).toBe("receipt");
  });

  it("score sheets come out of their marks", () => {
    const { method, result, sheets, candidates } = parseScoreSheets(utf8(known.score_sheets.utf8));
    const priced = result.prices.map(({ bid, price }) => ({ id: bid, price }));
    const marks = sheets.flatMap(({ member, marks: of }) => of.map((mark) => ({ member, ...mark })));
    const { drawn, ties } = result;
    const input = { method, drawn, bids: priced, benchmarkOf: priced, ties, corrections: [] };
    const made = rescore({ ...input, marks } as Parameters<typeof rescore>[0]);
    expect(made.benchmark).toBe(result.benchmark);
    expect(made.lines.map(({ id: bid, ...rest }) => ({ bid, ...rest }))).toEqual(result.lines);
    expect(candidates).toEqual(result.lines.slice(0, 3).map(({ bid }) => bid));
    const bribed = marks.map((mark, at) => (at === 1 ? { ...mark, value: "40.00" } : mark));
    const other = rescore({ ...input, marks: bribed } as Parameters<typeof rescore>[0]);
    expect(other.lines.map(({ total }) => total)).not.toEqual(result.lines.map(({ total }) => total));
  });

  it("archive index and event line", async () => {
    const { members_utf8, index_utf8 } = known.archive_index as {
      members_utf8: Record<string, string>;
      index_utf8: string;
    };
    const members = Object.fromEntries(Object.entries(members_utf8).map(([name, text]) => [name, utf8(text)]));
    const whole = (more: Record<string, Uint8Array>) =>
      readIndex(archiveOf({ ...members, ...more, "index.json": utf8(index_utf8) }));
    expect((await whole({})).files).toHaveLength(3);
    expect(await reasonFor(() => whole({ "trust/extra.crl": utf8("x") }))).toBe("archive");
    expect(await reasonFor(() => whole({ "events.jsonl": utf8("{}\n") }))).toBe("archive");

    const { line_utf8, event_utf8, commitment, proof_utf8, index } = known.archive_event;
    const [line] = readEvents(utf8(`${line_utf8}\n`));
    expect(new TextDecoder().decode(canonicalBytes(line!.event as Json))).toBe(event_utf8);
    expect(bytesToHex(eventCommitment(octets(line!.blind), utf8(event_utf8)))).toBe(commitment);
    const proved = verifyTlogProof(
      fromHex(commitment),
      proof_utf8,
      readLogKeys(utf8(members_utf8["trust/log-keys.json"]!), 2),
    );
    expect(Number(proved.index)).toBe(index);
  });

  it("parts of an upload and the seal request", async () => {
    const { uploads, seal_request } = known.submit;
    for (const { suite, len, chunks, parts, root } of uploads) {
      const s = await loadSuite(suite);
      const body = Uint8Array.from({ length: len }, (_, i) => (i * 31 + (i >> 8) * 7 + (i >> 16) * 3) & 255);
      expect([chunksOf(len), bytesToHex(await rootOfBody(bodyOf(body), s))]).toEqual([chunks, root]);
      const made = await Promise.all(
        Array.from({ length: Math.ceil(len / PART_BYTES) }, async (_, part) => {
          const one = body.slice(part * PART_BYTES, (part + 1) * PART_BYTES);
          const tree = bytesToHex(treeHead(await chunkLeaves(one, s), s));
          return { part, len: one.length, sha256: bytesToHex(hash(one)), root: tree };
        }),
      );
      expect(made).toEqual(parts);
    }
    const { seal, seal_cms } = JSON.parse(known.receipt_bundle.sbcr_utf8);
    const request = concat(u32(octets(seal).length), octets(seal), octets(seal_cms));
    expect(bytesToHex(hash(request))).toBe(seal_request.sha256);
    expect(request.length).toBe(seal_request.len);
  });

  it("what a witness signs of the platform's door, and what the platform signs of its clock", async () => {
    const { unreachable, clock } = known;
    const keys = [readVerifierKey(unreachable.verifier_key)];
    const read = await readUnreachable(unreachable.note, keys);
    expect([new TextDecoder().decode(read.bytes), read.hash]).toEqual([unreachable.statement_utf8, unreachable.sha256]);
    for (const { note, reason } of unreachable.refused)
      expect(await reasonFor(() => readUnreachable(note, keys))).toBe(reason);
    const { at, off_ms: off, sources, state } = readClock(utf8(clock.statement_utf8));
    const said = clockStatement({ ...{ at: new Date(at), ...off, sources, state } });
    expect([new TextDecoder().decode(said), bytesToHex(hash(said))]).toEqual([clock.statement_utf8, clock.sha256]);
    for (const { statement_utf8: text, reason } of clock.refused)
      expect(await reasonFor(() => readClock(utf8(text)))).toBe(reason);
  });
});

describe("protocol §3.4: a trust list is read as strictly as its schema is published", () => {
  const list = JSON.parse(known.trust_list.utf8);
  const [first] = list.authorities;
  const without = (value: object, member: string) =>
    Object.fromEntries(Object.entries(value).filter(([name]) => name !== member));
  const authority = (change: object) => ({ ...list, authorities: [{ ...first, ...change }] });
  const changed: [string, unknown][] = [
    ["no object", [list]],
    ["another format", { ...list, fmt: "SBC/2" }],
    ["version 0", { ...list, version: 0 }],
    ["no version", without(list, "version")],
    ["a member nobody defined", { ...list, note: "" }],
    ["an authority's member nobody defined", authority({ note: "" })],
    ["no anchors", authority({ anchors: [] })],
    ["an anchor that is not base64", authority({ anchors: ["MII?"] })],
    ["a use nobody knows", authority({ uses: ["sign", "all"] })],
    ["an algorithm nobody knows", authority({ algorithms: ["dsa"] })],
    ["a place nobody knows", authority({ company: [{ place: "issuer", oid: "2.5.4.97" }] })],
    ["distrusted at no instant", authority({ distrustAfter: "2026-13-01" })],
    ["an address of another kind", authority({ crlUrls: ["file:///etc/passwd"] })],
    ["a name too long", authority({ name: "证".repeat(101) })],
    ...Object.keys(first).map((member): [string, unknown] => [
      `without ${member}`,
      { ...list, authorities: [without(first, member)] },
    ]),
  ];

  it.each(changed)("%s", async (_, value) => {
    expect(schema("trust-list").safeParse(value).success).toBe(false);
    expect(await reasonFor(() => readTrust(canonicalBytes(value as Json), []))).toBe("archive");
  });
});

describe("published schemas: real statements pass, altered ones do not", () => {
  const samples: [string, unknown][] = [
    ["trust-list", JSON.parse(known.trust_list.utf8)],
    ["receipt-bundle", JSON.parse(known.receipt_bundle.sbcr_utf8)],
    ["score-sheets", JSON.parse(known.score_sheets.utf8)],
    ["archive-index", JSON.parse(known.archive_index.index_utf8)],
    ["archive-event", JSON.parse(known.archive_event.line_utf8)],
    ["event", JSON.parse(known.archive_event.event_utf8)],
    ["log-keys", JSON.parse(known.receipt_bundle.log_keys_utf8)],
    ["rehearsal", JSON.parse(known.rehearsal[0].answer_utf8)],
    ["manifests", JSON.parse(known.resubmission[0].kept_utf8)],
    ["manifest", JSON.parse(known.resubmission[0].manifests_utf8[1])],
    ["form", JSON.parse(known.resubmission[0].manifests_utf8[1]).form],
    ["seal", JSON.parse(known.resubmission[0].again_utf8)],
    ["release", JSON.parse(known.resubmission[0].release_utf8)],
    ["freeze", JSON.parse(known.resubmission[0].freeze_utf8)],
    ["opening-record", JSON.parse(known.resubmission[0].record_utf8)],
  ];

  it.each(samples)("%s", (name, sample) => {
    const judge = schema(name);
    expect(judge.safeParse(sample).error).toBeUndefined();
    const statement = sample as Record<string, unknown>;
    for (const member of Object.keys(statement)) {
      const { [member]: _, ...rest } = statement;
      const optional = !JSON.parse(formatDocument()[`schemas/${name}.json`]!).required.includes(member);
      if (!optional) expect(judge.safeParse(rest).success, `without ${member}`).toBe(false);
      expect(judge.safeParse({ ...statement, [member]: 1.5 }).success, `${member} a fraction`).toBe(false);
    }
    if (name !== "form") expect(judge.safeParse({ ...statement, surplus: 1 }).success).toBe(false);
  });
});
