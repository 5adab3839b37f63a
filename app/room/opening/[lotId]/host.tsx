import { getTranslations } from "next-intl/server";
import { revealReferencePriceAction } from "@/app/work/tenders/actions";
import { DrawButton } from "@/components/opening/draw-button";
import { RevealPrice } from "@/components/opening/reveal-price";
import { SignDialog } from "@/components/signing/sign-dialog";
import { ActForm } from "@/components/ui/act-form";
import { Digest } from "@/components/ui/code";
import { SelectField, TextArea } from "@/components/ui/field";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import type { HallView } from "@/lib/usecases/opening/view-hall";
import {
  answerAction,
  causeAction,
  commitDrawAction,
  finishAction,
  prepareDrawAction,
  prepareFinishAction,
  revealDrawAction,
} from "./actions";

/** Parameters drawn, for all to see; and for the host its acts: draw, causes, answers, closing of the session. */
export async function HallHost({ view }: { readonly view: HallView }) {
  const t = await getTranslations("opening");
  const { lot, host } = view;
  const acting = host && !lot.openingEndedAt && !lot.failedAt;
  const undecided = view.lines.filter((line) => !line.form && !line.cause);
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
      {lot.openingEndedAt ? (
        <Notice
          tone="good"
          {...(view.recordFileId
            ? {
                action: (
                  <a className="btn sm" href={`/api/v1/files/${view.recordFileId}`} download>
                    {t("recordPdf")}
                  </a>
                ),
              }
            : {})}
        >
          {t("ended")}
        </Notice>
      ) : null}
    </section>
  );
}
