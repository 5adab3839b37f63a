import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCheckpoint, parseNote } from "@/lib/crypto/checkpoint";
import { db } from "@/lib/store/db";
import { median } from "./secrecy-statistics";

/** What is left of the bids outside the answers: hub, mail, numbers, the log's own growth. */
export type Traces = {
  readonly hub: number;
  /** Addresses to which mail or SMS went, one for each message. */
  readonly mail: readonly string[];
  /** Counters of the database that has moved: a gap in anything numbered from one would tell. */
  readonly counters: ReadonlyMap<string, string>;
};

export async function tracesNow(dataDir: string): Promise<Traces> {
  const lines = async (...path: string[]) =>
    (await readFile(join(dataDir, ...path), "utf8").catch(() => "")).split("\n").filter(Boolean);
  const rows = await db().$queryRaw<{ name: string; value: string }[]>`
    SELECT schemaname || '.' || sequencename AS name, coalesce(last_value, 0)::text AS value FROM pg_sequences`;
  return {
    hub: (await lines("demo", "hub", "journal.jsonl")).length,
    mail: (await lines("outgoing", "messages.jsonl")).map((line) => (JSON.parse(line) as { address: string }).address),
    counters: new Map(rows.map(({ name, value }) => [name, value])),
  };
}

/** Counters that nobody outside the machine ever sees, each with its reason. */
const UNSEEN: Readonly<Record<string, string>> = {
  "graphile_worker.jobs_id_seq1": "numbers of jobs stay in the queue",
  "graphile_worker.jobs_id_seq": "numbers of jobs stay in the queue",
  "graphile_worker.tasks_id_seq": "numbers of kinds of jobs stay in the queue",
  "graphile_worker.job_queues_id_seq": "numbers of queues stay in the queue",
};

/** @param own addresses of those who bid: they may hear of their own bids */
export function tracesBetween(before: Traces, after: Traces, own: ReadonlySet<string>): string[] {
  const found: string[] = [];
  if (after.hub !== before.hub) found.push(`the hub was told ${after.hub - before.hub} things more`);
  const others = after.mail.slice(before.mail.length).filter((address) => !own.has(address));
  if (others.length > 0) found.push(`mail or SMS went to ${[...new Set(others)].join(", ")}, who did not bid`);
  for (const [name, value] of after.counters)
    if (before.counters.get(name) !== value && !(name in UNSEEN))
      found.push(`the counter ${name} went from ${before.counters.get(name)} to ${value}`);
  return found;
}

/** One look at the log's newest checkpoint. */
export type Growth = { readonly ms: number; readonly size: bigint };

/** Looks at the public checkpoint every now and then until it is told to stop. */
export function watchLog(origin: string): () => Promise<readonly Growth[]> {
  const grown: Growth[] = [];
  let over = false;
  const watching = (async () => {
    while (!over) {
      const answer = await fetch(`${origin}/log/checkpoint`);
      if (answer.ok) {
        const { size } = parseCheckpoint(parseNote(await answer.text()).text);
        grown.push({ ms: performance.now(), size });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return async () => {
    over = true;
    await watching;
    return grown;
  };
}

/** A machine that is at work makes its batches a little late: so much is not the bids' doing. */
const RATE_BOUND = 0.25;

/** The log grows by one entry an interval whether bids come or not. */
export function growthBetween(quiet: readonly Growth[], busy: readonly Growth[]): string[] {
  const [calm, loud] = [paceOf(quiet), paceOf(busy)];
  const apart = Math.abs(loud / calm - 1);
  return apart < RATE_BOUND
    ? []
    : [`an entry came every ${calm.toFixed(0)} ms without bids, every ${loud.toFixed(0)} ms with`];
}

/** Milliseconds from one entry to the next, the median of all. */
function paceOf(grown: readonly Growth[]): number {
  const steps = grown.filter(({ size }, at) => at > 0 && size !== grown[at - 1]!.size);
  if (steps.length < 5) throw new Error(`the log grew ${steps.length} times only while it was looked at`);
  return median(steps.slice(1).map(({ ms, size }, at) => (ms - steps[at]!.ms) / Number(size - steps[at]!.size)));
}

/** Every entry of the public log is a batch root of one size: nothing of an event stands in it. */
export async function oddEntries(): Promise<string[]> {
  const rows = await db().logBatch.findMany({ select: { idx: true, entry: true } });
  const odd = rows.filter(({ entry }) => entry.length !== 34 || entry[0] !== 1 || entry[1] !== 2);
  return odd.map(({ idx, entry }) => `log entry ${idx} has ${entry.length} octets`);
}
