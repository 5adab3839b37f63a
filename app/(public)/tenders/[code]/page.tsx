import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { AsideBlock, AsideList } from "@/components/public/aside-block";
import { DocumentVersions } from "@/components/public/document-versions";
import { PrintButton } from "@/components/public/print-button";
import { SectionHead } from "@/components/public/section-head";
import { TenderTimeline } from "@/components/public/tender-timeline";
import { DefinitionList } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { Breadcrumb } from "@/components/ui/page-header";
import { asLocale } from "@/lib/i18n/locale";
import { word } from "@/lib/i18n/terms";
import { NOTICE_TERMS } from "@/lib/i18n/trade-terms";
import type { NoticeType } from "@/lib/domain/notice-content";
import { viewPublicTender } from "@/lib/usecases/tender/view-public-tender";
import { orNotFound, perRequest } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { PublicLotUnit } from "./public-lot";
import { actsOf, versionsOf } from "./tender-acts";

type Props = { readonly params: Promise<{ code: string }> };

const load = perRequest(async (code: string) => orNotFound(viewPublicTender(await currentActor(), { code })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).code)).tender.name };
}

export default async function TenderPage({ params }: Props) {
  const { code } = await params;
  const [view, t, n, o, l] = await Promise.all([
    load(code),
    getTranslations("notices.tender"),
    getTranslations("notices"),
    getTranslations("objection"),
    getLocale(),
  ]);
  const locale = asLocale(l);
  const { tender, tenderee, agency, supervisor, lots, notices, now } = view;
  const kind = (type: string) => word(locale, NOTICE_TERMS[type as NoticeType]);
  const acts = actsOf(view, (type) => kind(type), t);
  const first = lots[0];
  const asked = lots.flatMap(({ lot, questions }) => questions.answered.map((question) => ({ lot, question })));
  const objected = lots.flatMap(({ lot, objections }) => objections.map((objection) => ({ lot, objection })));
  return (
    <main id="main" className="col tender-page">
      <Breadcrumb
        surface="public"
        items={[
          { label: n("list.home"), href: "/" },
          { label: kind("tenderNotice"), href: "/notices" },
          { label: tender.name },
        ]}
      />
      <div className="page-head thead">
        <div>
          <h1>{tender.name}</h1>
          <p className="ids">
            <span>
              {t("code")} <b className="code">{tender.code}</b>
            </span>
          </p>
        </div>
        <div className="btn-row">
          <PrintButton />
        </div>
      </div>
      {tender.training ? <Notice tone="attention">{n("notice.training")}</Notice> : null}
      <div className="top-facts">
        <DefinitionList
          layout="facts"
          items={[
            { term: t("tenderee"), value: tenderee.name },
            {
              term: t("mode"),
              value: tender.statutory
                ? `${t("modeValue")}${locale === "en" ? ", " : "，"}${t("mandatory")}`
                : t("modeValue"),
            },
            { term: t("agency"), value: agency?.name ?? null },
            { term: t("funds"), value: tender.project.fundSource },
            { term: t("place"), value: tender.project.address },
            { term: t("supervisor"), value: supervisor?.name ?? null },
            { term: t("scope"), value: tender.content, wide: true },
          ]}
        />
      </div>
      <nav className="jump" aria-label={t("jump")}>
        <ul>
          {["lots", "documents", "questions", "objections", "timeline", "contact"].map((part) => (
            <li key={part}>
              <a href={`#${part}`}>{t(part)}</a>
            </li>
          ))}
        </ul>
      </nav>
      <section id="lots" aria-labelledby="h-lots">
        <h2 id="h-lots" className="vh">
          {t("lots")}
        </h2>
        {lots.map((lot) => (
          <PublicLotUnit key={lot.lot.id} view={lot} now={now} />
        ))}
      </section>
      <div className="split sec">
        <div>
          <section id="documents" aria-labelledby="h-docs">
            <SectionHead id="h-docs" title={t("documents")} note={t("docsNote")} />
            {lots.map((lot) => (
              <div key={lot.lot.id}>
                <h3>{lot.lot.name}</h3>
                <DocumentVersions caption={`${t("documents")} ${lot.lot.name}`} versions={versionsOf(lot)} />
              </div>
            ))}
          </section>
          <section id="questions" className="sec" aria-labelledby="h-q">
            <SectionHead id="h-q" title={t("questions")} />
            {asked.length === 0 ? <p className="none">{t("noQuestions")}</p> : null}
            {asked.map(({ lot, question }) => (
              <div className="qa" key={question.id}>
                <p lang="zh-CN">
                  <b>{t("question")}</b> {question.text}
                </p>
                <p lang="zh-CN">
                  <b>{t("answer")}</b> {question.answer}
                </p>
                <p className="small muted">
                  {lot.name} <Instant at={question.answeredAt} />
                </p>
              </div>
            ))}
          </section>
          <section id="objections" className="sec" aria-labelledby="h-o">
            <SectionHead id="h-o" title={t("objections")} note={t("objectionsNote")} />
            {objected.length === 0 ? <p className="none">{t("noObjections")}</p> : null}
            {objected.map(({ lot, objection }) => (
              <div className="qa" key={objection.id}>
                <p lang="zh-CN">
                  <b>{t("objection")}</b> {objection.facts}
                </p>
                <p lang="zh-CN">
                  <b>{t("claim")}</b> {objection.claim}
                </p>
                <p lang="zh-CN">
                  <b>{t("answer")}</b> {objection.answer}
                </p>
                <p className="small muted">
                  {lot.name} {o(`kind.${objection.kind}`)} <Instant at={objection.answeredAt} />
                </p>
              </div>
            ))}
          </section>
          <section id="timeline" className="sec" aria-labelledby="h-time">
            <SectionHead id="h-time" title={t("timeline")} note={t("timelineNote")} />
            <TenderTimeline acts={acts} />
          </section>
        </div>
        <aside aria-label={t("contact")}>
          <AsideBlock title={n("list.notices")} id="notice">
            <AsideList
              items={notices.map((notice) => ({
                key: notice.id,
                label: notice.title,
                href: `/notices/${notice.id}`,
                note: <Instant at={notice.publishedAt} />,
              }))}
            />
          </AsideBlock>
          <AsideBlock title={t("contact")} id="contact">
            <DefinitionList
              layout="pairs"
              items={[
                { term: t("tenderee"), value: `${tenderee.contactName}　${tenderee.contactPhone}` },
                { term: t("agency"), value: agency ? `${agency.contactName}　${agency.contactPhone}` : null },
                {
                  term: t("objectionContact"),
                  value: first ? `${first.terms.contact.name}　${first.terms.contact.phone}` : null,
                },
              ]}
            />
            {first?.objectionUntil ? (
              <p className="small">{t.rich("objectionNote", { at: () => <Instant at={first.objectionUntil} /> })}</p>
            ) : null}
            {supervisor ? <p className="small">{t("complain", { name: supervisor.name })}</p> : null}
          </AsideBlock>
        </aside>
      </div>
      <p className="print-only">
        {n("list.printed")} <Instant at={now} />
      </p>
    </main>
  );
}
