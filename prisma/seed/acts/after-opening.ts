import type { Play, Step } from "../player";
import type { Production } from "../production";

/** When what follows the opening happens; what has no time does not happen (yet). */
export type Aftermath = {
  /** Committee drawn and at work, but not done. */
  readonly scoring?: Date;
  readonly evaluated?: Date;
  readonly candidates?: Date;
  readonly award?: Date;
  readonly contract?: Date;
  readonly archive?: Date;
};

/** Evaluation, candidates, award, letters, contract, archive of one lot, as far as times are given. */
export function afterOpening(_production: Production, _play: Play, _n: number, _when: Aftermath): Step[] {
  return [];
}
