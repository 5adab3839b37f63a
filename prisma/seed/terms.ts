import type { CriterionTerms, MethodTerms } from "@/lib/domain/method-terms";
import type { CompleteTerms } from "@/lib/domain/terms";

/** What differs from tender to tender; the rest follows from the category. */
export type TermsPlan = {
  readonly category: "construction" | "goods" | "services";
  readonly requirements: CompleteTerms["qualification"]["requirements"];
  readonly technical: string;
  readonly standards: string;
  readonly ceiling: string;
  readonly bond: string;
  readonly contact: CompleteTerms["contact"];
  readonly now: Date;
  readonly deadline: Date;
  /** A legal day of this tender, ms: shorter in training. */
  readonly dayMs?: number;
  readonly windowSeconds?: number;
  readonly remedySeconds?: number;
  /** Coefficients are drawn in the opening session. */
  readonly drawn?: boolean;
  /** Prices are sealed apart and opened after the technical review. */
  readonly twoEnvelopes?: boolean;
  /** In the remedial window the plaintext may be submitted again. */
  readonly resubmit?: boolean;
  /** Price of the documents, yuan; none if it is absent. */
  readonly fee?: string;
};

const iso = (at: Date): string => new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString();

/** The dates that hang on the deadline; a day is shorter in training. */
export function scheduleFor(deadline: Date, dayMs = 86_400_000) {
  const before = (days: number) => iso(new Date(deadline.getTime() - days * dayMs));
  return { documentsTo: before(2), questionsUntil: before(10), deadline: iso(deadline) };
}

/** Complete terms as the editor would save them, section by section. */
export function termsOf(plan: TermsPlan): CompleteTerms {
  const { category, now, deadline, dayMs = 86_400_000, windowSeconds = 1800, remedySeconds = 1800 } = plan;
  return {
    qualification: {
      requirements: plan.requirements,
      consortium: category === "construction",
      consortiumMax: category === "construction" ? 2 : 0,
    },
    technical: { requirements: plan.technical, standards: plan.standards, quality: "合格" },
    price: {
      ceiling: plan.ceiling,
      ceilingMethod: "",
      requirements: "投标报价为完成招标范围全部工作的含税总价，报价币种为人民币，保留两位小数。",
      referenceCommitment: null,
      documentFee: plan.fee ?? "0.00",
    },
    method: methodOf(category, plan.drawn ?? false),
    contract: CONTRACT[category],
    form: FORM[category],
    bond: { required: true, amount: plan.bond, forms: ["transfer", "guarantee", "insurance"] },
    schedule: { documentsFrom: iso(now), ...scheduleFor(deadline, dayMs), validityDays: 90 },
    contact: plan.contact,
    opening: {
      envelopes: plan.twoEnvelopes ? 2 : 1,
      windowSeconds,
      remedySeconds,
      resubmit: plan.resubmit ?? false,
      k: 2,
      trustees: [0, 1, 2],
      failBelow: 0,
    },
    files: { files: [] },
  };
}

const CONTRACT = {
  construction: {
    mainTerms: "固定单价合同，工程量按实计量；缺陷责任期二十四个月；农民工工资专用账户管理。",
    payment: "按月支付已完合格工程价款的百分之八十，竣工验收后付至百分之九十七。",
    performanceBondBp: 500,
  },
  goods: {
    mainTerms: "交货地点为招标人指定地点，供方负责运输、安装、调试与培训；质保期三十六个月。",
    payment: "到货验收合格后支付百分之七十，安装调试完成后支付百分之二十七，质保期满支付余款。",
    performanceBondBp: 300,
  },
  services: {
    mainTerms: "服务期三年，合同一年一签；按月考核，考核结果与服务费挂钩。",
    payment: "按季支付，考核合格后十五日内支付上一季度服务费。",
    performanceBondBp: 200,
  },
} as const;

