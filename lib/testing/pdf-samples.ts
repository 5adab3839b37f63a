import type { OpeningRecordData } from "@/lib/adapters/pdf/opening-record";

const bid = (
  number: number,
  name: string,
  uscc: string,
  price: string | null,
  duration: string,
  bond: string,
  at: string | null,
) => ({
  number,
  name,
  uscc,
  price,
  duration,
  quality: price === null ? "" : "合格",
  manager: "",
  bond,
  decryptedAt: at,
  notOpened:
    price === null
      ? {
          verdict: "视为撤销",
          cause:
            "投标人证书介质损坏，未留存备份密钥，在解密窗口和补救期内均未解密。其间平台无故障记录。属投标人原因，视为撤销其投标文件（《电子招标投标办法》第三十一条）。",
        }
      : null,
});

export const sampleHead = {
  platform: "信标电子招标投标交易平台",
  number: "GZ2026-0123-A02-KB01",
  generatedAt: "2026-11-17T02:46:08Z",
  digest: "70ce871f8a3d3fb4aa00112233445566778899aabbccddeeff00112233445566",
  verifyUrl: "https://xinbiao.example/verify/GZ2026-0123-A02-KB01",
} as const;

export const sampleTender = {
  tenderName: "贵阳市东站路道路工程施工",
  tenderCode: "E5201000001000001001",
  lotName: "A02 交通设施工程",
  lotCode: "E5201000001000001001002",
  tenderee: { name: "贵阳市公共交通建设中心", uscc: "12520100429200136H" },
  agency: { name: "贵州衡准工程咨询有限公司", uscc: "91520103MA6E4H279J" },
} as const;

/** The opening record of the mock-up. */
export const sampleOpening = (): OpeningRecordData => ({
  ...sampleHead,
  tender: sampleTender,
  openedAt: "2026-11-17T01:30:00Z",
  place: "本平台开标大厅",
  ceiling: "18460000.00",
  baseline: null,
  bids: [
    bid(1, "黔中明标工程有限公司", "91520115MA6J7N196P", "17356208.50", "148 天", "保函", "2026-11-17T01:33:02Z"),
    bid(2, "贵州筑岭交通设施有限公司", "91520100MA6H3P614K", "17104900.00", "145 天", "保函", "2026-11-17T01:35:40Z"),
    bid(3, "安顺屯堡照明工程有限公司", "91520400MA6C5X8315", "17888000.00", "150 天", "转账", "2026-11-17T01:32:17Z"),
    bid(4, "遵义安途智能交通有限公司", "91520300MA6F8W0292", "16982640.00", "150 天", "保函", "2026-11-17T01:58:26Z"),
    bid(5, "黔西南峰林信号设备有限公司", "91522300MA6L2Q471F", null, "", "转账", null),
  ],
  events: [
    ["01:30:00", "投标截止", null],
    ["01:30:14", "发布收标声明，收到投标文件 5 份", "4,128,801"],
    ["01:31:10", "封存校验，5 份与回执全部一致", "4,128,807"],
    ["01:31:30", "解密开始，窗口 30 分钟", "4,128,809"],
    ["02:01:30", "窗口结束，已解密 4 份，补救期 30 分钟开始", "4,128,989"],
    ["02:31:30", "补救期结束，未解密 1 份", "4,129,169"],
    ["02:31:42", "冻结", "4,129,170"],
    ["02:32:20", "提供开启份额：招标人，省公共资源交易中心（3 方中 2 方）", "4,129,174"],
    ["02:32:31", "公布投标人名称、投标报价和其他开标内容", "4,129,175"],
    ["02:42:31", "异议与确认时间结束", "4,129,235"],
  ].map(([at, text, logIndex]) => ({ at: `2026-11-17T${at}Z`, text: text!, logIndex: logIndex ?? null })),
  objections: [
    {
      party: "遵义安途智能交通有限公司",
      at: "2026-11-17T02:35:12Z",
      text: "请说明 5 号投标文件未解密是否由平台故障引起。",
      answer:
        "经查，解密期间平台运行正常，其余 4 份均在窗口内完成。5 号投标人书面确认证书介质损坏。异议人 10:40:02 表示无补充。",
      answeredAt: "2026-11-17T02:38:40Z",
    },
  ],
  draws: [],
  confirmation: "投标人确认：1、2、3、4 号已在线确认；5 号未回应，视为无异议。",
  signers: [
    { field: "tenderee", role: "招标人", name: "贵阳市公共交通建设中心", kind: "organization" },
    { field: "agency", role: "招标代理机构（主持）", name: "贵州衡准工程咨询有限公司", kind: "organization" },
  ],
});
