/** How sure we are that the source says so (domain digest): text read, read in a public project, or from memory. */
export type Mark = "verified" | "secondHand" | "memory";

/** What the platform does about a rule: refuse, do itself, let through with a reason, keep evidence, show. */
export type RuleAction = "block" | "auto" | "warn" | "record" | "show";

/** Texts the rules come from; `product` marks a choice of ours where the law is silent. */
export const SOURCES = {
  L: { zh: "招标投标法", en: "Tendering and Bidding Law" },
  I: { zh: "招标投标法实施条例", en: "Implementing Regulations of the Tendering and Bidding Law" },
  E: { zh: "电子招标投标办法", en: "Measures for Electronic Tendering and Bidding" },
  V: { zh: "评标委员会和评标方法暂行规定", en: "Interim Provisions on Evaluation Committees and Methods" },
  N: { zh: "招标公告和公示信息发布管理办法", en: "Measures for Publication of Tender Notices and Announcements" },
  M: { zh: "必须招标的工程项目规定", en: "Provisions on Projects That Must Be Tendered" },
  F: { zh: "招标投标领域公平竞争审查规则", en: "Fair Competition Review Rules for Tendering" },
  O: {
    zh: "关于严格执行招标投标法规制度进一步规范招标投标主体行为的若干意见",
    en: "Opinions on Regulating Tendering Participants (2022)",
  },
  A: { zh: "关于加快招标投标领域人工智能推广应用的实施意见", en: "Implementation Opinions on AI in Tendering (2026)" },
  ES: { zh: "电子签名法", en: "Electronic Signature Law" },
  CSL: { zh: "网络安全法", en: "Cybersecurity Law" },
  PIPL: { zh: "个人信息保护法", en: "Personal Information Protection Law" },
  AR: { zh: "档案法实施条例", en: "Implementing Regulations of the Archives Law" },
  AG: { zh: "工程建设项目招标代理机构管理暂行办法", en: "Tender Agency Measures" },
  CP: { zh: "工程建设项目招标投标活动投诉处理办法", en: "Complaint Handling Measures" },
  T: {
    zh: "电子招标投标系统技术规范 第1部分：交易平台技术规范",
    en: "Technical Specification, Part 1: Trading Platform",
  },
  CTS: { zh: "电子招标投标系统交易平台认证技术规范", en: "Certification Technical Specification of Trading Platforms" },
  S: { zh: "贵州省“互联网+”招标采购行动工作方案", en: "Guizhou Internet+ tendering work plan" },
  product: { zh: "平台设定", en: "Choice of this platform" },
} as const;
export type SourceKey = keyof typeof SOURCES;

export type Rule = {
  /** Mark, text and article, e.g. `["verified", "L", "24"]`. */
  readonly sources: readonly (readonly [Mark, SourceKey, string])[];
  readonly actions: readonly RuleAction[];
  /** Beijing date from which the rule's first source binds in the wording used. */
  readonly effectiveFrom: string;
  readonly effectiveTo?: string;
  readonly zh: string;
  readonly en: string;
  /** Every number of the rule. Days are calendar days; `Bp` basis points; `Yuan` whole yuan. */
  readonly params?: Readonly<Record<string, number>>;
};
