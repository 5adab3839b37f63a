import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { EntryHistory } from "@/components/identity/entry-history";
import { EntryTable } from "@/components/identity/entry-table";
import { ActForm } from "@/components/ui/act-form";
import { TextArea } from "@/components/ui/field";
import { Relations } from "@/components/identity/relations";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { beijingTime } from "@/lib/i18n/instants";
import { asLocale } from "@/lib/i18n/locale";
import { PARTY_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import { type PartyEntryView, viewPartyEntry, viewPartyEntryInput } from "@/lib/usecases/party/view-parties";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { returnPartyAction, verifyPartyAction } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("parties"))("open") };
}

export default async function PartyEntryPage({ params }: { readonly params: Promise<{ readonly partyId: string }> }) {
  const parsed = viewPartyEntryInput.safeParse(await params);
  if (!parsed.success) notFound();
  const view = await orNotFound(viewPartyEntry(await currentActor(), parsed.data, await deps()));
  const [t, o, locale] = await Promise.all([getTranslations("parties"), getTranslations("organisation"), getLocale()]);
  return (
    <>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/work/operations/parties" }, { label: view.latest.data.name }]}
        title={view.latest.data.name}
        tag={<StatusTag term={stateTerm(PARTY_STATES, view.state)} />}
        meta={[`${o("uscc")} ${view.uscc}`, o("version", { version: view.latest.version })]}
      />
      <div className="cols">
        <div>
          <h2>{t("data")}</h2>
          <EntryTable locale={asLocale(locale)} after={view.latest.data} before={view.inForce} changed={view.changed} />
          <p className="sec" style={{ marginTop: 8 }}>
            {view.latest.evidence ? (
              <a href={`/api/v1/files/${view.latest.evidence}`}>
                {t("evidence")} {view.evidenceName}
              </a>
            ) : (
              t("noEvidence")
            )}
          </p>
          <section className="sect">
            <h2>{o("relations.title")}</h2>
            <Relations lines={view.relations} />
          </section>
          <section className="sect">
            <h2>{o("history")}</h2>
            <EntryHistory history={view.history} />
          </section>
        </div>
        <aside className="aside">
          <section>
            <h2>{t("checkTitle")}</h2>
            <Finding view={view} />
          </section>
        </aside>
      </div>
    </>
  );
}

/** The verifier's two acts, or why there are none. */
async function Finding({ view: { partyId, latest, own } }: { readonly view: PartyEntryView }) {
  const [t, o] = await Promise.all([getTranslations("parties"), getTranslations("organisation")]);
  if (latest.outcome && latest.checkedAt)
    return (
      <p>
        {t("checked", {
          at: beijingTime(latest.checkedAt),
          by: latest.checkedBy ?? "—",
          outcome: o(`outcomes.${latest.outcome}`),
        })}
      </p>
    );
  if (own)
    return (
      <Notice tone="attention" rules={["R-20"]}>
        {t("own")}
      </Notice>
    );
  const hidden = { partyId, version: String(latest.version) };
  return (
    <>
      <p className="sec" style={{ marginBottom: 12 }}>
        {t("checkHint")}
      </p>
      <ActForm action={verifyPartyAction} submit={t("verify")} hidden={hidden} legal done={t("verified")}>
        {latest.evidence ? null : <TextArea name="basis" label={t("basis")} hint={t("basisHint")} maxLength={500} />}
      </ActForm>
      <hr />
      <ActForm action={returnPartyAction} submit={t("return")} hidden={hidden} kind="danger" done={t("returnedDone")}>
        <TextArea name="reason" label={t("reason")} hint={t("reasonHint")} maxLength={500} />
      </ActForm>
    </>
  );
}
