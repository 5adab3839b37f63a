"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { countdown } from "@/lib/i18n/format";
import { asLocale } from "@/lib/i18n/locale";
import { refreshWhenFree } from "./refresh-when-free";
import { useServerTime } from "./server-time";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Minutes at which the time left is said aloud, and never in between (ux 8). */
const SPOKEN_MINUTES = [60, 30, 15, 5, 1, 0] as const;

type Props = {
  /** The instant counted down to, milliseconds. */
  readonly to: number;
  /** Instant at which the page was made, milliseconds. */
  readonly now: number;
  /** What ends, for the spoken announcement, e.g. 投标截止. */
  readonly what: string;
  /** At zero the page asks for its facts again instead of guessing. Default true. */
  readonly reload?: boolean;
  readonly className?: string;
};

export function Countdown({ to, now, what, reload = true, className = "" }: Props) {
  const locale = asLocale(useLocale());
  const left = to - useServerTime(now).second * 1000;
  const near = left <= 0 ? "over" : left <= HOUR_MS ? "hour" : left <= DAY_MS ? "day" : "far";
  const spoken = useSpoken(left, what);
  useReload(left, reload);
  return (
    <>
      <span className={`countdown num ${className}`.trim()} data-near={near} role="timer" aria-live="off">
        {countdown(locale, left)}
      </span>
      <span className="vh" role="status">
        {spoken}
      </span>
    </>
  );
}

/** The sentence of the last threshold that was passed while the page was open. */
function useSpoken(left: number, what: string): string {
  const t = useTranslations("ui");
  const before = useRef(left);
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    const passed = SPOKEN_MINUTES.filter((minutes) => before.current > minutes * 60_000 && left <= minutes * 60_000);
    before.current = left;
    const minutes = passed.at(-1);
    if (minutes !== undefined) setSpoken(minutes === 0 ? t("timeUp", { what }) : t("timeLeft", { what, minutes }));
  }, [left, what, t]);
  return spoken;
}

function useReload(left: number, reload: boolean) {
  const router = useRouter();
  const wasOpen = useRef(left > 0);
  useEffect(() => {
    if (left > 0 || !wasOpen.current || !reload) return;
    wasOpen.current = false;
    // Spread over two seconds: everybody's countdown ends in the same one.
    const later = setTimeout(() => refreshWhenFree(router), 300 + Math.random() * 1700);
    return () => clearTimeout(later);
  }, [left, reload, router]);
}
