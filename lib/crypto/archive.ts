import { z } from "zod";
import { trustAnchors, trustIntermediates } from "./binding";
import { type Bytes, bytesToHex, sha256Hex } from "./bytes";
import { readVerifierKey } from "./checkpoint";
import type { FileSource } from "./container";
import { compareUtf8 } from "./policy";
import { reject } from "./reasons";
import { count, fmt, hex64, micros, named, readShape, secret, tenderRef, x } from "./shape";
import { hashStream } from "./stream-hash";
import type { LogPolicy } from "./tlog-proof";
import { readTrustList } from "./trust-list";
import { readZip, wholeEntry } from "./zip-read";

/** A member that is not read whole: ciphertext, or a document of any size. */
export type Large = {
  readonly len: number;
  pieces(): AsyncIterable<Uint8Array>;
  /** Octets [from, to); null where the member is deflated and has no places. */
  readonly read: ((from: number, to: number) => Promise<Uint8Array>) | null;
};

/** Members of an archive package by name: statements and proofs in memory, everything else by pieces or ranges. */
export type Archive = {
  readonly names: readonly string[];
  /** A statement, signature, token, proof; null where there is none of this name. */
  read(name: string): Bytes | null;
  /** Any other member; null where there is none of this name. */
  large(name: string): Large | null;
};

const IN_MEMORY = /\.(json|jsonl|p7s|tst|crl|tlog-proof|txt)$/;
const ONE_BYTES = 64 * 1024 * 1024;
const ALL_BYTES = 1024 * 1024 * 1024;

/**
 * Opens an archive package by its file: what is judged by its words is read now, the rest when it is asked for. Memory is
 * bounded by the statements, whatever the bodies' size.
 *
 * @throws reason `archive`
 */
export async function openArchive(file: FileSource): Promise<Archive> {
  const entries = await readZip(file);
  const members = new Map<string, Bytes>();
  const large = new Map<string, Large>();
  let total = 0;
  for (const entry of entries) {
    if (!isInMemory(entry.name)) {
      large.set(entry.name, entry);
      continue;
    }
    total += entry.len;
    if (total > ALL_BYTES) reject("archive", "too large");
    members.set(entry.name, await wholeEntry(entry, ONE_BYTES));
  }
  return {
    names: entries.map(({ name }) => name),
    read: (name) => members.get(name) ?? null,
    large: (name) => large.get(name) ?? null,
  };
}

const isInMemory = (name: string): boolean => IN_MEMORY.test(name) && !name.startsWith("tender/documents-");

/** The same of members that are in memory already. */
export function archiveOf(members: Readonly<Record<string, Uint8Array>>): Archive {
  const bytesOf = (name: string) => (Object.hasOwn(members, name) ? members[name]! : null);
  return {
    names: Object.keys(members),
    read: (name) => (isInMemory(name) && bytesOf(name) ? Uint8Array.from(bytesOf(name)!) : null),
    large: (name) => {
      const bytes = isInMemory(name) ? null : bytesOf(name);
      return bytes && largeOf(bytes);
    },
  };
}

const largeOf = (bytes: Uint8Array): Large => ({
  len: bytes.length,
  pieces: async function* () {
    yield bytes;
  },
  read: async (from, to) => bytes.subarray(from, to),
});

const index = z.strictObject({
  at: micros,
  files: z.array(z.strictObject({ len: count, name: named(), sha256: hex64 })),
  fmt,
  kind: z.enum(["public", "full"]),
  tender: tenderRef,
  type: z.literal("archive-index"),
  x,
});
export type ArchiveIndex = z.infer<typeof index>;

/** Reads the index and compares every member with it: nothing altered, nothing missing, nothing added. @throws `archive` */
export async function readIndex(archive: Archive): Promise<ArchiveIndex> {
  const read = readShape(index, archive.read("index.json") ?? reject("archive", "no index.json"), "archive");
  const names = read.files.map(({ name }) => name);
  if (names.some((name, at) => at > 0 && compareUtf8(names[at - 1]!, name) >= 0)) reject("archive", "order of names");
  for (const { len, name, sha256 } of read.files) {
    const made = await measured(archive, name);
    if (made.len !== len || made.sha256 !== sha256) reject("archive", `${name} was altered`);
  }
  const listed = new Set([...names, "index.json", "index.p7s"]);
  for (const name of archive.names) if (!listed.has(name)) reject("archive", `${name} is not in the index`);
  return read;
}

async function measured(archive: Archive, name: string): Promise<{ len: number; sha256: string }> {
  const bytes = archive.read(name);
  if (bytes) return { len: bytes.length, sha256: await sha256Hex(bytes) };
  const large = archive.large(name) ?? reject("archive", `${name} is missing`);
  const { pieces, digests } = hashStream(large.pieces(), ["sha256"]);
  let len = 0;
  for await (const piece of pieces) len += piece.length;
  return { len, sha256: bytesToHex((await digests())[0]!) };
}

const line = z.strictObject({
  blind: secret,
  event: z.strictObject({
    at: micros,
    fmt,
    hash: hex64,
    kind: named(),
    tender: tenderRef.nullable(),
    type: z.literal("event"),
    x,
  }),
  index: count.nullable(),
  proof: named().nullable(),
});
export type DisclosedEvent = z.infer<typeof line>;

/** Lines of `events.jsonl`: each one canonical JSON with the event, its blind, its place in the log, the name of its proof. */
export function readEvents(bytes: Uint8Array): readonly DisclosedEvent[] {
  const text = new TextDecoder().decode(bytes);
  if (text !== "" && !text.endsWith("\n")) reject("archive", "events.jsonl does not end with a line");
  return text
    .split("\n")
    .slice(0, -1)
    .map((one) => readShape(line, new TextEncoder().encode(one), "archive"));
}

const logKeys = z.strictObject({
  fmt,
  log: z.string(),
  type: z.literal("log-keys"),
  witnesses: z.array(z.string()),
  x,
});

/** Keys of log and witnesses. @param quorum cosignatures asked for; no more than there are witnesses */
export function readLogKeys(bytes: Uint8Array, quorum = 1): LogPolicy {
  const { log, witnesses } = readShape(logKeys, bytes, "archive");
  return { log: readVerifierKey(log), witnesses: witnesses.map(readVerifierKey), quorum };
}

const step = z.strictObject({ from: count, hashes: z.array(hex64), to: count });
const consistency = z.strictObject({ fmt, steps: z.array(step), type: z.literal("log-consistency"), x });
export const readConsistency = (bytes: Uint8Array) => readShape(consistency, bytes, "archive").steps;

export type ArchiveTrust = {
  readonly anchors: ReturnType<typeof trustAnchors>;
  readonly tsa: ReturnType<typeof trustAnchors>;
  readonly intermediates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
};

/** Whom a trust list believes. @throws reason `archive` */
export function readTrust(bytes: Uint8Array, crls: readonly Uint8Array[]): ArchiveTrust {
  const list = readTrustList(bytes, "archive");
  return {
    anchors: trustAnchors(list, "sign"),
    tsa: trustAnchors(list, "tsa"),
    intermediates: trustIntermediates(list),
    crls,
  };
}

/** For the published format document. */
export const ARCHIVE_SHAPES = {
  "archive-index": index,
  "archive-event": line,
  "log-keys": logKeys,
  "log-consistency": consistency,
} as const;
