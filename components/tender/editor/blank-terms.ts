import type { CompleteTerms } from "@/lib/domain/terms";
import { NEW_FORMULA } from "./formula-fields";

/** What a section starts from before anything was entered. @param now for the plan: whole seconds */
export function blankTerms(now: Date, bounds: { readonly documentsTo: string; readonly deadline: string }, trustees: readonly number[]): CompleteTerms {
  const whole = new Date(Math.ceil(now.getTime() / 1000) * 1000).toISOString();
  return {
    qualification: { requirements: [{ kind: "1", text: "" }], consortium: false, consortiumMax: 0 },
    technical: { requirements: "", standards: "", quality: "合格" },
    price: { ceiling: null, ceilingMethod: "", requirements: "", referenceCommitment: null, documentFee: "0.00" },
    method: {
      kind: "comprehensiveScoring",
      criteria: [
        { id: "technical", parent: null, name: "技术部分", group: "technical", kind: "subjective", max: "0.00", step: "0.50", basis: "", evidence: "", blind: false },
        { id: "plan", parent: "technical", name: "实施方案", group: "technical", kind: "subjective", max: "40.00", step: "0.50", basis: "优 36 至 40，良 30 至 36，一般 20 至 30", evidence: "技术文件", blind: false },
        { id: "business", parent: null, name: "商务部分", group: "business", kind: "objective", max: "20.00", step: "1.00", basis: "每项类似业绩 5 分，最多 4 项", evidence: "合同及验收证明", blind: false },
        { id: "price", parent: null, name: "投标报价", group: "price", kind: "formula", max: "40.00", step: "0.01", basis: "按价格分公式计算", evidence: "", blind: false },
      ],
      price: NEW_FORMULA,
      aggregation: "mean",
      places: 2,
      rejectionGrounds: [],
    },
    contract: { mainTerms: "", payment: "", performanceBondBp: 0 },
    form: { fields: [], attachments: [{ role: "letter", label: "投标函", required: true }, { role: "technical", label: "技术文件", required: true }] },
    bond: { required: false, amount: "0.00", forms: ["transfer", "guarantee", "insurance"] },
    schedule: { documentsFrom: whole, documentsTo: bounds.documentsTo, questionsUntil: bounds.documentsTo, deadline: bounds.deadline, validityDays: 90 },
    contact: { name: "", phone: "", email: "", address: "" },
    opening: { windowSeconds: 1800, remedySeconds: 1800, k: 2, trustees: trustees.slice(0, 3), failBelow: 0 },
    files: { files: [] },
  };
}
