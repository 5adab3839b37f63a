import type { Rule } from "../rule";

export const REGISTRATION = {
  "R-27": {
    sources: [
      ["verified", "E", "16"],
      ["verified", "E", "24"],
    ],
    actions: ["block"],
    effectiveFrom: "2013-05-01",
    zh: "招标人、代理机构、投标人在所使用的平台实名注册登记，运营机构验证。",
    en: "Tenderee, agency and bidder register with truthful data on the platform used; the operator verifies.",
  },
  "R-28": {
    sources: [
      ["verified", "S", "2"],
      ["verified", "S", "6"],
    ],
    actions: ["auto"],
    effectiveFrom: "2017-01-01",
    zh: "一个主体一个统一社会信用代码，实名。",
    en: "One entity, one unified social credit code, by its real name.",
  },
  "R-29": {
    sources: [
      ["verified", "E", "20"],
      ["verified", "O", "(三)"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "除注册登记外，任何单位和个人不得设置投标报名等前置条件限制下载招标文件。",
    en: "Besides registration nobody may set sign-up or other pre-steps that limit obtaining the documents.",
  },
  "R-30": {
    sources: [
      ["verified", "E", "44"],
      ["verified", "S", "2"],
      ["verified", "F", "5(七)"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "兼容不同电子认证机构的数字证书，登录可以跨平台共享。",
    en: "Certificates of different licensed authorities are recognised.",
  },
  "R-31": {
    sources: [["verified", "ES", "13–15"]],
    actions: ["auto"],
    effectiveFrom: "2019-04-23",
    zh: "可靠的电子签名与手写签名或者盖章具有同等法律效力；私钥失控应立即停用并告知。",
    en: "A reliable electronic signature equals hand signature and seal; a lost key is reported and no longer used.",
  },
  "R-32": {
    sources: [["verified", "PIPL", "28–29"]],
    actions: ["auto"],
    effectiveFrom: "2021-11-01",
    zh: "处理生物识别、身份证件等敏感个人信息须取得单独同意，并严格保护。",
    en: "Biometric and identity data need separate consent, necessity and strict protection.",
  },
} as const satisfies Readonly<Record<string, Rule>>;
