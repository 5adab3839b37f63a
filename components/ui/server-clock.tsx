"use client";

import { useLocale, useTranslations } from "next-intl";
import { beijingIso, remaining } from "@/lib/i18n/format";
import { beijingTime } from "@/lib/i18n/instants";
import { asLocale } from "@/lib/i18n/locale";
import { useServerTime } from "./server-time";

const TELL_FROM_MS = 30_000;

type Props = {
  /** Instant at which the page was made, milliseconds: what is shown without script. */
  readonly now: number;
  readonly part?: "both" | "time";
};

/** The server's clock. Not a live region: a clock that speaks every second helps nobody. */
export function ServerClock({ now, part = "both" }: Props) {
  const at = new Date(useServerTime(now).second * 1000);
  const text = beijingTime(at);
  return <time dateTime={beijingIso(at)}>{part === "time" ? text.slice(11) : text}</time>;
}

/** Says by how much this computer's clock is off, from half a minute on. Silent in a drill, whose time is moved. */
export function ClockWarning({ now }: { readonly now: number }) {
  const { offsetMs, measured, drill } = useServerTime(now);
  const locale = asLocale(useLocale());
  const t = useTranslations("ui");
  if (!measured || drill || Math.abs(offsetMs) < TELL_FROM_MS) return null;
  const by = remaining(locale, Math.abs(offsetMs));
  return (
    <aside className="drill" aria-label={t("clock")}>
      <p role="status">{t(offsetMs < 0 ? "clockFast" : "clockSlow", { by })}</p>
    </aside>
  );
}
