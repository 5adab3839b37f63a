import { sha256, utf8 } from "@/lib/crypto/bytes";
import { latestCosignedHead, latestHead } from "@/lib/store/log";
import { keepLogStamp, unstampedHour } from "@/lib/store/log-stamps";
import type { Deps } from "@/lib/usecases/deps";

/**
 * Once an hour of the platform's time a token over the newest checkpoint (protocol §5.1): from then on nobody, not even
 * log and witnesses together, can write what is below it anew. Event or none, it is one an hour; an hour in which no
 * authority answers stays without.
 *
 * @returns size of the checkpoint that was stamped now; null where the hour has its token, or the log no checkpoint yet
 * @throws {Error} when no authority stamps: asked again later
 */
export async function stampCheckpoint({ tsa, witnesses }: Pick<Deps, "tsa" | "witnesses">): Promise<bigint | null> {
  const hour = await unstampedHour();
  if (!hour) return null;
  const head = (await latestCosignedHead()) ?? (witnesses.length === 0 ? await latestHead() : null);
  if (!head) return null;
  const checkpoint = head.note + head.cosignatures.join("");
  const tst = await tsa.stamp(await sha256(utf8(checkpoint)));
  return (await keepLogStamp(hour, { size: head.size, checkpoint, tst })) ? head.size : null;
}
