import { createHash } from "node:crypto";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { parseReceipt, statementHash } from "@/lib/crypto/statements";
import { parseSeal } from "@/lib/crypto/seal";
import { db } from "@/lib/store/db";
import type { Objects } from "@/lib/usecases/ports/objects";
import type { Acknowledged, Ledger } from "./ledger";

/** What a comparison found; empty lists are what everybody hopes for. */
export type Finding = { acknowledged: number; readonly lost: string[]; readonly doubled: string[] };
type Count = (what: string, found: number) => void;

/** Clients' receipts against the database and the object store. */
export async function compareReceipts(lotId: string, { all }: Ledger, objects: Objects): Promise<Finding> {
  const finding: Finding = { acknowledged: all.length, lost: [], doubled: [] };
  for (const entry of all) {
    const name = `${entry.kind} ${nameOf(entry)}`;
    const count: Count = (what, found) => {
      if (found === 0) finding.lost.push(`${name}: ${what}`);
      if (found > 1) finding.doubled.push(`${name}: ${what} ${found} times`);
    };
    await look(entry, lotId, objects, count);
  }
  finding.doubled.push(...(await uncalledFor(lotId, all)));
  return finding;
}

const nameOf = (entry: Acknowledged): string => {
  if ("digest" in entry) return entry.digest.slice(0, 12);
  return entry.kind === "part" ? `${entry.segment}/${entry.part} of ${entry.uploadId}` : entry.partyId;
};

function look(entry: Acknowledged, lotId: string, objects: Objects, count: Count): Promise<void> {
  if (entry.kind === "part") return lookForPart(entry, objects, count);
  if ("receipt" in entry) return lookForStatement(entry, lotId, objects, count);
  if (entry.kind === "refused") return lookForRefusal(entry, lotId, count);
  if (entry.kind === "release") return lookForRelease(entry, lotId, count);
  return lookForEntry(entry, lotId, count);
}

async function lookForEntry(
  entry: Extract<Acknowledged, { partyId: string }>,
  lotId: string,
  count: Count,
): Promise<void> {
  const where = { lotId, partyId: entry.partyId };
  if (entry.kind === "bond") count("bond", await db().bond.count({ where }));
  // Each request for the documents is a line of its own in the record of who obtained them.
  if (entry.kind === "obtain") count("download", Math.min(1, await db().download.count({ where })));
  if (entry.kind === "prepare") count("bid", await db().bid.count({ where: { ...where, id: entry.bidId } }));
  if (entry.kind !== "checkIn") return;
  count("check-in", await db().openingCheckIn.count({ where }));
  count("audit entry", await db().auditEntry.count({ where: { ...where, action: "opening.checkIn" } }));
}

async function lookForPart(entry: Acknowledged & { kind: "part" }, objects: Objects, count: Count): Promise<void> {
  const { uploadId, segment, part, sha256 } = entry;
  const rows = await db().uploadPart.findMany({ where: { uploadId, segment, part, sha256 } });
  count("row", rows.length);
  for (const { objectKey } of rows) count("object", (await digestOf(objects, objectKey)) === sha256 ? 1 : 0);
}

async function digestOf(objects: Objects, key: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const piece of await objects.get(key)) hash.update(piece);
  } catch {
    return "";
  }
  return hash.digest("hex");
}

async function lookForStatement(
  entry: Acknowledged & { kind: "seal" | "withdraw" },
  lotId: string,
  objects: Objects,
  count: Count,
): Promise<void> {
  const { digest, kind, bidId } = entry;
  const receipt = decodeBase64(entry.receipt);
  const sealed = await db().sealedBid.findMany({ where: { lotId, digest } });
  const same = sealed.filter(
    (row) =>
      encodeBase64(row.receipt) === entry.receipt && encodeBase64(row.receiptCms) === entry.cms && row.kind === kind,
  );
  count("receipt", same.length);
  const arrivals = await db().arrival.findMany({ where: { lotId, digest } });
  count("arrival", arrivals.length);
  const outcome = { arrivalId: { in: arrivals.map(({ id }) => id) }, accepted: true };
  count("outcome", await db().arrivalOutcome.count({ where: outcome }));
  count("log event", await db().logEvent.count({ where: { lotId, hash: statementHash(receipt) } }));
  const audit = { objectId: bidId, afterHash: digest };
  count("audit entry", await db().auditEntry.count({ where: audit }));
  const said = parseReceipt(receipt).arrival;
  count("instant", arrivals.filter(({ at }) => at.toISOString() === new Date(said).toISOString()).length);
  if (kind === "seal" && sealed[0]) await lookForContainer(sealed[0].bytes, objects, count);
}

/** Every octet the seal speaks of is still there. */
async function lookForContainer(bytes: Uint8Array, objects: Objects, count: Count): Promise<void> {
  for (const { c, i, len } of parseSeal(bytes).segments) {
    const parts = await db().uploadPart.findMany({ where: { segment: i, upload: { container: c } } });
    const whole = await Promise.all(
      parts.map(async ({ objectKey, sizeBytes }) => (await objects.stat(objectKey))?.sizeBytes === sizeBytes),
    );
    const stored = parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    count(`segment ${i}`, whole.every(Boolean) && stored === len ? 1 : 0);
  }
}

async function lookForRefusal(entry: Acknowledged & { kind: "refused" }, lotId: string, count: Count): Promise<void> {
  const bytes = decodeBase64(entry.statement);
  const kept = await db().statement.findMany({ where: { lotId, type: "refusal", sha256: statementHash(bytes) } });
  count("signed refusal", kept.length);
  count("log event", await db().logEvent.count({ where: { lotId, kind: "refusal", hash: statementHash(bytes) } }));
}

async function lookForRelease(entry: Acknowledged & { kind: "release" }, lotId: string, count: Count): Promise<void> {
  const { digest, bidId } = entry;
  const bytes = decodeBase64(entry.statement);
  const rows = await db().release.findMany({ where: { lotId, digest } });
  count("release", rows.filter(({ statement }) => encodeBase64(statement) === entry.statement).length);
  count("log event", await db().logEvent.count({ where: { lotId, kind: "release", hash: statementHash(bytes) } }));
  count("audit entry", await db().auditEntry.count({ where: { objectId: bidId, action: "opening.release" } }));
  count(
    "opened bid",
    await db().openedBid.count({ where: { lotId, digest, released: true, openedAt: { not: null } } }),
  );
}

/** What is in the database though no client was told of it: every request was repeated until it was answered. */
async function uncalledFor(lotId: string, all: readonly Acknowledged[]): Promise<string[]> {
  const told = new Set(all.flatMap((entry) => ("digest" in entry ? [entry.digest] : [])));
  const [sealed, arrivals] = await Promise.all([
    db().sealedBid.findMany({ where: { lotId }, select: { digest: true } }),
    db().arrival.findMany({ where: { lotId }, select: { digest: true } }),
  ]);
  return [...sealed, ...arrivals]
    .filter(({ digest }) => !told.has(digest))
    .map(({ digest }) => `${digest.slice(0, 12)}: nobody was told of it`);
}
