import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { ClientWords } from "@/components/layout/client-words";
import { Certificates } from "@/components/identity/certificates";
import { EditEntry } from "@/components/identity/edit-entry";
import { EntryHistory } from "@/components/identity/entry-history";
import { EntryTable } from "@/components/identity/entry-table";
import { Relations } from "@/components/identity/relations";
import { Staff } from "@/components/identity/staff";
import { SubjectRecord } from "@/components/identity/subject-record";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusTag } from "@/components/ui/status-tag";
import { beijingTime } from "@/lib/i18n/instants";
import { asLocale } from "@/lib/i18n/locale";
import { PARTY_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import { type OrganisationView, viewOrganisation } from "@/lib/usecases/party/view-organisation";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import * as acts from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisation"))("title") };
}

export default async function OrganisationPage() {
  const [actor, t, r, locale] = await Promise.all([
    currentActor(),
    getTranslations("organisation"),
    getTranslations("readiness"),
    getLocale(),
  ]);
  const view = await orNotFound(viewOrganisation(actor, {}, await deps()));
  const [latest] = view.history;
  const inForce = view.history.find(({ outcome }) => outcome === "verified") ?? latest;
  if (!latest || !inForce) return null;
  return (
    <ClientWords areas={["organisation", "register"]}>
      <PageHeader
        title={actor.partyName}
        tag={<StatusTag term={stateTerm(PARTY_STATES, view.state)} />}
        meta={[`${t("uscc")} ${view.uscc}`, t("version", { version: inForce.version })]}
      />
      <Standing view={view} />
      <section className="sect" id="certificates">
        <h2>{t("certificates")}</h2>
        <Certificates
          lines={view.certificates}
          now={view.now}
          admin={view.admin}
          prepare={acts.prepareBindingAction}
          bind={acts.bindCertificateAction}
          stop={acts.stopCertificateAction}
        />
        <p style={{ marginTop: 12 }}>
          <Link href="/work/readiness" prefetch={false}>
            {r("title")}
          </Link>
        </p>
      </section>
      <section className="sect">
        <h2>{t("staff")}</h2>
        <Staff
          view={view}
          locale={asLocale(locale)}
          invite={acts.inviteMemberAction}
          end={acts.endMemberAction}
          withdraw={acts.withdrawInvitationAction}
        />
      </section>
      <section className="sect">
        <h2>{t("data")}</h2>
        <EntryTable locale={asLocale(locale)} after={inForce.data} before={null} changed={[]} />
        {view.admin ? (
          <EditEntry
            entry={latest.data}
            basedOn={latest.version}
            locale={asLocale(locale)}
            action={acts.editPartyAction}
          />
        ) : (
          <p className="sec">{t("adminOnly")}</p>
        )}
      </section>
      <section className="sect" id="relations">
        <h2>{t("relations.title")}</h2>
        <Relations
          lines={view.relations}
          {...(view.admin ? { declare: acts.declareRelationAction, end: acts.endRelationAction } : {})}
        />
      </section>
      {view.admin ? (
        <section className="sect" id="record">
          <h2>{t("record")}</h2>
          <SubjectRecord
            verified={view.state === "verified"}
            basedOn={latest.version}
            make={acts.exportSubjectAction}
            take={acts.importSubjectAction}
          />
        </section>
      ) : null}
      <section className="sect">
        <h2>{t("history")}</h2>
        <EntryHistory history={view.history} />
      </section>
    </ClientWords>
  );
}

/** Where the latest version stands, if it is not in force yet. */
async function Standing({ view: { history, state } }: { readonly view: OrganisationView }) {
  const t = await getTranslations("organisation");
  const [latest] = history;
  if (!latest || latest.outcome === "verified") return null;
  const { version } = latest;
  if (latest.outcome === "returned")
    return (
      <Notice tone="attention" rules={["R-20"]}>
        {t("returned", { version, reason: latest.reason ?? "" })}
      </Notice>
    );
  const at = beijingTime(latest.enteredAt);
  return (
    <Notice rules={["R-20", "R-27"]}>
      {state === "verified" ? t("waiting", { version, at }) : t("waitingFirst", { at })}
    </Notice>
  );
}
