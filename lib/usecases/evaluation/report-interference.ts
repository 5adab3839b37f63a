import { z } from "zod";
import { canonicalBytes, instant } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { benchOf } from "./bench";

export const reportInterferenceInput = z.strictObject({
  lotId: z.uuid(),
  text: z.string().trim().min(4).max(4000),
});

/**
 * A member reports that somebody tries to influence the evaluation: kept for good, signed by the platform, and sent to
 * the supervisor of the lot. Nobody on the tenderee's side can tell that it exists: the audit entry names no lot, and nothing
 * of it goes to log, hub or archive. The member stands in it by its seat, for names are secret until the result.
 */
export async function reportInterference(
  actor: Actor,
  { lotId, text }: z.infer<typeof reportInterferenceInput>,
  deps: Deps,
): Promise<{ readonly reported: true }> {
  const { lot, own } = await benchOf(actor, lotId);
  const at = await platformNow();
  const bytes = canonicalBytes({
    at: instant(at),
    fmt: "SBC/1",
    seat: own.number,
    tender: { id: lot.tender.code, lot: lot.code },
    text: text.normalize("NFC"),
    type: "interference",
  });
  const sha256 = statementHash(bytes);
  const cms = await deps.platform.signStatement(bytes);
  return inTransaction(async (tx) => {
    // Under no lot: the packages of the lot take everything that is filed under it.
    const kept = { lotId: null, type: "interference", bytes, sha256, cms, subject: lot.id };
    const id = await keepStatement(tx, { ...kept, signerName: deps.platform.name, timestamp: true });
    await notify(tx, {
      to: { partyId: lot.tender.supervisorId },
      kind: "evaluation.interference",
      facts: { lot: lot.name, tender: lot.tender.name },
      link: `/work/supervision/lots/${lot.id}`,
      legal: true,
    });
    await record(tx, actor, {
      action: "evaluation.interference",
      objectKind: "statement",
      objectId: id,
      afterHash: sha256,
    });
    return { reported: true };
  });
}

export type Interference = { readonly id: string; readonly seat: number; readonly text: string; readonly at: Date };

/** What members reported about a lot; for its supervisor alone, who asks after being authorised. */
export async function interferenceOf(lotId: string): Promise<readonly Interference[]> {
  const rows = await db().statement.findMany({
    where: { subject: lotId, type: "interference" },
    orderBy: { at: "asc" },
  });
  return rows.map(({ id, at, bytes }) => {
    const { seat, text } = JSON.parse(new TextDecoder().decode(bytes)) as { seat: number; text: string };
    return { id, at, seat, text };
  });
}
