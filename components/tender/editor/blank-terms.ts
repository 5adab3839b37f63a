import type { CompleteTerms } from "@/lib/domain/terms";
import { NEW_FORMULA } from "./formula-fields";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Start = {
  readonly now: Date;
  /** First lawful instants, ISO. */
  readonly bounds: { readonly documentsTo: string; readonly deadline: string };
  readonly trustees: readonly number[];
  readonly training: boolean;
};

/**
 * What a section starts from before anything was entered. The plan leaves room between now and the publication, which
 * the legal periods are counted from: days, or minutes in training.
 */
export function blankTerms({ now, bounds, trustees, training }: Start): CompleteTerms {
  const whole = new Date(Math.ceil(now.getTime() / 1000) * 1000).toISOString();
  const room = training ? 15 * MINUTE_MS : 5 * DAY_MS;
  const later = (iso: string) => new Date(Math.ceil((new Date(iso).getTime() + room) / MINUTE_MS) * MINUTE_MS);
  const deadline = new Date(later(bounds.deadline).getTime() + (training ? 0 : 9.5 * 60 * MINUTE_MS)).toISOString();
  const documentsTo = training ? deadline : later(bounds.documentsTo).toISOString();
  const window = training ? 180 : 1800;
  return {
    qualification: { requirements: [{ kind: "1", text: "" }], consortium: false, consortiumMax: 0 },
    technical: { requirements: "", standards: "", quality: "合格" },
    price: { ceiling: null, ceilingMethod: "", requirements: "", referenceCommitment: null, documentFee: "0.00" },
    method: {
      kind: "comprehensiveScoring",
      criteria: [
        {
          id: "technical",
          parent: null,
          name: "技术部分",
          group: "technical",
          kind: "subjective",
          max: "0.00",
          step: "0.50",
          basis: "",
          evidence: "",
          blind: false,
        },
        {
          id: "plan",
          parent: "technical",
          name: "实施方案",
          group: "technical",
          kind: "subjective",
          max: "40.00",
          step: "0.50",
          basis: "优 36 至 40，良 30 至 36，一般 20 至 30",
          evidence: "技术文件",
          blind: false,
        },
        {
          id: "business",
          parent: null,
          name: "商务部分",
          group: "business",
          kind: "objective",
          max: "20.00",
          step: "1.00",
          basis: "每项类似业绩 5 分，最多 4 项",
          evidence: "合同及验收证明",
          blind: false,
        },
        {
          id: "price",
          parent: null,
          name: "投标报价",
          group: "price",
          kind: "formula",
          max: "40.00",
          step: "0.01",
          basis: "按价格分公式计算",
          evidence: "",
          blind: false,
        },
      ],
      price: NEW_FORMULA,
      aggregation: "mean",
      places: 2,
      rejectionGrounds: [],
    },
    contract: { mainTerms: "", payment: "", performanceBondBp: 0 },
    form: {
      fields: [],
      attachments: [
        { role: "letter", label: "投标函", required: true },
        { role: "technical", label: "技术文件", required: true },
      ],
    },
    bond: { required: false, amount: "0.00", forms: ["transfer", "guarantee", "insurance"] },
    schedule: {
      documentsFrom: whole,
      documentsTo,
      questionsUntil: documentsTo,
      deadline,
      validityDays: 90,
    },
    contact: { name: "", phone: "", email: "", address: "" },
    opening: {
      suite: 1,
      envelopes: 1,
      windowSeconds: window,
      remedySeconds: training ? 60 : 1800,
      resubmit: false,
      k: 2,
      trustees: trustees.slice(0, 3),
      failBelow: 0,
    },
    files: { files: [] },
  };
}
