import { afterOpening } from "../acts/after-opening";
import { ROADS, SPECIALTY } from "../cast";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Works, two lots: one under evaluation now, one opened whose committee is still to be drawn. */
export function drainage(play: Play): Story {
  const { at } = play.calendar;
  const requirements = [
    { kind: "1" as const, text: "市政公用工程施工总承包三级及以上资质，安全生产许可证在有效期内" },
    { kind: "3" as const, text: "项目负责人为市政公用工程专业二级及以上注册建造师" },
  ];
  const lot = (part: string, estimate: string, ceiling: string) => ({
    name: `${part}片区`,
    content: `${part}片区 12 个小区的雨污分流、检查井改造、路面恢复及智能液位监测安装`,
    estimate,
    durationDays: 240,
    deadline: at(-4, 9, 30),
    terms: {
      requirements,
      technical: "管道非开挖修复优先采用紫外光固化内衬，开挖段执行沟槽支护专项方案；全部接口提供内窥检测影像。",
      standards: "GB 50268-2008、CJJ 181-2012",
      ceiling,
      bond: "300000.00",
    },
  });
  const p = production(
    {
      name: "雨污分流改造",
      tenderee: ROADS,
      entrusted: false,
      category: "construction",
      project: projectOf({
        name: "黔中新区老旧小区雨污分流改造工程",
        industryCode: "E48",
        address: "黔中新区城北、城西片区",
        owner: ROADS.name,
        funds: "中央预算内投资 45%，新区财政资金 55%",
        scale: "改造小区 24 个，雨污管网 31.5 km，检查井 1460 座",
        number: 256,
        contact: "夏侯静",
      }),
      tender: tenderOf("construction", {
        name: "黔中新区老旧小区雨污分流改造工程施工",
        type: "A02",
        investment: "68000000.00",
      }),
      lots: [
        {
          ...lot("城北", "31200000.00", "30860000.00"),
          offers: offersOf("construction", [
            [1, "29388600.00", 236],
            [2, "29015200.00", 240],
            [3, "28867900.00", 230],
            [11, "29640000.00", 238],
          ]),
        },
        {
          ...lot("城西", "28400000.00", "28050000.00"),
          offers: offersOf("construction", [
            [1, "26703500.00", 235],
            [3, "26388000.00", 228],
            [11, "26912400.00", 240],
          ]),
        },
      ],
    },
    play,
  );
  return {
    name: "雨污分流改造",
    steps: [
      p.announced(at(-31, 10, 0)),
      p.obtained(at(-26, 10, 0)),
      p.bids(0, at(-9, 16, 0)),
      p.bids(1, at(-9, 16, 0)),
      p.opened(0),
      p.opened(1),
      p.recorded(0, at(-4, 10, 20)),
      p.recorded(1, at(-4, 10, 20)),
      ...afterOpening(p, play, 0, { specialty: SPECIALTY.works, scoring: at(-1, 9, 0) }),
      ...afterOpening(p, play, 1, { specialty: SPECIALTY.works, drawn: at(-1, 16, 0) }),
    ],
  };
}
