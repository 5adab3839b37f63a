import type { TemplateData, TemplateName } from "@/lib/adapters/pdf/maker";
import { sampleHead, sampleOpening, sampleTender } from "./pdf-samples";

const WINNER = { name: "遵义安途智能交通有限公司", uscc: "91520300MA6F8W0292" };
const tenderee = { field: "tenderee", role: "招标人", name: sampleTender.tenderee.name, kind: "organization" } as const;
const agency = { field: "agency", role: "招标代理机构", name: sampleTender.agency.name, kind: "organization" } as const;
const MEMBERS = ["龙启明", "吴若兰", "田景行", "石采薇", "罗致远"];
const FACTORS = [
  "施工方案",
  "进度计划",
  "质量保证",
  "安全文明",
  "资源配置",
  "信息化管理",
  "企业业绩",
  "项目负责人业绩",
];

const scored = (name: string, base: number) => ({
  name,
  rows: FACTORS.map((factor, i) => ({
    factor,
    weight: "10",
    scores: MEMBERS.map((_, j) => (base + ((i + j) % 5) * 0.3).toFixed(2)),
    average: (base + 0.6).toFixed(2),
  })),
  total: (8 * (base + 0.6)).toFixed(2),
});

/** One plausible document of each template. */
export const sampleDocuments = (): { readonly [T in TemplateName]: TemplateData<T> } => ({
  "opening-record": sampleOpening(),
  notice: {
    ...sampleHead,
    number: "GZ2026-0123-ZB01",
    title: "贵阳市东站路道路工程施工招标公告",
    author: sampleTender.tenderee.name,
    intro:
      "贵阳市东站路道路工程已由贵阳市发展和改革委员会以筑发改投资〔2026〕188号批准建设，招标人为贵阳市公共交通建设中心，建设资金来自市级财政，出资比例为 100%。项目已具备招标条件，现对该项目的施工进行公开招标。",
    sections: [
      {
        heading: "项目概况与招标范围",
        paragraphs: ["建设地点：贵阳市云岩区。道路全长 2.36 千米，红线宽 40 米，双向六车道，设计速度 50 千米每小时。"],
        rows: [],
        table: {
          head: ["标段", "名称", "内容", "工期", "最高投标限价（元）"],
          rows: [
            ["A01", "道路与排水工程", "路基、路面、雨污水管道", "240 天", "96,800,000.00"],
            ["A02", "交通设施工程", "信号灯、标志标线、护栏、照明", "150 天", "18,460,000.00"],
          ],
        },
      },
      {
        heading: "投标人资格要求",
        paragraphs: [
          "具有独立法人资格，市政公用工程施工总承包二级以上资质，有效的安全生产许可证。",
          "本次招标接受联合体投标，联合体成员不超过 2 家。",
        ],
        rows: [],
      },
      {
        heading: "招标文件的获取与投标文件的递交",
        paragraphs: [],
        rows: [
          { label: "获取方式", value: "登录本平台免费获取，无需审批" },
          { label: "获取时间", value: "2026年10月20日9时00分00秒至2026年10月27日17时00分00秒" },
          { label: "投标截止时间", value: "2026年11月17日9时30分00秒" },
          { label: "递交方式", value: "通过本平台加密递交，逾期不予受理" },
        ],
      },
    ],
    closing: { issuers: [sampleTender.tenderee.name, sampleTender.agency.name], at: "2026-10-20T01:00:00Z" },
    signers: [tenderee, agency],
  },
  receipt: {
    ...sampleHead,
    number: "GZ2026-0123-A02-HZ-7F3A",
    tender: sampleTender,
    bidder: WINNER,
    status: "accepted",
    arrival: "2026-11-17T01:12:33.456789Z",
    deadline: "2026-11-17T01:30:00Z",
    seq: 2,
    bid: "3f07b2619a4c51d80e77c319aa00112233445566778899aabbccddeeff001122",
    container: "V1StGXR8_Z5jdHi6B-myTQ",
    bytes: 204_912_340,
    segments: [
      {
        name: "technical",
        bytes: 204_650_116,
        root: "70ce871f8a3d3fb4aa00112233445566778899aabbccddeeff00112233445566",
      },
      { name: "price", bytes: 262_224, root: "aa00112233445566778899aabbccddeeff0011223344556670ce871f8a3d3fb4" },
    ],
    signer: { name: WINNER.name, serial: "3F07B2619A4C51D80E77" },
    timestampedAt: "2026-11-17T01:12:34Z",
    logIndex: "4,128,790",
    submittedBy: "赵青岚",
  },
  "award-letter": {
    ...sampleHead,
    number: "GZ2026-0123-A02-ZT01",
    tender: sampleTender,
    winner: WINNER,
    openedAt: "2026-11-17T01:30:00Z",
    price: "16982640.00",
    duration: "150 天",
    quality: "合格",
    manager: "赵青岚",
    managerCertificate: "贵252010198765",
    contractDue: "2026-12-25T00:00:00Z",
    performanceBond: "中标价的 5%",
    remarks: "",
    issuedAt: "2026-11-25T02:00:00Z",
    signers: [tenderee, agency],
  },
  "result-notice": {
    ...sampleHead,
    number: "GZ2026-0123-A02-JG02",
    tender: sampleTender,
    to: { name: "黔中明标工程有限公司", uscc: "91520115MA6J7N196P" },
    winner: WINNER,
    price: "16982640.00",
    standing: "第 2 名",
    reason: "",
    bond: "自合同签订之日起 5 日内退还，含银行同期存款利息",
    issuedAt: "2026-11-25T02:00:00Z",
    signers: [tenderee],
  },
  "contract-summary": {
    ...sampleHead,
    number: "GZ2026-0123-A02-HT01",
    tender: sampleTender,
    contractName: "贵阳市东站路道路工程 A02 标段施工合同",
    contractor: WINNER,
    price: "16982640.00",
    awardedAt: "2026-11-25T02:00:00Z",
    due: "2026-12-25T00:00:00Z",
    fields: [
      { label: "合同价", awarded: "16,982,640.00 元", contract: "16,982,640.00 元", same: true },
      { label: "工期", awarded: "150 天", contract: "150 天", same: true },
      { label: "项目负责人", awarded: "赵青岚", contract: "赵青岚", same: true },
    ],
    clauses: ["质量保证金为结算价的 3%，缺陷责任期 24 个月。"],
    signers: [tenderee, { field: "bidder", role: "中标人", name: WINNER.name, kind: "organization" }],
  },
  "evaluation-report": {
    ...sampleHead,
    number: "GZ2026-0123-A02-PB01",
    tender: sampleTender,
    basics: [
      ["评标办法", "综合评估法"],
      ["评标时间", "2026年11月17日13时00分00秒至17时40分00秒"],
    ],
    committee: MEMBERS.map((name, i) => ({
      name,
      role: i === 0 ? "组长" : "成员",
      specialty: ["市政工程", "交通工程", "照明电气", "工程造价", "市政工程"][i]!,
      origin: i === 4 ? "招标人代表" : "专家库随机抽取",
    })),
    opened: sampleOpening().bids.map(({ number, name, price, notOpened }) => ({
      number,
      name,
      price,
      note: notOpened?.verdict ?? "",
    })),
    rejected: [
      {
        name: "贵州筑岭交通设施有限公司",
        ground: "招标文件第三章第 2.1.3 项",
        reason: "未按要求提交项目负责人社会保险证明，经澄清仍未补正。",
      },
    ],
    criteria: FACTORS.map((name) => ({
      group: "技术",
      name,
      weight: "10",
      standard: "完整、有针对性、可实施的得 8 至 10 分；一般的得 5 至 7 分。",
    })),
    prices: [
      {
        name: WINNER.name,
        bid: "16982640.00",
        evaluated: "16982640.00",
        score: "19.62",
        how: "偏差率 −1.90%，每低 1% 扣 0.2 分",
      },
      {
        name: "黔中明标工程有限公司",
        bid: "17356208.50",
        evaluated: "17356208.50",
        score: "19.49",
        how: "偏差率 +0.26%，每高 1% 扣 0.3 分",
      },
    ],
    scores: { members: MEMBERS, bidders: [scored(WINNER.name, 8.4), scored("黔中明标工程有限公司", 8.1)] },
    rankingParts: ["技术", "商务", "报价"],
    ranking: [
      { rank: 1, name: WINNER.name, parts: ["63.00", "9.00", "19.62"], total: "91.62" },
      { rank: 2, name: "黔中明标工程有限公司", parts: ["61.20", "8.40", "19.49"], total: "89.09" },
    ],
    candidates: [
      { rank: 1, name: WINNER.name, price: "16982640.00", quality: "合格", duration: "150 天", manager: "赵青岚" },
      {
        rank: 2,
        name: "黔中明标工程有限公司",
        price: "17356208.50",
        quality: "合格",
        duration: "148 天",
        manager: "杨知行",
      },
    ],
    matters: ["请中标人在签约前确认信号控制设备的型号与接口"],
    clarifications: [
      {
        at: "2026-11-17T06:20:00Z",
        name: WINNER.name,
        question: "请说明照明灯具质保期。",
        answer: "质保期为五年，与投标文件第 86 页一致。",
      },
    ],
    draws: [["下浮系数 K", "0.97"]],
    warnings: [{ text: "两份投标文件的创建设备标识相近", decision: "经核对属于同型号设备，不构成串通的证据" }],
    dissents: [],
    competition: null,
    signers: MEMBERS.map((name, i) => ({
      field: `member-${i + 1}`,
      role: i === 0 ? "组长" : "成员",
      name,
      kind: "person" as const,
    })),
  },
});
