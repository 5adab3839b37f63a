import { DAY } from "../clock";
import { awardedAfter } from "../lawful";
import type { Play, Step } from "../player";
import type { Production } from "../production";
import { archive, award, contract, showCandidates } from "./award";
import { accept, enterRoom, formAndDraw } from "./committee";
import { mark, report, review } from "./evaluation";

/** When what follows the opening happens; what has no time does not happen (yet). */
export type Aftermath = {
  readonly specialty: string;
  /** Committee at work and not done: reviewed, some have marked. */
  readonly scoring?: Date;
  /** Committee drawn, and not everybody has answered. */
  readonly drawn?: Date;
  readonly evaluated?: Date;
  readonly candidates?: Date;
  readonly award?: Date;
  /** Drafted, not signed by anybody. */
  readonly drafted?: Date;
  readonly contract?: Date;
  readonly archive?: Date;
};

/** Evaluation, candidates, award, letters, contract, archive of one lot, as far as times are given. */
export function afterOpening(p: Production, play: Play, n: number, when: Aftermath): Step[] {
  const lotId = () => p.lotId(n);
  const steps: Step[] = [];
  const add = (at: Date | undefined, what: string, run: () => Promise<void>) => {
    if (at) steps.push({ at, what: `${what} ${n + 1}`, run });
  };
  const gather = async () => {
    await formAndDraw(p.host().author, lotId(), when.specialty, play);
    await accept(lotId(), play);
    return enterRoom(p.host().author, lotId(), play);
  };
  add(when.drawn, "抽取评标专家", () => formAndDraw(p.host().author, lotId(), when.specialty, play));
  add(when.scoring, "评标进行中", async () => {
    const seats = await gather();
    await review(seats, lotId());
    await mark(seats.slice(0, 2), lotId(), "technical", true);
  });
  add(when.evaluated, "评标", async () => {
    const seats = await gather();
    await review(seats, lotId());
    await mark(seats, lotId(), "technical", true);
    await mark(seats, lotId(), "business", true);
    await report(seats, lotId(), play);
  });
  add(when.candidates, "中标候选人公示", () => showCandidates(p.host(), lotId(), play));
  const awarded = when.candidates && when.award && awardedAfter(when.candidates, when.award);
  const signed = notBefore(when.contract, awarded);
  add(awarded, "定标并发出通知书", () => award(p.host(), lotId(), play));
  add(notBefore(when.drafted, awarded), "拟定合同", () => contract(p.host(), lotId(), false, play));
  add(signed, "签订合同", () => contract(p.host(), lotId(), true, play));
  add(notBefore(when.archive, signed), "归档", () => archive(p.host(), lotId(), play));
  return steps;
}

/** As planned, but a day after what comes before it at the earliest. */
const notBefore = (planned: Date | undefined, before: Date | undefined): Date | undefined =>
  planned && before && new Date(Math.max(planned.getTime(), before.getTime() + DAY));
