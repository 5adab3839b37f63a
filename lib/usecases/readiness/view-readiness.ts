import { parseCanonical } from "@/lib/crypto/canonical";
import type { Actor } from "@/lib/domain/actor";
import type { ReadinessOutcome } from "@/lib/domain/readiness";
import { authorise } from "@/lib/policy/authorise";
import { statementsOfParty } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";

export type ReadinessLine = {
  readonly at: Date;
  readonly sha256: string;
  readonly subject: string;
  readonly overall: ReadinessOutcome;
};

const SHOWN = 10;

/** The latest reports of the reader's own organisation. */
export async function viewReadiness(
  actor: Actor,
  _input: Record<never, never>,
  _deps: Deps,
): Promise<readonly ReadinessLine[]> {
  authorise(actor, "readiness.check", "none");
  if (!actor.partyId) return [];
  const rows = await statementsOfParty(actor.partyId, "readiness-report", SHOWN);
  return rows.map(({ at, sha256, bytes }) => {
    const { certificate, overall } = parseCanonical(new Uint8Array(bytes)) as unknown as {
      readonly certificate: { readonly subject: string };
      readonly overall: ReadinessOutcome;
    };
    return { at, sha256, subject: /(?:^|, )CN=([^,]+)/.exec(certificate.subject)?.[1] ?? certificate.subject, overall };
  });
}
