import { getTranslations } from "next-intl/server";
import { FindingDesk } from "@/components/evaluation/finding-desk";
import { ActForm } from "@/components/ui/act-form";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { SelectField, TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { REJECTION_GROUNDS } from "@/lib/domain/evaluation";
import { beijingDate } from "@/lib/kernel/calendar";
import type { ReviewView } from "@/lib/usecases/evaluation/view-review";
import { ClarificationList } from "./clarification-list";
import { Corrections } from "./corrections";
import {
  argueCompetitionAction,
  closePreliminaryAction,
  closePricesAction,
  finishPreliminaryAction,
  rejectBidAction,
  saveFindingsAction,
  stopEvaluationAction,
} from "./review-actions";

/** The preliminary review: one's own findings beside the documents, then the committee's decisions. */
export async function PreliminaryPart({ view }: { readonly view: ReviewView }) {
  const t = await getTranslations("review");
  const name = itemNames(view, await getTranslations("review.item"));
  return (
    <FindingDesk
      lotId={view.lot.id}
      items={view.items.map(({ id, group, text }) => ({ id, group, text, name: name(id) }))}
      columns={view.bids.map(({ digest, name: label }) => ({ key: digest, label }))}
      closed={view.bids.filter(({ rejection }) => rejection).map(({ digest }) => digest)}
      findings={view.findings}
      files={view.files}
      watermark={`${t("expertNo", { number: view.own.number })} ${beijingDate(view.now)}`}
      finished={view.finished || view.state === "competition"}
      allFinished={view.allFinished && view.state !== "competition"}
      save={saveFindingsAction}
      finish={finishPreliminaryAction}
    >
      <Flags view={view} />
      <Corrections view={view} />
      <ClarificationList view={view} />
      {view.finished && !view.allFinished ? (
        <Notice tone="good">
          {t("findings.waiting", {
            names: view.members
              .filter(({ reviewed }) => !reviewed)
              .map((member) => t("expertNo", { number: member.number }))
              .join("、"),
          })}
        </Notice>
      ) : null}
      {view.allFinished ? <Decisions view={view} name={name} /> : null}
      {view.state === "competition" ? <Competition view={view} /> : null}
    </FindingDesk>
  );
}

const itemNames = ({ items }: ReviewView, t: (key: string, facts: Record<string, string>) => string) => {
  const names = new Map(items.map(({ id, key, text }) => [id, t(key, { text })]));
  return (id: string) => names.get(id) ?? id;
};

/** What the machine noticed: reasons to look and to ask, never a verdict. */
async function Flags({ view }: { readonly view: ReviewView }) {
  const t = await getTranslations("review.flag");
  const flagged = view.bids.flatMap(({ name, flags }) => flags.map((flag) => ({ name, flag })));
  if (flagged.length + view.related.length === 0) return null;
  return (
    <section className="part">
      <h2>{t("title")}</h2>
      {flagged.map(({ name, flag }) => (
        <Notice
          key={`${name} ${flag}`}
          tone="attention"
          rules={[flag === "aboveCeiling" ? "R-118" : "R-117"]}
        >{`${name}：${t(flag)}`}</Notice>
      ))}
      {view.related.map(({ names: [one, other], why }) => (
        <Notice key={`${one} ${other} ${why}`} tone="attention" rules={["R-78"]}>
          {t(`related.${why}`, { one, other })}
        </Notice>
      ))}
    </section>
  );
}

type DecisionProps = { readonly view: ReviewView; readonly name: (item: string) => string };

/** Where the members differed, how the majority decided, and what the chair puts on record. */
async function Decisions({ view, name }: DecisionProps) {
  const t = await getTranslations("review.decide");
  const { votes, bids, items, own, lot } = view;
  const prices = view.part === "price";
  const label = (digest: string) => bids.find((bid) => bid.digest === digest)?.name ?? "";
  const open = votes.filter(
    ({ failed, digest }) => failed && !bids.some((bid) => bid.digest === digest && bid.rejection),
  );
  const rejected = bids.filter(({ rejection }) => rejection);
  return (
    <section className="part">
      <h2>{t("title")}</h2>
      {votes.length === 0 ? <p className="sec">{t("none")}</p> : null}
      {votes.map((vote) => (
        <article key={`${vote.digest} ${vote.item}`} className="asked">
          <p>
            <b>{`${label(vote.digest)}　${name(vote.item)}`}</b>
          </p>
          <p className="num">{t("votes", { pass: vote.pass, fail: vote.fail })}</p>
          {vote.notes.map((note) => (
            <p key={note.member} className="sec">
              {t("note", { number: note.member, reason: note.reason, page: note.page || "—" })}
            </p>
          ))}
        </article>
      ))}
      {rejected.map(({ digest, name: bidder, rejection }) => (
        <Notice key={digest} tone="bad" rules={["R-118"]}>
          {t("rejected", {
            name: bidder,
            ground: t(`ground.${rejection!.ground}`),
            facts: rejection!.facts,
            votes: `${rejection!.votesFor} : ${rejection!.votesAgainst}`,
          })}
        </Notice>
      ))}
      {own.chair && view.state !== "competition" ? (
        <>
          {open.map(({ digest, item }) => (
            <ActForm
              key={`${digest} ${item}`}
              action={rejectBidAction}
              submit={t("reject")}
              hidden={{ lotId: lot.id, digest, item }}
              kind="danger"
            >
              <p>{t("rejectOf", { name: label(digest), item: name(item) })}</p>
              <SelectField
                name="ground"
                label={t("groundLabel")}
                defaultValue={items.find(({ id }) => id === item)?.ground ?? "unresponsive"}
                options={REJECTION_GROUNDS.map((ground) => ({ value: ground, label: t(`ground.${ground}`) }))}
              />
              <TextArea name="facts" label={t("facts")} />
            </ActForm>
          ))}
          <ConfirmAct
            label={t(prices ? "closePrices" : "close")}
            title={t(prices ? "closePricesTitle" : "closeTitle")}
            action={prices ? closePricesAction : closePreliminaryAction}
            hidden={{ lotId: lot.id }}
            kind="primary"
          >
            <p>{t(prices ? "closePricesEffect" : "closeEffect", { valid: view.valid })}</p>
          </ConfirmAct>
          <ConfirmAct
            label={t("stop")}
            title={t("stopTitle")}
            action={stopEvaluationAction}
            hidden={{ lotId: lot.id }}
            kind="danger"
          >
            <p>{t("stopEffect")}</p>
            <TextArea name="reason" label={t("stopReason")} />
          </ConfirmAct>
        </>
      ) : view.state !== "competition" ? (
        <p className="sec">{t(prices ? "chairNextPrices" : "chairNext")}</p>
      ) : null}
    </section>
  );
}

/** Fewer than three valid bids: the committee argues, either way in writing. */
async function Competition({ view }: { readonly view: ReviewView }) {
  const t = await getTranslations("review.competition");
  return (
    <section className="part">
      <h2>{t("title")}</h2>
      <Notice tone="attention" rules={["R-120"]}>
        {t("what", { valid: view.valid })}
      </Notice>
      {view.own.chair ? (
        <ActForm action={argueCompetitionAction} submit={t("act")} hidden={{ lotId: view.lot.id }} legal>
          <SelectField
            name="verdict"
            label={t("verdict")}
            options={(view.valid > 0 ? ["sufficient", "lacking"] : ["lacking"]).map((value) => ({
              value,
              label: t(value),
            }))}
          />
          <TextArea name="argument" label={t("argument")} rows={6} />
        </ActForm>
      ) : (
        <p className="sec">{t("chairNext")}</p>
      )}
    </section>
  );
}
