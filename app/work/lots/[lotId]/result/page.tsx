import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { AwardActs } from "@/components/award/award-acts";
import { ContractComparison } from "@/components/award/contract-comparison";
import { ContractTerms } from "@/components/award/contract-terms";
import { PerformanceBond } from "@/components/award/performance-bond";
import { ClientWords } from "@/components/layout/client-words";
import { ButtonLink } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { viewLetter } from "@/lib/usecases/award/view-letter";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { givePerformanceBondAction } from "./actions";
import { prepareContractAction, signContractAction } from "../../../tenders/[tenderId]/lots/[lotId]/award/actions";

type Props = { readonly params: Promise<{ lotId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("award"))("own.title") };
}

/** A bidder's own result: its letter, and for the winner the contract to sign. */
export default async function ResultPage({ params }: Props) {
  const { lotId } = await params;
  const { lot, letter, won, contract, compared, terms, bond, performanceBond } = await orNotFound(
    viewLetter(await currentActor(), { lotId }),
  );
  const t = await getTranslations("award");
  const [b, o] = await Promise.all([getTranslations("bond"), getTranslations("objection")]);
  const owed = performanceBond !== null && performanceBond.demandedFen > 0n && !performanceBond.given;
  const fell = letter.kind === "win" && !won;
  return (
    <ClientWords areas={["award"]}>
      <PageHeader
        title={t("own.title")}
        crumbs={[{ label: lot.tender.name, href: `/tenders/${lot.tender.code}` }, { label: lot.name }]}
      />
      <Notice tone={won ? "good" : "info"}>
        {t(fell ? "own.fell" : won ? "own.won" : "own.lost")} <Instant at={letter.sentAt} />
      </Notice>
      {letter.pdfFileId ? (
        <p>
          <ButtonLink href={`/api/v1/files/${letter.pdfFileId}`} download>
            {t("own.letter")}
          </ButtonLink>
        </p>
      ) : null}
      {won ? (
        <section className="sect">
          <h2>{t("contract")}</h2>
          {terms ? <ContractTerms terms={terms} /> : null}
          {performanceBond ? (
            <PerformanceBond
              bond={performanceBond}
              lotId={lot.id}
              action={lot.contractSignedAt ? undefined : givePerformanceBondAction}
            />
          ) : null}
          {contract ? (
            <>
              <p>
                {t("own.contract", { number: contract.number })} {t(`contractState.${contract.state}`)}
                {contract.state === "signed" ? null : (
                  <>
                    {"　"}
                    {t("due")} <Instant at={contract.dueAt} />
                  </>
                )}
              </p>
              {compared ? (
                <>
                  <h3>{t("compare.title")}</h3>
                  <ContractComparison fields={compared.filter(({ key, agreed }) => key !== "manager" || agreed)} />
                </>
              ) : null}
              <Clauses text={(contract.fields as { clauses?: string }).clauses ?? ""} label={t("field.clauses")} />
              {contract.pdfFileId ? (
                <p>
                  <a href={`/api/v1/files/${contract.pdfFileId}`}>{t("contractPdf")}</a>
                </p>
              ) : null}
              {contract.bidderStatementId || lot.suspendedAt ? null : (
                <AwardActs
                  kind="contract"
                  lotId={lot.id}
                  candidates={[]}
                  prepare={prepareContractAction}
                  commit={signContractAction}
                  {...(owed ? { refused: { reason: t("performance.owed"), rules: ["R-91"] } } : {})}
                />
              )}
            </>
          ) : (
            <p>{t("own.noContract")}</p>
          )}
        </section>
      ) : null}
      {bond ? (
        <section className="sect">
          <h2>{t("own.bond")}</h2>
          <p>
            <Money value={bond.amountFen} unit /> {b(`state.${bond.state}`)}
            {bond.state === "refundDue" ? (
              <>
                {"　"}
                {b("refundDue")} <Instant at={bond.refundDue} />
              </>
            ) : null}{" "}
            <Link href="/work/bonds">{b("title")}</Link>
          </p>
        </section>
      ) : null}
      {lot.contractSignedAt ? null : (
        <p>
          <Link href={`/work/objections/new?lot=${lot.id}`}>{o("new")}</Link>
        </p>
      )}
    </ClientWords>
  );
}

function Clauses({ text, label }: { readonly text: string; readonly label: string }) {
  if (!text.trim()) return null;
  return (
    <>
      <h3>{label}</h3>
      {text
        .split("\n")
        .filter((line) => line.trim())
        .map((line) => (
          <p key={line}>{line}</p>
        ))}
    </>
  );
}
