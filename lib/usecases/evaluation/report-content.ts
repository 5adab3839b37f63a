import { leaves } from "@/lib/domain/method-terms";
import type { Dispersion } from "@/lib/domain/scoring-members";
import { finalRanks } from "@/lib/domain/scoring-ties";
import { shortMark } from "@/lib/domain/marking";
import { beijingTime } from "@/lib/kernel/format";
import { rechecksOf, reviewRows, scoresOf } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import { type Db, db } from "@/lib/store/db";
import { type OpenedRow, openedBids } from "@/lib/store/openings";
import { type Bench, formOf } from "./bench";
import { bidderNames } from "./columns";
import { resultOf, type StoredResult } from "./compute-result";
import { type Competition, validBids } from "./review-steps";
import { GROUND_WORDS, itemWords, METHOD_WORDS, warningKey, warningWords } from "./report-words";

/** What the chair writes into the report beside what the data say. */
export type ReportTexts = {
  /** How many candidates are recommended, at most three. */
  readonly candidates: number;
  /** Matters to be settled before the contract, one a line. */
  readonly matters: string;
  /** How the committee judged each warning, by `warningKey`. */
  readonly decisions: Readonly<Record<string, string>>;
};
export const NO_TEXTS: ReportTexts = { candidates: 3, matters: "", decisions: {} };

type Pair = readonly [string, string];
/** The ten items of R-124 under their names, and what else belongs into the report; plain JSON of strings and integers. */
export type ReportContent = {
  readonly basics: readonly Pair[];
  readonly committee: readonly { name: string; role: string; specialty: string; origin: string; number: number }[];
  readonly openingRecord: readonly { number: number; name: string; price: string | null; note: string }[];
  readonly conformingBids: readonly string[];
  readonly rejectedBids: readonly { name: string; ground: string; reason: string }[];
  readonly method: readonly { group: string; name: string; weight: string; standard: string }[];
  readonly comparison: {
    readonly prices: readonly { name: string; bid: string; evaluated: string; score: string; how: string }[];
    readonly scores: {
      readonly members: readonly string[];
      readonly bidders: readonly {
        name: string;
        rows: readonly { factor: string; weight: string; scores: readonly string[]; average: string }[];
        total: string;
      }[];
    } | null;
  };
  readonly ranking: {
    readonly parts: readonly string[];
    readonly rows: readonly { rank: number; name: string; parts: readonly string[]; total: string; digest: string }[];
  };
  readonly candidates: readonly {
    rank: number;
    name: string;
    price: string;
    quality: string;
    duration: string;
    manager: string;
  }[];
  readonly matters: readonly string[];
  readonly clarifications: readonly { at: string; name: string; question: string; answer: string }[];
  readonly draws: readonly Pair[];
  readonly warnings: readonly { key: string; text: string; decision: string }[];
  readonly competition: string | null;
};

