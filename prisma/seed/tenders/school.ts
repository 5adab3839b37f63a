import { SCHOOLS } from "../cast";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Works whose bids are in and whose deadline comes within hours: the opening can be watched. */
export function school(play: Play): Story {
  const { at, present } = play.calendar;
  const p = production(
    {
      name: "实验小学教学楼",
      tenderee: SCHOOLS,
      entrusted: false,
      category: "construction",
      project: projectOf({
        name: "黔中新区第三实验小学建设项目",
        industryCode: "E47",
        address: "黔中新区书院路北侧",
        owner: SCHOOLS.name,
        funds: "新区财政资金 80%，教育费附加 20%",
        scale: "36 个班，总建筑面积 24600 平方米，含教学楼、综合楼、风雨操场",
        number: 270,
        contact: "司空棋",
      }),
      tender: tenderOf("construction", {
        name: "黔中新区第三实验小学建设项目施工总承包",
        type: "A01",
        investment: "112000000.00",
      }),
      lots: [
        {
          name: "施工总承包",
          content: "教学楼、综合楼、风雨操场及室外工程的土建、安装、装饰和海绵设施",
          estimate: "96500000.00",
          durationDays: 480,
          deadline: new Date(present.getTime() + 3 * 3_600_000),
          terms: {
            requirements: [
              { kind: "1", text: "建筑工程施工总承包二级及以上资质，安全生产许可证在有效期内" },
              { kind: "3", text: "项目负责人为建筑工程专业一级注册建造师" },
              { kind: "2", text: "近五年完成过建筑面积不小于 1.5 万平方米的公共建筑一项" },
            ],
            technical: "执行绿色建筑二星级标准，装配率不低于 30%；教学区室内空气质量分项验收。",
            standards: "GB 50300-2013、GB 50099-2011、GB/T 50378-2019",
            ceiling: "95880000.00",
            bond: "800000.00",
            drawn: true,
          },
          offers: offersOf("construction", [
            [1, "91206000.00", 470],
            [3, "90588600.00", 465],
            [11, "91934500.00", 480],
          ]),
        },
      ],
    },
    play,
  );
  return {
    name: "实验小学教学楼",
    steps: [p.announced(at(-31, 10, 0)), p.obtained(at(-26, 10, 0)), p.bids(0, at(-1, 16, 0))],
  };
}
