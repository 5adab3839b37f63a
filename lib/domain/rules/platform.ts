import type { Rule } from "../rule";

export const PLATFORM = {
  "R-14": {
    sources: [["verified", "E", "7"]],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "电子招标投标交易平台应具备在线完成全部交易过程的功能，并为监督部门提供监督通道。",
    en: "The platform completes the whole transaction online and gives supervisors a channel, complaints included.",
  },
  "R-15": {
    sources: [
      ["verified", "E", "8"],
      ["verified", "S", "1"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "采用统一的信息分类和编码标准，接口开放、公开、技术中立，不排斥符合标准的工具软件。",
    en: "Classification and codes are uniform; interfaces are open, published and technology-neutral; conforming tools are not excluded.",
  },
  "R-16": {
    sources: [
      ["verified", "E", "9"],
      ["verified", "E", "54"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "免费注册登录，免费获取依法公开的信息。",
    en: "Registration, login and information that is public by law are free.",
  },
  "R-17": {
    sources: [
      ["verified", "E", "10"],
      ["verified", "S", "4"],
      ["verified", "S", "14"],
    ],
    actions: ["show"],
    effectiveFrom: "2013-05-01",
    zh: "交易平台须通过检测、认证并公布；服务器设在中国境内。",
    en: "The platform is tested and certified, and says so; its servers stand in mainland China.",
  },
  "R-18": {
    sources: [["verified", "E", "11"]],
    actions: ["show"],
    effectiveFrom: "2013-05-01",
    zh: "运营机构应是依法成立的法人，有专职的信息技术和招标专业人员。",
    en: "The operator is a legal person with full-time IT and tendering staff.",
  },
  "R-19": {
    sources: [["verified", "E", "13"]],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "采取可靠的身份识别、权限控制、加密、病毒防范等措施，防止非授权操作。",
    en: "Reliable identification, access control, encryption and protection against malware prevent unauthorised operation.",
  },
  "R-20": {
    sources: [
      ["verified", "E", "14"],
      ["verified", "E", "59"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "运营机构验证初次录入信息的真实性，保证数据不被篡改、不被遗漏、可以追溯。",
    en: "The operator verifies first-entry data and keeps data untampered, complete and traceable.",
  },
  "R-21": {
    sources: [
      ["verified", "E", "15"],
      ["verified", "E", "56"],
      ["verified", "E", "57"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "运营机构不得排斥投标人，不得泄露秘密，不得弄虚作假或者协助串通。",
    en: "The operator may not exclude bidders, leak secrets, cheat or help collusion.",
  },
  "R-22": {
    sources: [["verified", "E", "23"]],
    actions: ["block"],
    effectiveFrom: "2013-05-01",
    zh: "运营机构及与其有控股或者管理关系可能影响公正性的单位，不得在本平台投标或者代理投标。",
    en: "The operator and those related to it by control or management may not bid or represent bidders on this platform.",
  },
  "R-23": {
    sources: [["verified", "E", "16"]],
    actions: ["block"],
    effectiveFrom: "2013-05-01",
    zh: "使用第三方交易平台的，招标人应与其签订使用合同，约定服务、质量、费用、数据归属、保密和存档等。",
    en: "A tenderee using a third-party platform signs a contract of use on services, quality, fees, data, confidentiality and archiving.",
  },
  "R-24": {
    sources: [
      ["verified", "E", "16"],
      ["verified", "E", "55"],
      ["verified", "S", "3"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "不得要求投标人购买指定的工具软件，不得以不合理条件限制注册或者收费。",
    en: "Bidders may not be made to buy specified tools; registration carries no unlawful demands or fees.",
  },
  "R-25": {
    sources: [["verified", "E", "54"]],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "不得对享有同等权利的主体提供不同信息，不得设置不合理的前置条件、故意不兼容或者为递交、解密设置障碍。",
    en: "Unequal information for equal rights, illegal pre-steps, intentional incompatibility and obstacles to submitting or decrypting are restrictions of bidders.",
  },
  "R-26": {
    sources: [["verified", "CSL", "21"]],
    actions: ["auto"],
    effectiveFrom: "2017-06-01",
    zh: "网络日志留存不少于六个月。",
    en: "Network logs are kept for at least six months.",
    params: { months: 6 },
  },
} as const satisfies Readonly<Record<string, Rule>>;
