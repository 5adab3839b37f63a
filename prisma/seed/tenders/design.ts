import { technicalResult } from "../acts/two-envelopes";
import { ROADS, SPECIALTY } from "../cast";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/**
 * Two envelopes: technical review done, one bid rejected, the signed result in the log; the price envelopes of the three
 * others wait for the time the tenderee has announced (lifecycle.md §12.4).
 */
export function design(play: Play): Story {
  const { at } = play.calendar;
  const p = production(
    {
      name: "道路设计",
      tenderee: ROADS,
      entrusted: false,
      category: "services",
      project: projectOf({
        name: "黔中新区环湖路提升改造工程",
        industryCode: "M74",
        address: "黔中新区环湖片区",
        owner: ROADS.name,
        funds: "新区财政资金",
        scale: "道路全长 4.8 km，含慢行系统、照明及海绵设施",
        number: 277,
        contact: "欧阳启航",
      }),
      tender: tenderOf("services", {
        name: "黔中新区环湖路提升改造工程勘察设计",
        type: "A99",
        investment: "8600000.00",
      }),
      lots: [
        {
          name: "勘察设计",
          content: "全线勘察、方案设计、初步设计及施工图设计，施工期间的设计服务",
          estimate: "8200000.00",
          durationDays: 180,
          deadline: at(-4, 9, 30),
          terms: {
            requirements: [
              { kind: "1", text: "具有市政行业（道路工程）专业设计乙级及以上资质" },
              { kind: "2", text: "近三年完成过不少于 3 km 的城市道路设计一项" },
            ],
            technical: "方案须比选不少于两种断面形式，慢行系统全线贯通，施工图深度符合编制规定。",
            standards: "CJJ 37-2012、GB 50220-1995",
            ceiling: "8100000.00",
            bond: "100000.00",
            twoEnvelopes: true,
          },
          offers: offersOf("services", [
            [3, "7680000.00", 170],
            [6, "7520000.00", 175],
            [9, "7940000.00", 165],
            [10, "6980000.00", 180],
          ]),
        },
      ],
    },
    play,
  );
  return {
    name: "道路设计",
    steps: [
      p.announced(at(-27, 10, 0)),
      p.obtained(at(-22, 10, 0)),
      p.bids(0, at(-5, 16, 0)),
      p.opened(0),
      p.recorded(0, at(-4, 10, 20)),
      technicalResult(p, play, {
        at: at(-3, 9, 0),
        specialty: SPECIALTY.services,
        rejected: 3,
        pricesAt: at(2, 9, 30),
      }),
    ],
  };
}
