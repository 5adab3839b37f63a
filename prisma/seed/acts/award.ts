import { REPORT_CHECKLIST } from "@/lib/domain/award";
import { beijingDate } from "@/lib/kernel/calendar";
import { yuan } from "@/lib/kernel/money";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { packArchive } from "@/lib/usecases/archive/pack-archive";
import { fixWinner, prepareWinner } from "@/lib/usecases/award/fix-winner";
import { prepareLetters, sendLetters } from "@/lib/usecases/award/send-letters";
import { submitCandidates } from "@/lib/usecases/award/submit-candidates";
import { givePerformanceBond, performanceBondOf } from "@/lib/usecases/contract/give-performance-bond";
import { draftContract } from "@/lib/usecases/contract/draft-contract";
import { prepareContract, signContract } from "@/lib/usecases/contract/sign-contract";
import { lotById } from "@/lib/store/lots";
import { BIDDERS } from "../cast";
import type { Play } from "../player";
import { approve, type Host, publish } from "./host";

/** The candidates on display, reviewed and signed like every notice. */
export async function showCandidates(host: Host, lotId: string, play: Play): Promise<void> {
  const input = { lotId, checklist: [...REPORT_CHECKLIST] };
  const { noticeId } = await submitCandidates(host.author.actor, input, play.stage.deps);
  await approve(host.reviewer, noticeId);
  await publish(host, noticeId, play);
}

/** The first candidate wins; the letters go to all bidders at once. */
export async function award({ tenderee }: Host, lotId: string, { stage }: Play): Promise<void> {
  const first = await db().candidate.findFirstOrThrow({ where: { lotId, rank: 1 } });
  const choice = { lotId, digest: first.digest, ground: "", reason: "" };
  const signed = await tenderee.signOne(await prepareWinner(tenderee.actor, choice));
  await fixWinner(tenderee.actor, { ...choice, signed }, stage.deps);
  const letters = await tenderee.sign(await prepareLetters(tenderee.actor, { lotId }, stage.deps));
  await sendLetters(tenderee.actor, { lotId, signed: letters }, stage.deps);
}

/** The contract, as tendered and bid, drafted; with `sign` by both sides. */
export async function contract({ tenderee }: Host, lotId: string, sign: boolean, play: Play): Promise<void> {
  const lot = await lotById(lotId);
  const { partyId, digest } = await db().award.findUniqueOrThrow({ where: { lotId } });
  const form = (await db().openedBid.findUniqueOrThrow({ where: { digest } })).form as Record<string, string>;
  await draftContract(tenderee.actor, {
    lotId,
    number: `HT-${lot.code.slice(-9)}`,
    object: `${lot.tender.name} ${lot.name}`,
    price: form.price!,
    quality: form.quality!,
    durationDays: Number(form.duration_days),
    manager: form.manager!,
    clauses: "双方按照招标文件和中标人的投标文件履行，不再另行订立背离实质性内容的协议。",
  });
  if (!sign) return;
  const winner = await db().party.findUniqueOrThrow({ where: { id: partyId } });
  const bidder = await play.troupe.of(BIDDERS.find(({ uscc }) => uscc === winner.uscc)!);
  const { demandedFen } = await performanceBondOf(lot);
  if (demandedFen > 0n)
    await givePerformanceBond(bidder.actor, {
      lotId,
      form: "guarantee",
      amount: yuan(demandedFen),
      number: `LY-${lot.code.slice(-9)}`,
      validTo: beijingDate(new Date((await platformNow()).getTime() + 365 * 86_400_000)),
    });
  for (const hand of [tenderee, bidder]) {
    const signed = await hand.sign(await prepareContract(hand.actor, { lotId }, play.stage.deps));
    await signContract(hand.actor, { lotId, signed }, play.stage.deps);
  }
}

/** The package of everything, sealed. */
export async function archive({ author }: Host, lotId: string, { stage }: Play): Promise<void> {
  await packArchive(author.actor, { lotId }, stage.deps);
}
