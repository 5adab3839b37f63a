import type { Session } from "@/lib/domain/envelopes";
import { parseTechnicalResult } from "@/lib/crypto/opening-statements";
import { type Db, db } from "@/lib/store/db";
import { lotStatement, type OpenedRow, openedBids } from "@/lib/store/openings";

/** Bids the technical review let pass, by their ids; null before its result is signed and where there is one envelope. */
export async function passedDigests(lotId: string, on: Db = db()): Promise<ReadonlySet<string> | null> {
  const result = await lotStatement(lotId, "technical-result", on);
  if (!result) return null;
  const { bids } = parseTechnicalResult(result.bytes);
  return new Set(bids.filter(({ passed }) => passed).map(({ bid }) => bid));
}

/** Lines of the session that did not open and of which nobody has said why. */
export async function undecidedLines(lotId: string, { act }: Session, on: Db = db()): Promise<readonly OpenedRow[]> {
  const open = (await openedBids(lotId, on)).filter(({ cause }) => cause === null);
  if (act !== "prices") return open.filter(({ openedAt }) => openedAt === null);
  const passed = await passedDigests(lotId, on);
  return open.filter(({ digest, form }) => form === null && passed?.has(digest));
}
