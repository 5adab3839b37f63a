import type { Locale } from "./instants";

/** Why an authority was not taken into the trust list: faults of lib/crypto/trust-list.ts, and of the form. */
const FAULTS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  shape: { zh: "有字段不符合格式", en: "a field has the wrong form" },
  pem: {
    zh: "证书须为 PEM 格式，每张以 BEGIN CERTIFICATE 开头",
    en: "certificates must be PEM, each with its BEGIN line",
  },
  rule: { zh: "信用代码或个人编号的位置写法不正确", en: "a place of the code or number is not written rightly" },
  anchor: { zh: "信任锚不是可签发证书的根证书", en: "an anchor is not a certificate that may issue" },
  "anchor-taken": { zh: "信任锚已属于另一认证机构", en: "an anchor belongs to another authority already" },
  intermediate: { zh: "有中间证书不能连到该机构的信任锚", en: "an intermediate does not lead to one of the anchors" },
  algorithm: { zh: "证书的密钥算法未勾选", en: "the certificates use an algorithm that is not ticked" },
  "company-rule": { zh: "未写明信用代码或个人编号在证书中的位置", en: "where the code or number stands is not said" },
  unchanged: { zh: "与现行版本没有不同", en: "nothing differs from the version in force" },
};

export const trustFault = (locale: Locale, fault: string): string =>
  FAULTS[fault]?.[locale === "zh-CN" ? "zh" : "en"] ?? fault;
