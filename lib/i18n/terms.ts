import type { Role } from "@/lib/domain/actor";
import type { BidState } from "@/lib/domain/bid";
import type { LotFlag, Stage } from "@/lib/domain/lot";
import type { Locale } from "./instants";

/** Five tones and no sixth; each has an icon of its own, so that colour is never alone (ux 3). */
export type Tone = "neutral" | "active" | "good" | "attention" | "bad";
export type Term = { readonly zh: string; readonly en: string };
export type StateTerm = Term & { readonly tone: Tone };

/** The word of a term in the reader's language. */
export const word = (locale: Locale, term: Term): string => (locale === "en" ? term.en : term.zh);

/** The term of a state that came from the database as a string; one without words is shown as it is, not hidden. */
export function stateTerm(map: Readonly<Record<string, StateTerm>>, state: string): StateTerm {
  return map[state] ?? { zh: state, en: state, tone: "neutral" };
}

const of = (tone: Tone, zh: string, en: string): StateTerm => ({ zh, en, tone });

export const ROLE_TERMS: { readonly [R in Role]: Term } = {
  tenderee: { zh: "招标人", en: "Tenderee" },
  agency: { zh: "招标代理机构", en: "Tendering agency" },
  bidder: { zh: "投标人", en: "Bidder" },
  evaluator: { zh: "评标专家", en: "Evaluator" },
  supervisor: { zh: "行政监督部门", en: "Supervisory authority" },
  operator: { zh: "平台运营机构", en: "Platform operator" },
  auditor: { zh: "审计", en: "Auditor" },
  trustee: { zh: "开启受托方", en: "Opening trustee" },
  witness: { zh: "见证方", en: "Witness" },
  public: { zh: "公众", en: "Public" },
  system: { zh: "平台", en: "Platform" },
};

/** The six steps of a lot on every page of it (ux 3). */
export type LifecycleStep = "tendering" | "bidding" | "opening" | "evaluation" | "award" | "contract";
export const LIFECYCLE_STEPS: readonly LifecycleStep[] = [
  "tendering",
  "bidding",
  "opening",
  "evaluation",
  "award",
  "contract",
];
export const STEP_TERMS: { readonly [S in LifecycleStep]: Term } = {
  tendering: { zh: "招标", en: "Tendering" },
  bidding: { zh: "投标", en: "Bidding" },
  opening: { zh: "开标", en: "Opening" },
  evaluation: { zh: "评标", en: "Evaluation" },
  award: { zh: "定标", en: "Award" },
  contract: { zh: "合同", en: "Contract" },
};

/** Where a stage stands in the bar; `closed` is past all six. */
export const STEP_OF_STAGE: { readonly [S in Stage]: LifecycleStep | null } = {
  preparation: "tendering",
  bidding: "bidding",
  opening: "opening",
  opened: "opening",
  evaluation: "evaluation",
  award: "award",
  contract: "contract",
  closed: null,
};

export const STAGE_TERMS: { readonly [S in Stage]: StateTerm } = {
  preparation: of("neutral", "编制中", "In preparation"),
  bidding: of("active", "投标中", "Open for bids"),
  opening: of("active", "解密中", "Decrypting"),
  opened: of("good", "已开标", "Opened"),
  evaluation: of("active", "评标中", "Under evaluation"),
  award: of("active", "定标中", "Award in progress"),
  contract: of("good", "已中标", "Awarded"),
  closed: of("neutral", "已结束", "Closed"),
};

export const FLAG_TERMS: { readonly [F in LotFlag]: StateTerm } = {
  suspended: of("attention", "已暂停", "Suspended"),
  failed: of("bad", "招标失败", "Failed"),
  terminated: of("bad", "已终止", "Terminated"),
};

export const BID_TERMS: { readonly [S in BidState]: StateTerm } = {
  draft: of("neutral", "草稿", "Draft"),
  submitted: of("good", "已递交", "Submitted"),
  withdrawn: of("neutral", "已撤回", "Withdrawn"),
  opened: of("good", "已解密", "Decrypted"),
  revoked: of("bad", "已撤销", "Revoked"),
  lapsed: of("neutral", "视为撤回", "Deemed withdrawn"),
  returned: of("neutral", "已退回", "Returned unopened"),
};
