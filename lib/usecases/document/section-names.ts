import type { Section } from "@/lib/domain/terms";

/** Chinese names of the sections, as notices write them. */
const NAMES: Readonly<Record<Section, string>> = {
  qualification: "资格条件",
  technical: "技术要求",
  price: "投标报价与限价",
  method: "评标办法",
  contract: "合同主要条款",
  form: "投标文件格式",
  bond: "投标保证金",
  schedule: "时间安排",
  contact: "异议联系方式",
  opening: "开标与解密",
  files: "附件",
};

export const sectionName = (section: Section): string => NAMES[section];
