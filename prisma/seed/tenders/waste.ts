import { HOSPITAL } from "../cast";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Services that only two wanted: failed at the deadline, nothing was decrypted. */
export function waste(play: Play): Story {
  const { at } = play.calendar;
  const p = production(
    {
      name: "医疗废物收运",
      tenderee: HOSPITAL,
      entrusted: false,
      category: "services",
      project: projectOf({
        name: "黔中新区第二人民医院医疗废物处置服务项目",
        industryCode: "N77",
        address: "黔中新区杏林路 88 号",
        owner: HOSPITAL.name,
        funds: "医院自筹",
        scale: "年产生医疗废物约 420 吨，院内暂存点 2 处",
        number: 219,
        contact: "皇甫蕾",
      }),
      tender: tenderOf("services", {
        name: "黔中新区第二人民医院医疗废物收集转运服务",
        type: "A99",
        investment: "4200000.00",
      }),
      lots: [
        {
          name: "医疗废物收集转运",
          content: "院内收集、暂存点管理、称重登记及每日转运",
          estimate: "3960000.00",
          durationDays: 1095,
          deadline: at(-28, 10, 0),
          terms: {
            requirements: [{ kind: "1", text: "具有有效的危险废物道路运输许可，配备专用车辆不少于三台" }],
            technical: "每日转运不少于两次，全程称重扫码，暂存不超过四十八小时；异常情况半小时内报告。",
            standards: "GB 39707-2020",
            ceiling: "3880000.00",
            bond: "50000.00",
          },
          offers: offersOf("services", [
            [6, "3725000.00", 1095],
            [10, "3688000.00", 1095],
          ]),
        },
      ],
    },
    play,
  );
  return {
    name: "医疗废物收运",
    steps: [p.announced(at(-51, 9, 30)), p.obtained(at(-47, 10, 0)), p.bids(0, at(-29, 16, 0)), p.failed(0)],
  };
}
