import { useLocale, useTranslations } from "next-intl";
import { asLocale } from "@/lib/i18n/locale";
import { OUTBOX_STATES } from "@/lib/i18n/state-terms";
import { word } from "@/lib/i18n/terms";

export const KINDS = [500, 501, 502, 503, 504, 507, 508, 509, 510, 511, 512, 513, 517] as const;

type Props = { readonly state: string | undefined; readonly kind: number | undefined };

/** State and kind, in the address, without script. */
export function ExchangeFilter({ state, kind }: Props) {
  const t = useTranslations("operations");
  const locale = asLocale(useLocale());
  return (
    <form className="filters" method="get">
      <label>
        {t("exchange.state")}{" "}
        <select className="inp" name="state" defaultValue={state ?? ""}>
          <option value="">{t("all")}</option>
          {Object.entries(OUTBOX_STATES).map(([name, term]) => (
            <option key={name} value={name}>
              {word(locale, term)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("exchange.kind")}{" "}
        <select className="inp" name="kind" defaultValue={kind ?? ""}>
          <option value="">{t("all")}</option>
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {one} {t(`kinds.${one}`)}
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
