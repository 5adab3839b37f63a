import { getTranslations } from "next-intl/server";
import { ActForm } from "@/components/ui/act-form";
import { ButtonLink } from "@/components/ui/button";
import { Digest } from "@/components/ui/code";
import { DataTable } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";
import type { AwardView } from "@/lib/usecases/award/view-award";
import { packArchiveAction } from "./actions";

/** The sealed package: what is in it with every digest, and the download for host and supervisor. */
export async function Archive({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award.archive");
  const { archive, acting, lot } = view;
  return (
    <section className="sect">
      <h2>{t("title")}</h2>
      <p className="sec">{t("lead")}</p>
      {archive ? (
        <>
          <DefinitionList
            items={[
              { term: t("sealedAt"), value: <Instant at={archive.sealedAt} /> },
              { term: t("digest"), value: <Digest hex={archive.digest} />, wide: true },
            ]}
          />
          <p>
            <ButtonLink href={`/api/v1/files/${archive.fileId}`} download>
              {t("download")}
            </ButtonLink>
          </p>
          <details className="fold">
            <summary>{t("list", { count: archive.members.length })}</summary>
            <DataTable
              caption={t("list", { count: archive.members.length })}
              rows={archive.members}
              rowKey={({ name }) => name}
              empty={t("notYet")}
              columns={[
                { key: "name", head: t("name"), cell: ({ name }) => <span className="mono s12">{name}</span> },
                { key: "size", head: t("size"), right: true, cell: ({ len }) => len },
                { key: "hash", head: t("hash"), cell: ({ sha256 }) => <Digest hex={sha256} short /> },
              ]}
            />
          </details>
        </>
      ) : (
        <p>{t("notYet")}</p>
      )}
      {acting ? (
        <ActForm
          action={packArchiveAction}
          submit={t(archive ? "again" : "seal")}
          hidden={{ lotId: lot.id }}
          kind={archive ? "plain" : "primary"}
        />
      ) : null}
    </section>
  );
}
