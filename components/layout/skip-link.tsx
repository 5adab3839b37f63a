import { useTranslations } from "next-intl";

/** First stop of the keyboard: past the header to `<main id="main">`. */
export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a className="skip" href="#main">
      {t("skip")}
    </a>
  );
}
