import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { CandidateOpinion } from "@/components/evaluation/candidate-opinion";
import { ClientWords } from "@/components/layout/client-words";
import { DefinitionList } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { RuleLinks } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import { Refusal } from "@/lib/domain/refusal";
import { asLocale } from "@/lib/i18n/locale";
import { say } from "@/lib/i18n/refusals";
import { viewRechecks } from "@/lib/usecases/award/view-rechecks";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { giveOpinionAction, prepareOpinionAction } from "./actions";

type Props = { readonly params: Promise<{ readonly lotId: string }> };
type View = Awaited<ReturnType<typeof viewRechecks>>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("committee.confirm"))("title") };
}

/** What a committee is asked after its report: whether a candidate whose condition changed still meets the documents (R-143). */
export default async function ConfirmCandidatesPage({ params }: Props) {
  const { lotId } = await params;
  const asked = viewRechecks(await currentActor(), { lotId }, await deps());
  const [view, t, locale] = [
    await orNotFound(asked.catch(elsewhere)),
    await getTranslations("committee.confirm"),
    asLocale(await getLocale()),
  ];
  if (view instanceof Refusal)
    return (
      <>
        <PageHeader title={t("title")} />
        <Notice tone="attention" rules={view.rules}>
          {say(locale, view)}
        </Notice>
      </>
    );
  return (
    <ClientWords areas={["committee"]}>
      <PageHeader
        crumbs={[{ label: t("tasks"), href: "/work/evaluations" }, { label: t("title") }]}
        title={`${view.lot.tender.name} ${view.lot.name}`}
      />
      <p className="sec">
        {t("intro")} <RuleLinks ids={["R-143"]} />
      </p>
      {view.lines.length === 0 ? <EmptyState>{t("none")}</EmptyState> : null}
      {view.lines.map((line) => (
        <Asked key={line.id} view={view} line={line} />
      ))}
    </ClientWords>
  );
}

/** Somebody of this committee, but not at its venue (R-112). */
function elsewhere(error: unknown): Refusal {
  if (error instanceof Refusal && error.code === "OUTSIDE_VENUE") return error;
  throw error;
}

async function Asked({ view, line }: { readonly view: View; readonly line: View["lines"][number] }) {
  const t = await getTranslations("committee.confirm");
  return (
    <section className="sect">
      <h2>{line.rank === null ? line.name : t("candidate", { name: line.name, rank: line.rank })}</h2>
      <DefinitionList
        items={[
          { term: t("changed"), value: <span className="wrap">{line.reason}</span> },
          { term: t("by"), value: t(`roles.${line.role}`) },
          { term: t("at"), value: <Instant at={line.at} /> },
          {
            term: t("state"),
            value: line.outcome ? (
              <>
                <StateMark tone={line.outcome === "confirmed" ? "good" : "bad"} label={t(`outcome.${line.outcome}`)} />{" "}
                <Instant at={line.closedAt} />
              </>
            ) : (
              t("answered", { count: line.answered, members: view.members })
            ),
          },
          ...(line.own
            ? [{ term: t("own"), value: `${t(`fit.${line.own.fit ? "yes" : "no"}`)}：${line.own.reason}` }]
            : []),
        ]}
      />
      {line.files.length > 0 ? (
        <>
          <h3>{t("files")}</h3>
          <ul className="lines">
            {line.files.map(({ href, label }) => (
              <li key={href}>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {line.open ? (
        <CandidateOpinion
          lotId={view.lot.id}
          recheckId={line.id}
          prepare={prepareOpinionAction}
          commit={giveOpinionAction}
        />
      ) : null}
    </section>
  );
}
