import { db } from "@/lib/store/db";
import { addLot, addLotInput } from "@/lib/usecases/lot/add-lot";
import { createProject, createProjectInput } from "@/lib/usecases/project/create-project";
import { verifyProject } from "@/lib/usecases/project/verify-project";
import { reviewNotice } from "@/lib/usecases/notice/review-notice";
import { submitNotice } from "@/lib/usecases/notice/submit-notice";
import { HOSPITAL, ROADS, SCHOOLS } from "../cast";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";

/** A draft that the reviewer has sent back with a reason; a second lot is hardly begun. */
export function canteen(play: Play): Story {
  const { at } = play.calendar;
  const { stage } = play;
  const p = production(
    {
      name: "食堂托管",
      tenderee: HOSPITAL,
      entrusted: false,
      category: "services",
      project: projectOf({
        name: "黔中新区第二人民医院后勤社会化项目",
        industryCode: "H62",
        address: "黔中新区杏林路 88 号",
        owner: HOSPITAL.name,
        funds: "医院自筹",
        scale: "职工食堂 1800 平方米，营养食堂 600 平方米，日均就餐 3200 人次",
        number: 288,
        contact: "皇甫蕾",
      }),
      tender: tenderOf("services", { name: "黔中新区第二人民医院食堂托管服务", type: "A99", investment: "9600000.00" }),
      lots: [
        {
          name: "职工与营养食堂托管",
          content: "职工食堂、营养食堂的餐饮制作、配送及现场管理",
          estimate: "8900000.00",
          durationDays: 1095,
          deadline: at(24, 10, 0),
          terms: {
            requirements: [{ kind: "1", text: "具有有效的食品经营许可，主体业态包含集中用餐单位食堂" }],
            technical: "食材追溯率 100%，留样不少于一百二十五克、保存四十八小时；治疗饮食按照医嘱单独制作。",
            standards: "GB 31654-2021",
            ceiling: "8760000.00",
            bond: "100000.00",
          },
          offers: [],
        },
      ],
    },
    play,
  );
  return {
    name: "食堂托管",
    steps: [
      p.drafted(at(-3, 10, 0)),
      {
        at: at(-2, 11, 0),
        what: "送审并被退回",
        run: async () => {
          const { author, reviewer } = p.host();
          const { tenderId, lotIds } = p.made();
          const { noticeId } = await submitNotice(author.actor, { tenderId, lotIds: [...lotIds] }, stage.deps);
          const { digest } = await db().notice.findUniqueOrThrow({ where: { id: noticeId } });
          const comment = "服务期为三年，合同却写明一年一签，请在合同条款中说明续签条件；另请核对投标有效期。";
          await reviewNotice(reviewer.actor, { noticeId, decision: "return", digest: digest!, comment });
          const lot = {
            name: "便民超市托管",
            content: "院内便民超市两处的经营管理",
            estimate: "1600000.00",
            durationDays: 1095,
          };
          await addLot(author.actor, addLotInput.parse({ ...lot, tenderId }));
        },
      },
    ],
  };
}

/** A notice that lies with the reviewer. */
export function lane(play: Play): Story {
  const { at } = play.calendar;
  const p = production(
    {
      name: "校园周边道路",
      tenderee: SCHOOLS,
      entrusted: true,
      category: "construction",
      project: projectOf({
        name: "黔中新区学校周边慢行系统改造工程",
        industryCode: "E48",
        address: "黔中新区书院片区",
        owner: SCHOOLS.name,
        funds: "新区财政资金",
        scale: "改造慢行道 6.2 km，过街设施 14 处，接送区 9 处",
        number: 291,
        contact: "司空棋",
      }),
      tender: tenderOf("construction", {
        name: "黔中新区学校周边慢行系统改造工程施工",
        type: "A02",
        investment: "18600000.00",
      }),
      lots: [
        {
          name: "慢行系统改造",
          content: "慢行道、过街设施、接送区及配套照明、排水工程",
          estimate: "16800000.00",
          durationDays: 150,
          deadline: at(26, 9, 30),
          terms: {
            requirements: [
              { kind: "1", text: "市政公用工程施工总承包三级及以上资质，安全生产许可证在有效期内" },
              { kind: "3", text: "项目负责人为市政公用工程专业二级及以上注册建造师" },
            ],
            technical: "面层抗滑值不低于 60 BPN，盲道连续贯通；临校路段错开上下学时间施工。",
            standards: "CJJ 1-2008、GB 55019-2021",
            ceiling: "16520000.00",
            bond: "200000.00",
          },
          offers: [],
        },
      ],
    },
    play,
  );
  return {
    name: "校园周边道路",
    steps: [
      p.drafted(at(-2, 10, 0)),
      {
        at: at(-1, 15, 0),
        what: "送审",
        run: async () => {
          const { tenderId, lotIds } = p.made();
          await submitNotice(p.host().author.actor, { tenderId, lotIds: [...lotIds] }, play.stage.deps);
        },
      },
    ],
  };
}

/** Entries of projects that wait for the operator, or came back. */
export function entries(play: Play): Story {
  const { at } = play.calendar;
  const enter = (day: number, given: Parameters<typeof projectOf>[0], returned: string | null) => ({
    at: at(day, 16, 0),
    what: given.name,
    run: async () => {
      const tenderee = await play.troupe.of(ROADS);
      const { id } = await createProject(tenderee.actor, createProjectInput.parse(projectOf(given)));
      if (returned === null) return;
      const operator = await play.troupe.operator();
      await verifyProject(operator.actor, { projectId: id, decision: "return", reason: returned });
    },
  });
  const common = { industryCode: "E48", owner: ROADS.name, funds: "新区财政资金", contact: "欧阳启航" };
  return {
    name: "项目登记",
    steps: [
      enter(
        -4,
        {
          ...common,
          name: "黔中新区工业三路延伸工程",
          address: "黔中新区产业园",
          scale: "道路全长 1.86 km，红线宽 30 m",
          number: 296,
        },
        "批复文号与所附文件不一致，请核对后重新提交。",
      ),
      enter(
        -1,
        {
          ...common,
          name: "黔中新区第二污水处理厂提标改造工程",
          address: "黔中新区下游片区",
          scale: "处理规模每日 6 万吨，出水执行更严标准",
          number: 299,
        },
        null,
      ),
    ],
  };
}
