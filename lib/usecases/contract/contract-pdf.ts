import { contractDue } from "@/lib/domain/schedule";
import { db } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import type { Deps } from "@/lib/usecases/deps";
import { PLATFORM_NAME } from "@/lib/usecases/notice/notice-pdf";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";
import { agreedFields, comparedFields, type ContractText, contractTermsOf, fieldsOf } from "./contract-terms";

const LABELS = {
  object: "标的",
  priceFen: "合同价（元）",
  quality: "质量",
  durationDays: "期限（日历天）",
  manager: "项目负责人",
} as const;

/** Data of the PDF template `contract-summary`: the text both sides sign, beside what was tendered and bid. */
export async function contractPdfData(
  lot: LotWithTender,
  contract: { readonly number: string; readonly fields: unknown; readonly digest: string },
  at: Date,
  deps: Pick<Deps, "origin">,
) {
  const agreed = await agreedFields(lot);
  const text = contract.fields as ContractText;
  const { tendereeId, agencyId } = lot.tender;
  const ids = [tendereeId, agreed.partyId, ...(agencyId ? [agencyId] : [])];
  const parties = await db().party.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, uscc: true },
  });
  const unit = (id: string) => {
    const { name, uscc } = parties.find((party) => party.id === id)!;
    return { name, uscc };
  };
  const terms = await contractTermsOf(lot.id);
  const fixed = terms
    ? [
        ...(terms.mainTerms ? [`招标文件载明的主要条款：${terms.mainTerms}`] : []),
        ...(terms.payment ? [`付款：${terms.payment}`] : []),
        terms.performanceBondBp > 0
          ? `履约保证金：合同金额的 ${(terms.performanceBondBp / 100).toFixed(2)}%。`
          : "不要求提交履约保证金。",
      ]
    : [];
  return {
    platform: PLATFORM_NAME,
    number: contract.number,
    generatedAt: at.toISOString(),
    digest: contract.digest,
    verifyUrl: `${deps.origin}/verify?number=${encodeURIComponent(contract.number)}`,
    training: lot.tender.training,
    tender: {
      tenderName: lot.tender.name,
      tenderCode: lot.tender.code,
      lotName: lot.name,
      lotCode: lot.code,
      tenderee: unit(tendereeId),
      agency: agencyId ? unit(agencyId) : null,
    },
    contractName: `${lot.tender.name} ${lot.name} 合同`,
    contractor: unit(agreed.partyId),
    price: text.price,
    awardedAt: lot.noticeSentAt!.toISOString(),
    due: contractDue(lot.noticeSentAt!, clockOfLot(lot)).limit.toISOString(),
    fields: comparedFields(fieldsOf(text), agreed)
      .filter(({ key }) => key !== "manager" || agreed.manager !== "")
      .map(({ key, agreed: awarded, contract: written, same }) => ({
        label: LABELS[key],
        awarded,
        contract: written,
        same,
      })),
    clauses: [...fixed, ...text.clauses.split("\n").filter((line) => line.trim())],
    signers: [
      { field: "tenderee", role: "招标人", name: unit(tendereeId).name, kind: "organization" },
      { field: "bidder", role: "中标人", name: unit(agreed.partyId).name, kind: "organization" },
    ],
  };
}
