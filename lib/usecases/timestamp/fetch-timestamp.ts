import { fromHex } from "@/lib/crypto/bytes";
import type { Actor } from "@/lib/domain/actor";
import { keepBidToken, keepStatementToken, unstampedBid, unstampedStatement } from "@/lib/store/timestamps";
import { suiteOfLot } from "@/lib/usecases/bid/suite-of-lot";
import type { Deps } from "@/lib/usecases/deps";

export type Stamped = { readonly statementId?: string; readonly bidDigest?: string };

/**
 * Fetches the RFC 3161 token over a statement or sealed bid (protocol §5.1); nobody waits for it (settled 11). What has
 * its token keeps it.
 * @throws {Error} when the authority is down: the queue tries again
 */
export async function fetchTimestamp(_actor: Actor, { statementId, bidDigest }: Stamped, deps: Deps): Promise<void> {
  if (statementId) {
    const imprint = await unstampedStatement(statementId);
    if (imprint) await keepStatementToken(statementId, await deps.tsa.stamp(fromHex(imprint)));
  }
  if (bidDigest) {
    const row = await unstampedBid(bidDigest);
    if (!row) return;
    const hash = (await suiteOfLot(row.lotId)) === 2 ? "SM3" : "SHA-256";
    await keepBidToken(bidDigest, await deps.tsa.stamp(fromHex(row.digest), hash));
  }
}
