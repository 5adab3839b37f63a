import { z } from "zod";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { canonicalBytes, instant, type Json } from "@/lib/crypto/canonical";
import { verifyCms } from "@/lib/crypto/cms";
import { nameText } from "@/lib/crypto/name";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { type ReadinessCheck, readinessChecks, type ReadinessOutcome, readinessOverall } from "@/lib/domain/readiness";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { certificateByFingerprint } from "@/lib/store/certificates";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, prepared } from "@/lib/usecases/signing/act";
import { judgedPath } from "@/lib/usecases/signing/believed-path";
import { makeChallenge, useChallenge } from "@/lib/usecases/signing/own-challenge";
import { signedIn } from "@/lib/usecases/session/signed-in";

const TYPE = "readiness";

export const prepareReadinessInput = z.strictObject({});

/** What the key signs for a trial: a statement of its own type, which can never pass for an act. */
export async function prepareReadiness(actor: Actor, _input: Record<never, never>, deps: Deps): Promise<Prepared> {
  authorise(actor, "readiness.check", "none");
  const bytes = await makeChallenge(TYPE, actor, deps);
  return prepared({ bytes, purpose: TYPE, tender: null, title: `${actor.partyName || actor.name} 投标准备检查` });
}

const limit = 10_000_000_000;
export const checkReadinessInput = z.strictObject({
  signed: signedInput,
  /** What only the bidder's own machine can find out. */
  unwrapped: z.boolean().nullable(),
  clockOffsetMs: z.int().min(-limit).max(limit),
  bytesPerSecond: z.int().min(0).max(limit),
});

export type ReadinessReport = {
  readonly at: Date;
  readonly overall: ReadinessOutcome;
  readonly checks: readonly ReadinessCheck[];
  readonly certificate: { readonly subject: string; readonly issuer: string; readonly serial: string };
  /** The signed report: canonical bytes and the platform's detached CMS, base64. */
  readonly report: string;
  readonly cms: string;
};

/**
 * Tries somebody's key days before it is needed, and gives a report that the platform signs: signature, path, revocation,
 * binding and life by its own finding; unwrapping, clock and line as the bidder's program found them, and says which is which.
 *
 * @throws {Refusal} SIGNATURE_INVALID where the signature does not verify at all
 */
export async function checkReadiness(
  actor: Actor,
  input: z.output<typeof checkReadinessInput>,
  deps: Deps,
): Promise<ReadinessReport> {
  authorise(actor, "readiness.check", "none");
  const { personId } = signedIn(actor);
  const bytes = decodeBase64(input.signed.statement);
  await useChallenge(TYPE, bytes, actor, deps);
  const verdict = await verifyCms(bytes, decodeBase64(input.signed.cms));
  if (!verdict.ok) return refuse(verdict.reason);
  const { certificate } = verdict.signers[0]!;
  const at = await platformNow();
  const path = await judgedPath(certificate, verdict.certificates, deps.trust, at);
  const bound = await certificateByFingerprint(certificate.fingerprint);
  const checks = readinessChecks({
    chain: "path" in path ? { authority: path.authority.name } : { reason: path.reason },
    revocationKnown: "path" in path && path.known,
    bound: bound?.state === "active" && (bound.personId === personId || bound.personId === null),
    notAfter: certificate.notAfter,
    at,
    unwrapped: input.unwrapped,
    clockOffsetMs: input.clockOffsetMs,
    bytesPerSecond: input.bytesPerSecond,
  });
  const overall = readinessOverall(checks);
  const shown = {
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    serial: certificate.serialHex,
  };
  const report = canonicalBytes({
    at: instant(at),
    certificate: { ...shown, kid: certificate.fingerprint },
    checks: checks as unknown as Json,
    fmt: "SBC/1",
    overall,
    party: { name: actor.partyName, uscc: actor.uscc ?? "" },
    type: "readiness-report",
  });
  const cms = await deps.platform.signStatement(report);
  const sha256 = statementHash(report);
  await inTransaction(async (tx) => {
    const row = { lotId: null, type: "readiness-report", bytes: report, sha256, cms, partyId: actor.partyId };
    await keepStatement(tx, { ...row, subject: certificate.fingerprint });
    await record(tx, actor, {
      action: "readiness.check",
      objectKind: "certificate",
      objectId: bound?.id ?? certificate.fingerprint,
      afterHash: sha256,
      facts: { overall },
    });
  });
  return { at, overall, checks, certificate: shown, report: encodeBase64(report), cms: encodeBase64(cms) };
}

const refuse = (reason: string): never => {
  throw new Refusal("SIGNATURE_INVALID", { reason }, ["R-31"]);
};
