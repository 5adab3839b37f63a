"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { Countdown } from "@/components/ui/countdown";
import { RuleLinks } from "@/components/ui/rule-link";
import { beijingTime } from "@/lib/i18n/instants";
import type { TimeView } from "@/lib/usecases/evaluation/ask-for-time";
import { askForTimeAction } from "./review-actions";

const ASK_MS = 5_000;

type Props = { readonly lotId: string; readonly now: number; readonly time: TimeView };

/**
 * How long the committee has, how many of it find that short, and one's own word on it. Asked anew by itself: while
 * marks are typed the page is not made again, and a prolongation must reach everybody.
 */
export function TimeLeft({ lotId, now, time: first }: Props) {
  const t = useTranslations("review.time");
  const time = useTime(lotId, first);
  if (!time.endsAt) return null;
  const until = beijingTime(new Date(time.endsAt)).slice(0, 16);
  return (
    <div className="ev-time">
      <p>
        {t("until", { until })} <Countdown to={Date.parse(time.endsAt)} now={now} what={t("what")} reload={false} />
      </p>
      <p role="status">
        {time.prolonged > 0 ? t("prolonged", { count: time.prolonged }) : null}
        {time.asking > 0 ? t("asking", { asking: time.asking, members: time.members }) : null}
      </p>
      {time.open ? (
        <ConfirmAct
          label={t(time.own ? "takeBack" : "act")}
          title={t(time.own ? "takeBackTitle" : "title")}
          action={askForTimeAction}
          hidden={{ lotId, short: time.own ? "no" : "yes", endsAt: time.endsAt }}
        >
          <p>
            {t(time.own ? "takeBackEffect" : "effect")} <RuleLinks ids={["R-114"]} />
          </p>
        </ConfirmAct>
      ) : null}
    </div>
  );
}

/** The facts of the page until newer ones come; those the page is made with again are newer as well. */
function useTime(lotId: string, first: TimeView): TimeView {
  const [time, setTime] = useState(first);
  const [made, setMade] = useState(first);
  if (made !== first) {
    setMade(first);
    setTime(first);
  }
  useEffect(() => {
    const timer = setInterval(async () => {
      if (document.visibilityState !== "visible") return;
      // Without an answer what is shown stays: the page's own line says when the platform cannot be reached.
      const answer = await fetch(`/api/v1/evaluations/${lotId}/time`).catch(() => null);
      if (answer?.ok) setTime((await answer.json()) as TimeView);
    }, ASK_MS);
    return () => clearInterval(timer);
  }, [lotId]);
  return time;
}
