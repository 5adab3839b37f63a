import { getTranslations } from "next-intl/server";
import { Instant } from "@/components/ui/instant";
import { StateMark } from "@/components/ui/status-tag";
import type { ReviewView } from "@/lib/usecases/evaluation/view-review";

/** What was asked of bidders, and what they answered. */
export async function ClarificationList({ view }: { readonly view: ReviewView }) {
  const t = await getTranslations("review.ask");
  if (view.clarifications.length === 0) return null;
  return (
    <section className="part">
      <h2>{t("list")}</h2>
      {view.clarifications.map((one) => {
        const state = one.answeredAt ? "answered" : one.dueAt <= view.now ? "overdue" : "waiting";
        const tone = { answered: "good", overdue: "bad", waiting: "attention" } as const;
        return (
          <article key={one.id} className="asked">
            <p className="between">
              <b>{`${one.bid}　${t(`kinds.${one.kind}`)}`}</b>
              <StateMark tone={tone[state]} label={t(state)} />
            </p>
            <p>{one.question}</p>
            {one.answer ? <p className="sec">{one.answer}</p> : null}
            <p className="sub num">
              {t("due")} <Instant at={one.dueAt} />
            </p>
          </article>
        );
      })}
    </section>
  );
}
