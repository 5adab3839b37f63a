import { randomBytes } from "node:crypto";
import { readVerifierKey } from "@/lib/crypto/checkpoint";
import { verifyConsistency } from "@/lib/crypto/merkle";
import { eventCommitment } from "@/lib/crypto/statements";
import { verifyTlogProof } from "@/lib/crypto/tlog-proof";
import { machineMs } from "@/lib/kernel/clock";
import { db, inTransaction } from "@/lib/store/db";
import { consistencyHashes, latestCosignedHead, proofOfEvent } from "@/lib/store/log";
import { logEvent, logEventById } from "@/lib/store/log-events";
import type { Deps } from "@/lib/usecases/deps";
import { growLog } from "./grown-log";
import { type Bench, growth, latency, type Measurement, median, timed } from "./measure";
import { atWork } from "./platform-at-work";

const SIZES = [10_000n, 100_000n, 1_000_000n];
const TIMES = 40;
/** Protocol §10.2: event to cosigned proof, 99 of 100. */
const PROOF_MS = 30_000;
const EVENTS = 24;

/** Cost of proving and checking as the log grows, and how long an event waits for a proof that a witness signed. */
export const log: Bench = (place) =>
  atWork(place, async ({ scene }) => {
    const { deps } = scene.play.stage;
    const waits = await waitsOf(EVENTS);
    const lines: Measurement[] = [];
    const p99 = waits[Math.floor(0.99 * waits.length)] ?? waits.at(-1)!;
    const waited = `${EVENTS} events, batch every 2 s, two witnesses; median ${median(waits)} ms; limit: 30 s`;
    lines.push(latency("log-event-to-proof-p99", p99, PROOF_MS, "ms", waited));
    const plots: Record<"prove" | "verify" | "consistency", [number, number][]> = {
      prove: [],
      verify: [],
      consistency: [],
    };
    for (const size of SIZES) {
      place.tell(`growing to ${size} entries`);
      await growLog(size, deps);
      const cost = await costsAt(deps);
      for (const name of ["prove", "verify", "consistency"] as const) {
        plots[name].push([Number(size), cost[name]]);
        lines.push(latency(`log-${name}-${size}`, cost[name], plots[name][0]![1], "ms", `reference: at ${SIZES[0]}`));
      }
    }
    return [...lines, ...Object.entries(plots).map(([name, plot]) => growth(`log-${name}-growth`, plot, "entries"))];
  });

/** Puts an event into the log as an act does. */
const oneEvent = () =>
  inTransaction(
    async (tx) =>
      (await logEvent(tx, { lotId: null, tender: null, kind: "receipt", hash: randomBytes(32).toString("hex") }))
        .eventId,
  );

async function proved(eventId: string): Promise<string> {
  for (const end = machineMs() + 180_000; machineMs() < end; ) {
    const proof = await proofOfEvent(eventId, 2);
    if (proof) return proof;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`event ${eventId} has no proof`);
}

/** Events that come at times of their own, not at the sequencer's. */
async function waitsOf(count: number): Promise<number[]> {
  const one = async (_: unknown, at: number) => {
    await new Promise((resolve) => setTimeout(resolve, at * 313));
    const begun = machineMs();
    await proved(await oneEvent());
    return machineMs() - begun;
  };
  return (await Promise.all(Array.from({ length: count }, one))).sort((a, b) => a - b);
}

/** Medians in ms, at the size the log has now. */
async function costsAt(deps: Deps) {
  const id = await oneEvent();
  const proof = await proved(id);
  const { event, blind } = await logEventById(id);
  const commitment = eventCommitment(blind, event);
  const witnesses = (await deps.log.witnessKeys!()).map(readVerifierKey);
  const policy = { log: readVerifierKey(deps.log.verifierKey), witnesses, quorum: 2 };
  const head = (await latestCosignedHead())!;
  const older = await db().logHead.findFirstOrThrow({ orderBy: { size: "asc" }, skip: 4 });
  const often = async (work: () => unknown) => {
    const took: number[] = [];
    for (let turn = 0; turn < TIMES; turn++) took.push(await timed(async () => void (await work())));
    return median(took);
  };
  const prove = await often(() => proofOfEvent(id, 2));
  const verify = await often(() => verifyTlogProof(commitment, proof, policy));
  const consistency = await often(async () => {
    const hashes = await consistencyHashes(older.size, head.size);
    const both = [Uint8Array.from(older.root), Uint8Array.from(head.root)] as const;
    if (!verifyConsistency(older.size, head.size, hashes, ...both)) throw new Error("no proof");
  });
  return { prove, verify, consistency };
}
