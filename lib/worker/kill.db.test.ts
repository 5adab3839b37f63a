import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SYSTEM } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { db, inTransaction } from "@/lib/store/db";
import { proofOfEvent } from "@/lib/store/log";
import { logEvent } from "@/lib/store/log-events";
import { report } from "@/lib/store/outbox";
import { type Counterparts, startCounterparts } from "@/lib/testing/counterparts";
import { useFreshDatabase } from "@/lib/testing/database";
import { checkChain } from "@/lib/usecases/audit/check-chain";

useFreshDatabase();

const bundle = path.join(process.cwd(), "node_modules", ".cache", `worker-${process.pid}.mjs`);
let world: Counterparts;
const started: ChildProcess[] = [];

beforeAll(async () => {
  world = await startCounterparts();
  const { build } = await import("esbuild");
  await build({
    entryPoints: ["lib/programs/worker.ts"],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { "@": process.cwd() },
    banner: { js: 'import { createRequire as r } from "node:module"; const require = r(import.meta.url);' },
    logLevel: "error",
  });
}, 120_000);
afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await world.close();
});

function startWorker(): ChildProcess {
  const env = { ...process.env, ...world.env, DATABASE_URL: process.env.DATABASE_URL };
  const child = spawn(process.execPath, [bundle], { env, stdio: "ignore" });
  started.push(child);
  return child;
}

const until = async (look: () => Promise<boolean>, limitMs: number) => {
  for (const end = Date.now() + limitMs; !(await look()); await new Promise((resolve) => setTimeout(resolve, 50)))
    if (Date.now() > end) throw new Error("waited in vain");
};
const accepted = () => db().outboxMessage.count({ where: { state: { in: ["accepted", "superseded"] } } });

const MESSAGES = 60;
const CHAINS = 4;

/** One message, one log event and one audit entry in one transaction, as every act writes them. */
async function act(n: number): Promise<string> {
  const key = `E5201000001${String(900_000 + (n % CHAINS))}`;
  return inTransaction(async (tx) => {
    await record(tx, SYSTEM, { action: "test.act", objectKind: "test", objectId: String(n) });
    const { eventId } = await logEvent(tx, {
      lotId: null,
      tender: null,
      kind: "test",
      hash: String(n).padStart(64, "0"),
    });
    await report(tx, {
      kind: 500,
      op: n < CHAINS ? "create" : "update",
      key,
      occurredAt: new Date(1_790_000_000_000 + n * 1_000),
      payload: {
        PROJECT_CODE: key,
        PROJECT_NAME: `工程 ${n}`,
        REGION_CODE: "520100",
        LEGAL_PERSON: "业主",
        INDUSTRIES_TYPE: "E48",
        FUND_SOURCE: "财政资金",
        PROJECT_SCALE: "全长 3.2 km",
        CONTACTOR: "韦清",
        CREATE_TIME: "20261124101500",
      },
    });
    return eventId;
  });
}

describe("a worker killed at any moment", () => {
  it("loses no message, doubles no receipt, breaks neither log nor record", async () => {
    const events: string[] = [];
    for (let n = 0; n < MESSAGES; n++) events.push(await act(n));
    await world.control({ mode: "delay", delayMs: 60 });
    for (const share of [0.1, 0.3, 0.5]) {
      const child = startWorker();
      await until(async () => (await accepted()) >= MESSAGES * share, 60_000);
      child.kill("SIGKILL");
    }
    startWorker();
    await until(async () => (await accepted()) === MESSAGES, 90_000);

    const rows = await db().outboxMessage.findMany({ orderBy: { seq: "asc" } });
    const held = world.journal.all();
    expect(held.map(({ receipt }) => receipt.messageId).sort()).toEqual(rows.map(({ id }) => id).sort());
    for (const row of rows) {
      const entry = held.find(({ receipt }) => receipt.messageId === row.id)!;
      expect(row.digest).toBe(entry.digest);
      expect(row.receipt).toEqual(entry.receipt);
    }
    // Each queue arrived in its order, each message naming the one before.
    for (const key of new Set(rows.map((row) => row.key))) {
      const chain = rows.filter((row) => row.key === key);
      expect(chain.map(({ prevHash }) => prevHash)).toEqual([null, ...chain.slice(0, -1).map(({ digest }) => digest)]);
      expect(held.filter(({ message }) => message.key === key).map(({ receipt }) => receipt.messageId)).toEqual(
        chain.map(({ id }) => id),
      );
    }
    await until(
      async () => (await Promise.all(events.map((id) => proofOfEvent(id)))).every((proof) => proof !== null),
      20_000,
    );
    const seen = new Set(
      (await db().logEvent.findMany({ where: { id: { in: events } } })).map(
        ({ batchIdx, pos }) => `${batchIdx}/${pos}`,
      ),
    );
    expect(seen.size).toBe(MESSAGES);
    // The first worker founded the trust list, once: that entry is in the chain too.
    expect(await db().auditEntry.count({ where: { action: { not: "test.act" } } })).toBe(1);
    await until(async () => (await checkChain()).links === MESSAGES + 1, 20_000);
    expect((await checkChain()).faults).toEqual([]);
  }, 240_000);
});
