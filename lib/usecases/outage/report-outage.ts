import { z } from "zod";
import { readVerifierKey } from "@/lib/crypto/checkpoint";
import { reasonOf } from "@/lib/crypto/reasons";
import { type ReadUnreachable, readUnreachable } from "@/lib/crypto/unreachable";
import { SYSTEM } from "@/lib/domain/actor";
import { BEARABLE_MS } from "@/lib/domain/outage";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { notify, toldWithin } from "@/lib/store/messages";
import { addWitnessed, heardFrom } from "@/lib/store/outages";
import { holdersOfRole } from "@/lib/store/people";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";

export const reportOutageInput = z.strictObject({ note: z.string().max(4_096) });

/** Witness and platform have clocks of their own; the tolerance is that of protocol §5.4. */
const APART_MS = 60_000;
/** What is older moves no deadline any more. */
const OLDEST_MS = 7 * 86_400_000;
/** From one witness in one day: more would be a broken one, or one that wants to fill our disk. */
const A_DAY = 100;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Takes what a witness has measured from outside (protocol §5.5): its signed note that nobody answered at the platform's
 * door. It is kept once, however often it is handed in, stamped, logged, shown to everybody, and counts for the offer to
 * extend a deadline. It moves nothing by itself: a witness that lies can make an offer appear, which the tenderee decides.
 *
 * @throws {Refusal} SIGNATURE_INVALID where no witness of this log signed it; INPUT_INVALID where it is of another platform,
 *                   of the future, too old, or overlaps what the same witness has said; TOO_MANY_TRIES beyond a day's measure
 */
export async function reportOutage(
  { note }: z.infer<typeof reportOutageInput>,
  deps: Pick<Deps, "log" | "origin">,
): Promise<{ readonly hash: string }> {
  const keys = [...((await deps.log.witnessKeys?.()) ?? [])].map(readVerifierKey);
  const read = await readUnreachable(note, keys).catch((error: unknown) => {
    throw new Refusal("SIGNATURE_INVALID", { reason: reasonOf(error) ?? "note" }, ["R-84"]);
  });
  // A witness may watch several platforms with one key.
  if (read.statement.platform !== deps.origin) throw new Refusal("INPUT_INVALID", {}, ["R-84"]);
  return inTransaction((tx) => keep(tx, read, note));
}

async function keep(tx: Tx, { statement, bytes, hash, from, to }: ReadUnreachable, note: string) {
  const by = statement.witness;
  const now = await platformNow(tx);
  const outage = { by, begunAt: from, endedAt: to, hash, note };
  const before = await heardFrom(tx, outage, new Date(now.getTime() - DAY_MS));
  if (before.same) return { hash };
  const isOfFuture = to.getTime() > now.getTime() + APART_MS;
  if (isOfFuture || from.getTime() < now.getTime() - OLDEST_MS || before.overlaps)
    throw new Refusal("INPUT_INVALID", {}, ["R-84"]);
  if (before.recent >= A_DAY) throw new Refusal("TOO_MANY_TRIES", { until: new Date(now.getTime() + HOUR_MS) });
  await addWitnessed(tx, outage);
  const statementId = await keepStatement(tx, {
    ...{ lotId: null, type: "unreachable", bytes, sha256: hash, cms: null, signerName: by, timestamp: true },
  });
  await logEvent(tx, { lotId: null, tender: null, kind: "unreachable", hash });
  const facts = { by, from: from.toISOString(), to: to.toISOString() };
  await record(tx, SYSTEM, {
    ...{ action: "outage.report", objectKind: "statement", objectId: statementId, afterHash: hash, facts },
  });
  if (to.getTime() - from.getTime() > BEARABLE_MS) await tellOperators(tx, facts);
  return { hash };
}

/** Once an hour at most: several witnesses see the same. */
async function tellOperators(tx: Tx, facts: Readonly<Record<string, string>>): Promise<void> {
  if (await toldWithin(tx, "outageReported", HOUR_MS)) return;
  for (const personId of await holdersOfRole("operator", tx))
    await notify(tx, { to: { personId }, kind: "outageReported", facts, link: "/work/operations" });
}
