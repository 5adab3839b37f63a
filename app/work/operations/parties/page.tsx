import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ActForm } from "@/components/ui/act-form";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { TextArea, TextField } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { RuleLink } from "@/components/ui/rule-link";
import { viewCheckQueue } from "@/lib/usecases/party/view-parties";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { blockPartyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("parties"))("title") };
}

export default async function PartiesPage() {
  const { waiting, blocked } = await orNotFound(viewCheckQueue(await currentActor(), {}, await deps()));
  const [t, r] = await Promise.all([getTranslations("parties"), getTranslations("register")]);
  const address = (partyId: string) => `/work/operations/parties/${partyId}`;
  return (
    <>
      <PageHeader title={t("title")} />
      <section>
        <h2>{t("queue")}</h2>
        <DataTable
          caption={t("queue")}
          rows={waiting}
          rowKey={({ partyId }) => partyId}
          empty={t("empty")}
          columns={[
            {
              key: "party",
              head: t("party"),
              cell: ({ partyId, name, uscc }) => (
                <>
                  <Link href={address(partyId)} prefetch={false}>
                    {name}
                  </Link>
                  <br />
                  <small className="num">{uscc}</small>
                </>
              ),
            },
            { key: "what", head: t("what"), cell: ({ first }) => t(first ? "first" : "change") },
            { key: "at", head: t("enteredAt"), nowrap: true, cell: ({ enteredAt }) => <Instant at={enteredAt} /> },
            {
              key: "open",
              head: t("open"),
              cell: ({ own, partyId }) =>
                own ? (
                  <span className="sec">{t("own")}</span>
                ) : (
                  <ButtonLink href={address(partyId)} size="sm">
                    {t("open")}
                  </ButtonLink>
                ),
            },
          ]}
        />
      </section>
      <section className="sect">
        <h2>{t("blocked")}</h2>
        <p className="sec">
          {t("blockedHint")} <RuleLink id="R-22" />
        </p>
        <DataTable
          caption={t("blocked")}
          rows={blocked}
          rowKey={({ uscc }) => uscc}
          empty={t("blockedEmpty")}
          columns={[
            { key: "name", head: t("party"), cell: ({ name }) => name },
            { key: "uscc", head: r("uscc"), nowrap: true, cell: ({ uscc }) => <span className="num">{uscc}</span> },
            { key: "reason", head: t("blockReason"), cell: ({ reason }) => reason },
            { key: "at", head: t("at"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
          ]}
        />
        <details className="fold" style={{ marginTop: 16 }}>
          <summary>{t("block")}</summary>
          <div style={{ marginTop: 16, maxWidth: 480 }}>
            <ActForm action={blockPartyAction} submit={t("block")} done={t("blockDone")} clear>
              <TextField name="uscc" label={r("uscc")} maxLength={18} />
              <TextField name="name" label={r("name")} maxLength={200} />
              <TextArea name="reason" label={t("blockReason")} maxLength={500} />
            </ActForm>
          </div>
        </details>
      </section>
    </>
  );
}
