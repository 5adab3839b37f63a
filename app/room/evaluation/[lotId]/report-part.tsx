import { getTranslations } from "next-intl/server";
import { Dissent } from "@/components/evaluation/dissent";
import { ReportTexts } from "@/components/evaluation/report-texts";
import { SignDialog } from "@/components/signing/sign-dialog";
import { ActForm } from "@/components/ui/act-form";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { StateMark } from "@/components/ui/status-tag";
import { TextArea } from "@/components/ui/field";
import { type ReportView, viewReport } from "@/lib/usecases/evaluation/view-report";
import type { ReviewView } from "@/lib/usecases/evaluation/view-review";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { RecheckPanel } from "./consolidation-part";
import {
  dissentReportAction,
  draftReportAction,
  openSigningAction,
  prepareDissentAction,
  prepareReportAction,
  recordRefusalAction,
  saveReportTextsAction,
  signReportAction,
  submitReportAction,
} from "./review-actions";

/** The report: its PDF on the left, the chair's parts, the signatures and the hand-over on the right (ux 7.10). */
export async function ReportPart({ view }: { readonly view: ReviewView }) {
  const t = await getTranslations("review.report");
  if (view.state === "stopped")
    return (
      <Notice tone="bad" rules={["R-122"]}>
        {t("stopped")}
      </Notice>
    );
  const report = await orNotFound(viewReport(await currentActor(), { lotId: view.lot.id }));
  const src = `/api/v1/evaluations/${view.lot.id}/report`;
  // The address changes with the text, so that the viewer never shows the draft of before.
  const key = `${report.state}-${report.signatures.filter(({ state }) => state !== "pending").length}-${JSON.stringify(report.texts).length}`;
  return (
    <div className="evb">
      <section className="docs one" aria-label={t("preview")}>
        <div className="doc">
          <div className="dbar">
            <b>{t("title")}</b>
            <span className="num">{report.number}</span>
            {report.state === "none" ? null : (
              <span className="tools">
                <a href={src} target="_blank" rel="noreferrer">
                  {t("openPdf")}
                </a>
              </span>
            )}
          </div>
          <div className="paper pdf">
            {report.state === "none" ? (
              <Notice>{t("none")}</Notice>
            ) : (
              <iframe key={key} src={`${src}?v=${key}#view=FitH`} title={t("preview")} />
            )}
          </div>
        </div>
      </section>
      <aside className="side" aria-label={t("acts")}>
        <h2>{t(`state.${report.state}`)}</h2>
        {view.state === "rechecking" && report.state === "drafted" ? <RecheckPanel lotId={view.lot.id} /> : null}
        <Draft view={view} report={report} />
        {report.state === "signing" || report.state === "submitted" ? (
          <Signatures report={report} lotId={view.lot.id} />
        ) : null}
        {report.state === "submitted" ? (
          <Notice tone="good" rules={["R-123", "R-167"]}>
            {t("submitted")} <Instant at={report.submittedAt} />
          </Notice>
        ) : null}
      </aside>
    </div>
  );
}

type Props = { readonly view: ReviewView; readonly report: ReportView };

async function Draft({ view, report }: Props) {
  const t = await getTranslations("review.report");
  const lotId = view.lot.id;
  if (report.state !== "none" && report.state !== "drafted") return null;
  if (!report.chair) return <p className="sec">{t("chairWrites")}</p>;
  if (report.state === "none")
    return (
      <ActForm action={draftReportAction} submit={t("begin")} hidden={{ lotId, candidates: "0" }} legal>
        <p>{t("beginAllRejected")}</p>
      </ActForm>
    );
  return (
    <>
      <ReportTexts
        lotId={lotId}
        candidates={report.texts?.candidates ?? 0}
        most={Math.min(3, report.ranked)}
        matters={report.texts?.matters ?? ""}
        warnings={(report.content?.warnings ?? []).filter(({ key }) => key.includes(":"))}
        save={saveReportTextsAction}
      />
      {report.missing.length > 0 ? (
        <Notice tone="bad" rules={["R-124"]}>
          {t("missing", { items: report.missing.join("、") })}
        </Notice>
      ) : null}
      <ConfirmAct
        label={t("openSigning")}
        title={t("openSigningTitle")}
        action={openSigningAction}
        hidden={{ lotId }}
        kind="primary"
        large
      >
        <p>{t("openSigningEffect")}</p>
      </ConfirmAct>
    </>
  );
}

const TONES = { pending: "attention", signed: "good", dissented: "bad", refused: "neutral" } as const;

async function Signatures({ report, lotId }: { readonly report: ReportView; readonly lotId: string }) {
  const t = await getTranslations("review.report");
  const own = report.signatures.find((one) => one.own);
  const pending = report.signatures.filter(({ state }) => state === "pending");
  const signing = report.state === "signing";
  return (
    <>
      <table className="tbl">
        <caption className="vh">{t("signatures")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("member")}</th>
            <th scope="col">{t("stand")}</th>
            <th scope="col">{t("time")}</th>
          </tr>
        </thead>
        <tbody>
          {report.signatures.map((one) => (
            <tr key={one.member} className={one.own ? "me" : undefined}>
              <th scope="row">{t(one.chair ? "chairNo" : "memberNo", { number: one.member, name: one.name })}</th>
              <td>
                <StateMark tone={TONES[one.state]} label={t(`stands.${one.state}`)} />
              </td>
              <td className="num">
                <Instant at={one.at} part="time" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {signing && own?.state === "pending" ? (
        <>
          <SignDialog
            label={t("sign")}
            title={t("signTitle")}
            prepare={prepareReportAction}
            commit={signReportAction}
            input={{ lotId }}
          >
            {t("signEffect")}
          </SignDialog>
          <Dissent lotId={lotId} prepare={prepareDissentAction} commit={dissentReportAction} />
        </>
      ) : null}
      {signing && report.chair ? (
        <div className="acts-row">
          {pending
            .filter((one) => !one.own)
            .map((one) => (
              <ConfirmAct
                key={one.member}
                label={t("refusal", { number: one.member })}
                title={t("refusalTitle", { number: one.member })}
                action={recordRefusalAction}
                hidden={{ lotId, member: String(one.member) }}
              >
                <p>{t("refusalEffect")}</p>
                <TextArea name="reason" label={t("refusalReason")} />
              </ConfirmAct>
            ))}
          {pending.length === 0 ? (
            <ConfirmAct
              label={t("submit")}
              title={t("submitTitle")}
              action={submitReportAction}
              hidden={{ lotId }}
              kind="primary"
              large
            >
              <p>{t("submitEffect")}</p>
            </ConfirmAct>
          ) : (
            <p className="sec">{t("submitWaits", { count: pending.length })}</p>
          )}
        </div>
      ) : null}
    </>
  );
}
