import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { moveSandboxClock, platformNow, sandboxState } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import type { Deps } from "@/lib/usecases/deps";

/** At most a year at a time: a slip of the finger should not end the certificates' life. */
const MOST_MS = 366 * 86_400_000;

export const moveClockInput = z.union([
  z.strictObject({ minutes: z.coerce.number().int().min(1).max(527_040) }),
  z.strictObject({ to: z.iso.datetime() }),
]);

/**
 * Moves the sandbox clock forward, for drills and demonstrations (settled 13). Only a database that was made as a sandbox
 * has such a clock; nowhere can it be moved back. The programs beside the platform follow through a file.
 */
export async function moveClock(
  actor: Actor,
  input: z.infer<typeof moveClockInput>,
  deps: Deps,
): Promise<{ now: string }> {
  authorise(actor, "sandbox.move", "none");
  const { offsetMs, now } = await inTransaction(async (tx) => {
    const before = await sandboxState(tx);
    if (!before.enabled) throw new Refusal("NOT_ALLOWED", { action: "sandbox.move" });
    const at = await platformNow(tx);
    const byMs = "minutes" in input ? input.minutes * 60_000 : new Date(input.to).getTime() - at.getTime();
    if (byMs <= 0 || byMs > MOST_MS) throw new Refusal("OUT_OF_RANGE", { min: "0", max: "366 d" });
    const after = before.offsetMs + byMs;
    await moveSandboxClock(tx, after);
    await record(tx, actor, {
      action: "sandbox.move",
      objectKind: "sandbox",
      objectId: "1",
      facts: { from: before.offsetMs, to: after },
    });
    return { offsetMs: after, now: new Date(at.getTime() + byMs) };
  });
  await deps.sandboxClock?.publish(offsetMs);
  return { now: now.toISOString() };
}
