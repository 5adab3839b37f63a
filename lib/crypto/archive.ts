import { z } from "zod";
import { trustAnchors, trustIntermediates, type TrustList } from "./binding";
import { type Bytes, sha256Hex } from "./bytes";
import { parseCanonical } from "./canonical";
import { readVerifierKey } from "./checkpoint";
import { compareUtf8 } from "./policy";
import { reject } from "./reasons";
import { count, fmt, hex64, micros, named, readShape, secret, tenderRef, x } from "./shape";
import type { LogPolicy } from "./tlog-proof";

/** Members of an archive package by name; the reader has already unpacked it. */
export type Archive = { readonly names: readonly string[]; read(name: string): Bytes | null };

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
    const bytes = archive.read(name) ?? reject("archive", `${name} is missing`);
    if (bytes.length !== len || (await sha256Hex(bytes)) !== sha256) reject("archive", `${name} was altered`);
  }
  const listed = new Set([...names, "index.json", "index.p7s"]);
  for (const name of archive.names) if (!listed.has(name)) reject("archive", `${name} is not in the index`);
  return read;
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
});

/** Keys of log and witnesses. @param quorum cosignatures asked for; no more than there are witnesses */
export function readLogKeys(bytes: Uint8Array, quorum = 1): LogPolicy {
  const { log, witnesses } = readShape(logKeys, bytes, "archive");
  return { log: readVerifierKey(log), witnesses: witnesses.map(readVerifierKey), quorum };
}

const step = z.strictObject({ from: count, hashes: z.array(hex64), to: count });
const consistency = z.strictObject({ fmt, steps: z.array(step), type: z.literal("log-consistency") });
export const readConsistency = (bytes: Uint8Array) => readShape(consistency, bytes, "archive").steps;

export type ArchiveTrust = {
  readonly anchors: ReturnType<typeof trustAnchors>;
  readonly tsa: ReturnType<typeof trustAnchors>;
  readonly intermediates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
};

/** Whom a trust list believes. @throws reason `archive` */
export function readTrust(bytes: Uint8Array, crls: readonly Uint8Array[]): ArchiveTrust {
  const list = parseCanonical(bytes) as unknown as TrustList;
  if (list?.type !== "trust-list" || !Array.isArray(list.authorities)) reject("archive", "trust list");
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
