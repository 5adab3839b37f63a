import { ROADS } from "../cast";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Services, published yesterday: nobody has done anything yet. */
export function greening(play: Play): Story {
  const { at } = play.calendar;
  const lot = (name: string, area: string, estimate: string, ceiling: string) => ({
    name,
    content: `${name}范围内道路绿地、街头游园 ${area} 的养护、补植、病虫害防治及设施维护`,
    estimate,
    durationDays: 1095,
    deadline: at(22, 9, 30),
    terms: {
      requirements: [{ kind: "2" as const, text: "近三年承担过不少于 20 万平方米的城市绿地养护项目" }],
      technical: "执行一级养护标准，乔灌木成活率不低于 98%，杂草率不高于 3%，绿化废弃物资源化利用率不低于 60%。",
      standards: "CJJ/T 287-2018",
      ceiling,
      bond: "60000.00",
    },
    offers: [],
  });
  const p = production(
    {
      name: "绿化养护",
      tenderee: ROADS,
      entrusted: false,
      category: "services",
      project: projectOf({
        name: "黔中新区城市绿地养护项目",
        industryCode: "N78",
        address: "黔中新区主城区",
        owner: ROADS.name,
        funds: "城市维护费",
        scale: "养护绿地 142 万平方米，行道树 2.6 万株",
        number: 284,
        contact: "夏侯静",
      }),
      tender: tenderOf("services", { name: "黔中新区城市绿地养护服务", type: "A99", investment: "13200000.00" }),
      lots: [
        lot("第一片区（滨河以北）", "78 万平方米", "6800000.00", "6650000.00"),
        lot("第二片区（滨河以南）", "64 万平方米", "5600000.00", "5480000.00"),
      ],
    },
    play,
  );
  return { name: "绿化养护", steps: [p.announced(at(-1, 10, 0))] };
}
