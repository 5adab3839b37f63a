import { ROADS } from "../cast";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Goods, two lots with one of them opened just now: parameters to be drawn, record to be signed; the other a day on. */
export function signals(play: Play): Story {
  const { at, present } = play.calendar;
  const requirements = [{ kind: "2" as const, text: "近三年完成过不少于 20 个路口的交通信号控制系统供货与安装" }];
  const p = production(
    {
      name: "交通信号设备",
      tenderee: ROADS,
      entrusted: true,
      category: "goods",
      project: projectOf({
        name: "黔中新区智慧交通信号提升工程",
        industryCode: "I65",
        address: "黔中新区主城区",
        owner: ROADS.name,
        funds: "新区财政资金",
        scale: "改造路口 96 个，新建信号控制中心一处",
        number: 262,
        contact: "欧阳启航",
      }),
      tender: tenderOf("goods", { name: "黔中新区交通信号控制设备采购", type: "A99", investment: "21500000.00" }),
      lots: [
        {
          name: "第一包 路口信号控制设备",
          content: "96 个路口的信号机、灯组、检测器及机柜的供货、安装和联调",
          estimate: "14200000.00",
          durationDays: 120,
          deadline: new Date(present.getTime() - 50 * 60_000),
          terms: {
            requirements,
            technical: "信号机支持不少于 16 个相位和自适应控制；检测器误检率不高于 3%；机柜防护等级不低于 IP55。",
            standards: "GB 25280-2016、GB/T 39900-2021",
            ceiling: "13980000.00",
            bond: "200000.00",
            drawn: true,
          },
          offers: offersOf("goods", [
            [4, "13246000.00", 115],
            [5, "13018000.00", 120],
            [2, "13392500.00", 110],
          ]),
        },
        {
          name: "第二包 信号控制中心软件平台",
          content: "信号控制中心软件平台、数据接入及三年运行维护",
          estimate: "6900000.00",
          durationDays: 150,
          deadline: new Date(present.getTime() + 26 * 3_600_000),
          terms: {
            requirements,
            technical: "平台支持不少于 500 个路口接入，界面响应时间不大于 2 s；接口公开，数据归招标人所有。",
            standards: "GB/T 39898-2021",
            ceiling: "6820000.00",
            bond: "100000.00",
          },
          offers: offersOf("goods", [
            [5, "6588000.00", 140],
            [4, "6612000.00", 150],
          ]),
        },
      ],
    },
    play,
  );
  return {
    name: "交通信号设备",
    steps: [
      p.announced(at(-31, 10, 0)),
      p.obtained(at(-26, 10, 0)),
      p.bids(0, at(-9, 16, 0)),
      p.bids(1, at(-1, 16, 0)),
      p.opened(0),
    ],
  };
}
