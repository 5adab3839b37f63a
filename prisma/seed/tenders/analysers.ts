import { afterOpening } from "../acts/after-opening";
import { object } from "../acts/objector";
import { HOSPITAL, SPECIALTY } from "../cast";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Goods, candidates on display, and an objection that nobody has answered yet: the lot stands still. */
export function analysers(play: Play): Story {
  const { at } = play.calendar;
  const p = production(
    {
      name: "检验设备",
      tenderee: HOSPITAL,
      entrusted: false,
      category: "goods",
      project: projectOf({
        name: "黔中新区第二人民医院检验科能力提升项目",
        industryCode: "Q84",
        address: "黔中新区杏林路 88 号",
        owner: HOSPITAL.name,
        funds: "财政专项资金",
        scale: "配置全自动生化、免疫及样本前处理流水线一套，日处理样本 6000 管",
        number: 231,
        contact: "皇甫蕾",
      }),
      tender: tenderOf("goods", {
        name: "黔中新区第二人民医院全自动检验流水线采购",
        type: "A99",
        investment: "9800000.00",
      }),
      lots: [
        {
          name: "全自动检验流水线",
          content: "样本前处理、生化分析、免疫分析模块及轨道系统各一套，含三年试剂适配服务",
          estimate: "9600000.00",
          durationDays: 60,
          deadline: at(-8, 10, 0),
          terms: {
            requirements: [
              { kind: "1", text: "具有有效的医疗器械经营许可或者生产许可" },
              { kind: "2", text: "近三年完成过同类流水线安装两项及以上" },
            ],
            technical:
              "生化恒速不低于每小时 2000 测试，免疫恒速不低于每小时 240 测试，样本周转时间中位数不大于 45 分钟。",
            standards: "GB 4793.1-2007、YY/T 0654-2017",
            ceiling: "9450000.00",
            bond: "150000.00",
          },
          offers: offersOf("goods", [
            [4, "9086000.00", 55],
            [5, "8968000.00", 60],
            [10, "9210000.00", 58],
          ]),
        },
      ],
    },
    play,
  );
  return {
    name: "检验设备",
    steps: [
      p.announced(at(-31, 10, 0)),
      p.obtained(at(-26, 10, 0)),
      p.bids(0, at(-9, 16, 0)),
      p.opened(0),
      p.recorded(0, at(-8, 10, 50)),
      ...afterOpening(p, play, 0, { specialty: SPECIALTY.medical, evaluated: at(-7, 9, 0), candidates: at(-4, 10, 0) }),
      object(play, {
        at: at(-2, 14, 30),
        lotId: () => p.lotId(0),
        bidder: 10,
        kind: "result",
        facts:
          "公示的第一中标候选人所报生化模块恒速为每小时 1800 测试，低于招标文件第二章要求的每小时 2000 测试，且未在偏离表中列明。",
        claim: "请求核实该候选人的技术响应文件，更正评标结果，并在答复前暂停后续活动。",
      }),
    ],
  };
}
