import { getTranslations } from "next-intl/server";
import { AwardActs } from "@/components/award/award-acts";
import { ContractComparison } from "@/components/award/contract-comparison";
import { ContractForm } from "@/components/award/contract-form";
import { ContractTerms } from "@/components/award/contract-terms";
import { PerformanceBond } from "@/components/award/performance-bond";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { StateMark } from "@/components/ui/status-tag";
import { yuan } from "@/lib/kernel/money";
import type { AwardView } from "@/lib/usecases/award/view-award";
import type { ContractText } from "@/lib/usecases/contract/contract-terms";
import { draftContractAction, prepareContractAction, signContractAction } from "./actions";

/** Drafting, comparing and signing the contract, with its limit (R-145). */
export async function Contract({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award");
  const { lot, contract, agreed, now } = view;
  const owed = (view.performanceBond?.demandedFen ?? 0n) > 0n && !view.performanceBond?.given;
  const signed = contract?.tendereeStatementId;
  const late = contract && contract.state !== "signed" && now >= contract.dueAt;
  const text = contract?.fields as ContractText | undefined;
  return (
    <section className="sect">
      <h2>{t("contract")}</h2>
      {contract ? (
        <Notice tone={contract.state === "signed" ? "good" : late ? "attention" : "info"} rules={["R-145"]}>
          {t(`contractState.${contract.state}`)} {t("due")} <Instant at={contract.dueAt} />
          {late ? ` ${t("overdue")}` : ""}
        </Notice>
      ) : null}
      {view.terms ? <ContractTerms terms={view.terms} /> : null}
      {view.performanceBond ? <PerformanceBond bond={view.performanceBond} lotId={lot.id} /> : null}
      {contract && view.compared ? (
        <>
          <h3>{t("compare.title")}</h3>
          <ContractComparison fields={view.compared.filter(({ key }) => key !== "manager" || agreed?.manager)} />
          <p className="row gap16">
            {(["tenderee", "bidder"] as const).map((side) => {
              const done = side === "tenderee" ? contract.tendereeStatementId : contract.bidderStatementId;
              return (
                <StateMark
                  key={side}
                  tone={done ? "good" : "neutral"}
                  label={done ? t(`signedBy.${side}`) : `${t(`compare.sides.${side}`)} ${t("signedBy.waiting")}`}
                />
              );
            })}
            {contract.pdfFileId ? <a href={`/api/v1/files/${contract.pdfFileId}`}>{t("contractPdf")}</a> : null}
          </p>
        </>
      ) : null}
      {view.acting && agreed && !lot.suspendedAt && (!contract || contract.state === "drafted") ? (
        <ContractForm
          lotId={lot.id}
          action={draftContractAction}
          agreed={{
            object: agreed.object,
            price: yuan(agreed.priceFen),
            quality: agreed.quality,
            durationDays: String(agreed.durationDays ?? ""),
            manager: agreed.manager,
          }}
          draft={{
            number: text?.number ?? `HT-${lot.code}`,
            object: text?.object ?? agreed.object,
            price: text?.price ?? yuan(agreed.priceFen),
            quality: text?.quality ?? agreed.quality,
            durationDays: String(text?.durationDays ?? agreed.durationDays ?? ""),
            manager: text?.manager ?? agreed.manager,
            clauses: text?.clauses ?? "",
          }}
        />
      ) : null}
      {contract && contract.state !== "signed" && view.decides && !signed && !lot.suspendedAt ? (
        <AwardActs
          kind="contract"
          lotId={lot.id}
          candidates={[]}
          prepare={prepareContractAction}
          commit={signContractAction}
          {...(owed ? { refused: { reason: t("performance.waiting"), rules: ["R-91"] } } : {})}
        />
      ) : null}
    </section>
  );
}
