import type { NoticeType } from "@/lib/domain/notice-content";
import type { Term } from "./terms";

/** Tender project types (data dictionary §4). */
export const TRADE_TERMS: Readonly<Record<string, Term>> = {
  A01: { zh: "房建", en: "Building" },
  A02: { zh: "市政", en: "Municipal" },
  A03: { zh: "公路", en: "Highway" },
  A04: { zh: "铁路", en: "Railway" },
  A05: { zh: "民航", en: "Civil aviation" },
  A06: { zh: "水运", en: "Waterway" },
  A07: { zh: "水利", en: "Water conservancy" },
  A08: { zh: "能源", en: "Energy" },
  A09: { zh: "邮电通信", en: "Post and telecom" },
  A10: { zh: "桥梁", en: "Bridge" },
  A11: { zh: "城市轨道", en: "Urban rail" },
  A12: { zh: "矿产冶金", en: "Mining and metallurgy" },
  A13: { zh: "信息网络", en: "Information network" },
  A99: { zh: "其他", en: "Other" },
};

export const CATEGORY_TERMS: Readonly<Record<string, Term>> = {
  construction: { zh: "工程", en: "Construction" },
  goods: { zh: "货物", en: "Goods" },
  services: { zh: "服务", en: "Services" },
};

/** Prefectures of Guizhou (data dictionary §5). */
export const REGION_TERMS: Readonly<Record<string, Term>> = {
  "520000": { zh: "贵州省", en: "Guizhou" },
  "520100": { zh: "贵阳市", en: "Guiyang" },
  "520200": { zh: "六盘水市", en: "Liupanshui" },
  "520300": { zh: "遵义市", en: "Zunyi" },
  "520400": { zh: "安顺市", en: "Anshun" },
  "520500": { zh: "毕节市", en: "Bijie" },
  "520600": { zh: "铜仁市", en: "Tongren" },
  "522300": { zh: "黔西南州", en: "Qianxinan" },
  "522600": { zh: "黔东南州", en: "Qiandongnan" },
  "522700": { zh: "黔南州", en: "Qiannan" },
};

export const NOTICE_TERMS: Readonly<Record<NoticeType, Term>> = {
  tenderNotice: { zh: "招标公告", en: "Tender notices" },
  amendmentNotice: { zh: "变更公告", en: "Amendment notices" },
  candidateNotice: { zh: "中标候选人公示", en: "Candidates on public notice" },
  resultNotice: { zh: "中标结果", en: "Results" },
  contractNotice: { zh: "合同公示", en: "Contracts" },
  failureNotice: { zh: "招标失败公告", en: "Failed tenders" },
  suspensionNotice: { zh: "暂停公告", en: "Suspensions" },
  resumptionNotice: { zh: "恢复公告", en: "Resumptions" },
  terminationNotice: { zh: "终止公告", en: "Terminations" },
};
