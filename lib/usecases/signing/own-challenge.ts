import { canonicalBytes, parseCanonical } from "@/lib/crypto/canonical";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { consumeChallenge, keepChallenge } from "@/lib/store/challenges";
import type { Deps } from "@/lib/usecases/deps";
import { signedIn } from "@/lib/usecases/session/signed-in";

/** What a signed challenge is for; a signature of one type can never pass for another, or for an act. */
export type ChallengeType = "bind-certificate" | "readiness";

/** What the statement says besides its nonce: of which type, for whom, by whom, here. */
const around = (type: ChallengeType, actor: Actor, { origin }: Deps) => ({
  ...{ fmt: "SBC/1", origin, party: actor.uscc ?? "", type },
  person: signedIn(actor).personId,
});

/** A statement for this person and organisation to be signed, with a nonce of its own. @throws {Refusal} SIGN_IN_NEEDED */
export async function makeChallenge(type: ChallengeType, actor: Actor, deps: Deps): Promise<Uint8Array> {
  const nonce = deps.secrets.nonce();
  await keepChallenge(nonce);
  return canonicalBytes({ ...around(type, actor, deps), nonce });
}

/**
 * The statement is ours, for this person and organisation, and used here for the first time.
 *
 * @throws {Refusal} SIGNATURE_INVALID
 */
export async function useChallenge(type: ChallengeType, bytes: Uint8Array, actor: Actor, deps: Deps): Promise<void> {
  const content = contentOf(bytes);
  const expected = Object.entries(around(type, actor, deps));
  const same = expected.every(([key, value]) => content[key] === value);
  if (!same || Object.keys(content).length !== expected.length + 1 || typeof content.nonce !== "string")
    return refuse("statement");
  if (!(await consumeChallenge(content.nonce))) refuse("challenge");
}

function contentOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = parseCanonical(bytes);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // not canonical: refused below
  }
  return refuse("not-canonical");
}

const refuse = (reason: string): never => {
  throw new Refusal("SIGNATURE_INVALID", { reason }, ["R-31"]);
};
