import { getTranslations } from "next-intl/server";
import { AwardActs } from "@/components/award/award-acts";
import { GiveUp } from "@/components/award/give-up";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import type { AwardView } from "@/lib/usecases/award/view-award";
import {
  fixWinnerAction,
  giveUpAction,
  prepareGiveUpAction,
  prepareLettersAction,
  prepareWinnerAction,
  prepareSupervisorReportAction,
  sendLettersAction,
  sendSupervisorReportAction,
} from "./actions";

/** The choice of the winner, all letters in one act, and the way back on a ground of the law. */
export async function Winner({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award");
  const { lot, now } = view;
  const wait = lot.candidatesTo && now < lot.candidatesTo;
  // Until the committee has spoken nobody is fixed and nothing is sent: the section above says so.
  const asked = view.rechecks.some(({ outcome }) => outcome === null);
  const eligible = view.candidates.filter(({ fell }) => fell === null);
  return (
    <section className="sect">
      <h2>{t("winner")}</h2>
      {view.award ? (
        <Notice tone="good">
          {t("fixed", { name: view.award.name, rank: view.award.rank })} <Instant at={view.award.at} />
        </Notice>
      ) : wait ? (
        <Notice rules={["R-137"]}>
          {t("displayUntil")} <Instant at={lot.candidatesTo} />
        </Notice>
      ) : null}
      {view.decides && !view.award && !wait && !asked && !lot.suspendedAt ? (
        <AwardActs
          kind="winner"
          lotId={lot.id}
          candidates={eligible.map(({ digest, name, rank }) => ({ digest, name, rank }))}
          prepare={prepareWinnerAction}
          commit={fixWinnerAction}
        />
      ) : null}
      {view.award && !lot.noticeSentAt && view.acting && !asked && !lot.suspendedAt ? (
        <AwardActs
          kind="letters"
          lotId={lot.id}
          candidates={[]}
          prepare={prepareLettersAction}
          commit={sendLettersAction}
        />
      ) : null}
      {view.letters.length > 0 ? (
        <ul className="lines">
          {view.letters.map((letter) => (
            <li className="between" key={letter.id}>
              <span>
                {letter.name} {t(`letter.${letter.kind}`)}
              </span>
              <span>
                <Instant at={letter.sentAt} />{" "}
                {letter.pdfFileId ? (
                  <a href={`/api/v1/files/${letter.pdfFileId}`} aria-label={`PDF ${letter.name}`}>
                    PDF
                  </a>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <SupervisorReport view={view} />
      {view.award && view.decides && !lot.contractSignedAt && !lot.suspendedAt ? (
        <GiveUp lotId={lot.id} prepare={prepareGiveUpAction} commit={giveUpAction} />
      ) : null}
    </section>
  );
}

/** The written report that a mandatory project owes its supervisor within fifteen days of the decision. */
async function SupervisorReport({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award.supervisorReport");
  const report = view.supervisorReport;
  if (!report) return null;
  if (report.fileId)
    return (
      <Notice
        tone="good"
        rules={["R-146"]}
        action={
          <a className="btn sm" href={`/api/v1/files/${report.fileId}`}>
            {t("open")}
          </a>
        }
      >
        {t("sent")} <Instant at={report.at} />
      </Notice>
    );
  return (
    <>
      <Notice tone={view.now >= report.due ? "attention" : "info"} rules={["R-146"]}>
        {t("owed")} <Instant at={report.due} />
      </Notice>
      {view.acting ? (
        <AwardActs
          kind="report"
          lotId={view.lot.id}
          candidates={[]}
          prepare={prepareSupervisorReportAction}
          commit={sendSupervisorReportAction}
        />
      ) : null}
    </>
  );
}
