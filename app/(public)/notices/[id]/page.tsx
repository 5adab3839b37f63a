import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { z } from "zod";
import { notFound } from "next/navigation";
import { AsideBlock, AsideList } from "@/components/public/aside-block";
import { NoticePaper } from "@/components/public/notice-paper";
import { PrintButton } from "@/components/public/print-button";
import { VerificationBlock } from "@/components/public/verification-block";
import { ButtonLink } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { Breadcrumb } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import type { NoticeType } from "@/lib/domain/notice-content";
import { asLocale } from "@/lib/i18n/locale";
import { NOTICE_STATES } from "@/lib/i18n/state-terms";
import { stateTerm, word } from "@/lib/i18n/terms";
import { NOTICE_TERMS } from "@/lib/i18n/trade-terms";
import { viewNotice } from "@/lib/usecases/notice/view-notice";
import { deps } from "@/lib/web/deps";
import { orNotFound, perRequest } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

type Props = { readonly params: Promise<{ id: string }> };

const load = perRequest(async (noticeId: string) => {
  if (!z.uuid().safeParse(noticeId).success) notFound();
  return orNotFound(viewNotice(await currentActor(), { noticeId }));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).id)).content.title };
}

export default async function NoticePage({ params }: Props) {
  const { id } = await params;
  const [view, t, l, { origin }] = await Promise.all([load(id), getTranslations("notices"), getLocale(), deps()]);
  const locale = asLocale(l);
  const { content, verification, pdf } = view;
  const kind = NOTICE_TERMS[view.type as NoticeType];
  const { newer } = view;
  const { tendereeName = "", agencyName = "" } = content.facts;
  const signedBy = [
    ...(tendereeName ? [{ role: t("notice.signer"), name: tendereeName }] : []),
    ...(agencyName ? [{ role: t("notice.agency"), name: agencyName }] : []),
  ];
  return (
    <main id="main" className="desk notice-page">
      <div className="col">
        <Breadcrumb
          surface="public"
          items={[
            { label: t("list.home"), href: "/" },
            { label: word(locale, kind), href: `/notices?kind=${view.type}` },
            { label: view.tender.name, href: `/tenders/${view.tender.code}` },
          ]}
        />
        <div className="docbar">
          <p>
            <StatusTag term={stateTerm(NOTICE_STATES, view.state)} /> <Instant at={view.publishedAt} />
          </p>
          <div className="btn-row">
            <PrintButton />
            {pdf ? (
              <a className="btn sm" href={`/api/v1/files/${pdf.fileId}`} download>
                PDF
              </a>
            ) : null}
            <Link className="btn sm" href={`/tenders/${view.tender.code}`} prefetch={false}>
              {t("notice.toTender")}
            </Link>
          </div>
        </div>
        {content.training ? <Notice tone="attention">{t("notice.training")}</Notice> : null}
        {newer ? (
          <Notice action={<Link href={`/notices/${newer.id}`}>{t("notice.latest")}</Link>}>
            {t("notice.superseded")}
          </Notice>
        ) : null}
        <div className="split">
          <div>
            {view.obtain.length > 0 ? (
              <div className="btn-row">
                {view.obtain.map(({ lotId, name, href }) => (
                  <ButtonLink key={lotId} href={href} kind="primary">
                    {view.obtain.length > 1 ? t("notice.obtainLot", { lot: name }) : t("tender.obtain")}
                  </ButtonLink>
                ))}
                <span className="small muted">{t("notice.obtainNote")}</span>
              </div>
            ) : null}
            <NoticePaper
              content={content}
              kind={word(locale, kind)}
              signedBy={signedBy}
              publishedAt={view.publishedAt}
            />
          </div>
          <aside aria-label={t("notice.side")}>
            <AsideBlock title={t("notice.verification")}>
              <VerificationBlock
                good={verification.good}
                checkedAt={verification.checkedAt}
                signers={verification.signers}
                signedAt={verification.signedAt}
                timestamped={verification.timestamped}
                sha256={verification.digest}
                {...(verification.logIndex === null ? {} : { log: { index: verification.logIndex, witnesses: 1 } })}
                verifyUrl={`${origin}/verify?number=${encodeURIComponent(content.number)}`}
                {...(pdf ? { pdfHref: `/api/v1/files/${pdf.fileId}` } : {})}
              />
            </AsideBlock>
            <AsideBlock title={t("notice.media")}>
              <AsideList
                className="media"
                items={view.media.map((medium) => ({
                  key: medium.code,
                  label: medium.kind === "platform" ? t("notice.own") : medium.name,
                  note: medium.confirmedAt ? (
                    <>
                      {t("notice.confirmed")} <Instant at={new Date(medium.confirmedAt)} />
                    </>
                  ) : (
                    t("notice.waiting")
                  ),
                }))}
              />
            </AsideBlock>
            <AsideBlock title={t("notice.versions")}>
              <AsideList
                items={view.others.map((other) => ({
                  key: other.id,
                  label: other.title,
                  ...(other.id === view.id ? {} : { href: `/notices/${other.id}` }),
                  note: <Instant at={other.publishedAt} />,
                }))}
              />
            </AsideBlock>
          </aside>
        </div>
      </div>
    </main>
  );
}
