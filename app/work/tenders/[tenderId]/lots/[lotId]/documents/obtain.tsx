import { getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { DocumentVersions } from "@/components/public/document-versions";
import { PayButton } from "@/components/tender/pay-button";
import { ActForm } from "@/components/ui/act-form";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { money } from "@/lib/i18n/format";
import { type DocumentsView, viewDocuments } from "@/lib/usecases/document/view-documents";
import { type LotView, viewLot } from "@/lib/usecases/lot/view-lot";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { beginAmendmentAction, obtainDocumentsAction, payDocumentsAction } from "../../../../actions";
import { LotHead } from "../lot-head";

type Words = Awaited<ReturnType<typeof getTranslations<"tender">>>;

/** The documents of a published lot: what there is, what can be had and how, every version against the one before. */
export async function ObtainPage({ lotId }: { readonly lotId: string }) {
  const actor = await currentActor();
  const [lot, view, t] = await Promise.all([
    orNotFound(viewLot(actor, { lotId })),
    orNotFound(viewDocuments(actor, { lotId })),
    getTranslations("tender"),
  ]);
  return (
    <>
      <LotHead view={lot} tab="documents" actions={<HostActions lot={lot} t={t} />} />
      {view.mayObtain ? <Obtain lot={lot} view={view} t={t} /> : null}
      <section className="sect">
        <h2>{t("documents.versions")}</h2>
        <ClientWords areas={["notices"]}>
          <DocumentVersions
            caption={t("tabs.documents")}
            versions={view.versions.map((version) => ({
              key: String(version.version),
              version: version.version,
              issuedAt: version.issuedAt,
              affects: version.affects,
              deadline: version.changes ? version.deadline : null,
              summary: version.changes?.summary ?? null,
              changes: version.textChanges,
              files: version.files.map(({ name, sizeBytes, sha256, fileId }) => ({
                name,
                sizeBytes,
                sha256,
                href: fileId ? `/api/v1/files/${fileId}` : null,
              })),
            }))}
          />
        </ClientWords>
      </section>
      {lot.relation === "owner" && lot.stage === "bidding" ? (
        <p className="sec">{t("documents.holdersHidden")}</p>
      ) : null}
      {view.downloads ? (
        <section className="sect">
          <h2>{t("documents.holders")}</h2>
          <DataTable
            caption={t("documents.holders")}
            rows={view.downloads}
            rowKey={(line) => `${line.name}-${line.version}-${line.at.getTime()}`}
            empty={t("documents.noHolders")}
            columns={[
              { key: "name", head: t("documents.holder"), cell: (line) => line.name },
              { key: "version", head: t("documents.version"), cell: (line) => String(line.version) },
              { key: "at", head: t("documents.at"), nowrap: true, cell: (line) => <Instant at={line.at} /> },
            ]}
          />
        </section>
      ) : null}
    </>
  );
}

function HostActions({ lot, t }: { readonly lot: LotView; readonly t: Words }) {
  if (!lot.mayAmend || lot.inWork.length > 0) return null;
  const path = `/work/tenders/${lot.lot.tenderId}/lots/${lot.lot.id}`;
  return (
    <ActForm
      action={beginAmendmentAction}
      hidden={{ lotId: lot.lot.id }}
      submit={t("amend.begin")}
      kind="plain"
      doneTo={`${path}/documents`}
    />
  );
}

function Obtain({ lot, view, t }: { readonly lot: LotView; readonly view: DocumentsView; readonly t: Words }) {
  const newest = view.versions[0]?.version ?? 0;
  const lotId = lot.lot.id;
  const again = view.obtained && view.versionTaken < newest;
  if (view.obtained && !again)
    return (
      <Notice
        tone="good"
        action={
          lot.stage === "bidding" ? (
            <ButtonLink kind="primary" href={`/work/lots/${lotId}/bid`}>
              {t("lot.toBid")}
            </ButtonLink>
          ) : undefined
        }
      >
        {t("documents.have", { version: view.versionTaken })}
      </Notice>
    );
  const unpaid = !view.obtained && view.feeFen > 0n && view.feeState !== "paid";
  const refused = view.obtained || view.available ? null : refusalOf(view, lot, t);
  return (
    <section className="sheet">
      <h2>{t(again ? "documents.newer" : "documents.obtain")}</h2>
      <p>{again ? t("documents.newerHint", { version: newest }) : t("documents.obtainHint")}</p>
      <ClientWords areas={["tender"]}>
        {unpaid ? (
          <>
            {view.feeState === "failed" ? <Notice tone="bad">{t("fee.failed")}</Notice> : null}
            {view.feeState === "pending" ? <Notice>{t("fee.pending")}</Notice> : null}
            <p>{t("fee.amount", { fee: money(view.feeFen) })}</p>
            <PayButton lotId={lotId} pay={payDocumentsAction} />
          </>
        ) : (
          <ActForm
            action={obtainDocumentsAction}
            hidden={{ lotId }}
            submit={t("documents.obtain")}
            legal
            {...(refused ? { refused } : {})}
          />
        )}
      </ClientWords>
    </section>
  );
}

function refusalOf(view: DocumentsView, lot: LotView, t: Words): { reason: string; rules: string[] } {
  const early = view.from !== null && lot.now < view.from;
  return { reason: t(early ? "documents.notYet" : "documents.over"), rules: ["R-45"] };
}
