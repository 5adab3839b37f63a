import { HOSPITAL, ROADS } from "../cast";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Two training tenders (演练): one to bid for at once, one that only wants its dates to be published. */
export function training(play: Play): readonly Story[] {
  const { at, present } = play.calendar;
  const daySeconds = 15;
  const terms = {
    requirements: [{ kind: "1" as const, text: "市政公用工程施工总承包三级及以上资质" }],
    technical: "按照施工图设计文件和现行规范施工。",
    standards: "CJJ 1-2008",
    ceiling: "4860000.00",
    bond: "50000.00",
    dayMs: daySeconds * 1_000,
    windowSeconds: 300,
    remedySeconds: 60,
    drawn: true,
  };
  const lot = (name: string, deadline: Date) => ({
    name,
    content: "人行道铺装、无障碍设施、树池及路灯基础",
    estimate: "4900000.00",
    durationDays: 90,
    deadline,
    terms,
    offers: [],
  });
  const project = (name: string, owner: string, number: number, contact: string) =>
    projectOf({
      ...{ name, owner, number, contact },
      industryCode: "E48",
      address: "黔中新区演练街区",
      funds: "新区财政资金",
      scale: "人行道改造 2.4 km",
    });
  const tender = (name: string) =>
    tenderOf("construction", { name, type: "A02", investment: "5200000.00" }, { daySeconds });
  const bidding = production(
    {
      name: "演练：投标",
      tenderee: HOSPITAL,
      entrusted: false,
      category: "construction",
      project: project("演练街区人行道改造（一）", HOSPITAL.name, 401, "诸葛宁"),
      tender: tender("演练街区人行道改造（一）施工"),
      // Long enough to find one's way; the operator's clock brings it to its deadline at any time.
      lots: [lot("演练一标段", at(5, 18, 0))],
    },
    play,
  );
  const drafting = production(
    {
      name: "演练：发布",
      tenderee: ROADS,
      entrusted: false,
      category: "construction",
      project: project("演练街区人行道改造（二）", ROADS.name, 402, "欧阳启航"),
      tender: tender("演练街区人行道改造（二）施工"),
      lots: [lot("演练二标段", new Date(present.getTime() + 3_600_000))],
    },
    play,
  );
  return [
    { name: "演练：投标", steps: [bidding.announced(at(-1, 10, 0))] },
    { name: "演练：发布", steps: [drafting.drafted(at(-1, 10, 0))] },
  ];
}
