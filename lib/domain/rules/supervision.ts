import type { Rule } from "../rule";

export const SUPERVISION = {
  "R-152": {
    sources: [["verified", "I", "31"]],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "终止招标的，应及时公告或者书面通知所有获取招标文件的人，并退还费用和保证金。",
    en: "Termination is announced and told to everybody who obtained the documents; fees and bonds are returned.",
  },
  "R-153": {
    sources: [
      ["verified", "E", "45"],
      ["memory", "product", ""],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "向任一公共服务平台注册登记，并及时交换规定的信息。",
    en: "Register with any one public service platform and supply the prescribed items in time.",
    params: { alarmHours: 1, hardHours: 24 },
  },
  "R-154": {
    sources: [
      ["verified", "E", "41"],
      ["verified", "L", "22"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "依法公开招标人、项目、代理机构、投标人、中标人等信息；投标人名称在开标后公开。",
    en: "Items public by law are published; bidders' names only after the opening.",
  },
  "R-155": {
    sources: [
      ["verified", "F", "20"],
      ["verified", "O", "(三)"],
    ],
    actions: ["auto"],
    effectiveFrom: "2024-05-01",
    zh: "政策制定机关作为招标人的招标文件和交易场所的服务文件应进行公平竞争审查，其他招标人参照执行。",
    en: "Tender documents of policy-making bodies and service documents of venues undergo fair-competition review; others are encouraged.",
  },
  "R-156": {
    sources: [
      ["verified", "E", "48"],
      ["verified", "S", "9"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "向监督平台开放数据接口，及时交换和公布。",
    en: "A data interface is open to supervision platforms; data are exchanged and published in time.",
  },
  "R-157": {
    sources: [
      ["verified", "E", "49"],
      ["verified", "S", "14"],
    ],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "设置岗位权限，记录操作过程、数据来源、每一环节的时间、网络地址和人员，任何人不得伪造、篡改或者损毁。",
    en: "Duties and permissions are set; process, source, time, network address and person of every step are recorded and never forged.",
  },
  "R-158": {
    sources: [["verified", "E", "53"]],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "功能、通道、编码、接口、登记交换、安全、认证不符合规定的，责令改正或者停止运营。",
    en: "Lack of functions, channel, coding, interface, exchange, security or certification is corrected, or operation stops.",
  },
  "R-159": {
    sources: [["verified", "E", "50"]],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "监督部门不得违法干预，并应保守秘密。",
    en: "Supervisors do not interfere beyond duty and keep secrets.",
  },
  "R-160": {
    sources: [["verified", "AR", "39"]],
    actions: ["auto"],
    effectiveFrom: "2024-03-01",
    zh: "电子档案来源可靠、程序规范、要素合规，形成、办理、归档可追溯。",
    en: "Electronic archives have reliable sources, standard procedure and complete elements, all traceable.",
  },
  "R-161": {
    sources: [
      ["verified", "A", "(十一)"],
      ["verified", "A", "(十二)"],
    ],
    actions: ["auto"],
    effectiveFrom: "2026-02-06",
    zh: "人工智能仅作辅助，不替代招标人、代理机构、投标人、专家的判断。",
    en: "AI output only assists; it replaces nobody's judgement.",
  },
  "R-162": {
    sources: [
      ["verified", "I", "78"],
      ["verified", "O", "(二十)"],
      ["verified", "S", "17"],
    ],
    actions: ["auto"],
    effectiveFrom: "2019-03-02",
    zh: "行政处罚信息依法公布；信用数据客观采集并共享。",
    en: "Penalties are published; credit data are collected objectively and shared.",
  },
  "R-163": {
    sources: [["verified", "S", "15"]],
    actions: ["auto"],
    effectiveFrom: "2017-01-01",
    zh: "涉及国家安全的数据特别保护，不得商业利用。",
    en: "Data touching national security are specially protected and not used commercially.",
  },
  "R-164": {
    sources: [
      ["verified", "ES", "4–6"],
      ["verified", "ES", "10–11"],
    ],
    actions: ["auto"],
    effectiveFrom: "2019-04-23",
    zh: "数据电文视为书面形式；内容完整、未被更改、可随时调取的视为原件；进入指定系统的时间为收到时间。",
    en: "A data message is writing, and an original if complete, unaltered and retrievable; receipt is entry into the designated system.",
  },
  "R-169": {
    sources: [["memory", "T", ""]],
    actions: ["auto"],
    effectiveFrom: "2013-05-01",
    zh: "支持国家商用密码算法；过渡期内可以同时使用 RSA/SHA-256 证书。",
    en: "National cryptography (SM2, SM3, SM4) is supported; RSA/SHA-256 certificates may be used during transition.",
  },
} as const satisfies Readonly<Record<string, Rule>>;
