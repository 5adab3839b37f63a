import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { ClientWords } from "@/components/layout/client-words";
import { ActForm } from "@/components/ui/act-form";
import { ButtonLink } from "@/components/ui/button";
import { ChoiceGroup } from "@/components/ui/choice-field";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DataTable } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { TextArea } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { LifecycleStrip } from "@/components/ui/lifecycle-steps";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark, StatusTag } from "@/components/ui/status-tag";
import type { NoticeType } from "@/lib/domain/notice-content";
import { asLocale } from "@/lib/i18n/locale";
import { NOTICE_STATES, TENDER_STATES } from "@/lib/i18n/state-terms";
import { FLAG_TERMS, STEP_OF_STAGE, stateTerm, word } from "@/lib/i18n/terms";
import { CATEGORY_TERMS, NOTICE_TERMS } from "@/lib/i18n/trade-terms";
import { type TenderLotView, viewTender } from "@/lib/usecases/tender/view-tender";
import { orNotFound, perRequest } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { submitNoticeAction, submitTerminationAction } from "../actions";

type Props = { readonly params: Promise<{ tenderId: string }> };

const load = perRequest(async (tenderId: string) => orNotFound(viewTender(await currentActor(), { tenderId })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).tenderId)).tender.name };
}

export default async function TenderPage({ params }: Props) {
  const { tenderId } = await params;
  const [view, t, l] = await Promise.all([load(tenderId), getTranslations("tender"), getLocale()]);
  const locale = asLocale(l);
  const { tender, parties } = view;
  const name = (id: string | null) => (id ? (parties.get(id)?.name ?? null) : null);
  const ready = view.lots.filter(
    ({ lot, failed, silent, inReview }) => !lot.publishedAt && !inReview && failed.length + silent.length === 0,
  );
  const drafts = view.lots.filter(({ lot, inReview }) => !lot.publishedAt && !inReview);
  const endable = view.lots.filter(
    ({ lot, flag, inReview }) => lot.publishedAt && !lot.noticeSentAt && !flag && !inReview,
  );
  const kind = (type: string) => word(locale, NOTICE_TERMS[type as NoticeType] ?? { zh: type, en: type });
  return (
    <>
      <PageHeader
        title={tender.name}
        crumbs={[{ label: t("list.title"), href: "/work/tenders" }, { label: tender.name }]}
        tag={<StatusTag term={stateTerm(TENDER_STATES, tender.state)} />}
        meta={[
          <span key="c" className="code">
            {tender.code}
          </span>,
          ...(tender.training ? [<b key="t">{t("training")}</b>] : []),
        ]}
        actions={
          <>
            {tender.lots.some(({ publishedAt }) => publishedAt) ? (
              <ButtonLink href={`/tenders/${tender.code}`}>{t("publicPage")}</ButtonLink>
            ) : null}
            {view.mayEdit && tender.state !== "terminated" ? (
              <ButtonLink
                kind={tender.lots.length === 0 ? "primary" : "plain"}
                href={`/work/tenders/${tender.id}/lots/new`}
              >
                {t("lot.add")}
              </ButtonLink>
            ) : null}
          </>
        }
      />
      {view.inWork
        .filter(({ state }) => state === "reviewing" || state === "approved")
        .map((notice) => (
          <Notice
            key={notice.id}
            tone="attention"
            action={
              <ButtonLink href={`/work/tenders/${tender.id}/notices/${notice.id}`}>{t("notice.open")}</ButtonLink>
            }
          >
            {t(notice.state === "approved" ? "notice.waitsSignature" : "notice.waitsReview", { title: notice.title })}
          </Notice>
        ))}
      <section>
        <DefinitionList
          items={[
            { term: t("tender.tenderee"), value: name(tender.tendereeId) },
            { term: t("tender.agency"), value: name(tender.agencyId) ?? t("tender.selfOrganised") },
            { term: t("tender.supervisor"), value: name(tender.supervisorId) },
            {
              term: t("tender.category"),
              value: word(locale, CATEGORY_TERMS[tender.category] ?? { zh: "—", en: "—" }),
            },
            { term: t("tender.mandatory"), value: t(tender.statutory ? "yes" : "no") },
            { term: t("tender.mode"), value: t("tender.modeOpen") },
            { term: t("tender.content"), value: tender.content, wide: true },
          ]}
        />
      </section>
      <section className="sect">
        <h2>{t("lot.lots")}</h2>
        <DataTable
          caption={t("lot.lots")}
          rows={view.lots}
          rowKey={({ lot }) => lot.id}
          empty={t("lot.none")}
          columns={[
            {
              key: "name",
              head: t("lot.name"),
              cell: ({ lot }) => (
                <Link href={`/work/tenders/${tender.id}/lots/${lot.id}`} prefetch={false}>
                  {lot.name}
                </Link>
              ),
            },
            {
              key: "estimate",
              head: t("lot.estimate"),
              right: true,
              cell: ({ lot }) => <Money value={lot.estimateFen} />,
            },
            {
              key: "stage",
              head: t("list.stage"),
              cell: ({ flag, stage }) =>
                flag ? <StateMark term={FLAG_TERMS[flag]} /> : <LifecycleStrip current={STEP_OF_STAGE[stage]} />,
            },
            {
              key: "check",
              head: t("check.title"),
              cell: (row) => <CheckState row={row} words={(key, count) => t(`check.${key}`, { count })} />,
            },
            {
              key: "deadline",
              head: t("list.deadline"),
              nowrap: true,
              cell: ({ lot }) => <Instant at={lot.deadline} />,
            },
            {
              key: "act",
              head: t("list.next"),
              cell: ({ lot }) => (
                <Link href={`/work/tenders/${tender.id}/lots/${lot.id}/documents`} prefetch={false}>
                  {t(lot.publishedAt ? "lot.toDocuments" : "lot.toEditor")}
                </Link>
              ),
            },
          ]}
        />
      </section>
      <ClientWords areas={["tender"]}>
        {view.mayEdit && drafts.length > 0 ? (
          <section className="sect">
            <h2>{t("notice.submitTitle")}</h2>
            <p className="sec">{t("notice.submitHint")}</p>
            <ActForm
              action={submitNoticeAction}
              hidden={{ tenderId: tender.id }}
              submit={t("notice.submit")}
              doneTo={`/work/tenders/${tender.id}/notices/{noticeId}`}
              {...(ready.length === 0 ? { refused: { reason: t("notice.notReady"), rules: ["R-48"] } } : {})}
            >
              <ChoiceGroup
                kind="checkbox"
                name="lotIds"
                label={t("notice.whichLots")}
                chosen={ready.map(({ lot }) => lot.id)}
                options={drafts.map(({ lot, failed, silent }) => ({
                  value: lot.id,
                  label: lot.name,
                  disabled: failed.length + silent.length > 0,
                  ...(failed.length + silent.length > 0
                    ? { hint: t("check.open", { count: failed.length + silent.length }) }
                    : {}),
                }))}
              />
            </ActForm>
          </section>
        ) : null}
        <section className="sect">
          <h2>{t("notice.published")}</h2>
          <DataTable
            caption={t("notice.published")}
            rows={view.published}
            rowKey={(notice) => notice.id}
            empty={t("notice.none")}
            columns={[
              {
                key: "title",
                head: t("notice.title"),
                cell: (notice) => (
                  <Link href={`/work/tenders/${tender.id}/notices/${notice.id}`} prefetch={false}>
                    {notice.title}
                  </Link>
                ),
              },
              { key: "kind", head: t("notice.kind"), cell: (notice) => kind(notice.type) },
              { key: "at", head: t("notice.at"), nowrap: true, cell: (notice) => <Instant at={notice.publishedAt} /> },
              {
                key: "state",
                head: t("list.state"),
                cell: (notice) => <StateMark term={stateTerm(NOTICE_STATES, notice.state)} />,
              },
            ]}
          />
        </section>
        {view.mayTerminate && endable.length > 0 ? (
          <section className="sect">
            <ConfirmAct
              label={t("terminate.label")}
              title={t("terminate.question")}
              kind="danger"
              action={submitTerminationAction}
              hidden={{ tenderId: tender.id }}
              doneTo={`/work/tenders/${tender.id}/notices/{noticeId}`}
            >
              <p>{t("terminate.effect")}</p>
              <ChoiceGroup
                kind="checkbox"
                name="lotIds"
                label={t("terminate.lots")}
                options={endable.map(({ lot }) => ({ value: lot.id, label: lot.name }))}
              />
              <TextArea name="reason" label={t("terminate.reason")} hint={t("terminate.reasonHint")} />
            </ConfirmAct>
          </section>
        ) : null}
      </ClientWords>
    </>
  );
}

function CheckState({
  row,
  words,
}: {
  readonly row: TenderLotView;
  readonly words: (key: string, count: number) => string;
}) {
  if (row.lot.publishedAt) return <>—</>;
  if (row.failed.length > 0) return <StateMark tone="bad" label={words("failed", row.failed.length)} />;
  if (row.silent.length > 0) return <StateMark tone="attention" label={words("silent", row.silent.length)} />;
  return <StateMark tone="good" label={words("passed", 0)} />;
}
