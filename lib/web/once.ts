import { claimIntention, releaseIntention, settleIntention } from "@/lib/store/idempotency";

/** Field of a form that carries the key of one intention. */
export const ONCE = "$ACTION-once";

const WAIT_MS = 15_000;
const STEP_MS = 200;

type Outcome = { readonly ok: boolean };

/**
 * Runs an intention once, whatever is clicked, reloaded or sent again: who comes second waits for the first and gets its
 * result. A refusal is not kept, so that it can be mended and sent again.
 *
 * @returns null if the first is still running after a while
 */
export async function runOnce<T extends Outcome>(
  key: string,
  personId: string,
  run: () => Promise<T>,
): Promise<T | null> {
  const own = `${personId}:${key.slice(0, 64)}`;
  for (let waited = 0; waited < WAIT_MS; waited += STEP_MS) {
    const claim = await claimIntention(own, personId);
    if (claim.state === "done") return claim.result as T;
    if (claim.state === "mine") return settle(own, run);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  return null;
}

async function settle<T extends Outcome>(key: string, run: () => Promise<T>): Promise<T> {
  try {
    const outcome = await run();
    if (outcome.ok) await settleIntention(key, plain(outcome));
    else await releaseIntention(key);
    return outcome;
  } catch (error) {
    await releaseIntention(key);
    throw error;
  }
}

/** What a form shows of a result is text; amounts are bigint and become text. */
const plain = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (_name, item: unknown) => (typeof item === "bigint" ? String(item) : item)));
