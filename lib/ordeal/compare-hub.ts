import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Entry } from "@/lib/adapters/hub/demo/journal";
import { db } from "@/lib/store/db";
import type { Finding } from "./compare";

/** Messages of these states have reached the hub. */
const ARRIVED = ["accepted", "superseded"];
/** Messages that nobody has to wait for: given up for good, or for the operator. */
export const RESTING = [...ARRIVED, "held", "rejected", "dead"];

/** What the hub is told of a lot: its own messages, its tender's and its project's. */
export async function messagesAbout(lotId: string) {
  const lot = await db().lot.findUniqueOrThrow({ where: { id: lotId }, include: { tender: true } });
  const project = await db().project.findUniqueOrThrow({ where: { id: lot.tender.projectId } });
  const keys = [lot.code, lot.tender.code, project.code];
  return db().outboxMessage.findMany({ where: { OR: [{ lotId }, { key: { in: keys } }] }, orderBy: { seq: "asc" } });
}

/** The platform's outbox against the hub's own journal, line by line as it stands on its disk. */
export async function compareHub(lotId: string, dataDir: string): Promise<Finding> {
  const text = await readFile(join(dataDir, "demo", "hub", "journal.jsonl"), "utf8");
  const lines = text.split("\n").flatMap((line) => (line ? [JSON.parse(line) as Entry] : []));
  const finding: Finding = { acknowledged: 0, lost: [], doubled: [] };
  const ours = await messagesAbout(lotId);
  for (const message of ours) {
    const name = `${message.kind}/${message.key}/${message.version}`;
    const kept = lines.filter((line) => line.message.id === message.id || line.name === name);
    if (kept.length > 1) finding.doubled.push(`hub ${name}: ${kept.length} lines`);
    if (!ARRIVED.includes(message.state)) {
      if (message.state !== "held") finding.lost.push(`hub ${name}: ${message.state} ${message.lastError ?? ""}`);
      continue;
    }
    finding.acknowledged++;
    if (!kept.some((line) => line.digest === message.digest)) finding.lost.push(`hub ${name}: not in its journal`);
  }
  finding.doubled.push(...twins(ours));
  return finding;
}

/** One fact reported in two messages: the same kind and key, at the same instant, with the same words. */
function twins(messages: Awaited<ReturnType<typeof messagesAbout>>): string[] {
  const seen = new Map<string, number>();
  for (const { kind, key, occurredAt, payload } of messages) {
    const fact = `${kind}/${key}/${occurredAt.toISOString()}/${JSON.stringify(payload)}`;
    seen.set(fact, (seen.get(fact) ?? 0) + 1);
  }
  return [...seen]
    .filter(([, times]) => times > 1)
    .map(([fact, times]) => `hub ${fact.slice(0, 80)}: ${times} messages`);
}
