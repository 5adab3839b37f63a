import { createHash } from "node:crypto";
import { parseBidkey } from "@/lib/crypto/bidkey";
import { bytesToHex, concat, randomBytes, sameBytes, u32, utf8 } from "@/lib/crypto/bytes";
import { parseCheckpoint, parseNote } from "@/lib/crypto/checkpoint";
import { verifyCms } from "@/lib/crypto/cms";
import { type Container, fileOf } from "@/lib/crypto/container";
import { parseDrawSpec } from "@/lib/crypto/draw-statements";
import { parseForm } from "@/lib/crypto/form";
import { parseHeader } from "@/lib/crypto/header";
import { inspectContainer } from "@/lib/crypto/inspect";
import { checkPadding, manifestCommit, parseManifest, readManifest } from "@/lib/crypto/manifest";
import { parseOpeningRecord, parseSecrets, parseTechnicalResult } from "@/lib/crypto/opening-statements";
import { parseDocs, parsePolicy, parseTenderRecord } from "@/lib/crypto/policy";
import { reasonOf } from "@/lib/crypto/reasons";
import { readReceiptBundle } from "@/lib/crypto/receipt-bundle";
import { parseSeal } from "@/lib/crypto/seal";
import { bodyOf, openBody, sealSegment } from "@/lib/crypto/segment";
import {
  parseClose,
  parseCloseList,
  parseEvent,
  parseFreeze,
  parseReceipt,
  parseRelease,
  parseShare,
  parseWithdraw,
} from "@/lib/crypto/statements";
import { SUITE_1 } from "@/lib/crypto/suite";
import { readTlogProof, verifyTlogProof } from "@/lib/crypto/tlog-proof";
import { readZip, wholeEntry } from "@/lib/crypto/zip-read";
import { bendJson, isCanonical, scratched, spelled, type Value } from "./fuzz-json";
import type { Random, Subject } from "./fuzz-loop";
import { bentContainer } from "./fuzz-container";
import { assembled, type SealSeeds } from "./fuzz-seal-seeds";
import { SEAL_AT } from "./fuzz-seal-statements";

const PARSERS: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  header: parseHeader,
  seal: parseSeal,
  policy: parsePolicy,
  manifest: parseManifest,
  form: parseForm,
  docs: parseDocs,
  tender: parseTenderRecord,
  withdraw: parseWithdraw,
  release: parseRelease,
  share: parseShare,
  close: parseClose,
  "close-list": parseCloseList,
  freeze: parseFreeze,
  "opening-record": parseOpeningRecord,
  "technical-result": parseTechnicalResult,
  event: parseEvent,
  receipt: parseReceipt,
  bidkey: parseBidkey,
  secrets: parseSecrets,
  "draw-spec": parseDrawSpec,
};

const read = (bytes: Uint8Array): Value => JSON.parse(new TextDecoder().decode(bytes)) as Value;

/** Every parser that reads what a stranger sent, with the question what it may never accept. */
export function sealSubjects(seeds: SealSeeds): readonly Subject[] {
  const corpus = Object.values(seeds.statements).flat().map(read);
  const statement = (random: Random, valid: Uint8Array) => {
    if (random(10) === 0) return scratched(random, valid);
    let value = read(valid);
    for (let bends = random(3) === 0 ? 1 + random(4) : 1; bends > 0; bends--) value = bendJson(random, value, corpus);
    return utf8(spelled(random, value));
  };
  const statements = Object.entries(seeds.statements).map(([name, valid]): Subject => {
    const parse = PARSERS[name]!;
    return {
      name,
      files: [
        "canonical.ts",
        "shape.ts",
        "header.ts",
        "seal.ts",
        "policy.ts",
        "manifest.ts",
        "form.ts",
        "statements.ts",
      ],
      input: (random) => statement(random, valid[random(valid.length)]!),
      isWellFormed: isCanonical,
      run: async (input) => {
        parse(input);
        return isCanonical(input) ? "accepted" : "FORGED in another spelling";
      },
    };
  });
  return [
    ...statements,
    containers(seeds, corpus),
    segments(seeds, statement),
    ...receipts(seeds, statement),
    zips(seeds),
  ];
}

