import { getTranslations } from "next-intl/server";
import { ActForm } from "@/components/ui/act-form";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { TextArea, TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { type Consolidation, viewConsolidation } from "@/lib/usecases/evaluation/view-consolidation";
import type { ReviewView } from "@/lib/usecases/evaluation/view-review";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { PriceTable, Ranking } from "./consolidation-tables";
import {
  answerRecheckAction,
  askRecheckAction,
  confirmRankingAction,
  draftReportAction,
  resolveTieAction,
} from "./review-actions";

/** Prices, matrix of marks, warnings and ranking with their arithmetic, once the last member has locked (ux 7.10). */
export async function ConsolidationPart({ view }: { readonly view: ReviewView }) {
  const t = await getTranslations("review.sum");
  const sum = await orNotFound(viewConsolidation(await currentActor(), { lotId: view.lot.id }));
  if (!sum) return <Notice>{t("none")}</Notice>;
  const pricing = view.state === "pricing";
  return (
    <div className="ev-page">
      <PriceTable sum={sum} />
      <Warnings sum={sum} lotId={view.lot.id} open={pricing} />
      <Rechecks sum={sum} lotId={view.lot.id} open={pricing} />
      <Ties sum={sum} lotId={view.lot.id} open={pricing} />
      <Ranking sum={sum} members={view.members} />
      <div className="acts-row">
        {!sum.chair ? <p className="sec">{t("chairNext")}</p> : null}
        {sum.chair && pricing ? (
          <ConfirmAct
            label={t("confirm")}
            title={t("confirmTitle")}
            action={confirmRankingAction}
            hidden={{ lotId: view.lot.id }}
            kind="primary"
            large
          >
            <p>{t("confirmEffect")}</p>
          </ConfirmAct>
        ) : null}
        {sum.chair && view.state === "ranking" ? (
          <ActForm action={draftReportAction} submit={t("draft")} hidden={{ lotId: view.lot.id }} legal>
            <TextField
              name="candidates"
              label={t("candidates")}
              hint={t("candidatesHint")}
              defaultValue={String(Math.min(3, sum.lines.length))}
              inputMode="numeric"
              unit={t("unit")}
            />
          </ActForm>
        ) : null}
      </div>
    </div>
  );
}

/** In a recheck that the tenderee asked for: warnings and rechecks beside the draft of the report. */
export async function RecheckPanel({ lotId }: { readonly lotId: string }) {
  const sum = await orNotFound(viewConsolidation(await currentActor(), { lotId }));
  if (!sum) return null;
  return (
    <>
      <Warnings sum={sum} lotId={lotId} open />
      <Rechecks sum={sum} lotId={lotId} open />
    </>
  );
}

type PartProps = { readonly sum: Consolidation; readonly lotId: string; readonly open: boolean };

/** Marks far from the others, and objective marks that differ: the chair asks the member concerned. */
async function Warnings({ sum, lotId, open }: PartProps) {
  const t = await getTranslations("review.sum");
  if (sum.warnings.length === 0) return <Notice tone="good">{t("noWarnings")}</Notice>;
  return (
    <section className="part">
      <h2>{t("warnings", { count: sum.warnings.length })}</h2>
      {sum.warnings.map((one) => {
        const asked = sum.rechecks.some((r) => r.bidder === one.bidder && r.criterion === one.criterionName);
        const facts = { bidder: one.bidder, criterion: one.criterionName };
        return (
          <Notice
            key={one.key}
            tone="attention"
            rules={["R-126"]}
            action={
              sum.chair && open && !asked ? (
                <ConfirmAct
                  label={t("askRecheck")}
                  title={t("askTitle")}
                  action={askRecheckAction}
                  hidden={{ lotId, digest: one.digest, criterion: one.criterion }}
                >
                  <p>{t("askEffect", facts)}</p>
                  <TextField
                    name="member"
                    label={t("member")}
                    inputMode="numeric"
                    defaultValue={one.member ? String(one.member) : ""}
                  />
                  <TextArea name="note" label={t("note")} optional />
                </ConfirmAct>
              ) : null
            }
          >
            {one.kind === "unequal"
              ? t("unequal", facts)
              : t("deviates", { ...facts, number: one.member ?? 0, deviation: one.deviation ?? "" })}
          </Notice>
        );
      })}
    </section>
  );
}

/** What members were asked to look at again; the one concerned answers, both values are kept. */
async function Rechecks({ sum, lotId, open }: PartProps) {
  const t = await getTranslations("review.sum");
  if (sum.rechecks.length === 0) return null;
  return (
    <section className="part">
      <h2>{t("rechecks")}</h2>
      {sum.rechecks.map((one) => (
        <article key={one.id} className="asked">
          <p>
            <b>{`${one.bidder}　${one.criterion}`}</b>　{t("memberNo", { number: one.member })}
          </p>
          {one.note ? <p className="sec">{one.note}</p> : null}
          {one.after !== null ? (
            <p className="num">{t("answered", { before: one.before, after: one.after, reason: one.reason ?? "" })}</p>
          ) : one.own && open ? (
            <ActForm action={answerRecheckAction} submit={t("answerRecheck")} hidden={{ lotId, recheckId: one.id }}>
              <TextField
                name="value"
                label={t("value", { max: one.max })}
                defaultValue={one.before}
                inputMode="decimal"
                short
              />
              <TextArea name="reason" label={t("reason")} rows={2} />
            </ActForm>
          ) : (
            <p className="sec">{t("waiting", { before: one.before })}</p>
          )}
        </article>
      ))}
    </section>
  );
}

/** Bids that are level in everything: the committee sets them in order by the documents' rule (EV-8). */
async function Ties({ sum, lotId, open }: PartProps) {
  const t = await getTranslations("review.sum");
  return sum.ties.map((group) => (
    <section key={group.map(({ digest }) => digest).join()} className="part">
      <h2>{t("tie")}</h2>
      <Notice tone="attention" rules={["R-113"]}>
        {t("tieOf", { names: group.map(({ name }) => name).join("、") })}
      </Notice>
      {sum.chair && open
        ? group.map((first) => {
            const order = [first, ...group.filter(({ digest }) => digest !== first.digest)];
            return (
              <ActForm
                key={first.digest}
                action={resolveTieAction}
                submit={t("tieAct", { name: first.name })}
                hidden={{ lotId, digests: order.map(({ digest }) => digest).join(",") }}
                kind="plain"
              >
                <TextArea name="reason" label={t("tieReason")} rows={2} />
              </ActForm>
            );
          })
        : null}
    </section>
  ));
}
