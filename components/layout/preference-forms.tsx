import { useLocale, useTranslations } from "next-intl";
import { asLocale, type Contrast, type TextSize } from "@/lib/i18n/locale";

export type KeepPreferences = (form: FormData) => Promise<void>;
export type Preferences = { readonly size: TextSize; readonly contrast: Contrast };

type Props = {
  readonly keep: KeepPreferences;
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly lang?: string;
  readonly pressed?: boolean;
};

/** One switch as a form with one button: works without script, and looks like a link. */
function Switch({ keep, name, value, label, lang, pressed }: Props) {
  return (
    <form action={keep}>
      <input type="hidden" name={name} value={value} />
      <button type="submit" lang={lang} aria-pressed={pressed}>
        {label}
      </button>
    </form>
  );
}

export function SizeSwitch({
  keep,
  size,
  label,
}: {
  readonly keep: KeepPreferences;
  readonly size: TextSize;
  /** Instead of 大字版. */
  readonly label?: string;
}) {
  const t = useTranslations("shell");
  const large = size === "large";
  return (
    <Switch
      keep={keep}
      name="size"
      value={large ? "normal" : "large"}
      label={large ? t("normalText") : (label ?? t("largeText"))}
    />
  );
}

export function ContrastSwitch({ keep, contrast }: { readonly keep: KeepPreferences; readonly contrast: Contrast }) {
  const t = useTranslations("shell");
  const high = contrast === "high";
  return (
    <Switch keep={keep} name="contrast" value={high ? "normal" : "high"} label={t("highContrast")} pressed={high} />
  );
}

/** Names the other language in that language. No change of address. */
export function LanguageSwitch({ keep }: { readonly keep: KeepPreferences }) {
  const english = asLocale(useLocale()) === "en";
  return (
    <Switch
      keep={keep}
      name="locale"
      value={english ? "zh-CN" : "en"}
      label={english ? "中文" : "English"}
      lang={english ? "zh-CN" : "en"}
    />
  );
}
