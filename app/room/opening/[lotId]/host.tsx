import { getTranslations } from "next-intl/server";
import { revealReferencePriceAction } from "@/app/work/tenders/actions";
import { DrawButton } from "@/components/opening/draw-button";
import { RevealPrice } from "@/components/opening/reveal-price";
import { SignDialog } from "@/components/signing/sign-dialog";
import { ActForm } from "@/components/ui/act-form";
import { Digest } from "@/components/ui/code";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { beijingIso } from "@/lib/kernel/format";
import type { HallLine, HallView } from "@/lib/usecases/opening/view-hall";
import {
  answerAction,
  causeAction,
  commitDrawAction,
  finishAction,
  prepareDrawAction,
  prepareFinishAction,
  revealDrawAction,
  setPricesAction,
} from "./actions";

/** Whether the session should have opened this line and did not; of a price envelope only where the bid passed. */
const isMissing = ({ opened, form, passed }: HallLine, act: HallView["session"]["act"]): boolean => {
  if (act === "first") return !opened;
  return !form && (act === "whole" || passed === true);
};

/** Parameters drawn, for all to see; and for the host its acts: draw, causes, answers, closing of the session. */
export async function HallHost({ view }: { readonly view: HallView }) {
  const t = await getTranslations("opening");
  const { lot, host, session } = view;
  const acting = host && session.announcedAt !== null && !session.endedAt && !lot.failedAt;
  const undecided = view.lines.filter((line) => !line.cause && isMissing(line, session.act));
  const setsPrices = host && view.technicalResult && !lot.pricesAnnouncedAt && !lot.failedAt && !lot.terminatedAt;
  return (
    <section>
      {view.draws.length > 0 ? <h2>{t("drawn")}</h2> : null}
      {view.draws.map((draw) => (
        <div key={draw.name}>
          {draw.result ? (
            <>
              <p className="k num">{`${t(`parameter.${draw.name}`)} = ${draw.result}`}</p>
              <p className="sec">{t("drawFrom", { values: draw.values.join("、") })}</p>
              {draw.seed ? <Digest hex={draw.seed} short /> : null}
            </>
          ) : acting ? (
            <DrawButton
              lotId={lot.id}
              name={draw.name}
              label={t("draw", { name: t(`parameter.${draw.name}`) })}
              acts={{ prepare: prepareDrawAction, commit: commitDrawAction, reveal: revealDrawAction }}
            />
          ) : (
            <p className="sec">{t("notDrawn", { name: t(`parameter.${draw.name}`) })}</p>
          )}
        </div>
      ))}
      {view.reference ? (
        <>
          <h2>{t("reference.title")}</h2>
          {view.reference.price ? (
            <p className="k num">
              <Money value={view.reference.price} unit />
            </p>
          ) : acting ? (
            <RevealPrice lotId={lot.id} lotCode={lot.code} action={revealReferencePriceAction} />
          ) : null}
          <p className="sec">{t(view.reference.price ? "reference.note" : "reference.waiting")}</p>
        </>
      ) : null}
      {acting ? (
        <>
          <h2>{t("hostActs")}</h2>
          {undecided.map((line) => (
            <ActForm
              key={line.number}
              action={causeAction}
              submit={t("decideCause")}
              hidden={{ digest: line.digest ?? "" }}
              kind="plain"
            >
              <p>{t("causeOf", { number: line.number })}</p>
              <SelectField
                name="cause"
                label={t("causeLabel")}
                options={[
                  { value: "revoked", label: t("cause.revoked") },
                  { value: "lapsed", label: t("cause.lapsed") },
                ]}
              />
              <TextArea name="reason" label={t("causeReason")} />
            </ActForm>
          ))}
          {view.objections
            .filter((one) => one.answer === null)
            .map((one) => (
              <ActForm
                key={one.id}
                action={answerAction}
                submit={t("answer")}
                hidden={{ objectionId: one.id }}
                kind="plain"
              >
                <p>{one.text}</p>
                <TextArea name="answer" label={t("answerText")} />
              </ActForm>
            ))}
          <SignDialog
            label={t("finish")}
            prepare={prepareFinishAction}
            commit={finishAction}
            input={{ lotId: lot.id }}
            many
            {...(view.reference && !view.reference.price
              ? { refused: { reason: t("reference.first"), rules: ["R-103"] } }
              : {})}
            {...(undecided.length > 0 ? { refused: { reason: t("causesFirst"), rules: ["R-98"] } } : {})}
          >
            {t("finishEffect")}
          </SignDialog>
        </>
      ) : null}
      {setsPrices ? (
        <ActForm
          action={setPricesAction}
          submit={t("envelope.set")}
          hidden={{ lotId: lot.id }}
          done={t("envelope.setDone")}
          legal
        >
          <h2>{t("hostActs")}</h2>
          <p>{t("envelope.setEffect")}</p>
          <TextField
            name="at"
            label={t("envelope.setAt")}
            type="datetime-local"
            defaultValue={beijingIso(lot.pricesAt ?? new Date(view.now.getTime() + 3_600_000)).slice(0, 16)}
          />
        </ActForm>
      ) : null}
      {session.endedAt ? (
        <Notice
          tone="good"
          {...(view.recordFileIds.length > 0
            ? {
                action: view.recordFileIds.map((id, at) => (
                  <a key={id} className="btn sm" href={`/api/v1/files/${id}`} download>
                    {t(view.session.two ? (at === 0 ? "recordPdfFirst" : "recordPdfPrices") : "recordPdf")}
                  </a>
                )),
              }
            : {})}
        >
          {t(session.act === "first" ? "endedFirst" : "ended")}
        </Notice>
      ) : null}
    </section>
  );
}
