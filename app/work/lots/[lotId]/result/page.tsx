import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AwardActs } from "@/components/award/award-acts";
import { ClientWords } from "@/components/layout/client-words";
import { ButtonLink } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { viewLetter } from "@/lib/usecases/award/view-letter";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { prepareContractAction, signContractAction } from "../../../tenders/[tenderId]/lots/[lotId]/award/actions";

type Props = { readonly params: Promise<{ lotId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("award"))("own.title") };
}

/** A bidder's own result: its letter, and for the winner the contract to sign. */
export default async function ResultPage({ params }: Props) {
  const { lotId } = await params;
  const { lot, letter, contract } = await orNotFound(viewLetter(await currentActor(), { lotId }));
  const t = await getTranslations("award");
  const won = letter.kind === "win";
  return (
    <ClientWords areas={["award"]}>
      <PageHeader title={t("own.title")} crumbs={[{ label: lot.tender.name }, { label: lot.name }]} />
      <Notice tone={won ? "good" : "info"}>
        {t(won ? "own.won" : "own.lost")} <Instant at={letter.sentAt} />
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
          {contract ? (
            <>
              <p>
                {t("own.contract", { number: contract.number })} {t(`contractState.${contract.state}`)}
              </p>
              {contract.bidderStatementId ? null : (
                <AwardActs
                  kind="contract"
                  lotId={lot.id}
                  candidates={[]}
                  prepare={prepareContractAction}
                  commit={signContractAction}
                />
              )}
            </>
          ) : (
            <p>{t("own.noContract")}</p>
          )}
        </section>
      ) : null}
    </ClientWords>
  );
}
