import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { bytesToHex, randomBytes, utf8 } from "./bytes";
import { canonicalBytes, type Json, parseCanonical } from "./canonical";
import { formCommit } from "./form";
import { manifestCommit, parseManifest } from "./manifest";
import { parseOpeningRecord } from "./opening-statements";
import { plainText } from "./plain-text";
import type { Policy } from "./policy";
import { reasonOf } from "./reasons";
import { checkResubmission, filesAgain, keptManifestsBytes, manifestsOf, parseKeptManifests } from "./resubmission";
import { parseSeal } from "./seal";
import { parseFreeze, parseRelease, statementHash } from "./statements";
import { loadSuite } from "./suite";

const FILE = path.resolve(import.meta.dirname, "../../public/format/known-answers.json");
type Known = {
  readonly suite: 1 | 2;
  readonly files: readonly { readonly name: string; readonly utf8: string }[];
  readonly manifests_utf8: readonly string[];
  readonly kept_utf8: string;
  readonly commits: readonly { readonly manifest: string; readonly form: string | null }[];
  readonly seal_utf8: string;
  readonly bid: string;
  readonly again_utf8: string;
  readonly again: string;
  readonly release_utf8: string;
  readonly refused: readonly { readonly why: string; readonly again_utf8: string; readonly reason: string }[];
  readonly freeze_utf8: string;
  readonly freeze_sha256: string;
  readonly freeze_refused: readonly { readonly why: string; readonly freeze_utf8: string }[];
  readonly record_utf8: string;
};
const known = (JSON.parse(readFileSync(FILE, "utf8")) as { readonly resubmission: readonly Known[] }).resubmission;
const SEGMENTS = [
  { form: false, name: "technical", stage: 1 },
  { form: true, name: "price", stage: 2 },
];
async function whole(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}
const reasonFor = async (work: () => unknown): Promise<string | null> => {
  try {
    await work();
    return null;
  } catch (error) {
    return reasonOf(error);
  }
};

describe.each(known)("protocol §2.11, 6: known answers, suite $suite", (one) => {
  const policy = { suite: one.suite, segments: SEGMENTS } as unknown as Policy;
  const held = one.files.map(({ utf8: text }) => ({
    sizeBytes: utf8(text).length,
    open: async function* () {
      yield utf8(text);
    },
  }));

  it("commitments, kept manifests, both seals and their ids", async () => {
    const suite = await loadSuite(one.suite);
    for (const [at, text] of one.manifests_utf8.entries()) {
      const { form } = parseManifest(utf8(text), one.suite);
      expect(bytesToHex(manifestCommit(utf8(text), suite))).toBe(one.commits[at]!.manifest);
      const made = form === undefined ? null : bytesToHex(formCommit(canonicalBytes(form as Json), suite));
      expect(made).toBe(one.commits[at]!.form);
    }
    const manifests = one.manifests_utf8.map(utf8);
    const { tender } = parseKeptManifests(utf8(one.kept_utf8));
    expect(new TextDecoder().decode(keptManifestsBytes({ bid: one.bid, manifests, tender }))).toBe(one.kept_utf8);
    expect(bytesToHex(suite.hash(utf8(one.seal_utf8)))).toBe(one.bid);
    expect(bytesToHex(suite.hash(utf8(one.again_utf8)))).toBe(one.again);
    const sealed = parseSeal(utf8(one.seal_utf8));
    expect(manifestsOf(sealed, [parseKeptManifests(utf8(one.kept_utf8))]).map((bytes) => [...bytes])).toEqual(
      manifests.map((bytes) => [...bytes]),
    );
    checkResubmission(one.bid, sealed, parseSeal(utf8(one.again_utf8)));
    expect(parseRelease(utf8(one.release_utf8)).bid).toBe(one.again);
  });

  it.each(one.refused)("$why is refused", ({ again_utf8: text, reason }) => {
    const sealed = parseSeal(utf8(one.seal_utf8));
    return expect(reasonFor(() => checkResubmission(one.bid, sealed, parseSeal(utf8(text))))).resolves.toBe(reason);
  });

  it("freeze and record name the container", () => {
    expect(parseFreeze(utf8(one.freeze_utf8)).bids[0]!.resubmission).toBe(one.again);
    expect(statementHash(utf8(one.freeze_utf8))).toBe(one.freeze_sha256);
    for (const { why, freeze_utf8: text } of one.freeze_refused) expect(() => parseFreeze(utf8(text)), why).toThrow();
    expect(parseOpeningRecord(utf8(one.record_utf8)).bids[0]!.resubmission).toBe(one.again);
  });

  it("the same files give the same plaintext; renamed they are found, changed they are not", async () => {
    await loadSuite(one.suite);
    const manifests = one.manifests_utf8.map(utf8);
    const files = await filesAgain(policy, manifests, [...held].reverse());
    expect(files.technical!.map(({ name, role }) => [name, role])).toEqual([
      ["施工组织设计.pdf", "technical"],
      ["投标函.pdf", "letter"],
    ]);
    for (const segment of [0, 1]) {
      const plain = plainText({ policy, form: {}, files, manifests }, segment);
      const bytes = await whole(plain.stream());
      expect(bytes.indexOf(Buffer.from(manifests[segment]!))).toBeGreaterThan(0);
      expect([...plain.manifest()]).toEqual([...manifests[segment]!]);
    }
    const less = held.slice(1);
    expect(await reasonFor(() => filesAgain(policy, manifests, less))).toBe("file-digest");
    const swapped = { ...files, technical: [...files.technical!].reverse() };
    const work = () => whole(plainText({ policy, form: {}, files: swapped, manifests }, 0).stream());
    expect(await reasonFor(work)).toBe("file-digest");
  });

  it("what was kept of another version does not fit", async () => {
    await loadSuite(one.suite);
    const sealed = parseSeal(utf8(one.seal_utf8));
    const kept = parseCanonical(utf8(one.kept_utf8)) as { manifests: Record<string, Json>[] };
    const blind = Buffer.from(randomBytes(32)).toString("base64url");
    const manifests = kept.manifests.map((manifest) => ({ ...manifest, blind }));
    const other = parseKeptManifests(canonicalBytes({ ...kept, manifests } as Json));
    expect(await reasonFor(() => manifestsOf(sealed, [other]))).toBe("manifest-commit");
    // Carried groups: two files together.
    const [first, second] = kept.manifests.map((manifest) =>
      parseKeptManifests(canonicalBytes({ ...kept, manifests: [manifest] } as Json)),
    );
    expect(manifestsOf(sealed, [second!, first!])).toHaveLength(2);
  });
});
