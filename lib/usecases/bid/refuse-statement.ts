import { canonicalBytes } from "@/lib/crypto/canonical";
import { encodeBase64 } from "@/lib/crypto/binding";
import { bytesToHex, sha256 } from "@/lib/crypto/bytes";
import { instant } from "@/lib/crypto/canonical";
import type { Actor } from "@/lib/domain/actor";
import type { Refusal } from "@/lib/domain/refusal";
import { outcomeOf, saveOutcome } from "@/lib/store/arrivals";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lotById } from "@/lib/store/lots";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import type { Settled } from "./settle-arrival";

export type Refused = {
  readonly lotId: string;
  readonly bidId: string;
  /** SHA-256 of what was sent, hex. */
  readonly digest: string;
  readonly arrivalId: string | null;
};

/**
 * Puts a "no" into a statement signed by the platform, with time, reason and rules (protocol §5.5, R-77): the bidder can
 * complain with it, and the platform cannot deny having refused.
 */
export async function refuseStatement(actor: Actor, what: Refused, refusal: Refusal, deps: Deps): Promise<Settled> {
  const lot = await lotById(what.lotId);
  const tender = { id: lot.tender.code, lot: lot.code };
  const at = await platformNow();
  const reason = "reason" in refusal.facts ? String(refusal.facts.reason) : refusal.code;
  const bytes = canonicalBytes({
    at: instant(at),
    bid: what.digest,
    fmt: "SBC/1",
    reason,
    rules: [...refusal.rules].sort(),
    tender,
    type: "refusal",
  });
  const cms = await deps.platform.signStatement(bytes);
  const sha = bytesToHex(await sha256(bytes));
  await inTransaction(async (tx) => {
    if (what.arrivalId && (await outcomeOf(what.arrivalId))) return;
    const statementId = await keepStatement(tx, {
      lotId: lot.id,
      type: "refusal",
      bytes,
      sha256: sha,
      cms,
      signerName: deps.platform.name,
      partyId: actor.partyId,
      subject: what.digest,
    });
    if (what.arrivalId) await saveOutcome(tx, what.arrivalId, { accepted: false, reason, statementId, at });
    await logEvent(tx, { lotId: lot.id, tender, kind: "refusal", hash: sha, at });
    const facts = { code: refusal.code, reason, digest: what.digest };
    await record(tx, actor, {
      action: "bid.refuse",
      objectKind: "bid",
      objectId: what.bidId,
      lotId: lot.id,
      facts,
      bidderSide: true,
    });
  });
  return { accepted: false, refusal, statement: encodeBase64(bytes), cms: encodeBase64(cms) };
}
