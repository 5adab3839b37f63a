import type { CompleteTerms } from "@/lib/domain/terms";

const iso = (at: Date): string => new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString();

/** Terms that pass the compliance check of a construction lot of 18.5 million yuan, issued at `now`. */
export function sampleTerms(
  now: Date,
  days: { readonly deadline: number; readonly dayMs: number } = { deadline: 40, dayMs: 86_400_000 },
): CompleteTerms {
  const after = (n: number) => iso(new Date(now.getTime() + n * days.dayMs));
  return {
    qualification: {
      requirements: [
        { kind: "1", text: "市政公用工程施工总承包二级及以上资质" },
        { kind: "3", text: "项目负责人为市政公用工程一级注册建造师" },
      ],
      consortium: true,
      consortiumMax: 2,
    },
    technical: { requirements: "按施工图设计文件及现行规范施工。", standards: "CJJ 1-2008", quality: "合格" },
    price: {
      ceiling: "18460000.00",
      ceilingMethod: "",
      requirements: "投标报价为含税全费用价。",
      referenceCommitment: null,
      documentFee: "0.00",
    },
    method: {
      kind: "comprehensiveScoring",
      criteria: [
        criterion("technical", null, "技术部分", "technical", "0.00"),
        criterion("plan", "technical", "施工组织设计", "technical", "30.00"),
        criterion("safety", "technical", "安全文明施工", "technical", "10.00"),
        criterion("experience", null, "类似业绩", "business", "20.00", "objective"),
        criterion("price", null, "投标报价", "price", "40.00", "formula"),
      ],
      price: {
        score: "P1",
        benchmark: "B4",
        full: "40.00",
        e1: "2",
        e2: "1",
        drop: 0,
        dropFrom: 5,
        k1: ["0.95", "0.96", "0.97"],
        k2: ["0.98"],
        q1: ["0.30"],
        rates: [],
        places: 2,
      },
      aggregation: "mean",
      places: 2,
      rejectionGrounds: ["投标文件未按要求加密、签章"],
    },
    contract: { mainTerms: "采用固定单价合同。", payment: "按月支付进度款的 80%。", performanceBondBp: 1000 },
    form: {
      fields: [{ key: "certificate", label: "项目负责人证书编号", required: true, hint: "" }],
      attachments: [
        { role: "letter", label: "投标函", required: true },
        { role: "plan", label: "施工组织设计", required: true },
      ],
    },
    bond: { required: true, amount: "370000.00", forms: ["transfer", "guarantee", "insurance"] },
    schedule: {
      documentsFrom: iso(now),
      documentsTo: after(days.deadline - 5),
      questionsUntil: after(days.deadline - 12),
      deadline: after(days.deadline),
      validityDays: 90,
    },
    contact: { name: "何静姝", phone: "0851-05550367", email: "", address: "贵阳市南明区机场路 18 号" },
    opening: { windowSeconds: 1800, remedySeconds: 1800, k: 2, trustees: [0, 1, 2], failBelow: 0 },
    files: { files: [] },
  };
}

function criterion(
  id: string,
  parent: string | null,
  name: string,
  group: "technical" | "business" | "price",
  max: string,
  kind: "subjective" | "objective" | "formula" = "subjective",
) {
  return {
    id,
    parent,
    name,
    group,
    kind,
    max,
    step: "0.50",
    basis: "优、良、一般",
    evidence: "技术标",
    blind: group === "technical",
  };
}
