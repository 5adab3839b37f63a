import { useLocale, useTranslations } from "next-intl";
import type { LotFlag, Stage } from "@/lib/domain/lot";
import { asLocale } from "@/lib/i18n/locale";
import { FLAG_TERMS, STAGE_TERMS, word } from "@/lib/i18n/terms";

type Props = {
  readonly stages: readonly Stage[];
  readonly stage: Stage | undefined;
  readonly flag: LotFlag | undefined;
};
const FLAGS: readonly LotFlag[] = ["suspended", "failed", "terminated"];

export function StageFilter({ stages, stage, flag }: Props) {
  const t = useTranslations("oversight");
  const locale = asLocale(useLocale());
  return (
    <form className="filters" method="get">
      <label>
        {t("stage")}{" "}
        <select className="inp" name="stage" defaultValue={stage ?? ""}>
          <option value="">{t("all")}</option>
          {stages.map((one) => (
            <option key={one} value={one}>
              {word(locale, STAGE_TERMS[one])}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("flag")}{" "}
        <select className="inp" name="flag" defaultValue={flag ?? ""}>
          <option value="">{t("all")}</option>
          {FLAGS.map((one) => (
            <option key={one} value={one}>
              {word(locale, FLAG_TERMS[one])}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="btn">
        {t("query")}
      </button>
    </form>
  );
}
