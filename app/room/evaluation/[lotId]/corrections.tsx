import { getTranslations } from "next-intl/server";
import { CorrectPrice } from "@/components/evaluation/correct-price";
import { Money } from "@/components/ui/money";
import { RuleLinks } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import type { ReviewCorrection, ReviewView } from "@/lib/usecases/evaluation/view-review";
import { correctPriceAction } from "./review-actions";

const TONE = { waiting: "attention", accepted: "good", refused: "bad", overdue: "bad" } as const;

/** The arithmetic of the prices: what was found, what the rule makes of it, what the bidders say. */
export async function Corrections({ view }: { readonly view: ReviewView }) {
  const t = await getTranslations("review.correct");
  if (view.part === "technical") return null;
  const open = view.bids.flatMap(({ digest, name, price, rejection }) =>
    rejection || price === null ? [] : [{ digest, name, price }],
  );
  const changed = view.bids.filter(({ price, evaluated }) => price !== evaluated);
  return (
    <section className="part">
      <h2>
        {t("heading")} <RuleLinks ids={["R-116"]} />
      </h2>
      {view.corrections.length === 0 ? <p className="sec">{t("none")}</p> : null}
      {view.corrections.map((one) => (
        <article key={one.id} className="asked">
          <p className="between">
            <b>{`${one.bidder}　${placeOf(one, t)}`}</b>
            <StateMark tone={TONE[one.state]} label={t(`state.${one.state}`)} />
          </p>
          <p className="num">
            {t(`made.${one.correction.by}`, { stated: one.correction.stated, corrected: one.correction.corrected })}
          </p>
          {one.state === "refused" || one.state === "overdue" ? <p className="sec">{t("notAccepted")}</p> : null}
        </article>
      ))}
      {changed.map(({ digest, name, price, evaluated }) => (
        <p key={digest} className="num">
          <b>{name}</b>　{t("evaluated")} <Money value={evaluated ?? "0.00"} unit />　{t("read")}{" "}
          <Money value={price ?? "0.00"} unit />
        </p>
      ))}
      {["preliminary", "priceReview"].includes(view.state) && open.length > 0 ? (
        <CorrectPrice lotId={view.lot.id} bids={open} action={correctPriceAction} />
      ) : null}
    </section>
  );
}

type Words = (key: string, facts?: Record<string, string>) => string;

const placeOf = ({ fault }: ReviewCorrection, t: Words): string =>
  [
    fault.kind === "line" ? fault.name : t("kinds.words"),
    ...(fault.page ? [t("onPage", { page: fault.page })] : []),
  ].join("　");
