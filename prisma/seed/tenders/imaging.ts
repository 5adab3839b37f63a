import { afterOpening } from "../acts/after-opening";
import { HOSPITAL, SPECIALTY } from "../cast";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Goods, two packages, entrusted to the agency: one awarded with its letters out, one contract signed. */
export function imaging(play: Play): Story {
  const { at } = play.calendar;
  const deadline = at(-28, 10, 0);
  const requirements = [
    { kind: "1" as const, text: "具有有效的医疗器械经营许可或者生产许可，经营范围包含所投产品" },
    { kind: "2" as const, text: "近三年签订过同类设备供货合同两项及以上" },
  ];
  const p = production(
    {
      name: "影像设备",
      tenderee: HOSPITAL,
      entrusted: true,
      category: "goods",
      project: projectOf({
        name: "黔中新区第二人民医院医学影像中心改造项目",
        industryCode: "Q84",
        address: "黔中新区杏林路 88 号",
        owner: HOSPITAL.name,
        funds: "医院自筹 40%，财政补助 60%",
        scale: "改造影像中心 2100 平方米，配置核磁共振、计算机断层及配套系统",
        number: 204,
        contact: "诸葛宁",
      }),
      tender: tenderOf("goods", {
        name: "黔中新区第二人民医院医学影像设备采购",
        type: "A99",
        investment: "42600000.00",
      }),
      lots: [
        {
          name: "第一包 磁共振成像系统",
          content: "1.5T 磁共振成像系统 1 套，含磁屏蔽、射频屏蔽、水冷机组及工作站 3 台",
          estimate: "12800000.00",
          durationDays: 90,
          deadline,
          terms: {
            requirements,
            technical: "磁场强度 1.5 T，梯度场强不低于 45 mT/m，切换率不低于 200 T/m/s；含全身线圈及后处理软件。",
            standards: "GB 9706.1-2020、YY 0319-2008",
            ceiling: "12600000.00",
            bond: "200000.00",
          },
          offers: offersOf("goods", [
            [4, "11986000.00", 85],
            [5, "12240000.00", 90],
            [10, "12118000.00", 80],
          ]),
        },
        {
          name: "第二包 计算机断层扫描系统",
          content: "64 排 128 层计算机断层扫描系统 1 套，含高压注射器、工作站及机房防护配合",
          estimate: "8600000.00",
          durationDays: 75,
          deadline,
          terms: {
            requirements,
            technical:
              "探测器不少于 64 排，最短旋转时间不大于 0.35 s，球管热容量不低于 7 MHU；含心脏与灌注后处理软件。",
            standards: "GB 9706.1-2020、GB 9706.244-2020",
            ceiling: "8480000.00",
            bond: "150000.00",
          },
          offers: offersOf("goods", [
            [4, "7968000.00", 70],
            [5, "8126000.00", 75],
            [10, "8245000.00", 72],
          ]),
        },
      ],
    },
    play,
  );
  return {
    name: "影像设备",
    steps: [
      p.announced(at(-51, 9, 30)),
      p.obtained(at(-47, 10, 0)),
      p.bids(0, at(-29, 16, 0)),
      p.bids(1, at(-29, 16, 0)),
      p.opened(0),
      p.opened(1),
      p.recorded(0, at(-28, 10, 50)),
      p.recorded(1, at(-28, 10, 50)),
      ...afterOpening(p, play, 0, {
        specialty: SPECIALTY.medical,
        evaluated: at(-27, 9, 0),
        candidates: at(-26, 10, 0),
        award: at(-21, 10, 0),
        drafted: at(-3, 10, 0),
      }),
      ...afterOpening(p, play, 1, {
        specialty: SPECIALTY.medical,
        evaluated: at(-27, 9, 0),
        candidates: at(-26, 10, 0),
        award: at(-21, 10, 0),
        contract: at(-12, 15, 0),
      }),
    ],
  };
}
