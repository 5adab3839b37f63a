import { amend } from "../acts/host";
import { answer, ask } from "../acts/enquiry";
import { canPay, payFee } from "../acts/payer";
import { SCHOOLS } from "../cast";
import { changedBy } from "../lawful";
import { offersOf } from "../offers";
import type { Play, Story } from "../player";
import { production } from "../production";
import { projectOf, tenderOf } from "../projects";
import { scheduleFor } from "../terms";

/** Goods on offer now: documents for a fee, questions answered and open, an amendment that moved the deadline. */
export function classroom(play: Play): Story {
  const { at } = play.calendar;
  const fee = canPay(play) ? { fee: "300.00" } : {};
  const requirements = [
    { kind: "2" as const, text: "近三年完成过不少于 100 间教室的多媒体设备供货与安装" },
    { kind: "9" as const, text: "承诺在项目所在城市设置备件库，或者与当地服务机构签订备件供应协议" },
  ];
  const first = at(8, 10, 0);
  const p = production(
    {
      name: "智慧教室设备",
      tenderee: SCHOOLS,
      entrusted: true,
      category: "goods",
      project: projectOf({
        name: "黔中新区义务教育学校智慧教室建设项目",
        industryCode: "P83",
        address: "黔中新区各义务教育学校",
        owner: SCHOOLS.name,
        funds: "教育专项资金",
        scale: "建设智慧教室 420 间，录播教室 18 间，覆盖学校 23 所",
        number: 277,
        contact: "轩辕书",
      }),
      tender: tenderOf("goods", { name: "黔中新区智慧教室设备采购", type: "A13", investment: "25600000.00" }),
      lots: [
        {
          name: "第一包 交互式教学终端",
          content: "420 间教室的交互式教学终端、壁挂支架、中控及安装调试",
          estimate: "15800000.00",
          durationDays: 60,
          deadline: first,
          terms: {
            requirements,
            technical:
              "显示尺寸不小于 86 英寸，触控点数不少于 20 点，整机待机功耗不大于 0.5 W，支持护眼认证要求的频闪限值。",
            standards: "GB 4943.1-2022、GB 40070-2021",
            ceiling: "15560000.00",
            bond: "200000.00",
            ...fee,
          },
          offers: offersOf("goods", [[5, "14862000.00", 58]]),
        },
        {
          name: "第二包 录播教室设备",
          content: "18 间录播教室的摄录、拾音、导播设备及声学装修配合",
          estimate: "5600000.00",
          durationDays: 75,
          deadline: at(12, 14, 30),
          terms: {
            requirements,
            technical: "四机位自动跟踪，拾音混响控制不大于 0.6 s，支持三路直播与本地存储。",
            standards: "GB 50099-2011、JY/T 0363-2002",
            ceiling: "5480000.00",
            bond: "80000.00",
          },
          offers: [],
        },
      ],
    },
    play,
  );
  const obtained = p.obtained(at(-12, 10, 0));
  const pay = async () => {
    const payers = await Promise.all([4, 5].map((n) => play.troupe.bidder(n)));
    if (canPay(play)) await payFee(payers, p.lotId(0), play);
    await obtained.run();
  };
  return {
    name: "智慧教室设备",
    steps: [
      p.announced(at(-15, 10, 0)),
      { ...obtained, what: "支付工本费并获取招标文件", run: pay },
      ask(p, play, at(-12, 11, 0), 0, 4, "需求说明要求支架具备升降功能，请明确升降行程以及是否需要电动。"),
      ask(p, play, at(-12, 11, 30), 0, 5, "第一包的交货期为六十日，寒假期间学校不具备安装条件的，工期是否顺延？"),
      answer(p, at(-11, 15, 0), 0, [
        "升降行程不小于 600 mm，采用手动气弹簧结构即可，不要求电动。",
        "因学校原因不具备安装条件的，工期相应顺延，以学校出具的书面证明为准。",
      ]),
      {
        at: changedBy(at(-9, 9, 30), at(11, 10, 0)),
        what: "发布变更公告",
        run: () =>
          amend(
            p.host(),
            p.lotId(0),
            {
              terms: ({ contract, schedule }) => ({
                contract: { ...contract, mainTerms: contract.mainTerms.replace("三十六个月", "六十个月") },
                schedule: { ...schedule, ...scheduleFor(at(11, 10, 0)) },
              }),
              summary:
                "一、交互式教学终端的质保期由三十六个月调整为六十个月。\n二、投标截止时间顺延三日，获取招标文件和提问的期限相应顺延。",
              affects: true,
            },
            play,
          ),
      },
      p.bids(0, at(-1, 16, 0)),
      ask(p, play, at(-1, 17, 0), 0, 2, "壁挂支架的墙体加固费用是否包含在投标报价中？部分学校为轻质隔墙。"),
      ask(p, play, at(-1, 17, 20), 1, 4, "录播教室的声学装修由学校另行组织，供应商是否需要提供声学设计图纸？"),
    ],
  };
}
