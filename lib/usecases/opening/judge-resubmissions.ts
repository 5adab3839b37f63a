import { canonicalBytes, instant } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";
import { SYSTEM } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import type { Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import type { LotWithTender } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { announce, openedBids } from "@/lib/store/openings";
import { type ResubmissionRow, resubmissionsOf } from "@/lib/store/resubmissions";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import type { Opened } from "./open-frozen";

/** What came of a bid that was submitted again, once it could be read; `refusal`: it does not hold what was sealed. */
export type JudgedAgain = {
  readonly row: ResubmissionRow;
  readonly refusal: {
    readonly reason: string;
    readonly bytes: Uint8Array;
    readonly sha256: string;
    readonly cms: Uint8Array;
  } | null;
};

/**
 * Of the bids just opened those that were submitted again, with the platform's signed refusal where one is not what had been
 * sealed (protocol §9, fallback). Made before the announcement's transaction, since no key is used while a lot is held.
 */
export async function judgedAgain(
  lot: LotWithTender,
  opened: readonly Opened[],
  deps: Deps,
): Promise<readonly JudgedAgain[]> {
  const rows = new Map((await resubmissionsOf(lot.id)).map((row) => [row.digest, row]));
  const at = instant(await platformNow());
  const tender = { id: lot.tender.code, lot: lot.code };
  const rules = ["R-98", "R-99"];
  const judged = opened.map(async ({ digest, good, fault: reason }): Promise<JudgedAgain | null> => {
    const row = rows.get(digest);
    if (!row || (!good && !reason)) return null;
    if (!reason) return { row, refusal: null };
    const bytes = canonicalBytes({ at, bid: row.sealDigest, fmt: "SBC/1", reason, rules, tender, type: "refusal" });
    const cms = await deps.platform.signStatement(bytes);
    return { row, refusal: { reason, bytes, sha256: statementHash(bytes), cms } };
  });
  return (await Promise.all(judged)).filter((one) => one !== null);
}

/** Says on the board how each was opened; a refusal is kept, logged and told to its bidder. Its bid stays unopened. */
export async function tellJudgedAgain(tx: Tx, lot: LotWithTender, judged: readonly JudgedAgain[]): Promise<void> {
  const lines = judged.length > 0 ? await openedBids(lot.id, tx) : [];
  for (const { row, refusal } of judged) {
    const { number } = lines.find(({ digest }) => digest === row.digest)!;
    await announce(tx, lot.id, refusal ? "resubmissionRefused" : "resubmissionOpened", { number });
    if (refusal) await keepRefusal(tx, lot, row, refusal);
  }
}

async function keepRefusal(
  tx: Tx,
  lot: LotWithTender,
  { bidId, partyId, sealDigest: subject }: ResubmissionRow,
  { reason, bytes, sha256, cms }: NonNullable<JudgedAgain["refusal"]>,
): Promise<void> {
  const tender = { id: lot.tender.code, lot: lot.code };
  await keepStatement(tx, { lotId: lot.id, type: "refusal", bytes, sha256, cms, partyId, subject });
  await logEvent(tx, { lotId: lot.id, tender, kind: "refusal", hash: sha256 });
  await record(tx, SYSTEM, {
    action: "opening.refuseResubmission",
    objectKind: "bid",
    objectId: bidId,
    lotId: lot.id,
    afterHash: sha256,
    facts: { reason },
  });
  await notify(tx, {
    to: { partyId },
    kind: "opening.resubmissionRefused",
    facts: { lot: lot.name, tender: lot.tender.name, reason },
    lotId: lot.id,
    link: `/room/opening/${lot.id}`,
    legal: true,
  });
}
