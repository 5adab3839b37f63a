import { decodeBase64 } from "@/lib/crypto/binding";
import { verifyCms } from "@/lib/crypto/cms";
import { machineMs } from "@/lib/kernel/clock";
import { sandboxState } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { openAll, opensAll } from "./faults-objects";
import { type Day, wait } from "./faults-stage";
import { signIn } from "./sign-in";
import type { Answer } from "./visitor";

/** Two at once: sessions of one company, and a replacement against the closer. */
export const RACE_DAYS: Readonly<Record<string, (day: Day) => Promise<void>>> = {
  "two-sessions": async (day) => {
    const { bidders, hands, see, browser } = day;
    for (const bidder of bidders.slice(1)) await bidder.submit("17000000.00", 60_000);
    const [first] = bidders as [Day["bidders"][0]];
    const other = browser();
    await signIn(hands[0]!, other);
    const ready = await first.ready("16900000.00", 60_000);
    const mine = browser();
    await signIn(hands[0]!, mine);
    const twins = await Promise.all([day.send(ready, mine), day.send(ready, other), day.send(ready, mine)]);
    const receipts = twins.map(wordsOf);
    see("the same seal sent at once has one receipt", new Set(receipts.map(({ receipt }) => receipt)).size === 1);
    see(
      "and it is a receipt",
      receipts.every(({ accepted }) => accepted === true),
    );
    keep(day, ready.bidId, receipts[0]!);
    // Two different replacements: each continues the same version, so one of them must find it gone.
    const rivals = [await first.ready("16800000.00", 60_000), await first.ready("16700000.00", 60_000)];
    const answers = (await Promise.all(rivals.map((one, at) => day.send(one, at ? other : mine)))).map(wordsOf);
    see("of two replacements at once one is received", answers.filter(({ accepted }) => accepted).length === 1);
    const refused = answers.find(({ accepted }) => !accepted);
    see(`the other is refused with a signed statement (${refused?.code})`, await isSigned(refused));
    for (const answer of answers) keep(day, ready.bidId, answer);
    await openAll(day);
  },
  "replaced-while-closing": async (day) => {
    const { bidders, see, goTo, lot, browser, hands } = day;
    await Promise.all(bidders.map((bidder, at) => bidder.submit(`${17_000_000 + at}.00`, 60_000)));
    const browsers = await Promise.all(
      hands.map(async (hand) => {
        const own = browser();
        await signIn(hand, own);
        return own;
      }),
    );
    const late = await Promise.all(bidders.map((bidder, at) => bidder.ready(`${16_000_000 + at}.00`, 60_000)));
    // The clock reaches the deadline while the seals are on their way: before it, at it, behind it.
    await goTo(new Date(lot.deadline.getTime() - 3_000));
    const { offsetMs } = await sandboxState();
    const at = lot.deadline.getTime() - offsetMs;
    const leads = [-1_500 + day.dice.below(900), -400 + day.dice.below(380), day.dice.below(60)];
    const answers = await Promise.all(
      late.map(async (ready, n) => {
        await wait(at + leads[n]! - machineMs());
        return wordsOf(await day.send(ready, browsers[n]!));
      }),
    );
    for (const [n, answer] of answers.entries()) {
      keep(day, late[n]!.bidId, answer);
      if (!answer.accepted)
        see(`a replacement behind the deadline is refused, signed (${answer.code})`, await isSigned(answer));
    }
    see(
      `every replacement was answered (${answers.filter(({ accepted }) => accepted).length} received)`,
      answers.every(({ code, accepted }) => accepted || Boolean(code)),
    );
    see("the lot closes", await day.until("closedAt"));
    const listed = new Set(
      (await db().openedBid.findMany({ where: { lotId: lot.lotId } })).map(({ digest }) => digest),
    );
    const inForce = answers.every((answer) => (answer.accepted ? listed.has(answer.digest ?? "") : true));
    see("the closing names each bid in its last received version", inForce && listed.size === 3);
    await day.releaseAll();
    await opensAll(day);
  },
};

type Words = {
  readonly accepted?: boolean;
  readonly code?: string;
  readonly digest?: string;
  readonly receipt?: string;
  readonly statement?: string;
  readonly cms?: string;
};

const wordsOf = (answer: Answer | null): Words =>
  answer ? (JSON.parse(Buffer.from(answer.body).toString()) as Words) : { code: "" };

function keep(
  { notes }: Day,
  bidId: string,
  { accepted, digest = "", receipt = "", cms = "", statement }: Words,
): void {
  if (accepted) notes.note({ kind: "seal", bidId, digest, receipt, cms });
  else if (statement) notes.note({ kind: "refused", bidId, digest: subjectOf(statement), statement });
}

/** The bid that a signed refusal is about. */
export const subjectOf = (statement: string): string =>
  (JSON.parse(new TextDecoder().decode(decodeBase64(statement))) as { bid: string }).bid;

async function isSigned(words: Words | undefined): Promise<boolean> {
  if (!words?.statement || !words.cms) return false;
  return (await verifyCms(decodeBase64(words.statement), decodeBase64(words.cms))).ok;
}
