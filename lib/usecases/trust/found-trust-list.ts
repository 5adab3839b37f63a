import type { TrustList } from "@/lib/crypto/binding";
import { statementHash } from "@/lib/crypto/statements";
import { readTrustList, trustListBytes } from "@/lib/crypto/trust-list";
import { SYSTEM } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { addTrustVersion, latestTrustNumber, lockTrust, trustVersion } from "@/lib/store/trust";
import type { Deps } from "@/lib/usecases/deps";

/**
 * Keeps the list a platform is installed with as its first version, once: signed, logged, recorded. Every later version
 * is two operators' decision. Called by every process at its start; whoever comes later finds it done.
 */
export async function foundTrustList({ trust, platform }: Pick<Deps, "trust" | "platform">): Promise<void> {
  if ((await latestTrustNumber()) !== null) return;
  const given = await trust.list();
  const bytes = trustListBytes({ ...given, version: 1 });
  readTrustList(bytes); // a file of another shape must not become what everybody else has to read
  const sha256 = statementHash(bytes);
  const cms = await platform.signStatement(bytes);
  await inTransaction(async (tx) => {
    await lockTrust(tx);
    if ((await latestTrustNumber(tx)) !== null) return;
    await addTrustVersion(tx, { version: 1, bytes, sha256, cms, proposalId: null });
    await logEvent(tx, { lotId: null, tender: null, kind: "trust-list", hash: sha256 });
    const facts = { version: 1, authorities: given.authorities.map(({ id }) => id) };
    await record(tx, SYSTEM, {
      action: "trust.found",
      objectKind: "trustList",
      objectId: "1",
      afterHash: sha256,
      facts,
    });
  });
}

/** The list in force, which a change starts from; founds it where nobody has yet. */
export async function mustBeFounded(deps: Pick<Deps, "trust" | "platform">): Promise<TrustList> {
  await foundTrustList(deps);
  const version = await latestTrustNumber();
  const row = version === null ? null : await trustVersion(version);
  if (!row) throw new Error("no trust list after founding it");
  return readTrustList(row.bytes);
}
