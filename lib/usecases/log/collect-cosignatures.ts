import { encodeBase64 } from "@/lib/crypto/binding";
import { addCosignature, consistencyHashes, latestHead, type LogHeadRow } from "@/lib/store/log";
import type { Deps } from "@/lib/usecases/deps";
import type { Witness } from "@/lib/usecases/ports/witness";

/** Size each witness was last seen to hold; a wrong guess costs one round trip, since it answers what it holds. */
const held = new Map<string, bigint>();
/** The head each witness signed last, so that it is not asked twice in one interval. */
const signed = new Map<string, string>();

export type WitnessTurn = { readonly url: string; readonly size: bigint | null; readonly error: string | null };

/**
 * Shows the newest head to every witness and keeps their cosignatures (protocol §6.2). A witness that is away delays
 * proofs, not receipts: its failure is told, not thrown.
 */
export async function collectCosignatures(deps: Pick<Deps, "witnesses">): Promise<readonly WitnessTurn[]> {
  const head = await latestHead();
  if (!head) return [];
  return Promise.all(deps.witnesses.map((witness) => turn(witness, head)));
}

async function turn(witness: Witness, head: LogHeadRow): Promise<WitnessTurn> {
  const { url } = witness;
  try {
    if (signed.get(url) === head.note && head.cosignatures.length > 0) return { url, size: head.size, error: null };
    await addCosignature(head.size, await ask(witness, head, held.get(url) ?? 0n));
    held.set(url, head.size);
    signed.set(url, head.note);
    return { url, size: head.size, error: null };
  } catch (error) {
    return { url, size: held.get(url) ?? null, error: error instanceof Error ? error.message : String(error) };
  }
}

async function ask(witness: Witness, head: LogHeadRow, oldSize: bigint): Promise<string> {
  const answer = await offer(witness, head, oldSize);
  if ("cosignatures" in answer) return answer.cosignatures;
  // It holds more than our newest head: our database is older than what the world has seen. Never paper over that.
  if (answer.holds > head.size) throw new Error(`witness holds ${answer.holds}, our log ends at ${head.size}`);
  held.set(witness.url, answer.holds);
  const again = await offer(witness, head, answer.holds);
  if ("cosignatures" in again) return again.cosignatures;
  throw new Error(`witness holds ${again.holds} after it said ${answer.holds}`);
}

async function offer(witness: Witness, head: LogHeadRow, oldSize: bigint) {
  const proof = oldSize === 0n ? [] : await consistencyHashes(oldSize, head.size);
  return witness.cosign(oldSize, proof.map(encodeBase64), head.note);
}
