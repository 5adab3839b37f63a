import { parseArgs } from "node:util";
import { wordsOf } from "@/lib/crypto/bidkey";
import { randomBytes } from "@/lib/crypto/bytes";
import { disconnect } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { bid, obtain } from "@/prisma/seed/acts/bidder";
import { offersOf } from "@/prisma/seed/offers";
import type { Play } from "@/prisma/seed/player";
import { hostHere, playHere } from "./play-here";
import { publishTwin } from "./secrecy-stage";

/**
 * `ordeal lot [--suite 1|2] [--envelopes 1|2] [--bids N,N…] [--obtain N,N…] [--day S] [--window S] [--remedy S]
 * [--resubmit]`: one training tender more on the platform that runs (DATABASE_URL, DATA_DIR), by the demonstration's people; prints its ids as JSON. For whoever
 * wants to try something on a lot that takes bids without clicking it together. `--bids`: these bidders have bid, each with
 * its own certificate; what each of them would have printed, the 24 words, is in the answer. `--obtain`: these have the
 * documents and nothing more.
 */
export async function lotCommand(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      name: { type: "string", default: String(process.pid) },
      suite: { type: "string", default: "1" },
      envelopes: { type: "string", default: "1" },
      bids: { type: "string", default: "" },
      obtain: { type: "string", default: "" },
      day: { type: "string", default: "60" },
      window: { type: "string", default: "1800" },
      remedy: { type: "string", default: "1800" },
      resubmit: { type: "boolean", default: false },
    },
  });
  const { DATA_DIR: dataDir, DATABASE_URL } = process.env;
  const [bidders, holders] = [numbers(values.bids), numbers(values.obtain)];
  const known = ["1", "2"].includes(values.suite) && ["1", "2"].includes(values.envelopes);
  if (!dataDir || !DATABASE_URL || !known || ![...bidders, ...holders].every(Number.isInteger)) {
    const rest = "[--bids N,N…] [--obtain N,N…] [--day S] [--window S] [--remedy S] [--resubmit]";
    console.error(`usage: DATA_DIR=… DATABASE_URL=… ordeal lot [--suite 1|2] [--envelopes 1|2] ${rest}`);
    return 2;
  }
  const play = await playHere(dataDir);
  const wishes = {
    daySeconds: Number(values.day),
    suite: values.suite === "2" ? (2 as const) : (1 as const),
    twoEnvelopes: values.envelopes === "2",
    windowSeconds: Number(values.window),
    remedySeconds: Number(values.remedy),
    resubmit: values.resubmit,
  };
  const twin = await publishTwin(await hostHere(play), values.name, wishes, play);
  const { code, name } = await lotById(twin.lotId);
  const bids = await Promise.all(bidders.map((n) => bidOf(n, twin.lotId, play)));
  for (const n of holders) await obtain(await play.troupe.bidder(n), twin.lotId);
  console.log(JSON.stringify({ ...twin, lotCode: code, name, bids }));
  await disconnect();
  return 0;
}

const numbers = (list: string): number[] => list.split(",").filter(Boolean).map(Number);

/** One bidder's documents, bond and bid, and the words that open it. */
async function bidOf(n: number, lotId: string, play: Play) {
  const bidder = await play.troupe.bidder(n);
  await obtain(bidder, lotId);
  const [offer] = offersOf("construction", [[n, `17${n}00000.00`, 200 + n]]);
  const masters = { M: randomBytes(32), N: randomBytes(32) };
  const bidId = await bid(bidder, lotId, offer!, play, masters);
  return { login: `bidder${n}`, bidId, words: wordsOf(masters.M, "zh-CN") };
}
