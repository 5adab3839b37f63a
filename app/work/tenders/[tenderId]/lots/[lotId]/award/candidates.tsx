import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ActForm } from "@/components/ui/act-form";
import { ChoiceGroup } from "@/components/ui/choice-field";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { TextArea } from "@/components/ui/field";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { REPORT_CHECKLIST } from "@/lib/domain/award";
import type { AwardView } from "@/lib/usecases/award/view-award";
import { requestRecheckAction, submitCandidatesAction } from "./actions";

/** Candidates of the report, the tenderee's own check of it, and the notice on display. */
export async function Candidates({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award");
  const { lot, notice } = view;
  return (
    <section className="sect">
      <h2>{t("candidates")}</h2>
      {view.reportFileId ? (
        <p>
          <a href={`/api/v1/files/${view.reportFileId}`}>{t("report")}</a>
        </p>
      ) : null}
      <DataTable
        caption={t("candidates")}
        rows={view.candidates}
        rowKey={(row) => row.digest}
        empty={t("noCandidates")}
        columns={[
          {
            key: "name",
            head: t("name"),
            cell: (row) => (
              <>
                {row.name}
                {row.fell ? (
                  <>
                    <br />
                    <small className="t-bad">{t("giveUp.fell", { ground: t(`grounds.${row.fell}`) })}</small>
                  </>
                ) : null}
              </>
            ),
          },
          { key: "rank", head: t("rank"), right: true, cell: (row) => row.rank },
          { key: "price", head: t("price"), right: true, cell: (row) => <Money value={row.facts.price ?? null} /> },
          { key: "evaluation", head: t("evaluation"), cell: (row) => row.facts.evaluation ?? "—" },
        ]}
      />
      {lot.candidatesFrom ? (
        <Notice tone="good" rules={["R-137"]}>
          {t("onDisplay")} <Instant at={lot.candidatesFrom} /> – <Instant at={lot.candidatesTo} />{" "}
          {notice ? <Link href={`/notices/${notice.id}`}>{t("toNotice")}</Link> : null}
        </Notice>
      ) : notice && notice.state !== "draft" ? (
        <Notice tone="attention">
          {t(notice.reviewedById ? "noticeToSign" : "noticeToReview")}{" "}
          <Link href={`/work/tenders/${lot.tenderId}/notices/${notice.id}`}>{t("toNotice")}</Link>
        </Notice>
      ) : view.acting ? (
        <>
          <ActForm action={submitCandidatesAction} submit={t("submitCandidates")} hidden={{ lotId: lot.id }} legal>
            <ChoiceGroup
              kind="checkbox"
              name="checklist"
              label={t("checklist")}
              options={REPORT_CHECKLIST.map((item) => ({ value: item, label: t(`check.${item}`) }))}
            />
          </ActForm>
          <ConfirmAct
            label={t("recheck.act")}
            title={t("recheck.title")}
            action={requestRecheckAction}
            hidden={{ lotId: lot.id }}
          >
            <p>{t("recheck.effect")}</p>
            <TextArea name="reason" label={t("recheck.reason")} />
          </ConfirmAct>
        </>
      ) : null}
    </section>
  );
}
