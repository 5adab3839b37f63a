import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { NoticePaper } from "@/components/public/notice-paper";
import { TextDiff } from "@/components/public/text-diff";
import { SignDialog } from "@/components/signing/sign-dialog";
import { ButtonLink, RefusedButton } from "@/components/ui/button";
import { Digest } from "@/components/ui/code";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DataTable } from "@/components/ui/data-table";
import { TextArea } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark, StatusTag } from "@/components/ui/status-tag";
import type { NoticeType } from "@/lib/domain/notice-content";
import { fileSize } from "@/lib/i18n/format";
import { asLocale } from "@/lib/i18n/locale";
import { NOTICE_STATES } from "@/lib/i18n/state-terms";
import { stateTerm, word } from "@/lib/i18n/terms";
import { NOTICE_TERMS } from "@/lib/i18n/trade-terms";
import { type NoticeWorkView, type ReviewLot, viewNoticeWork } from "@/lib/usecases/notice/view-notice-work";
import { orNotFound, perRequest } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { preparePublicationAction, publishNoticeAction, reviewNoticeAction } from "../../../actions";

type Props = { readonly params: Promise<{ noticeId: string }> };
type Words = Awaited<ReturnType<typeof getTranslations<"tender">>>;

const load = perRequest(async (noticeId: string) => orNotFound(viewNoticeWork(await currentActor(), { noticeId })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).noticeId)).content.title };
}

export default async function NoticeWorkPage({ params }: Props) {
  const { noticeId } = await params;
  const [view, t, l] = await Promise.all([load(noticeId), getTranslations("tender"), getLocale()]);
  const kind = word(asLocale(l), NOTICE_TERMS[view.type as NoticeType]);
  return (
    <>
      <PageHeader
        title={view.publishedAt ? t("notice.publishedTitle") : t("notice.reviewTitle")}
        crumbs={[
          { label: t("list.title"), href: "/work/tenders" },
          { label: view.tender.name, href: `/work/tenders/${view.tender.id}` },
          { label: kind },
        ]}
        tag={<StatusTag term={stateTerm(NOTICE_STATES, view.state)} />}
        meta={[kind, t("notice.people", { author: view.author, reviewer: view.reviewer ?? "—" })]}
        actions={view.publishedAt ? <ButtonLink href={`/notices/${view.id}`}>{t("publicPage")}</ButtonLink> : null}
      />
      <ClientWords areas={["tender"]}>
        <Acts view={view} t={t} />
      </ClientWords>
      {view.media.length > 0 ? <Media view={view} t={t} /> : null}
      {view.lots.map((lot) => (
        <ReviewedLot key={lot.lot.id} lot={lot} t={t} />
      ))}
      <section className="sect">
        <div className="between">
          <h2>{t("notice.text")}</h2>
          <Digest hex={view.digest} short />
        </div>
        <div className="pub paper-in-work">
          <NoticePaper content={view.content} kind={kind} signedBy={[]} publishedAt={view.publishedAt} heading="h2" />
        </div>
      </section>
    </>
  );
}

