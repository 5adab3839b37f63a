import { type BondForm, BOND_FORM_NAMES } from "@/lib/domain/bond";
import type { Locale } from "./instants";
import { type StateTerm, type Tone, word } from "./terms";

const of = (tone: Tone, zh: string, en: string): StateTerm => ({ zh, en, tone });
type States = Readonly<Record<string, StateTerm>>;

/** States kept as words in the database, by object; read with `stateTerm` of terms.ts. */

export const PROJECT_STATES: States = {
  draft: of("neutral", "草稿", "Draft"),
  submitted: of("attention", "待核验", "Awaiting verification"),
  verified: of("good", "已核验", "Verified"),
  active: of("active", "进行中", "Active"),
  closed: of("neutral", "已结束", "Closed"),
  cancelled: of("neutral", "已取消", "Cancelled"),
};

export const TENDER_STATES: States = {
  draft: of("neutral", "草稿", "Draft"),
  running: of("active", "进行中", "Running"),
  completed: of("good", "已完成", "Completed"),
  terminated: of("bad", "已终止", "Terminated"),
  archived: of("neutral", "已归档", "Archived"),
};

export const NOTICE_STATES: States = {
  draft: of("neutral", "草稿", "Draft"),
  reviewing: of("attention", "待复核", "Awaiting review"),
  approved: of("active", "待签章", "Approved, to be signed"),
  pendingSync: of("active", "送达中", "Being delivered"),
  published: of("good", "已发布", "Published"),
};

export const QUESTION_STATES: States = {
  asked: of("attention", "待回复", "Awaiting reply"),
  answered: of("good", "已回复", "Answered"),
  rejected: of("neutral", "不予回复", "Not answered"),
};

export const PARTY_STATES: States = {
  unverified: of("attention", "待核验", "Awaiting verification"),
  verified: of("good", "已核验", "Verified"),
  returned: of("attention", "已退回", "Sent back"),
  disabled: of("bad", "已停用", "Disabled"),
};

export const OBJECTION_STATES: States = {
  suspending: of("attention", "待答复，暂停中", "Awaiting answer, suspended"),
  recorded: of("attention", "待答复", "Awaiting answer"),
  answered: of("good", "已答复", "Answered"),
  withdrawn: of("neutral", "已撤回", "Withdrawn"),
};

export const COMMITTEE_STATES: States = {
  forming: of("neutral", "组建中", "Being formed"),
  ready: of("good", "已组建", "Formed"),
  signIn: of("active", "签到中", "Checking in"),
  declaring: of("active", "回避声明", "Declaring interests"),
  chair: of("active", "推选组长", "Electing the chair"),
  preliminary: of("active", "初步评审", "Preliminary review"),
  competition: of("attention", "竞争性论证", "Arguing competition"),
  detailed: of("active", "详细评审", "Detailed review"),
  scoring: of("active", "评分中", "Scoring"),
  sealed: of("attention", "待开启报价信封", "Prices still sealed"),
  priceReview: of("active", "报价信封评审", "Review of opened prices"),
  pricing: of("active", "报价评审", "Price review"),
  ranking: of("active", "汇总与复核", "Consolidation"),
  reporting: of("active", "编写报告", "Writing the report"),
  submitted: of("good", "已提交", "Submitted"),
  rechecking: of("attention", "复核中", "Being rechecked"),
  stopped: of("bad", "已停止", "Stopped"),
};

export const MEMBER_STATES: States = {
  invited: of("attention", "待确认", "Awaiting answer"),
  accepted: of("good", "已接受", "Accepted"),
  declined: of("neutral", "不参加", "Declined"),
  recused: of("neutral", "已回避", "Recused"),
  replaced: of("neutral", "已更换", "Replaced"),
};

/** State of a message to a hub. */
export const OUTBOX_STATES: States = {
  pending: of("neutral", "待发送", "To be sent"),
  held: of("attention", "暂缓发送", "Held"),
  sent: of("active", "已发送，待确认", "Sent, unconfirmed"),
  accepted: of("good", "已确认", "Accepted"),
  rejected: of("bad", "被退回", "Rejected"),
  retrying: of("attention", "重试中", "Retrying"),
  dead: of("bad", "未送达", "Not delivered"),
  superseded: of("neutral", "已被替换", "Superseded"),
};

/** One sealed version of a bid. */
export const SEALED_STATES: States = {
  inForce: of("good", "有效", "In force"),
  replaced: of("neutral", "已被替换", "Replaced"),
  withdrawn: of("neutral", "已撤回", "Withdrawn"),
};

/** A form of bond in the reader's language. */
export const bondFormWord = (locale: Locale, form: string): string =>
  form in BOND_FORM_NAMES ? word(locale, BOND_FORM_NAMES[form as BondForm]) : form;
