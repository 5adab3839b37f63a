import { submitTermination } from "@/lib/usecases/notice/submit-termination";
import { approve, publish } from "../acts/host";
import { SCHOOLS } from "../cast";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** Goods whose need fell away: terminated by a notice. */
export function library(play: Play): Story {
  const { at } = play.calendar;
  const p = production(
    {
      name: "图书馆书架",
      tenderee: SCHOOLS,
      entrusted: false,
      category: "goods",
      project: projectOf({
        name: "黔中新区青少年图书馆装备项目",
        industryCode: "R88",
        address: "黔中新区书院路 20 号",
        owner: SCHOOLS.name,
        funds: "教育专项资金",
        scale: "图书馆建筑面积 5200 平方米，藏书规模 30 万册",
        number: 226,
        contact: "轩辕书",
      }),
      tender: tenderOf("goods", { name: "黔中新区青少年图书馆书架及家具采购", type: "A99", investment: "3600000.00" }),
      lots: [
        {
          name: "书架及阅览家具",
          content: "钢制书架 1800 组、阅览桌椅 460 套及安装",
          estimate: "3420000.00",
          durationDays: 60,
          deadline: at(-28, 10, 0),
          terms: {
            requirements: [{ kind: "2", text: "近三年完成过同类家具供货两项及以上" }],
            technical: "书架单层承重不小于 60 kg，板材甲醛释放量不大于 0.05 mg/m³。",
            standards: "GB/T 3325-2017、GB 18584-2001",
            ceiling: "3380000.00",
            bond: "40000.00",
          },
          offers: [],
        },
      ],
    },
    play,
  );
  return {
    name: "图书馆书架",
    steps: [
      p.announced(at(-51, 9, 30)),
      {
        at: at(-44, 10, 0),
        what: "终止公告",
        run: async () => {
          const { author, reviewer } = p.host();
          const { tenderId, lotIds } = p.made();
          const reason = "因规划调整，青少年图书馆改为与市民中心合建，原采购需求取消。\n新的需求确定后将另行组织招标。";
          const input = { tenderId, lotIds: [...lotIds], reason };
          const { noticeId } = await submitTermination(author.actor, input, play.stage.deps);
          await approve(reviewer, noticeId);
          await publish({ ...p.host(), author }, noticeId, play);
        },
      },
    ],
  };
}
