import { object } from "../acts/objector";
import { orderStop } from "../acts/supervisor";
import { ROADS } from "../cast";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Works that the supervisor has stopped by an order while bids were coming in. */
export function bridge(play: Play): Story {
  const { at } = play.calendar;
  const p = production(
    {
      name: "澄江大桥",
      tenderee: ROADS,
      entrusted: true,
      category: "construction",
      project: projectOf({
        name: "黔中新区澄江大桥新建工程",
        industryCode: "E48",
        address: "黔中新区澄江路跨江段",
        owner: ROADS.name,
        funds: "新区财政资金 50%，银行贷款 50%",
        scale: "主桥为 65+110+65 m 预应力混凝土连续梁，引桥 420 m，两岸接线 1.1 km",
        number: 268,
        contact: "欧阳启航",
      }),
      tender: tenderOf("construction", {
        name: "黔中新区澄江大桥新建工程施工",
        type: "A10",
        investment: "238000000.00",
      }),
      lots: [
        {
          name: "主桥及引桥",
          content: "主桥、引桥、接线道路、排水、照明及交通安全设施",
          estimate: "206000000.00",
          durationDays: 720,
          deadline: at(6, 10, 0),
          terms: {
            requirements: [
              { kind: "1", text: "市政公用工程施工总承包一级及以上资质，安全生产许可证在有效期内" },
              { kind: "3", text: "项目负责人为市政公用工程专业一级注册建造师" },
              { kind: "2", text: "近五年完成过主跨不小于 80 m 的桥梁工程一项" },
            ],
            technical: "主梁采用挂篮悬臂浇筑，合龙误差不大于 15 mm；水中墩执行环保围堰专项方案。",
            standards: "CJJ 2-2008、JTG/T 3650-2020",
            ceiling: "204600000.00",
            bond: "800000.00",
            drawn: true,
          },
          offers: offersOf("construction", [[3, "195820000.00", 700]]),
        },
      ],
    },
    play,
  );
  return {
    name: "澄江大桥",
    steps: [
      p.announced(at(-22, 10, 0)),
      p.obtained(at(-15, 10, 0)),
      object(play, {
        at: at(-5, 9, 0),
        lotId: () => p.lotId(0),
        bidder: 3,
        kind: "document",
        facts: "招标文件要求的业绩以主跨长度设限，而评分标准又对同一业绩重复计分，与项目规模不相适应。",
        claim: "请求调整业绩条件和评分标准，避免重复设置。",
      }),
      p.bids(0, at(-5, 9, 40)),
      orderStop(play, {
        at: at(-3, 15, 0),
        lotId: () => p.lotId(0),
        basis: "《中华人民共和国招标投标法实施条例》第六十条、第六十二条",
        reason:
          "接到反映，该标段招标文件中业绩条件与评分标准存在重复设置的情形。为防止不合理限制投标人，责令招标人在复核完成前暂停本标段的招标投标活动，并在五个工作日内提交书面说明。",
      }),
    ],
  };
}
