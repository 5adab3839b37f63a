import { Refusal } from "@/lib/domain/refusal";
import { type Db, db } from "@/lib/store/db";
import { sealsInForce } from "@/lib/store/sealed-bids";
import { standingOf, standingsOf } from "@/lib/store/standings";
import type { Deps } from "@/lib/usecases/deps";
import { checkStanding } from "./check-standing";

/** How long after the remedial window a freeze waits for authorities that do not answer. */
const PATIENCE_MS = 1_800_000;

/**
 * Looks at every seal of a closed lot before the freeze. Unknown holds the freeze back while the worker asks the
 * authorities, but not for ever: then the opening goes on, and the award waits instead (lib/DECISIONS.md 23).
 *
 * @returns whether the freeze may go on
 */
export async function standingsAllowFreeze(
  lot: { readonly id: string; readonly remedyEndsAt: Date | null },
  now: Date,
  deps: Deps,
): Promise<boolean> {
  const known = new Map((await standingsOf(lot.id)).map((row) => [row.digest, row.status]));
  let unknown = false;
  for (const { digest } of await sealsInForce(lot.id)) {
    const status = known.get(digest);
    if (status === "good" || status === "revoked") continue;
    if ((await checkStanding(digest, deps, "look")) === "unknown") unknown = true;
  }
  return !unknown || (lot.remedyEndsAt !== null && now.getTime() >= lot.remedyEndsAt.getTime() + PATIENCE_MS);
}

/**
 * No revoked certificate wins, and none of which nobody knows (protocol §3.4): asked anew before an award, because a
 * revocation may have become known since the freeze.
 * @throws {Refusal} CERTIFICATE_UNCERTAIN
 */
export async function mustBeGoodSeal(digest: string, deps: Deps): Promise<void> {
  const status = await checkStanding(digest, deps, "ask");
  if (status !== "good") throw new Refusal("CERTIFICATE_UNCERTAIN", { revoked: status === "revoked" }, ["R-31"]);
}

/** The same from what was just found, for the transaction in which the award is kept. */
export async function mustStandGood(digest: string, on: Db = db()): Promise<void> {
  const status = (await standingOf(digest, on))?.status;
  if (status !== "good") throw new Refusal("CERTIFICATE_UNCERTAIN", { revoked: status === "revoked" }, ["R-31"]);
}
