import { contractDue } from "@/lib/domain/schedule";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { db } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import type { LotWithTender } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { agreedPrice } from "@/lib/store/price-corrections";
import type { Deps } from "@/lib/usecases/deps";
import { PLATFORM_NAME } from "@/lib/usecases/notice/notice-pdf";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";

export type Letter = {
  readonly partyId: string;
  readonly kind: "win" | "lose";
  readonly template: "award-letter" | "result-notice";
  readonly data: object;
};

/** Data of the award letter and of every other bidder's result notice: none may go without the others. */
export async function lettersOf(lot: LotWithTender, at: Date, deps: Pick<Deps, "origin">): Promise<Letter[]> {
  const [award, rows, set, candidates, rejections, bonds] = await Promise.all([
    db().award.findUnique({ where: { lotId: lot.id } }),
    openedBids(lot.id),
    currentSet(lot.id),
    db().candidate.findMany({ where: { lotId: lot.id } }),
    db().rejection.findMany({ where: { lotId: lot.id } }),
    db().bond.findMany({ where: { lotId: lot.id } }),
  ]);
  if (!award) throw new Refusal("NOT_READY", { missing: "winner" }, ["R-144"]);
  const { tendereeId, agencyId } = lot.tender;
  const ids = [...rows.map(({ partyId }) => partyId), tendereeId, ...(agencyId ? [agencyId] : [])];
  const parties = new Map(
    (await db().party.findMany({ where: { id: { in: ids } } })).map((party) => [party.id, party]),
  );
  const unit = (id: string) => ({ name: parties.get(id)!.name, uscc: parties.get(id)!.uscc });
  const opened = rows.find(({ digest }) => digest === award.digest)!;
  const form = opened.form as Record<string, string>;
  const facts = (candidates.find(({ digest }) => digest === award.digest)?.facts ?? {}) as Record<string, string>;
  const terms = set?.terms as unknown as CompleteTerms | undefined;
  const basisPoints = terms?.contract.performanceBondBp ?? 0;
  const common = {
    platform: PLATFORM_NAME,
    generatedAt: at.toISOString(),
    digest: award.digest,
    training: lot.tender.training,
    tender: {
      tenderName: lot.tender.name,
      tenderCode: lot.tender.code,
      lotName: lot.name,
      lotCode: lot.code,
      tenderee: unit(tendereeId),
      agency: agencyId ? unit(agencyId) : null,
    },
    winner: unit(award.partyId),
    price: await agreedPrice(lot.id, opened),
    issuedAt: at.toISOString(),
    signers: [{ field: "tenderee", role: "招标人", name: unit(tendereeId).name, kind: "organization" }],
  };
  return rows.map((row, index) => {
    const win = row.digest === award.digest;
    const number = `${lot.code}-${win ? "ZB" : "JG"}${index + 1}`;
    const head = { ...common, number, verifyUrl: `${deps.origin}/verify?number=${encodeURIComponent(number)}` };
    if (win)
      return {
        partyId: row.partyId,
        kind: "win",
        template: "award-letter",
        data: {
          ...head,
          openedAt: lot.deadline!.toISOString(),
          duration: `${form.duration_days ?? "—"} 日历天`,
          quality: form.quality ?? "—",
          manager: form.manager ?? "—",
          managerCertificate: facts.managerCertificate ?? "—",
          contractDue: contractDue(at, clockOfLot(lot)).limit.toISOString(),
          performanceBond: basisPoints > 0 ? `合同金额的 ${(basisPoints / 100).toFixed(2)}%` : "不要求",
          remarks: "",
        },
      };
    const rank = candidates.find(({ digest }) => digest === row.digest)?.rank;
    const rejected = rejections.find(({ digest }) => digest === row.digest);
    return {
      partyId: row.partyId,
      kind: "lose",
      template: "result-notice",
      data: {
        ...head,
        to: unit(row.partyId),
        standing: rejected
          ? "否决投标"
          : rank
            ? `第 ${rank} 名中标候选人`
            : row.openedAt === null
              ? "未开启"
              : "未中标",
        reason: rejected ? rejected.facts : (row.causeReason ?? ""),
        bond: bonds.some(({ partyId }) => partyId === row.partyId) ? "合同签订后 5 日内退还本金及利息" : "不适用",
      },
    };
  });
}
