import { fromBase64url, randomBytes, toBase64url } from "@/lib/crypto/bytes";
import { verifyCms } from "@/lib/crypto/cms";
import { parseKeyStatement } from "@/lib/crypto/policy";
import { canaryDigest, makeCanary, parseRehearsal, wrapCanary } from "@/lib/crypto/rehearsal";
import { statementHash } from "@/lib/crypto/statements";
import type { SuiteId } from "@/lib/crypto/suite";
import { SYSTEM } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { holdersOfRole } from "@/lib/store/people";
import { type TrusteeKeyRow, trusteeKeys } from "@/lib/store/policies";
import { lotsToRehearse, pointAt, rehearsalsOf, type RehearsalPoint, saveRehearsal } from "@/lib/store/rehearsals";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import type { DueProvider } from "@/lib/usecases/due";
import type { SignedBytes } from "@/lib/usecases/ports/trustee";

/** A day and an hour before each opening (protocol §2.10). */
export const dueRehearsals: DueProvider = { name: "opening.rehearse", due: lotsToRehearse, run: rehearseOpening };

/**
 * Has every trustee of a lot open canaries, one for each of its keys, that only the key in the signed policy opens. Who
 * fails is known to operator, tenderee and supervisor while there is time to put the trustee right, or to move the deadline
 * and have bids sealed anew.
 */
export async function rehearseOpening(lotId: string, deps: Deps): Promise<void> {
  const lot = await lotById(lotId);
  const now = await platformNow();
  if (!lot.publishedAt || !lot.deadline || now >= lot.deadline) return;
  const point = pointAt(lot.deadline, now);
  const passed = (await rehearsalsOf(lotId)).filter((one) => one.ok && one.point === point);
  const keys = (await trusteeKeys(lotId)).filter(({ position }) => !passed.some((one) => one.position === position));
  await Promise.all(
    keys.map(async (key) => {
      const outcome = await rehearsed(lot, key, deps);
      await inTransaction((tx) => keep(tx, lot, point, key, outcome));
    }),
  );
}

type Outcome = { readonly answer: SignedBytes } | { readonly fault: string };

/** Asks one trustee and judges its answer: signed with the key of its statement, every canary opened. */
async function rehearsed(lot: LotWithTender, key: TrusteeKeyRow, deps: Deps): Promise<Outcome> {
  const trustee = deps.trustees.find(({ url }) => url === key.url);
  if (!trustee) return { fault: "not configured" };
  const { alg, keys } = parseKeyStatement(key.statement);
  const suite: SuiteId = alg === "sm2" ? 2 : 1;
  const [nonce, canaries] = [randomBytes(32), keys.map(() => makeCanary())];
  const wrapped = await Promise.all(
    keys.map((publicKey, at) => wrapCanary(fromBase64url(publicKey, 65), canaries[at]!, at + 1, suite)),
  );
  const tender = { id: lot.tender.code, lot: lot.code };
  try {
    const answer = await trustee.rehearse({ tender, suite, nonce, canaries: wrapped });
    const fault = await faultOf(answer, key, { nonce, canaries });
    return fault ? { fault } : { answer };
  } catch (error) {
    return { fault: error instanceof Error ? error.message.slice(0, 300) : "no answer" };
  }
}

async function faultOf(
  { bytes, cms }: SignedBytes,
  key: TrusteeKeyRow,
  { nonce, canaries }: { readonly nonce: Uint8Array; readonly canaries: readonly Uint8Array[] },
): Promise<string | null> {
  const [own, now] = await Promise.all([verifyCms(key.statement, key.cms), verifyCms(bytes, cms)]);
  if (!own.ok || !now.ok) return "signature";
  if (own.signers[0]?.certificate.fingerprint !== now.signers[0]?.certificate.fingerprint) return "another signer";
  const said = parseRehearsal(bytes);
  if (said.trustee !== key.kid || said.nonce !== toBase64url(nonce)) return "another question's answer";
  const digests = await Promise.all(canaries.map((canary) => canaryDigest(nonce, canary)));
  return said.canaries.map(({ digest }) => digest).join() === digests.join() ? null : "a canary was not opened";
}

async function keep(
  tx: Tx,
  { id: lotId }: LotWithTender,
  point: RehearsalPoint,
  { position, name }: TrusteeKeyRow,
  outcome: Outcome,
): Promise<void> {
  const lot = await lockLot(tx, lotId, "share");
  const at = await platformNow(tx);
  const fault = "fault" in outcome ? outcome.fault : null;
  const before = await saveRehearsal(tx, { lotId, position, point, ok: fault === null, fault, triedAt: at });
  // Asked again every few minutes, it is said once, and once more when it is over.
  const news = fault === null ? before !== null && !before.ok : before === null || before.ok;
  if ("answer" in outcome) {
    const { bytes, cms } = outcome.answer;
    const sha256 = statementHash(bytes);
    await keepStatement(tx, { lotId, type: "rehearsal", bytes, sha256, cms, subject: point });
    await logEvent(tx, { lotId, tender: { id: lot.tender.code, lot: lot.code }, kind: "rehearsal", hash: sha256 });
  }
  if (news) await tell(tx, lot, name, fault === null);
  if (news || fault === null)
    await record(tx, SYSTEM, {
      action: fault === null ? "opening.rehearse" : "opening.rehearseFailed",
      objectKind: "lot",
      objectId: lotId,
      lotId,
      facts: { trustee: name, point, ...(fault === null ? {} : { fault }) },
    });
}

async function tell(tx: Tx, lot: LotWithTender, trustee: string, ok: boolean): Promise<void> {
  const { tendereeId, agencyId, supervisorId } = lot.tender;
  const parties = [tendereeId, supervisorId, ...(agencyId ? [agencyId] : [])].map((partyId) => ({ partyId }));
  const operators = (await holdersOfRole("operator", tx)).map((personId) => ({ personId }));
  for (const to of [...parties, ...operators])
    await notify(tx, {
      to,
      kind: ok ? "opening.rehearsalMended" : "opening.rehearsalFailed",
      facts: { tender: lot.tender.name, lot: lot.name, trustee, until: lot.deadline!.toISOString() },
      lotId: lot.id,
      link: `/room/opening/${lot.id}`,
    });
}
