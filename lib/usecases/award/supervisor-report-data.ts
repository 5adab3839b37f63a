import { beijingTime } from "@/lib/kernel/format";
import { fen, groupedYuan } from "@/lib/kernel/money";
import { db } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { objectionsOf } from "@/lib/store/objections";
import { openedBids } from "@/lib/store/openings";
import { agreedPrice } from "@/lib/store/price-corrections";
import type { Deps } from "@/lib/usecases/deps";
import { noticePdfData } from "@/lib/usecases/notice/notice-pdf";
import { GROUND_WORDS } from "./give-up";

const when = (at: Date | null): string => (at ? beijingTime(at) : "—");

/**
 * What a written report on a mandatory tender tells its supervisor: scope, notice, opening and evaluation,
 * candidates, result, objections. Everything is read from the record; nobody types it.
 */
export async function supervisorReportPdf(lot: LotWithTender, title: string, at: Date, deps: Pick<Deps, "origin">) {
  const [bids, rejections, committee, candidates, award, objections] = await Promise.all([
    openedBids(lot.id),
    db().rejection.count({ where: { lotId: lot.id } }),
    db().committee.findUnique({ where: { lotId: lot.id } }),
    db().candidate.findMany({ where: { lotId: lot.id }, orderBy: { rank: "asc" } }),
    db().award.findUniqueOrThrow({ where: { lotId: lot.id } }),
    objectionsOf(lot.id),
  ]);
  const { tender } = lot;
  const ids = [...bids, ...candidates, award].map(({ partyId }) => partyId);
  const wanted = [...ids, tender.tendereeId, ...(tender.agencyId ? [tender.agencyId] : [])];
  const parties = await db().party.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } });
  const name = (id: string | null) => parties.find((party) => party.id === id)?.name ?? "";
  const won = bids.find(({ digest }) => digest === award.digest);
  const price = won ? await agreedPrice(lot.id, won) : "0.00";
  const row = (label: string, value: string) => ({ label, value });
  const plain = (heading: string, rows: readonly { label: string; value: string }[]) => ({
    heading,
    paragraphs: [],
    rows,
  });
  const ground = award.ground ? (GROUND_WORDS as Readonly<Record<string, string>>)[award.ground] : null;
  const content = {
    type: "resultNotice" as const,
    number: `${lot.code}-BG${lot.round}`,
    title,
    originalId: null,
    tender: { code: tender.code, name: tender.name },
    lots: [{ code: lot.code, name: lot.name }],
    intro: `依照《中华人民共和国招标投标法》第四十七条，现将${tender.name}（${lot.name}）的招标投标情况书面报告如下。`,
    sections: [
      plain("一、招标范围和方式", [
        row("招标项目", `${tender.name}（${tender.code}）`),
        row("标段", `${lot.name}（${lot.code}）`),
        row("招标范围", lot.content || tender.content),
        row("招标方式", tender.mode === "open" ? "公开招标，资格后审" : "邀请招标"),
      ]),
      plain("二、公告、开标和评标", [
        row("招标公告发布", when(lot.publishedAt)),
        row("投标截止和开标", when(lot.deadline)),
        row("递交投标文件", `${bids.length} 份，其中开启 ${bids.filter((bid) => bid.openedAt !== null).length} 份`),
        row("评标委员会", committee ? `${committee.size} 人，其中专家 ${committee.expertCount} 人` : "—"),
        row("否决投标", `${rejections} 份`),
        row("评标报告提交", when(lot.reportSubmittedAt)),
      ]),
      {
        heading: "三、中标候选人",
        paragraphs: [`公示期自 ${when(lot.candidatesFrom)} 起至 ${when(lot.candidatesTo)} 止。`],
        rows: [],
        table: {
          head: ["排序", "中标候选人", "投标报价（元）"],
          rows: candidates.map(({ rank, partyId, facts }) => [
            String(rank),
            name(partyId),
            groupedYuan(fen(String((facts as { price?: string }).price ?? "0.00"))),
          ]),
        },
      },
      plain("四、中标结果", [
        row("中标人", name(award.partyId)),
        row("中标价", `${groupedYuan(fen(price))} 元`),
        row("定标时间", when(lot.winnerFixedAt)),
        ...(award.rank > 1 ? [row("未选择排名在前候选人的理由", `${ground ?? ""} ${award.reason ?? ""}`.trim())] : []),
      ]),
      plain("五、异议处理", [
        row("收到异议", `${objections.length} 件`),
        row("已答复", `${objections.filter(({ state }) => state === "answered").length} 件`),
      ]),
    ],
    facts: {
      tendereeName: name(tender.tendereeId),
      ...(tender.agencyId ? { agencyName: name(tender.agencyId) } : {}),
    },
    training: tender.training,
  };
  return noticePdfData(content, award.digest, at, deps);
}