const FORM: Readonly<Record<TermsPlan["category"], CompleteTerms["form"]>> = {
  construction: {
    fields: [{ key: "certificate", label: "项目负责人注册证书编号", required: true, hint: "一级注册建造师注册编号" }],
    attachments: [
      { role: "letter", label: "投标函及附录", required: true },
      { role: "plan", label: "施工组织设计", required: true },
      { role: "price", label: "已标价工程量清单", required: true },
    ],
  },
  goods: {
    fields: [{ key: "model", label: "投标产品型号", required: true, hint: "" }],
    attachments: [
      { role: "letter", label: "投标函", required: true },
      { role: "plan", label: "技术响应文件", required: true },
      { role: "price", label: "分项报价表", required: true },
    ],
  },
  services: {
    fields: [{ key: "staff", label: "拟派服务人数", required: true, hint: "人" }],
    attachments: [
      { role: "letter", label: "投标函", required: true },
      { role: "plan", label: "服务方案", required: true },
      { role: "price", label: "报价明细表", required: true },
    ],
  },
};

type Leaf = readonly [id: string, name: string, max: string, basis: string];
const LEAVES: Readonly<Record<TermsPlan["category"], readonly Leaf[]>> = {
  construction: [
    ["plan", "施工组织设计", "20.00", "方案完整、针对性强、措施可行得高分"],
    ["safety", "安全文明施工与扬尘治理", "10.00", "危险源辨识全面、措施具体得高分"],
    ["schedule", "进度计划与资源配置", "10.00", "关键线路清楚、资源匹配得高分"],
  ],
  goods: [
    ["performance", "技术参数响应", "25.00", "逐条响应，优于要求的酌情加分"],
    ["training", "安装、培训与售后", "15.00", "响应时间、备件保障、培训计划完整得高分"],
  ],
  services: [
    ["scheme", "服务方案", "25.00", "方案贴合现场、流程清楚得高分"],
    ["team", "人员配备与培训", "15.00", "人员结构合理、培训计划具体得高分"],
  ],
};

function methodOf(category: TermsPlan["category"], drawn: boolean): MethodTerms {
  const max = category === "services" ? "20.00" : "40.00";
  const experience = category === "services" ? "40.00" : "20.00";
  const technical = LEAVES[category].map(([id, name, full, basis]) =>
    criterion({ id, name, max: full, basis, parent: "technical", group: "technical", kind: "subjective" }),
  );
  return {
    kind: "comprehensiveScoring",
    criteria: [
      criterion({
        id: "technical",
        name: "技术部分",
        max: "0.00",
        basis: "",
        parent: null,
        group: "technical",
        kind: "subjective",
      }),
      ...technical,
      criterion({
        id: "experience",
        name: "类似业绩",
        max: experience,
        basis: "近三年每项合格业绩得五分，满分为止",
        parent: null,
        group: "business",
        kind: "objective",
      }),
      criterion({
        id: "price",
        name: "投标报价",
        max,
        basis: "按评标基准价计算",
        parent: null,
        group: "price",
        kind: "formula",
      }),
    ],
    price: {
      score: "P1",
      benchmark: drawn ? "B4" : "B1",
      full: max,
      e1: "1",
      e2: "0.5",
      drop: 0,
      dropFrom: 5,
      k1: drawn ? ["0.95", "0.96", "0.97"] : [],
      k2: drawn ? ["0.98"] : [],
      q1: drawn ? ["0.30"] : [],
      rates: [],
      places: 2,
    },
    aggregation: "mean",
    places: 2,
    rejectionGrounds: ["投标报价高于最高投标限价", "不满足资格条件", "未响应实质性要求"],
  };
}

type Criterion = Pick<CriterionTerms, "id" | "name" | "max" | "basis" | "parent" | "group" | "kind">;
const criterion = (given: Criterion): CriterionTerms => ({
  ...given,
  step: "0.50",
  evidence: given.group === "price" ? "报价文件" : "技术文件",
  blind: false,
});
