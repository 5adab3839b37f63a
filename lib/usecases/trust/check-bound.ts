import { parseCertificate } from "@/lib/crypto/certificate";
import { SYSTEM } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { type AskedCertificate, certificatesToAsk, saveCertificateStanding } from "@/lib/store/certificates";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import type { Deps } from "@/lib/usecases/deps";
import { judgedPath } from "@/lib/usecases/signing/believed-path";
import { askStatus, issuerOf } from "./ask-status";
import type { Standing } from "./check-standing";

/** Every hour, as lists are fetched (protocol §3.4); sooner where nobody could say. */
const EVERY_MS = 3_600_000;
const UNKNOWN_MS = 300_000;
const AT_ONCE = 20;
/** A responder that does not answer costs its time-out: it is left alone for so long, not asked about everybody. */
const SILENCE_MS = 60_000;

const silentUntil = new Map<string, number>();

/**
 * Learns the standing of certificates in our register whose hour has come, at most a few at once: asks the responder where
 * their authority has one, and judges by that and by the lists. What is revoked can sign nothing from then on, and its
 * holder is told; what nobody knows passes as before (lib/DECISIONS.md 23).
 *
 * @returns how many were looked at
 */
export async function checkDueBound(deps: Pick<Deps, "trust" | "revocation">): Promise<number> {
  const now = await platformNow();
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const due = await certificatesToAsk(now, ago(EVERY_MS), ago(UNKNOWN_MS), AT_ONCE);
  for (const certificate of due) await check(certificate, deps);
  return due.length;
}

async function check(row: AskedCertificate, deps: Pick<Deps, "trust" | "revocation">): Promise<void> {
  const leaf = parseCertificate(new Uint8Array(row.der));
  const chain = row.chain.map((der) => new Uint8Array(der));
  const now = await platformNow();
  const known = await issuerOf(leaf, chain, deps, now);
  const { id, ocspUrls } = known?.authority ?? { id: "", ocspUrls: [] };
  if (known && ocspUrls.length > 0 && !((silentUntil.get(id) ?? 0) > now.getTime())) {
    if (await askStatus(leaf, known, deps)) silentUntil.delete(id);
    else silentUntil.set(id, now.getTime() + SILENCE_MS);
  }
  const answer = await judgedPath(leaf, chain, deps.trust, await platformNow());
  if ("path" in answer) return keep(row, answer.known ? "good" : "unknown", null);
  const revokedAt = answer.evidence.find(({ status }) => status === "revoked")?.revokedAt ?? null;
  return keep(row, answer.reason === "PATH_REVOKED" ? "revoked" : "unknown", revokedAt);
}

async function keep({ id, serial, personId }: AskedCertificate, standing: Standing, at: Date | null): Promise<void> {
  await inTransaction(async (tx) => {
    const before = await saveCertificateStanding(tx, id, standing);
    // Nobody is told twice, however many workers looked.
    if (before === standing || (standing !== "revoked" && before !== "revoked")) return;
    const facts = { standing, before, at: at?.toISOString() ?? null };
    await record(tx, SYSTEM, { action: "certificate.standing", objectKind: "certificate", objectId: id, facts });
    if (standing === "revoked" && personId)
      await notify(tx, {
        to: { personId },
        kind: "certificate.revoked",
        facts: { serial: serial.slice(-8), at: at?.toISOString() ?? "" },
        link: "/work/organisation#certificates",
      });
  });
}
