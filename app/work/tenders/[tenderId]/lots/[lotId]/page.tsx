import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ClientWords } from "@/components/layout/client-words";
import { ActForm } from "@/components/ui/act-form";
import { ButtonLink } from "@/components/ui/button";
import { Digest } from "@/components/ui/code";
import { DataTable } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { RuleLinks } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import { Timeline, type TimelineEntry } from "@/components/ui/timeline";
import type { Changes } from "@/lib/usecases/document/changes";
import { type LotView, viewLot } from "@/lib/usecases/lot/view-lot";
import { orNotFound, perRequest } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { beginAmendmentAction } from "../../../actions";
import { ExtensionOffer } from "./extension-offer";
import { LotHead } from "./lot-head";

type Props = { readonly params: Promise<{ tenderId: string; lotId: string }> };

const load = perRequest(async (lotId: string) => orNotFound(viewLot(await currentActor(), { lotId })));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await load((await params).lotId)).lot.name };
}

export default async function LotPage({ params }: Props) {
  const { lotId } = await params;
  const [view, t] = await Promise.all([load(lotId), getTranslations("tender")]);
  const { lot, terms } = view;
  const path = `/work/tenders/${lot.tenderId}/lots/${lot.id}`;
  return (
    <>
      <LotHead view={view} tab="overview" actions={<Actions view={view} path={path} />} />
      <ExtensionOffer view={view} />
      {view.inWork.map((notice) => (
        <Notice
          key={notice.id}
          tone="attention"
          action={
            <ButtonLink
              href={
                notice.state === "draft" ? `${path}/documents` : `/work/tenders/${lot.tenderId}/notices/${notice.id}`
              }
            >
              {t("notice.open")}
            </ButtonLink>
          }
        >
          {t(
            notice.state === "draft"
              ? "amend.inWork"
              : notice.state === "approved"
                ? "notice.waitsSignature"
                : "notice.waitsReview",
            { title: notice.title },
          )}
        </Notice>
      ))}
      <div className="cols">
        <div>
          <section>
            <DefinitionList items={factsOf(view, t)} />
          </section>
          {view.sets.length > 0 ? (
            <section className="sect">
              <h2>{t("tabs.documents")}</h2>
              <DataTable
                caption={t("tabs.documents")}
                rows={view.sets}
                rowKey={(set) => set.id}
                empty=""
                columns={[
                  {
                    key: "v",
                    head: t("documents.version"),
                    cell: (set) =>
                      t(set.state === "issued" ? "documents.inForce" : "documents.older", { version: set.version }),
                  },
                  {
                    key: "at",
                    head: t("documents.issued"),
                    nowrap: true,
                    cell: (set) => <Instant at={set.issuedAt} />,
                  },
                  {
                    key: "what",
                    head: t("documents.content"),
                    cell: (set) => (
                      <Link href={`${path}/documents`} prefetch={false}>
                        {(set.changes as Changes | null)?.summary.slice(0, 60) ?? t("tabs.documents")}
                      </Link>
                    ),
                  },
                  ...(view.mayEdit
                    ? [
                        {
                          key: "d",
                          head: t("documents.delivery"),
                          cell: () => <StateMark tone="good" label={t("documents.allDelivered")} />,
                        },
                      ]
                    : []),
                  { key: "h", head: t("documents.digest"), cell: (set) => <Digest hex={set.docsHash ?? ""} short /> },
                ]}
              />
            </section>
          ) : null}
          {view.stage === "bidding" ? (
            <section className="sect">
              <h2>{t("lot.bids")}</h2>
              <p className="sec">
                {t.rich("lot.bidsHidden", { at: () => <Instant at={lot.deadline} /> })} <RuleLinks ids={["R-97"]} />
              </p>
            </section>
          ) : null}
        </div>
        <aside className="aside">
          {terms ? (
            <section>
              <h2>{t("lot.instants")}</h2>
              <Timeline entries={entriesOf(view, t)} now={view.now} />
              {view.provisional ? <p className="small sec">{t("lot.provisional")}</p> : null}
            </section>
          ) : null}
          {view.trustees.length > 0 && terms ? (
            <section>
              <h2>
                {t("lot.trustees")}{" "}
                <span className="sub">{t("lot.trusteesOf", { n: view.trustees.length, k: terms.opening.k })}</span>
              </h2>
              <ul className="lines">
                {view.trustees.map((trustee) => (
                  <li className="between" key={trustee.id}>
                    {trustee.name}
                    <StateMark tone="good" label={t("lot.keySigned")} />
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
        </aside>
      </div>
    </>
  );
}

async function Actions({ view, path }: { readonly view: LotView; readonly path: string }) {
  const t = await getTranslations("tender");
  const { lot, stage, mayEdit, mayAmend, inWork } = view;
  if (!lot.publishedAt)
    return (
      <>
        <ButtonLink href={`${path}/edit`}>{t("lot.edit")}</ButtonLink>
        <ButtonLink kind="primary" href={`${path}/documents`}>
          {t("lot.toEditor")}
        </ButtonLink>
      </>
    );
  return (
    <>
      <ButtonLink href={`/tenders/${lot.tender.code}`}>{t("publicPage")}</ButtonLink>
      {mayAmend && inWork.length === 0 ? (
        <ClientWords areas={["tender"]}>
          <ActForm
            action={beginAmendmentAction}
            hidden={{ lotId: lot.id }}
            submit={t("amend.begin")}
            kind="plain"
            doneTo={`${path}/documents`}
          />
        </ClientWords>
      ) : null}
      {!mayEdit && stage === "bidding" ? (
        <ButtonLink kind="primary" href={`/work/lots/${lot.id}/bid`}>
          {t("lot.toBid")}
        </ButtonLink>
      ) : null}
    </>
  );
}

type Words = Awaited<ReturnType<typeof getTranslations<"tender">>>;

function factsOf({ lot, terms, instants }: LotView, t: Words) {
  if (!terms)
    return [
      { term: t("lot.estimate"), value: <Money value={lot.estimateFen} />, big: true },
      { term: t("lot.duration"), value: `${lot.durationDays ?? "—"} ${t("lot.days")}` },
      { term: t("lot.content"), value: lot.content, wide: true },
    ];
  const { price, bond, schedule, qualification, method, opening } = terms;
  return [
    {
      term: t("price.ceiling"),
      value: price.ceiling ? <Money value={price.ceiling} /> : price.ceilingMethod,
      big: price.ceiling !== null,
    },
    {
      term: t("sections.method"),
      value: t(method.kind === "comprehensiveScoring" ? "method.comprehensive" : "method.lowest"),
    },
    {
      term: t("schedule.validity"),
      value: (
        <>
          {schedule.validityDays} {t("schedule.days")}{" "}
          <span className="sub">
            {t("schedule.to")} <Instant at={instants.validityEnds} part="date" />
          </span>
        </>
      ),
    },
    { term: t("sections.bond"), value: bond.required ? <Money value={bond.amount} unit /> : t("bond.none") },
    { term: t("lot.duration"), value: `${lot.durationDays ?? "—"} ${t("lot.days")}` },
    {
      term: t("qualification.consortium"),
      value: qualification.consortium ? t("qualification.upTo", { count: qualification.consortiumMax }) : t("no"),
    },
    {
      term: t("opening.window"),
      value: t("opening.windowValue", { window: opening.windowSeconds, remedy: opening.remedySeconds }),
    },
    { term: t("opening.resubmit"), value: t(opening.resubmit ? "opening.resubmitYes" : "opening.resubmitNo") },
    { term: t("lot.content"), value: lot.content, wide: true },
  ];
}

function entriesOf({ lot, sets, instants }: LotView, t: Words): TimelineEntry[] {
  const rules = (text: string, ...ids: string[]) => (
    <>
      {text} <RuleLinks ids={ids} />
    </>
  );
  const all: (TimelineEntry | null)[] = [
    ...sets.map((set) =>
      set.issuedAt ? { at: set.issuedAt, text: t("lot.issuedVersion", { version: set.version }) } : null,
    ),
    instants.questionsUntil ? { at: instants.questionsUntil, text: t("schedule.questionsUntil") } : null,
    instants.clarificationUntil
      ? { at: instants.clarificationUntil, text: rules(t("lot.clarificationLimit"), "R-55") }
      : null,
    instants.objectionUntil ? { at: instants.objectionUntil, text: rules(t("lot.objectionLimit"), "R-127") } : null,
    lot.deadline ? { at: lot.deadline, text: t("schedule.deadline"), key: true } : null,
    instants.windowEnds ? { at: instants.windowEnds, text: t("lot.windowEnds") } : null,
    instants.validityEnds ? { at: instants.validityEnds, text: t("lot.validityEnds"), dateOnly: true } : null,
  ];
  return all.filter((entry): entry is TimelineEntry => entry !== null).sort((a, b) => a.at.getTime() - b.at.getTime());
}
