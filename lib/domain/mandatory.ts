import { Refusal } from "./refusal";
import { param } from "./rules";

export type Category = "construction" | "goods" | "services";

/** What the law asks before it makes tendering mandatory. Amounts in fen. */
export type FundFacts = {
  /** Projects of public interest or public safety. */
  readonly publicInterest: boolean;
  readonly foreignAid: boolean;
  /** State-owned enterprises' or institutions' funds control or dominate. */
  readonly soeFunds: boolean;
  readonly budgetFen: bigint;
  readonly investmentFen: bigint;
};

const YUAN = 100n;
/** Estimate of one contract from which tendering is mandatory. */
export const THRESHOLD_FEN: Readonly<Record<Category, bigint>> = {
  construction: BigInt(param("R-01", "constructionYuan")) * YUAN,
  goods: BigInt(param("R-01", "goodsYuan")) * YUAN,
  services: BigInt(param("R-01", "servicesYuan")) * YUAN,
};
const BUDGET_FROM_FEN = BigInt(param("R-02", "budgetYuan")) * YUAN;
const BUDGET_SHARE_BP = BigInt(param("R-02", "shareBp"));

/** Budget money of 2 million yuan and a tenth of the investment, or state-owned funds that dominate. */
export function stateFunded({ soeFunds, budgetFen, investmentFen }: FundFacts): boolean {
  return soeFunds || (budgetFen >= BUDGET_FROM_FEN && budgetFen * 10_000n >= investmentFen * BUDGET_SHARE_BP);
}

/**
 * Whether tendering is mandatory. Purchases of one project that can be combined count together, so the
 * lots of one tender are added up.
 *
 * @param estimatesFen contract estimates of all lots of the tender
 */
export function isMandatory(category: Category, estimatesFen: readonly bigint[], funds: FundFacts): boolean {
  if (!funds.publicInterest && !funds.foreignAid && !stateFunded(funds)) return false;
  return estimatesFen.reduce((sum, one) => sum + one, 0n) >= THRESHOLD_FEN[category];
}

/** Funds of the state control or dominate: more than half of the investment, or declared so. */
export const isStateDominant = (funds: FundFacts): boolean =>
  funds.soeFunds || (funds.budgetFen > 0n && funds.budgetFen * 2n > funds.investmentFen);

/**
 * Invited tendering needs a ground, agreement with the approval and a published reason; this
 * platform offers open tendering, so it is refused with the first of them that is missing.
 */
export function checkMode(mode: "open" | "invited", approvedMode: string, ground: string): Refusal | null {
  if (mode === "open") return null;
  if (approvedMode !== "invited") return new Refusal("STATE_FORBIDS", { state: approvedMode, event: mode }, ["R-05"]);
  if (!ground.trim()) return new Refusal("GROUND_NEEDED", {}, ["R-06"]);
  return new Refusal("NOT_READY", { missing: "publicity" }, ["R-07"]);
}

/** A part of one purchase below the threshold while the whole reaches it: looks like splitting. */
export function looksSplit(category: Category, estimatesFen: readonly bigint[]): boolean {
  const threshold = THRESHOLD_FEN[category];
  const sum = estimatesFen.reduce((total, one) => total + one, 0n);
  return estimatesFen.length > 1 && sum >= threshold && estimatesFen.every((one) => one < threshold);
}
