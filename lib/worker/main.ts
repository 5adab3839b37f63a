import { randomUUID } from "node:crypto";
import { databaseNow } from "@/lib/store/clock";
import { startAuditChain } from "./audit-chain";
import { startClockWatch } from "./clock-watch";
import { startClockwork } from "./clockwork";
import type { WorkerDeps } from "./deps";
import { DUE_PROVIDERS } from "./due-providers";
import { startHeartbeat } from "./heartbeat";
import { startLogStamps } from "./log-stamps";
import type { Loop } from "./loop";
import { startQueue } from "./queue";
import { foundTrustList } from "@/lib/usecases/trust/found-trust-list";
import { startBoundCertificates, startRevocation } from "./revocation";
import { startSandboxMirror } from "./sandbox-mirror";
import { startSequencer } from "./sequencer";

export type Worker = { stop(): Promise<void> };

/**
 * The second process of the platform: job queue, clockwork, sequencer of the log and its hourly timestamp, audit chain,
 * watch of the clock, sign of life. Any number
 * of them side by side; the database decides who does what, and any of them may be killed at any time.
 *
 * @param tell one line for whoever reads the log; never a name, a price or a secret
 */
export async function startWorker(
  databaseUrl: string,
  deps: WorkerDeps,
  tell: (line: string) => void,
): Promise<Worker> {
  const startedAt = await databaseNow();
  await foundTrustList(deps);
  const queue = await startQueue(databaseUrl, deps, tell);
  const loops: readonly Loop[] = [
    startHeartbeat(`worker/${randomUUID()}`, startedAt, queue.workers, tell),
    startSequencer(deps, tell),
    startLogStamps(deps, tell),
    startAuditChain(tell),
    startSandboxMirror(deps, tell),
    startRevocation(deps, tell),
    startBoundCertificates(deps, tell),
    startClockWatch(deps, tell),
    startClockwork(DUE_PROVIDERS, deps, tell),
  ];
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
      await queue.stop();
    },
  };
}