/** Makes the report's content from what the committee did: nothing in it is typed by hand but the chair's texts. */
export async function reportContent(bench: Bench, texts: ReportTexts, on: Db = db()): Promise<ReportContent> {
  const { lot, committee, terms, bids } = bench;
  const rows = await reviewRows(lot.id, committee.members, on);
  const result = await resultOf(lot.id, on);
  const rechecks = await rechecksOf(lot.id, on);
  const all = await openedBids(lot.id, on);
  const now = await platformNow(on);
  const names = await bidderNames(all, on);
  const name = (digest: string) => names.get(digest) ?? "";
  const valid = validBids(bids, rows.rejections);
  const ranked = result ? finalRanks(result.lines, result.ties) : [];
  const parts = groupsOf(bench);
  const argument = committee.competition as Competition | null;
  return {
    basics: [
      ["评标办法", METHOD_WORDS[terms.method.kind] ?? terms.method.kind],
      ["评标地点", "平台评标室（在线）"],
      ["评标开始", beijingTime(lot.evaluationStartedAt ?? committee.createdAt)],
      ["报告形成", beijingTime(now)],
      ["递交并开启的投标文件", `${bids.length} 份`],
      ["有效投标", `${valid.length} 份`],
    ],
    committee: committee.members.map((member) => ({
      name: member.name,
      role: member.id === committee.chairId ? "主任委员" : "委员",
      specialty: member.kind === "expert" ? committee.specialty : "招标人代表",
      origin: member.kind === "expert" ? "专家库随机抽取" : "招标人委派",
      number: member.number,
    })),
    openingRecord: all.map((bid) => ({
      number: bid.number,
      name: name(bid.digest),
      price: formOf(bid).price ?? null,
      note: openingNote(bid),
    })),
    conformingBids: valid.map(({ digest }) => name(digest)),
    rejectedBids: rows.rejections.map((one) => ({
      name: name(one.digest),
      ground: one.documentGround ?? GROUND_WORDS[one.ground] ?? one.ground,
      reason: `${itemWords(terms, one.item)}：${one.facts}（表决：赞成否决 ${one.votesFor}，反对 ${one.votesAgainst}）`,
    })),
    method: leaves(terms.method).map(({ group, name: factor, max, basis }) => ({
      group: GROUP_WORDS[group] ?? group,
      name: factor,
      weight: shortMark(max),
      standard: basis || "按招标文件载明的公式计算",
    })),
    comparison: {
      prices: ranked.map((line) => ({
        name: name(line.id),
        bid: formOf(bids.find(({ digest }) => digest === line.id) ?? { form: null }).price ?? line.price,
        evaluated: line.price,
        score: line.groups.price ?? "—",
        how: line.deviation === null ? "按公式计算" : `偏差率 ${line.deviation}%`,
      })),
      scores: await sheets(bench, ranked, name, on),
    },
    ranking: {
      parts: parts.map((group) => GROUP_WORDS[group] ?? group),
      rows: ranked.map((line) => ({
        rank: line.rank,
        name: name(line.id),
        parts: parts.map((group) => line.groups[group] ?? "—"),
        total: line.total,
        digest: line.id,
      })),
    },
    candidates: ranked.slice(0, Math.min(3, texts.candidates)).map((line) => {
      const form = formOf(bids.find(({ digest }) => digest === line.id) ?? { form: null });
      return {
        rank: line.rank,
        name: name(line.id),
        price: line.price,
        quality: form.quality ?? "—",
        duration: form.duration_days ? `${form.duration_days} 日历天` : "—",
        manager: form.manager ?? "—",
      };
    }),
    matters: texts.matters
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    clarifications: rows.clarifications.map((one) => ({
      at: one.askedAt.toISOString(),
      name: name(one.digest),
      question: one.question,
      answer: one.answer ?? "未在规定时间内答复",
    })),
    draws: benchmarkLines(result),
    warnings: [
      ...(result?.warnings ?? []).map((warning) => {
        const key = warningKey(warning);
        const text = warningWords(warning, name(warning.bidId), terms, numberOf(bench, warning));
        return { key, text, decision: texts.decisions[key] ?? "评标委员会已核对，维持原评分" };
      }),
      ...rechecks.map((one) => ({
        key: one.id,
        text: `复核：${name(one.digest)} ${itemName(bench, one.criterion)}，委员 ${committee.members.find(({ id }) => id === one.memberId)?.number ?? ""} 号`,
        decision: one.answeredAt
          ? `原评分 ${shortMark(one.before)}，复核后 ${shortMark(one.after ?? one.before)}：${one.reason ?? ""}`
          : "未答复",
      })),
      ...(result?.ties ?? []).map((tie, at) => ({
        key: `tie-${at}`,
        text: `并列名次：${tie.digests.map(name).join("、")}`,
        decision: tie.reason,
      })),
    ],
    competition: argument
      ? `${argument.verdict === "sufficient" ? "仍具有竞争性，继续评审" : "明显缺乏竞争，否决全部投标"}。${argument.argument}`
      : null,
  };
}

/** With two envelopes the first may be opened and the price not: the bid did not pass, and its price stays sealed. */
function openingNote({ form, cause, causeReason, openedAt }: OpenedRow): string {
  if (form) return "已开启";
  return openedAt && !cause ? "第一信封已开启，报价信封不开启" : (causeReason ?? "未开启");
}

const GROUP_WORDS: Readonly<Record<string, string>> = {
  qualification: "资格",
  technical: "技术",
  business: "商务",
  credit: "信用",
  price: "报价",
};

const groupsOf = ({ terms }: Bench) =>
  (["technical", "business", "credit", "price"] as const).filter((group) =>
    leaves(terms.method).some((one) => one.group === group),
  );

const itemName = ({ terms }: Bench, id: string) => leaves(terms.method).find((one) => one.id === id)?.name ?? id;

const numberOf = ({ committee }: Bench, { memberId }: Dispersion) =>
  committee.members.find(({ id }) => id === memberId)?.number ?? null;

function benchmarkLines(result: StoredResult | null): readonly Pair[] {
  if (!result) return [];
  const { value, used, leftOut, drawn } = result.benchmark;
  return [
    ...Object.entries(drawn).map(([key, picked]): Pair => [`开标会抽取 ${key.toUpperCase()}`, picked]),
    ...(value
      ? [["评标基准价（元）", `${value}（${used.length} 家报价参与，去除 ${leftOut.length} 家）`] as const]
      : []),
  ];
}

async function sheets(
  { committee, terms }: Bench,
  ranked: StoredResult["lines"],
  name: (digest: string) => string,
  on: Db,
) {
  const marked = leaves(terms.method).filter(({ kind }) => kind === "subjective" || kind === "objective");
  if (ranked.length === 0 || marked.length === 0) return null;
  const { members } = committee;
  const scores = await scoresOf(
    members.map(({ id }) => id),
    on,
  );
  return {
    members: members.map((member) => member.name),
    bidders: ranked.map((line) => ({
      name: name(line.id),
      rows: marked.map(({ id, name: factor, max }) => ({
        factor,
        weight: shortMark(max),
        scores: members.map((member) => {
          const mark = scores.find((s) => s.memberId === member.id && s.digest === line.id && s.criterion === id);
          return mark ? shortMark(mark.value) : "—";
        }),
        average: line.criteria[id] ?? "—",
      })),
      total: line.total,
    })),
  };
}
