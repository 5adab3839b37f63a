import { useTranslations } from "next-intl";
import { DotPlot } from "@/components/ui/dot-plot";
import { percent } from "@/lib/i18n/format";
import { parseYuan } from "@/lib/kernel/money";
import type { Line } from "./hall-lines";

type Props = {
  readonly lines: readonly Line[];
  /** In yuan; null where there is none. */
  readonly ceiling: string | null;
  readonly asOf: Date;
};

/** How the announced prices lie to each other and to the ceiling price (ux 9); nothing where fewer than two are known. */
export function PricePlot({ lines, ceiling, asOf }: Props) {
  const t = useTranslations("opening.plot");
  const limit = parseYuan(ceiling ?? "");
  const dots = lines.flatMap(({ number, form }) => {
    const fen = parseYuan(form?.price ?? "");
    return fen !== null && fen > 0n ? [{ label: t("dot", { number }), fen }] : [];
  });
  if (dots.length < 2) return null;
  const prices = dots.map(({ fen }) => fen);
  const low = prices.reduce((least, fen) => (fen < least ? fen : least));
  const high = prices.reduce((most, fen) => (fen > most ? fen : most));
  const facts = { count: dots.length, spread: percent(Number(((high - low) * 10_000n + low / 2n) / low)) };
  const over = limit === null ? 0 : prices.filter((fen) => fen > limit).length;
  const title = limit === null ? t("spread", facts) : over > 0 ? t("over", { ...facts, over }) : t("under", facts);
  return (
    <DotPlot
      title={title}
      dots={dots}
      {...(limit === null ? {} : { limit: { label: t("ceiling"), fen: limit } })}
      meanLabel={t("mean")}
      who={t("who")}
      asOf={asOf}
    />
  );
}
