import { AWARD_LIFECYCLE } from "./award";
import { BID_LIFECYCLE } from "./bid";
import { BOND_LIFECYCLE } from "./bond";
import { MEMBER_LIFECYCLE } from "./committee";
import { CONTRACT_LIFECYCLE } from "./contract";
import { DOCUMENT_LIFECYCLE } from "./document";
import { EVALUATION_LIFECYCLE } from "./evaluation";
import { EXPERT_LIFECYCLE } from "./expert";
import { HUB_MESSAGE_LIFECYCLE } from "./hub-message";
import type { AnyLifecycle } from "./mermaid";
import { NOTICE_LIFECYCLE } from "./notice";
import { OBJECTION_LIFECYCLE } from "./objection";
import { OPENING_LIFECYCLE } from "./opening";
import { ENTRY_LIFECYCLE } from "./party";
import { PROJECT_LIFECYCLE, TENDER_LIFECYCLE } from "./project";
import { QUESTION_LIFECYCLE } from "./question";
import { SUSPENSION_LIFECYCLE } from "./suspension";
import { TRUST_PROPOSAL_LIFECYCLE } from "./trust";

export type LifecycleEntry = {
  readonly zh: string;
  readonly en: string;
  readonly initial: readonly string[];
  readonly table: AnyLifecycle;
};

/** Guards differ by their facts; who prints a table does not call them. */
const entry = (zh: string, en: string, initial: readonly string[], table: unknown): LifecycleEntry => ({
  zh,
  en,
  initial,
  table: table as AnyLifecycle,
});

/** Every lifecycle of the product: what `npm run lifecycles` prints. */
export const LIFECYCLES = {
  project: entry("项目", "Project", ["draft"], PROJECT_LIFECYCLE),
  tender: entry("招标项目", "Tender", ["draft"], TENDER_LIFECYCLE),
  notice: entry("公告公示", "Notice", ["draft"], NOTICE_LIFECYCLE),
  document: entry("招标文件", "Tender documents", ["draft"], DOCUMENT_LIFECYCLE),
  question: entry("提问", "Question", ["asked"], QUESTION_LIFECYCLE),
  bid: entry("投标文件", "Bid", ["draft"], BID_LIFECYCLE),
  bond: entry("投标保证金", "Bid bond", ["matched"], BOND_LIFECYCLE),
  opening: entry("开标", "Opening", ["scheduled"], OPENING_LIFECYCLE),
  evaluation: entry("评标", "Evaluation", ["forming"], EVALUATION_LIFECYCLE),
  member: entry("评标委员会成员", "Committee member", ["invited"], MEMBER_LIFECYCLE),
  expert: entry("评标专家", "Expert of the pool", ["active"], EXPERT_LIFECYCLE),
  award: entry("定标", "Award", ["verifying"], AWARD_LIFECYCLE),
  objection: entry("异议", "Objection", ["suspending", "recorded"], OBJECTION_LIFECYCLE),
  suspension: entry("暂停", "Suspension", ["normal"], SUSPENSION_LIFECYCLE),
  contract: entry("合同", "Contract", ["drafted"], CONTRACT_LIFECYCLE),
  partyEntry: entry("主体登记", "Registration entry", ["waiting"], ENTRY_LIFECYCLE),
  trustProposal: entry("信任列表变更", "Change of the trust list", ["waiting"], TRUST_PROPOSAL_LIFECYCLE),
  hubMessage: entry("数据交换", "Message to the public service platform", ["pending"], HUB_MESSAGE_LIFECYCLE),
} as const;
export type LifecycleName = keyof typeof LIFECYCLES;