function containers(seeds: SealSeeds, corpus: readonly Value[]): Subject {
  return {
    name: "container",
    files: ["container.ts", "header.ts", "seal.ts", "inspect.ts", "segment.ts"],
    input: (random) => bentContainer(random, seeds, corpus),
    isWellFormed: (input) =>
      input.length > 48 && sameBytes(input.subarray(0, 4), Uint8Array.of(0x89, 0x53, 0x42, 0x43)),
    run: async (input) => {
      const { container, carried } = await inspectContainer(fileOf(input), { at: [SEAL_AT] });
      return (await flawOf(container, carried, input)) ?? "accepted";
    },
  };
}

/** An accepted file is, octet for octet, what its parts make, and every body has the root the seal names. */
async function flawOf(container: Container, carried: readonly number[], input: Uint8Array): Promise<string | null> {
  const { headerBytes, sealBytes, cms, seal } = container;
  if (!isCanonical(headerBytes) || !isCanonical(sealBytes)) return "FORGED in another spelling";
  const bodies: Uint8Array[] = [];
  for (const { i, root } of seal.segments) {
    const body = container.bodies.get(i);
    if (!body) {
      if (carried.includes(i)) continue;
      return `FORGED without the body of segment ${i}`;
    }
    const bytes = await body.read(0, body.len);
    bodies.push(bytes);
    if (rootBySelf(bytes, seal.suite) !== root) return `FORGED with another root of segment ${i}`;
  }
  const made = assembled({ suite: seal.suite, header: headerBytes, bodies, seal: sealBytes, cms });
  if (!sameBytes(made, input)) return "FORGED with octets that nothing covers";
  return (await verifyCms(sealBytes, cms)).ok ? null : "FORGED without a good signature";
}

/** The tree once more, by Node's own hashes. */
function rootBySelf(body: Uint8Array, suite: 1 | 2): string {
  const hash = (...parts: Uint8Array[]) => {
    const made = createHash(suite === 1 ? "sha256" : "sm3");
    for (const part of parts) made.update(part);
    return new Uint8Array(made.digest());
  };
  let level: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += 65_552) level.push(hash(Uint8Array.of(0), body.subarray(at, at + 65_552)));
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2)
      next.push(at + 1 < level.length ? hash(Uint8Array.of(1), level[at]!, level[at + 1]!) : level[at]!);
    level = next;
  }
  return bytesToHex(level[0] ?? hash());
}

/** Plaintexts of a bidder who bends what it sealed itself: manifests, end marks, padding; every commitment fits. */
function segments(seeds: SealSeeds, statement: (random: Random, valid: Uint8Array) => Uint8Array): Subject {
  const [valid] = seeds.statements.manifest!;
  const keys = { key: randomBytes(32), nonce: randomBytes(12), commit: randomBytes(32) };
  return {
    name: "segment",
    files: ["segment.ts", "manifest.ts", "form.ts"],
    input: (random) => {
      const manifest = random(4) === 0 ? valid! : statement(random, valid!);
      const area = new Uint8Array(random(3) ? 20 : random(200_000));
      if (random(3) === 0 && area.length > 0) area[random(area.length)] = 1;
      const claimed = random(6) ? manifest.length : [0, 1, 7, 2 ** 20 + 1, 2 ** 31, 2 ** 32 - 1][random(6)]!;
      const mark = random(8) ? "SBCm" : "SBCn";
      return concat(u32(manifest.length), area, manifest, u32(claimed), utf8(mark));
    },
    isWellFormed: (input) => input.subarray(-4).every((octet, at) => octet === utf8("SBCm")[at]),
    run: async (input) => {
      const length = new DataView(input.buffer, input.byteOffset).getUint32(0);
      const plain = input.subarray(4);
      const own = plain.subarray(plain.length - 8 - length, plain.length - 8);
      const pieces: Uint8Array[] = [];
      for await (const { bytes } of sealSegment([plain], keys, SUITE_1)) pieces.push(bytes);
      const body = openBody(bodyOf(concat(...pieces)), keys, bytesToHex(keys.commit), SUITE_1);
      const { manifest, bytes } = await readManifest(body, bytesToHex(manifestCommit(own)));
      await checkPadding(body, manifest, bytes.length);
      if (!isCanonical(bytes)) return "FORGED in another spelling";
      const end = manifest.files.reduce((sum, { len }) => sum + len, 0);
      return plain.subarray(end, plain.length - 8 - bytes.length).some((octet) => octet !== 0)
        ? "FORGED with something hidden"
        : "accepted";
    },
  };
}

