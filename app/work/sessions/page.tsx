import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { SignOut } from "@/components/identity/sign-out";
import { ActForm } from "@/components/ui/act-form";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark } from "@/components/ui/status-tag";
import { viewSessions } from "@/lib/usecases/session/view-sessions";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { revokeSessionAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sessions"))("title") };
}

export default async function SessionsPage() {
  const [actor, t, o] = await Promise.all([
    currentActor(),
    getTranslations("sessions"),
    getTranslations("organisation"),
  ]);
  const sessions = await orNotFound(viewSessions(actor, {}, await deps()));
  return (
    <>
      <PageHeader title={t("title")} meta={[actor.name]} actions={<SignOut>{t("signOut")}</SignOut>} />
      <p className="sec">{t("intro")}</p>
      <p className="sec">{t("idle")}</p>
      <p>
        <Link href="/work/organisation" prefetch={false}>
          {o("title")}
        </Link>
      </p>
      <section className="sect">
        <h2>{t("table")}</h2>
        <DataTable
          caption={t("table")}
          rows={sessions}
          rowKey={(session) => session.id}
          empty=""
          columns={[
            { key: "since", head: t("since"), nowrap: true, cell: ({ createdAt }) => <Instant at={createdAt} /> },
            { key: "seen", head: t("seen"), nowrap: true, cell: ({ seenAt }) => <Instant at={seenAt} /> },
            {
              key: "method",
              head: t("method"),
              cell: ({ method }) => t(`methods.${method === "certificate" ? "certificate" : "password"}`),
            },
            {
              key: "address",
              head: t("address"),
              cell: ({ address }) => <span className="num">{address || "—"}</span>,
            },
            { key: "browser", head: t("browser"), cell: ({ userAgent }) => browserOf(userAgent) },
            {
              key: "end",
              head: t("end"),
              cell: ({ id, current }) =>
                current ? (
                  <StateMark tone="good" label={t("current")} />
                ) : (
                  <ActForm action={revokeSessionAction} submit={t("end")} kind="plain" hidden={{ sessionId: id }} />
                ),
            },
          ]}
        />
      </section>
    </>
  );
}

/** Name and system out of a user agent; the rest tells people nothing. */
function browserOf(userAgent: string): string {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/.exec(userAgent);
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1] ?? "";
  return browser ? `${browser[1]} ${browser[2]} ${system}`.trim() : userAgent.slice(0, 40) || "—";
}
