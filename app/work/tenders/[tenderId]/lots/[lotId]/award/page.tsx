import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { AwardActs } from "@/components/award/award-acts";
import { ClientWords } from "@/components/layout/client-words";
import { ActForm } from "@/components/ui/act-form";
import { ChoiceGroup } from "@/components/ui/choice-field";
import { DataTable } from "@/components/ui/data-table";
import { TextArea, TextField } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { REPORT_CHECKLIST } from "@/lib/domain/award";
import { yuan } from "@/lib/kernel/money";
import { type AwardView, viewAward } from "@/lib/usecases/award/view-award";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import {
  draftContractAction,
  fixWinnerAction,
  prepareContractAction,
  prepareLettersAction,
  prepareWinnerAction,
  refundBondAction,
  sendLettersAction,
  signContractAction,
  submitCandidatesAction,
} from "./actions";

type Props = { readonly params: Promise<{ lotId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("award"))("title") };
}

export default async function AwardPage({ params }: Props) {
  const { lotId } = await params;
  const view = await orNotFound(viewAward(await currentActor(), { lotId }));
  const t = await getTranslations("award");
  const { lot } = view;
  return (
    <ClientWords areas={["award"]}>
      <PageHeader
        title={t("heading", { lot: lot.name })}
        crumbs={[
          { label: lot.tender.name, href: `/work/tenders/${lot.tenderId}` },
          { label: lot.name, href: `/work/tenders/${lot.tenderId}/lots/${lot.id}` },
          { label: t("title") },
        ]}
      />
      {lot.suspendedAt ? (
        <Notice tone="attention" rules={["R-128"]}>
          {t("suspended", { count: view.openObjections })}
        </Notice>
      ) : null}
      {!lot.reportSubmittedAt ? <Notice>{t("noReport")}</Notice> : <Candidates view={view} />}
      {lot.candidatesTo ? <Winner view={view} /> : null}
      {lot.noticeSentAt ? <Contract view={view} /> : null}
      {lot.contractSignedAt ? <Bonds view={view} /> : null}
    </ClientWords>
  );
}

