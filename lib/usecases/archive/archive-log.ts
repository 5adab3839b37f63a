import { strToU8 } from "fflate";
import { bytesToHex, fromHex, toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, canonicalText, type Json, parseCanonical } from "@/lib/crypto/canonical";
import { parseCheckpoint, parseNote } from "@/lib/crypto/checkpoint";
import { statementHash } from "@/lib/crypto/statements";
import { readTlogProof } from "@/lib/crypto/tlog-proof";
import { db } from "@/lib/store/db";
import { consistencyHashes, proofOfEvent } from "@/lib/store/log";
import { eventOfHash, eventsOfLot, type LogEventRow } from "@/lib/store/log-events";
import { type LogStamp, logStampCovering } from "@/lib/store/log-stamps";
import type { LotWithTender } from "@/lib/store/lots";
import { evidenceOfLot } from "@/lib/store/outages";
import { resubmissionsOf } from "@/lib/store/resubmissions";
import { statementOfHash } from "@/lib/store/statements";
import type { ArchiveKind, Members } from "./archive-members";

const PUBLIC_EVENTS = new Set([
  "notice",
  "docs",
  "policy",
  "tender",
  "close",
  "freeze",
  "share",
  "opening-record",
  "technical-result",
  "award",
]);

/** Events with their blinds, one canonical line each, their proofs, and how the log grew from checkpoint to checkpoint. */
export async function logMembers(
  lot: LotWithTender,
  kind: ArchiveKind,
  wanted: (digest: string) => boolean,
): Promise<Members> {
  const members: Members = {};
  const lines: string[] = [];
  const sizes = new Set<bigint>();
  const receipts = new Set<string>();
  for (const row of await db().sealedBid.findMany({ where: { lotId: lot.id } }))
    if (wanted(row.digest)) receipts.add(statementHash(row.receipt));
  for (const row of await resubmissionsOf(lot.id)) if (wanted(row.digest)) receipts.add(statementHash(row.receipt));
  const isShown = ({ kind: of, hash }: LogEventRow) =>
    kind === "full" || PUBLIC_EVENTS.has(of) || of.startsWith("draw-") || receipts.has(hash);
  const shown = (await eventsOfLot(lot.id)).filter(isShown);
  const grounds = await groundsOf(lot.id);
  Object.assign(members, grounds.members);
  shown.push(...grounds.events);
  for (const event of shown) {
    // The solemn acts want two witnesses; where there are not two, one proof is better than none (settled 11).
    const proof = (await proofOfEvent(event.id, 2)) ?? (await proofOfEvent(event.id));
    const name = proof ? `log/${event.hash.slice(0, 16)}-${event.id.slice(0, 8)}-${event.kind}.tlog-proof` : null;
    const index = event.batchIdx === null ? null : Number(event.batchIdx);
    const content = parseCanonical(event.event);
    lines.push(canonicalText({ blind: toBase64url(event.blind), event: content, index, proof: name }));
    if (!proof || !name) continue;
    members[name] = strToU8(proof);
    sizes.add(parseCheckpoint(parseNote(readTlogProof(proof).checkpoint).text).size);
  }
  for (const { specHash, note, size } of await drawCheckpoints(lot.id, kind)) {
    members[`draws/checkpoint-${specHash.slice(0, 16)}.txt`] = strToU8(note);
    sizes.add(size);
  }
  for (const { size, checkpoint, tst } of await stampsOver([...sizes])) {
    members[`log/stamped-${size}.txt`] = strToU8(checkpoint);
    members[`log/stamped-${size}.tst`] = Uint8Array.from(tst);
    sizes.add(size);
  }
  members["events.jsonl"] = strToU8(lines.map((line) => `${line}\n`).join(""));
  members["log/consistency.json"] = await growth([...sizes]);
  return members;
}

/**
 * Why a deadline was extended (protocol §5.5): the witnesses' notes and what the platform signed of its own clock belong to
 * no lot, and the amendment names them.
 */
async function groundsOf(lotId: string): Promise<{ readonly members: Members; readonly events: LogEventRow[] }> {
  const members: Members = {};
  const events: LogEventRow[] = [];
  for (const { kind, hash, endHash, note } of await evidenceOfLot(lotId))
    for (const one of [hash, endHash].flatMap((signed) => signed ?? [])) {
      if (note === null) Object.assign(members, await clockMembers(one));
      else members[`tender/outages/${one.slice(0, 16)}.txt`] = strToU8(note);
      const event = await eventOfHash(one, kind);
      if (event) events.push(event);
    }
  return { members, events };
}

async function clockMembers(hash: string): Promise<Members> {
  const { bytes, cms, tst } = await statementOfHash(hash, "clock");
  const base = `tender/clocks/${hash.slice(0, 16)}`;
  return { [`${base}.json`]: bytes, [`${base}.p7s`]: cms!, ...(tst ? { [`${base}.tst`]: tst } : {}) };
}

/**
 * For every checkpoint that proves something here the first hourly timestamp over it or a later one (protocol §5.1): log
 * and witnesses cannot have made it later. What was logged in the hour before packing has none yet.
 */
async function stampsOver(sizes: readonly bigint[]): Promise<readonly LogStamp[]> {
  const found = new Map<bigint, LogStamp>();
  for (const size of sizes) {
    const stamp = await logStampCovering(size);
    if (stamp) found.set(stamp.size, found.get(stamp.size) ?? stamp);
  }
  return [...found.values()];
}

/** The checkpoint whose root went into the seed of each draw: nobody has to take the root on the platform's word. */
async function drawCheckpoints(lotId: string, kind: ArchiveKind) {
  const found: { specHash: string; note: string; size: bigint }[] = [];
  for (const { specHash, checkpoint } of await db().draw.findMany({ where: drawsIn(lotId, kind) })) {
    const head = await db().logHead.findFirst({ where: { root: Buffer.from(fromHex(checkpoint!)) } });
    if (head) found.push({ specHash, note: head.note + head.cosignatures.join(""), size: head.size });
  }
  return found;
}

/** Draws of persons are not for everybody (lib/DECISIONS.md 20). */
const drawsIn = (lotId: string, kind: ArchiveKind) => ({
  lotId,
  checkpoint: { not: null },
  ...(kind === "full" ? {} : { blind: null }),
});

async function growth(sizes: readonly bigint[]): Promise<Uint8Array> {
  const rising = [...sizes].sort((a, b) => (a < b ? -1 : 1));
  const steps: Json[] = [];
  for (let at = 1; at < rising.length; at++) {
    const [from, to] = [rising[at - 1]!, rising[at]!];
    const hashes = (await consistencyHashes(from, to)).map((hash) => bytesToHex(hash));
    steps.push({ from: Number(from), hashes, to: Number(to) });
  }
  return canonicalBytes({ fmt: "SBC/1", steps, type: "log-consistency" });
}
