import { WORKS_PLAN } from "./prose/construction";
import { GOODS_PLAN } from "./prose/goods";
import { SERVICES_PLAN } from "./prose/services";
import type { Bidding } from "./production";
import type { TermsPlan } from "./terms";

const PLAN = { construction: WORKS_PLAN, goods: GOODS_PLAN, services: SERVICES_PLAN } as const;
const MANAGERS = [
  "濮阳恕",
  "谷梁越",
  "申屠朗",
  "公孙棠",
  "呼延澄",
  "轩辕晖",
  "淳于霁",
  "单于舟",
  "闾丘朴",
  "东方砚",
  "赫连川",
];

const extraOf = (category: TermsPlan["category"], bidder: number): Readonly<Record<string, string>> => {
  if (category === "construction") return { certificate: `黔1522026${String(10_300 + bidder * 17)}` };
  if (category === "goods") return { model: `QZ-${300 + bidder * 10}Pro` };
  return { staff: String(36 + bidder) };
};

/** Bids of one lot, written out: who bids, at what price, within how many days. */
export const offersOf = (
  category: TermsPlan["category"],
  lines: readonly (readonly [bidder: number, price: string, days: number])[],
): readonly Bidding[] =>
  lines.map(([bidder, price, days]) => ({
    bidder,
    price,
    days: String(days),
    manager: MANAGERS[bidder - 1]!,
    extra: extraOf(category, bidder),
    // Everybody writes of the same work, in an order and at a length of their own.
    plan: [
      ...PLAN[category].slice(bidder % 3 === 0 ? 2 : 0),
      `七、承诺`,
      `我方承诺在 ${days} 个日历天内完成全部工作，项目负责人${MANAGERS[bidder - 1]!}不在其他在建项目任职。`,
    ],
  }));