async function Candidates({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award");
  const { lot, notice } = view;
  return (
    <section className="sect">
      <h2>{t("candidates")}</h2>
      {view.reportFileId ? (
        <p>
          <a href={`/api/v1/files/${view.reportFileId}`}>{t("report")}</a>
        </p>
      ) : null}
      <DataTable
        caption={t("candidates")}
        rows={view.candidates}
        rowKey={(row) => row.digest}
        empty={t("noCandidates")}
        columns={[
          { key: "name", head: t("name"), cell: (row) => row.name },
          { key: "rank", head: t("rank"), right: true, cell: (row) => row.rank },
          { key: "price", head: t("price"), right: true, cell: (row) => <Money value={row.facts.price ?? null} /> },
          { key: "evaluation", head: t("evaluation"), cell: (row) => row.facts.evaluation ?? "—" },
        ]}
      />
      {lot.candidatesFrom ? (
        <Notice tone="good">
          {t("onDisplay")} <Instant at={lot.candidatesFrom} /> – <Instant at={lot.candidatesTo} />
        </Notice>
      ) : notice ? (
        <Notice tone="attention">
          {t(notice.reviewedById ? "noticeToSign" : "noticeToReview")}{" "}
          <Link href={`/work/tenders/${lot.tenderId}/notices/${notice.id}`}>{t("toNotice")}</Link>
        </Notice>
      ) : view.acting ? (
        <ActForm action={submitCandidatesAction} submit={t("submitCandidates")} hidden={{ lotId: lot.id }} legal>
          <ChoiceGroup
            kind="checkbox"
            name="checklist"
            label={t("checklist")}
            options={REPORT_CHECKLIST.map((item) => ({ value: item, label: t(`check.${item}`) }))}
          />
        </ActForm>
      ) : null}
    </section>
  );
}

async function Winner({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award");
  const { lot, now } = view;
  const wait = lot.candidatesTo && now < lot.candidatesTo;
  return (
    <section className="sect">
      <h2>{t("winner")}</h2>
      {view.award ? (
        <Notice tone="good">
          {t("fixed", { name: view.award.name, rank: view.award.rank })} <Instant at={view.award.at} />
        </Notice>
      ) : wait ? (
        <Notice rules={["R-137"]}>
          {t("displayUntil")} <Instant at={lot.candidatesTo} />
        </Notice>
      ) : null}
      {view.decides && !view.award && !wait ? (
        <AwardActs
          kind="winner"
          lotId={lot.id}
          candidates={view.candidates.map(({ digest, name, rank }) => ({ digest, name, rank }))}
          prepare={prepareWinnerAction}
          commit={fixWinnerAction}
        />
      ) : null}
      {view.award && !lot.noticeSentAt && view.acting ? (
        <AwardActs
          kind="letters"
          lotId={lot.id}
          candidates={[]}
          prepare={prepareLettersAction}
          commit={sendLettersAction}
        />
      ) : null}
      {view.letters.length > 0 ? (
        <ul className="lines">
          {view.letters.map((letter) => (
            <li className="between" key={letter.id}>
              <span>
                {letter.name} {t(`letter.${letter.kind}`)}
              </span>
              <span>
                <Instant at={letter.sentAt} />{" "}
                {letter.pdfFileId ? <a href={`/api/v1/files/${letter.pdfFileId}`}>PDF</a> : null}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

async function Contract({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award");
  const { lot, contract, agreed } = view;
  const signed = contract?.tendereeStatementId;
  return (
    <section className="sect">
      <h2>{t("contract")}</h2>
      {contract ? (
        <Notice tone={contract.state === "signed" ? "good" : "info"}>
          {t(`contractState.${contract.state}`)} {t("due")} <Instant at={contract.dueAt} />
        </Notice>
      ) : null}
      {view.acting && agreed && (!contract || contract.state === "drafted") ? (
        <ActForm action={draftContractAction} submit={t("draft")} hidden={{ lotId: lot.id }} kind="plain">
          <p className="sec">{t("mustMatch")}</p>
          <TextField name="number" label={t("field.number")} defaultValue={contract?.number ?? `HT-${lot.code}`} />
          <TextField name="object" label={t("field.object")} defaultValue={agreed.object} />
          <TextField name="price" label={t("field.price")} unit={t("yuan")} defaultValue={yuan(agreed.priceFen)} />
          <TextField name="quality" label={t("field.quality")} defaultValue={agreed.quality} />
          <TextField name="durationDays" label={t("field.duration")} defaultValue={String(agreed.durationDays ?? "")} />
          <TextField name="manager" label={t("field.manager")} defaultValue={agreed.manager} />
          <TextArea name="clauses" label={t("field.clauses")} optional />
        </ActForm>
      ) : null}
      {contract && contract.state !== "signed" && view.decides && !signed ? (
        <AwardActs
          kind="contract"
          lotId={lot.id}
          candidates={[]}
          prepare={prepareContractAction}
          commit={signContractAction}
        />
      ) : null}
    </section>
  );
}

async function Bonds({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award");
  return (
    <section className="sect">
      <h2>{t("bonds")}</h2>
      {view.bonds.length === 0 ? <p>{t("noBonds")}</p> : null}
      {view.bonds.map((bond) => (
        <div key={bond.id}>
          <p>
            {bond.name} <Money value={bond.amountFen} unit /> {t(`bondState.${bond.state}`)}
          </p>
          {bond.state === "refundDue" && view.acting ? (
            <ActForm action={refundBondAction} submit={t("refund")} hidden={{ bondId: bond.id }} kind="plain">
              <TextField name="interest" label={t("interest")} unit={t("yuan")} defaultValue="0.00" />
            </ActForm>
          ) : null}
        </div>
      ))}
    </section>
  );
}
