import { bytesToHex, sha256 } from "@/lib/crypto/bytes";
import { clockStatement } from "@/lib/crypto/clock-statement";
import { SYSTEM } from "@/lib/domain/actor";
import {
  type Agreement,
  CLOCK_LIMITS,
  clockState,
  type ClockState,
  intakeStops,
  offForCertain,
} from "@/lib/domain/clock-watch";
import { record } from "@/lib/store/audit";
import { platformNow, sandboxState } from "@/lib/store/clock";
import { clockWatch, lockClockWatch, saveClockWatch } from "@/lib/store/clock-watch";
import { inTransaction, type Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { notify, toldWithin } from "@/lib/store/messages";
import { announce } from "@/lib/store/openings";
import { beginOutage, endOutage, prolongWindows, worsenOutage } from "@/lib/store/outages";
import { holdersOfRole } from "@/lib/store/people";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { type Measured, measureClock } from "./measure-clock";

type Watching = Pick<Deps, "timeSources" | "platform" | "sandboxClock">;

/**
 * Measures the platform's clock and stops sealing and opening while it is more than a second off (protocol §5.1, R-84).
 * Beginning and end are an audit entry, a signed statement with its own timestamp, and an event of the log: the host
 * cannot later say that its clock was right. Any number of workers may look at once.
 */
export async function watchClock(deps: Watching): Promise<ClockState> {
  const before = await clockWatch();
  let seen = await measureClock(deps);
  if (intakeStops(before.stoppedAt !== null, seen.agreed) && before.stoppedAt === null) {
    // A sandbox's clock moved a moment ago, and the authority beside the platform has not heard: that is not being off.
    await tellSandbox(deps);
    // And one answer stops nobody.
    seen = await measureClock(deps);
  }
  const stops = intakeStops(before.stoppedAt !== null, seen.agreed);
  const turned = stops !== (before.stoppedAt !== null);
  const statement = turned ? await said(stops, seen.agreed!, deps) : null;
  await inTransaction(async (tx) => {
    const held = await lockClockWatch(tx);
    if ((held.stoppedAt !== null) !== (before.stoppedAt !== null)) return;
    const stoppedAt = statement ? (stops ? statement.at : null) : held.stoppedAt;
    await saveClockWatch(tx, { ...shown(seen), stoppedAt });
    if (statement) await turn(tx, stops, statement);
    else if (stops && seen.agreed) await worsenOutage(tx, middle(seen.agreed));
    else if (seen.agreed && offForCertain(seen.agreed) > CLOCK_LIMITS.drifting) await alarm(tx, seen.agreed);
  });
  return clockState(seen.agreed);
}

/** Half way between the bounds: the best guess, and what is told. */
const middle = ({ low, high }: Pick<Agreement, "low" | "high">): number => Math.round((low + high) / 2);

const shown = ({ agreed, asked }: Measured) => ({
  state: clockState(agreed),
  offsetMs: agreed && middle(agreed),
  withinMs: agreed && Math.ceil((agreed.high - agreed.low) / 2),
  agreeing: agreed?.agreeing ?? 0,
  asked,
});

type Said = Awaited<ReturnType<typeof said>>;

/** The statement, made before any lock. Its instant is the sources': the clock's own would be the wrong one. */
async function said(stops: boolean, agreed: Agreement, { platform, timeSources }: Watching) {
  const offsetMs = middle(agreed);
  const at = new Date((await platformNow()).getTime() - offsetMs);
  const sources = timeSources.map(({ name }) => name);
  const { low, high } = agreed;
  const bytes = clockStatement({ at, low, high, sources, state: stops ? "stopped" : "resumed" });
  const cms = await platform.signStatement(bytes);
  return { at, offsetMs, bytes, sha256: bytesToHex(await sha256(bytes)), cms, signerName: platform.name };
}

async function turn(tx: Tx, stops: boolean, { at, offsetMs, ...statement }: Said): Promise<void> {
  const statementId = await keepStatement(tx, { ...statement, lotId: null, type: "clock", timestamp: true });
  await logEvent(tx, { lotId: null, tender: null, kind: "clock", hash: statement.sha256 });
  const facts = { offsetMs, at: at.toISOString() };
  const entry = { objectKind: "statement", objectId: statementId, afterHash: statement.sha256 };
  if (stops) {
    await beginOutage(tx, { begunAt: at, offsetMs, hash: statement.sha256 });
    await record(tx, SYSTEM, { action: "clock.stop", ...entry, facts });
    return tellOperators(tx, "clock.stopped", facts);
  }
  const { begunAt } = await endOutage(tx, at, statement.sha256);
  for (const { id, until, remedy } of await prolongWindows(tx, { begunAt, endedAt: at }))
    await announce(tx, id, "window", { until: until.toISOString(), remedy: remedy.toISOString() });
  await record(tx, SYSTEM, { action: "clock.resume", ...entry, facts: { ...facts, from: begunAt.toISOString() } });
  await tellOperators(tx, "clock.resumed", { ...facts, from: begunAt.toISOString() });
}

/** Above the first limit operators are told while there is time to mend it; once an hour, for it may swing about the limit. */
async function alarm(tx: Tx, agreed: Agreement): Promise<void> {
  if (await toldWithin(tx, "clock.drifting", 3_600_000)) return;
  await tellOperators(tx, "clock.drifting", { offsetMs: middle(agreed) });
}

async function tellOperators(
  tx: Tx,
  kind: "clock.drifting" | "clock.stopped" | "clock.resumed",
  facts: Readonly<Record<string, string | number>>,
): Promise<void> {
  for (const personId of await holdersOfRole("operator", tx))
    await notify(tx, { to: { personId }, kind, facts, link: "/work/operations" });
}

/** Until what was told is what stands: between reading and writing somebody else may move the clock on, and tell first. */
async function tellSandbox({ sandboxClock }: Watching): Promise<void> {
  if (!sandboxClock) return;
  for (let told: number | null = null; ; ) {
    const { enabled, offsetMs } = await sandboxState();
    if (!enabled || offsetMs === told) return;
    await sandboxClock.publish(offsetMs);
    told = offsetMs;
  }
}
