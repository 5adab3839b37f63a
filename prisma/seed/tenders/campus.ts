import { afterOpening } from "../acts/after-opening";
import { SCHOOLS, SPECIALTY } from "../cast";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Services: evaluated, the candidates are on display until the day after tomorrow or so. */
export function campus(play: Play): Story {
  const { at } = play.calendar;
  const p = production(
    {
      name: "校园物业",
      tenderee: SCHOOLS,
      entrusted: true,
      category: "services",
      project: projectOf({
        name: "黔中新区直属学校后勤服务保障项目",
        industryCode: "K70",
        address: "黔中新区书院片区",
        owner: SCHOOLS.name,
        funds: "教育经费预算",
        scale: "六所直属学校，总建筑面积 18.6 万平方米，绿地 5.2 万平方米",
        number: 245,
        contact: "轩辕书",
      }),
      tender: tenderOf("services", {
        name: "黔中新区直属学校物业管理服务",
        type: "A99",
        investment: "16800000.00",
      }),
      lots: [
        {
          name: "直属学校物业管理",
          content: "六所学校的保洁、秩序维护、设施巡查、绿化养护及应急保障",
          estimate: "15600000.00",
          durationDays: 1095,
          deadline: at(-6, 14, 30),
          terms: {
            requirements: [
              { kind: "2", text: "近三年承担过不少于 5 万平方米的校园或者公共建筑物业管理项目" },
              { kind: "5", text: "项目负责人具有三年以上同类项目管理经验" },
            ],
            technical: "执行需求说明中的服务标准，现场配置不少于 36 人，应急增援半小时内到位。",
            standards: "GB/T 20647.9-2006、DB52/T 1094-2016",
            ceiling: "15360000.00",
            bond: "200000.00",
          },
          offers: offersOf("services", [
            [6, "14688000.00", 1095],
            [9, "14436000.00", 1095],
            [10, "14902000.00", 1095],
          ]),
        },
      ],
    },
    play,
  );
  return {
    name: "校园物业",
    steps: [
      p.announced(at(-31, 10, 0)),
      p.obtained(at(-26, 10, 0)),
      p.bids(0, at(-9, 16, 0)),
      p.opened(0),
      p.recorded(0, at(-6, 15, 20)),
      ...afterOpening(p, play, 0, { specialty: SPECIALTY.services, evaluated: at(-4, 9, 0), candidates: at(-1, 9, 0) }),
    ],
  };
}
