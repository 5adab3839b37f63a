import { getTranslations } from "next-intl/server";
import { money } from "@/lib/i18n/format";
import { Money } from "@/components/ui/money";
import type { PriceFormula } from "@/lib/domain/method-terms";
import type { Consolidation, ConsolidatedLine } from "@/lib/usecases/evaluation/view-consolidation";
import type { ReviewMember } from "@/lib/usecases/evaluation/view-review";

const USES: Readonly<Record<PriceFormula["benchmark"], readonly string[]>> = {
  B1: [],
  B2: [],
  B3: ["rate"],
  B4: ["k1", "k2", "q1"],
  B5: [],
  B6: ["rate"],
};

/** Benchmark with formula and numbers, and every price score that follows from it. */
export async function PriceTable({ sum }: { readonly sum: Consolidation }) {
  const [t, o] = await Promise.all([getTranslations("review.price"), getTranslations("opening")]);
  const { benchmark, formula } = sum;
  // Drawn in the opening session, or fixed by the documents as a list of one.
  const lists = { k1: formula?.k1, k2: formula?.k2, q1: formula?.q1, rate: formula?.rates };
  const drawn = (["k1", "k2", "q1", "rate"] as const).flatMap((name) => {
    const value = benchmark.drawn[name] ?? (lists[name]?.length === 1 ? lists[name][0] : undefined);
    return value && formula && USES[formula.benchmark].includes(name) ? [[name, value] as const] : [];
  });
  return (
    <section className="part">
      <h2>{t("title")}</h2>
      {formula && benchmark.value ? (
        <>
          <p>
            {t(`benchmark.${formula.benchmark}`)}
            <b className="num">
              {" B = "}
              <Money value={benchmark.value} />
            </b>
          </p>
          <p className="sec">
            {t("made", { used: benchmark.usedNames.join("、") || "—", left: benchmark.leftOutNames.join("、") || "—" })}
            {drawn.map(([name, value]) => `　${o(`parameter.${name}`)} = ${value}`)}
            {benchmark.ceiling ? t("ceiling", { ceiling: money(benchmark.ceiling) }) : ""}
          </p>
          <p className="sec num">{t("score", { full: formula.full, e1: formula.e1, e2: formula.e2 })}</p>
        </>
      ) : (
        <p className="sec">{formula ? t(`formula.${formula.score}`, { full: formula.full }) : t("lowest")}</p>
      )}
      <table className="tbl">
        <caption className="vh">{t("title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("bidder")}</th>
            <th scope="col" className="r">
              {t("bid")}
            </th>
            <th scope="col" className="r">
              {t("deviation")}
            </th>
            <th scope="col" className="r">
              {t("mark")}
            </th>
          </tr>
        </thead>
        <tbody>
          {sum.lines.map((line) => (
            <tr key={line.digest}>
              <th scope="row">{line.name}</th>
              <td className="r num">
                <Money value={line.price} />
              </td>
              <td className="r num">{line.deviation ?? "—"}</td>
              <td className="r num">{line.groups.price ?? "—"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type RankingProps = { readonly sum: Consolidation; readonly members: readonly ReviewMember[] };

/** The ranking; each total unfolds to its criteria and every member's mark. */
export async function Ranking({ sum, members }: RankingProps) {
  const t = await getTranslations("review.sum");
  const g = await getTranslations("review.group");
  return (
    <section className="part">
      <h2>{t("ranking")}</h2>
      {sum.lines.map((line) => (
        <details key={line.digest} className="rank" open={line.rank === 1}>
          <summary>
            <b className="num">{line.rank}</b>
            <span>{line.name}</span>
            <span className="sub num">
              {Object.entries(line.groups)
                .map(([group, mark]) => `${g(group)} ${mark}`)
                .join(" + ")}
            </span>
            <b className="num">{line.total}</b>
          </summary>
          <Matrix line={line} members={members} how={t(sum.aggregation)} />
        </details>
      ))}
    </section>
  );
}

async function Matrix({
  line,
  members,
  how,
}: {
  readonly line: ConsolidatedLine;
  readonly members: readonly ReviewMember[];
  readonly how: string;
}) {
  const t = await getTranslations("review.sum");
  return (
    <table className="tbl">
      <caption className="vh">{t("matrixOf", { name: line.name })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("criterion")}</th>
          <th scope="col" className="r">
            {t("max")}
          </th>
          {members.map(({ number }) => (
            <th key={number} scope="col" className="r">
              {t("memberNo", { number })}
            </th>
          ))}
          <th scope="col" className="r">
            {how}
          </th>
        </tr>
      </thead>
      <tbody>
        {line.criteria.map((one) => (
          <tr key={one.id}>
            <th scope="row">{one.name}</th>
            <td className="r num">{one.max}</td>
            {one.marks.map((mark) => (
              <td key={mark.member} className={mark.flagged ? "r num flagged" : "r num"}>
                {mark.flagged ? `▲ ${mark.value}` : mark.value}
              </td>
            ))}
            <td className="r num">{one.mark}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
