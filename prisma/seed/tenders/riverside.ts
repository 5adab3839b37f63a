import { ROADS, SPECIALTY } from "../cast";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";
import { afterOpening } from "../acts/after-opening";

const NAME = "黔中新区滨河大道二期道路工程";

/** Works, two lots, organised by the tenderee itself: the whole life to contract and archive. */
export function riverside(play: Play): Story {
  const { at } = play.calendar;
  const deadline = at(-50, 9, 30);
  const requirements = [
    { kind: "1" as const, text: "市政公用工程施工总承包二级及以上资质，安全生产许可证在有效期内" },
    {
      kind: "3" as const,
      text: "项目负责人为市政公用工程专业一级注册建造师，持有安全生产考核合格证书，未在其他在建工程任职",
    },
    { kind: "2" as const, text: "近五年完成过长度不少于 1.5 km 的城市道路工程一项" },
  ];
  const p = production(
    {
      name: "滨河大道二期",
      tenderee: ROADS,
      entrusted: false,
      category: "construction",
      project: projectOf({
        name: NAME,
        industryCode: "E48",
        address: "黔中新区滨河片区",
        owner: ROADS.name,
        funds: "新区财政资金 70%，专项债券 30%",
        scale: "道路全长 4.36 km，红线宽 36 m，双向六车道，含雨污管网 8.9 km、桥涵 3 座",
        number: 118,
        contact: "欧阳启航",
      }),
      tender: tenderOf("construction", { name: `${NAME}施工`, type: "A02", investment: "126000000.00" }),
      lots: [
        {
          name: "一标段 K0+000 至 K2+180",
          content: "K0+000 至 K2+180 段道路、排水、桥涵、交通安全设施及照明基础工程",
          estimate: "58600000.00",
          durationDays: 420,
          deadline,
          terms: {
            requirements,
            technical: "按照施工图设计文件、工程量清单和现行规范施工；岩溶地段执行专项方案。",
            standards: "CJJ 1-2008、CJJ 169-2012、GB 50268-2008",
            ceiling: "57880000.00",
            bond: "500000.00",
            drawn: true,
          },
          offers: offersOf("construction", [
            [1, "55236800.00", 410],
            [2, "54918350.00", 405],
            [3, "56102400.00", 400],
            [11, "55687720.00", 415],
          ]),
        },
        {
          name: "二标段 K2+180 至 K4+360",
          content: "K2+180 至 K4+360 段道路、排水、交通安全设施及照明基础工程",
          estimate: "49300000.00",
          durationDays: 390,
          deadline,
          terms: {
            requirements,
            technical: "按照施工图设计文件、工程量清单和现行规范施工；与一标段统一交通组织。",
            standards: "CJJ 1-2008、CJJ 169-2012、GB 50268-2008",
            ceiling: "48760000.00",
            bond: "400000.00",
          },
          offers: offersOf("construction", [
            [2, "46530900.00", 385],
            [3, "46218450.00", 380],
            [11, "47105000.00", 390],
          ]),
        },
      ],
    },
    play,
  );
  return {
    name: "滨河大道二期",
    steps: [
      p.announced(at(-73, 10, 0)),
      p.obtained(at(-68, 11, 0)),
      p.bids(0, at(-51, 15, 0)),
      p.bids(1, at(-51, 15, 0)),
      p.opened(0),
      p.opened(1),
      p.recorded(0, at(-50, 10, 20)),
      p.recorded(1, at(-50, 10, 20)),
      ...afterOpening(p, play, 0, {
        specialty: SPECIALTY.works,
        evaluated: at(-49, 9, 0),
        candidates: at(-48, 10, 0),
        award: at(-42, 10, 0),
        contract: at(-36, 10, 0),
        archive: at(-30, 10, 0),
      }),
      ...afterOpening(p, play, 1, {
        specialty: SPECIALTY.works,
        evaluated: at(-49, 9, 0),
        candidates: at(-48, 10, 0),
        award: at(-42, 10, 0),
        contract: at(-36, 10, 0),
      }),
    ],
  };
}
