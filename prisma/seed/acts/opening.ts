import { bytesToHex, fromHex, randomBytes } from "@/lib/crypto/bytes";
import { drawCommit } from "@/lib/crypto/draw";
import { readsPrices } from "@/lib/domain/envelopes";
import { drawsOf } from "@/lib/domain/method-terms";
import type { CompleteTerms } from "@/lib/domain/terms";
import { currentSet } from "@/lib/store/documents";
import { lotById } from "@/lib/store/lots";
import { advanceOpening } from "@/lib/usecases/opening/advance-opening";
import { checkInToOpening } from "@/lib/usecases/opening/check-in";
import { commitDraw, prepareDraw, revealDraw } from "@/lib/usecases/opening/draw-parameter";
import { finishOpening, prepareFinish } from "@/lib/usecases/opening/finish-opening";
import { sessionOfLot } from "@/lib/usecases/opening/session";
import type { Play } from "../player";
import type { Hand } from "../world";
import { release } from "./bidder";
import { until, whenReady } from "./when-ready";

export type Entered = { readonly bidder: Hand; readonly bidId: string };

/** The intake closes by itself at the deadline. */
export const closed = (lotId: string, { stage }: Play): Promise<void> =>
  until("close", async () => {
    await advanceOpening(lotId, stage.deps);
    return (await lotById(lotId)).closedAt !== null;
  });

/** Check-in and decryption by every bidder, then freeze, shares and announcement. */
export async function openAll(lotId: string, entered: readonly Entered[], play: Play): Promise<void> {
  await closed(lotId, play);
  for (const { bidder, bidId } of entered) {
    await checkInToOpening(bidder.actor, { bidId });
    await release(bidder, bidId, play);
  }
  await until("announce", async () => {
    await advanceOpening(lotId, play.stage.deps);
    return (await lotById(lotId)).announcedAt !== null;
  });
}

/** Draws what the documents leave to be drawn, and closes the session with its signed record. */
export async function finish(host: Hand, lotId: string, { stage }: Play): Promise<void> {
  const terms = (await currentSet(lotId))?.terms as unknown as CompleteTerms;
  const session = await sessionOfLot(await lotById(lotId));
  for (const { name } of readsPrices(session) ? drawsOf(terms.method) : []) await draw(host, lotId, name, stage);
  const signed = await host.sign(await prepareFinish(host.actor, { lotId }, stage.deps));
  await finishOpening(host.actor, { lotId, signed }, stage.deps);
}

type DrawName = ReturnType<typeof drawsOf>[number]["name"];

async function draw(host: Hand, lotId: string, name: DrawName, { deps }: Play["stage"]): Promise<void> {
  const r = randomBytes(32);
  const { specHash } = await prepareDraw(host.actor, { lotId, name });
  await commitDraw(host.actor, { lotId, name, commit: bytesToHex(drawCommit(fromHex(specHash), r)) });
  await whenReady(`draw ${name}`, () => revealDraw(host.actor, { lotId, name, r: bytesToHex(r) }, deps));
}
