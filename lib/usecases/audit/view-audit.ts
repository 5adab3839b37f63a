import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { looksOf, publishedLots } from "@/lib/store/supervision";
import { type ChainReport, checkChain } from "./check-chain";

/** Where an auditor begins: the lots with their records, and who looked into what for which reason. */
export async function viewAudit(actor: Actor) {
  authorise(actor, "audit.view", "none");
  const [asOf, lots, looks] = await Promise.all([platformNow(), publishedLots(), looksOf()]);
  return {
    asOf,
    lots: lots.map((lot) => ({
      id: lot.id,
      code: lot.code,
      name: `${lot.tender.name} ${lot.name}`,
      stage: stageOf(lot, asOf),
    })),
    looks: looks.map((row) => {
      const { lot = "", reason = "" } = row.facts as { lot?: string; reason?: string };
      return { id: row.id, at: row.at, who: row.actorName, party: row.partyName, role: row.actorRole, lot, reason };
    }),
  };
}

/** Walks the whole chain now. Says how it stands, not what is in it; that somebody checked is itself recorded. */
export async function runChainCheck(actor: Actor): Promise<ChainReport & { readonly at: Date }> {
  authorise(actor, "audit.view", "none");
  const report = await checkChain();
  const at = await platformNow();
  const facts = { faults: report.faults.length, head: report.head };
  const entry = { objectKind: "chain", objectId: report.head.slice(0, 32), facts };
  await inTransaction((tx) => record(tx, actor, { action: "audit.check", ...entry }));
  return { ...report, at };
}
