"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { PLATFORM } from "@/lib/i18n/platform-facts";

/** A defect, said as one: that nothing is lost, with the number that also stands in the log. */
export default function ErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  const t = useTranslations("ui");
  useEffect(() => {
    document.title = t("defect.title");
  }, [t]);
  return (
    <div className="pub">
      <main id="main" className="col plain-page">
        <h1>{t("defect.title")}</h1>
        <p className="lead">{t("defect.words", { number: error.digest ?? "—", phone: PLATFORM.phone })}</p>
        <p className="btn-row">
          <button type="button" className="btn primary" onClick={reset}>
            {t("defect.again")}
          </button>
          <a className="btn" href="/">
            {t("defect.home")}
          </a>
        </p>
      </main>
    </div>
  );
}