function receipts(seeds: SealSeeds, statement: (random: Random, valid: Uint8Array) => Uint8Array): readonly Subject[] {
  const signed = new Set(seeds.bundles.map((bytes) => (read(bytes) as { receipt: string }).receipt));
  const { commitment, text, policy } = seeds.proof;
  const [own] = [readTlogProof(text)];
  return [
    {
      name: "bundle",
      files: ["receipt-bundle.ts", "statements.ts", "cms.ts"],
      input: (random) => statement(random, seeds.bundles[random(seeds.bundles.length)]!),
      isWellFormed: isCanonical,
      run: async (input) => {
        const { receiptBytes, cms } = await readReceiptBundle(input);
        if (!isCanonical(input) || !isCanonical(receiptBytes)) return "FORGED in another spelling";
        if (!(await verifyCms(receiptBytes, cms)).ok) return "signature";
        return signed.has((read(input) as { receipt: string }).receipt) ? "accepted" : "FORGED with another receipt";
      },
    },
    {
      name: "proof",
      files: ["tlog-proof.ts", "checkpoint.ts", "batch.ts", "merkle.ts"],
      input: (random) => bentLines(random, text),
      isWellFormed: (input) => new TextDecoder().decode(input).startsWith("c2sp.org/tlog-proof@v1\n"),
      run: async (input) => {
        const given = new TextDecoder().decode(input);
        const found = verifyTlogProof(commitment, given, policy);
        const head = parseCheckpoint(parseNote(readTlogProof(given).checkpoint).text);
        const same =
          found.index === own!.index && sameBytes(head.root, parseCheckpoint(parseNote(own!.checkpoint).text).root);
        return same ? "accepted" : "FORGED at another place";
      },
    },
  ];
}

/** Lines left out, twice, in another order, of another length; octets of base64 changed. */
function bentLines(random: Random, text: string): Uint8Array {
  if (random(5) === 0) return scratched(random, utf8(text));
  const lines = text.split("\n");
  const at = random(lines.length);
  switch (random(6)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      for (let n = random(3) ? 1 : random(200); n > 0; n--) lines.splice(at, 0, lines[at]!);
      break;
    case 2:
      lines.splice(random(lines.length), 0, ...lines.splice(at, 1));
      break;
    case 3:
      lines[at] = lines[at]!.replace(/\d+/, (digits) => String(BigInt(digits) + BigInt(random(5)) - 2n));
      break;
    case 4:
      lines[at] = `index ${["-1", "01", "18446744073709551616", "9223372036854775807", "1e3"][random(5)]}`;
      break;
    default:
      lines[at] = new TextDecoder().decode(scratched(random, utf8(lines[at]!)));
  }
  return utf8(lines.join("\n"));
}

function zips(seeds: SealSeeds): Subject {
  return {
    name: "archive",
    files: ["zip-read.ts"],
    input: (random) => {
      const [valid] = seeds.zips;
      if (random(3) > 0) return scratched(random, valid!);
      // Within the directory and the end record, where lengths and places are.
      const changed = Uint8Array.from(valid!);
      const from = changed.length - 1400;
      for (let n = 1 + random(4); n > 0; n--) changed[from + random(1400)] = random(256);
      return changed;
    },
    isWellFormed: (input) => sameBytes(input.subarray(-22, -18), Uint8Array.of(0x50, 0x4b, 5, 6)),
    run: async (input) => {
      const entries = await readZip(fileOf(input)).catch(stoppedAt("directory"));
      if (typeof entries === "string") return entries;
      const names = new Set(entries.map(({ name }) => name));
      if (names.size !== entries.length) return "FORGED with a name twice";
      for (const entry of entries) {
        const read = await wholeEntry(entry, 1 << 20).catch(stoppedAt("member"));
        if (typeof read === "string") return read;
      }
      return "accepted";
    },
  };
}

/** The reader has one reason for every flaw; where it stopped tells how deep the input came. Anything else is a crash. */
const stoppedAt = (place: string) => (error: unknown) => {
  if (reasonOf(error) === "archive") return `archive ${place}`;
  throw error;
};
