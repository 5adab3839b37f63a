import { getTranslations } from "next-intl/server";
import { DocumentFrame } from "@/components/public/document-frame";
import { AuthorityFacts } from "@/components/trust/authority-facts";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { StatusTag } from "@/components/ui/status-tag";
import { type TrustView, viewTrust } from "@/lib/usecases/trust/view-trust";
import { deps } from "@/lib/web/deps";

export const dynamic = "force-dynamic";

export async function generateMetadata() {
  const t = await getTranslations("trust");
  return { title: t("title"), description: t("lead") };
}

/** Whose certificates this platform accepts, by which data, since when: every version signed and logged. */
export default async function TrustPage() {
  const t = await getTranslations("trust");
  const view = await viewTrust(await deps());
  const parts = [
    ...view.authorities.map((authority) => ({
      id: `ca-${authority.id}`,
      title: authority.name,
      note: authority.distrustAfter ? t("distrusted") : null,
      body: <AuthorityFacts authority={authority} layout="facts" />,
    })),
    { id: "lists", title: t("lists"), note: t("listsNote"), body: <Lists view={view} /> },
    { id: "versions", title: t("versions"), note: t("versionsNote"), body: <Versions versions={view.versions} /> },
  ];
  const actions = (
    <a className="btn sm" href={`/api/v1/trust/${view.version}`}>
      {t("download", { version: view.version })}
    </a>
  );
  return <DocumentFrame title={t("title")} lead={t("lead")} parts={parts} actions={actions} />;
}

async function Lists({ view: { lists, now } }: { readonly view: TrustView }) {
  const t = await getTranslations("trust");
  const state = ({ nextUpdate }: TrustView["lists"][number]) =>
    nextUpdate === null ? "none" : nextUpdate < now ? "stale" : "fresh";
  return (
    <DataTable
      caption={t("lists")}
      rows={lists}
      rowKey={({ url }) => url}
      empty={t("listsEmpty")}
      columns={[
        {
          key: "url",
          head: t("address"),
          cell: ({ url }) => (
            <span className="code" style={{ overflowWrap: "anywhere" }}>
              {url}
            </span>
          ),
        },
        {
          key: "state",
          head: t("state"),
          cell: (line) => (
            <StatusTag tone={state(line) === "fresh" ? "good" : "attention"} label={t(`lists_${state(line)}`)} />
          ),
        },
        { key: "this", head: t("thisUpdate"), nowrap: true, cell: ({ thisUpdate }) => <Instant at={thisUpdate} /> },
        { key: "next", head: t("nextUpdate"), nowrap: true, cell: ({ nextUpdate }) => <Instant at={nextUpdate} /> },
        { key: "got", head: t("fetchedAt"), nowrap: true, cell: ({ fetchedAt }) => <Instant at={fetchedAt} /> },
      ]}
    />
  );
}

async function Versions({ versions }: Pick<TrustView, "versions">) {
  const t = await getTranslations("trust");
  return (
    <DataTable
      caption={t("versions")}
      rows={versions}
      rowKey={({ version }) => String(version)}
      empty={t("versionsEmpty")}
      columns={[
        { key: "version", head: t("version"), cell: ({ version }) => t("number", { version }) },
        { key: "at", head: t("since"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
        {
          key: "what",
          head: t("change"),
          cell: ({ authorityId, reason }) => (authorityId ? `${authorityId}：${reason}` : t("founded")),
        },
        {
          key: "sha",
          head: "SHA-256",
          cell: ({ sha256 }) => (
            <span className="code" style={{ overflowWrap: "anywhere" }}>
              {sha256}
            </span>
          ),
        },
        {
          key: "files",
          head: t("files"),
          cell: ({ version }) => (
            <>
              <a href={`/api/v1/trust/${version}`}>{t("json")}</a> ·{" "}
              <a href={`/api/v1/trust/${version}/signature`}>{t("signature")}</a> ·{" "}
              <a href={`/api/v1/trust/${version}/proof`}>{t("proof")}</a>
            </>
          ),
        },
      ]}
    />
  );
}