function Acts({ view, t }: { readonly view: NoticeWorkView; readonly t: Words }) {
  if (view.publishedAt || (view.state !== "reviewing" && view.state !== "approved")) return null;
  const hidden = { noticeId: view.id, digest: view.digest };
  const sendBack = (
    <ConfirmAct
      label={t("notice.return")}
      title={t("notice.returnQuestion")}
      action={reviewNoticeAction}
      hidden={{ ...hidden, decision: "return" }}
      doneTo={`/work/tenders/${view.tender.id}`}
    >
      <p>{t("notice.returnEffect")}</p>
      <TextArea name="comment" label={t("notice.comment")} />
    </ConfirmAct>
  );
  if (view.mayPublish)
    return (
      <>
        <Notice
          tone="good"
          title={t("notice.approved")}
          action={
            <SignDialog
              label={t("notice.sign")}
              title={t("notice.signQuestion")}
              prepare={preparePublicationAction}
              commit={publishNoticeAction}
              input={{ noticeId: view.id }}
              many
              done={t("notice.done")}
            >
              <p>
                {t(ofDocuments(view) ? "notice.effect" : "notice.effectAlone", {
                  tenderee: view.content.facts.tendereeName ?? "",
                })}
              </p>
            </SignDialog>
          }
        >
          {t(ofDocuments(view) ? "notice.signHint" : "notice.signHintAlone")}
        </Notice>
        {view.mayReturn ? <div className="row">{sendBack}</div> : null}
      </>
    );
  if (!view.mayReview)
    return (
      <RefusedButton reason={t(view.own ? "notice.ownEntry" : "notice.alreadyReviewed")} rules={["R-38"]}>
        {t("notice.approve")}
      </RefusedButton>
    );
  return (
    <div className="row gap16">
      <ConfirmAct
        label={t("notice.approve")}
        title={t("notice.approveQuestion")}
        action={reviewNoticeAction}
        hidden={{ ...hidden, decision: "approve" }}
        kind="primary"
        large
      >
        <p>{t(ofDocuments(view) ? "notice.approveEffect" : "notice.approveEffectAlone")}</p>
      </ConfirmAct>
      {sendBack}
    </div>
  );
}

function Media({ view, t }: { readonly view: NoticeWorkView; readonly t: Words }) {
  return (
    <section className="sect">
      <h2>{t("media.title")}</h2>
      <DataTable
        caption={t("media.title")}
        rows={view.media}
        rowKey={(medium) => medium.code}
        empty=""
        columns={[
          {
            key: "name",
            head: t("media.name"),
            cell: (medium) => (medium.kind === "platform" ? t("media.own") : medium.name),
          },
          {
            key: "sent",
            head: t("media.sent"),
            nowrap: true,
            cell: (medium) => <Instant at={new Date(medium.sentAt)} />,
          },
          {
            key: "confirmed",
            head: t("media.confirmed"),
            nowrap: true,
            cell: (medium) => <Instant at={medium.confirmedAt ? new Date(medium.confirmedAt) : null} />,
          },
          {
            key: "same",
            head: t("media.same"),
            cell: (medium) =>
              medium.digest === view.digest ? (
                <StateMark tone="good" label={t("media.equal")} />
              ) : (
                <StateMark tone="bad" label={t("media.differs")} />
              ),
          },
          {
            key: "state",
            head: t("list.state"),
            cell: (medium) =>
              medium.confirmedAt ? (
                <StateMark tone="good" label={t("media.published")} />
              ) : (
                <StateMark tone="active" label={t("media.waiting")} />
              ),
          },
        ]}
      />
    </section>
  );
}

function ReviewedLot({ lot, t }: { readonly lot: ReviewLot; readonly t: Words }) {
  return (
    <section className="sect">
      <div className="between">
        <h2>{t("notice.documentsOf", { lot: lot.lot.name, version: lot.version })}</h2>
        <Digest hex={lot.docsHash} short />
      </div>
      <p>
        {t("schedule.deadline")} <Instant at={lot.deadline} />
        {lot.changes ? <b> {t(lot.affects ? "amend.affectsYes" : "amend.affectsNo")}</b> : null}
      </p>
      <DataTable
        caption={t("notice.documentsOf", { lot: lot.lot.name, version: lot.version })}
        rows={lot.files}
        rowKey={(file) => file.fileId}
        empty=""
        columns={[
          {
            key: "name",
            head: t("documents.file"),
            cell: (file) => (
              <a href={`/api/v1/files/${file.fileId}`} download>
                {file.name}
              </a>
            ),
          },
          { key: "size", head: t("documents.size"), right: true, cell: (file) => fileSize(file.sizeBytes) },
          { key: "digest", head: t("documents.digest"), cell: (file) => <Digest hex={file.sha256} short /> },
        ]}
      />
      {lot.textChanges.map((change) => (
        <div key={change.heading}>
          <h3>{change.heading}</h3>
          <TextDiff before={change.before} after={change.after} />
        </div>
      ))}
    </section>
  );
}

/** Whether documents are published with the notice. */
const ofDocuments = ({ content }: NoticeWorkView): boolean =>
  content.type === "tenderNotice" || content.type === "amendmentNotice";
