import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Countdown } from "@/components/ui/countdown";
import { Icon } from "@/components/ui/icon";
import { ServerClock } from "@/components/ui/server-clock";
import { StatusTag } from "@/components/ui/status-tag";
import { beijingDate, weekday } from "@/lib/i18n/format";
import { asLocale } from "@/lib/i18n/locale";
import type { StateTerm } from "@/lib/i18n/terms";
import { Mark } from "./brand";

type BandProps = {
  /** Name of the room: 开标大厅. */
  readonly room: string;
  readonly tender: string;
  readonly lot: string;
  readonly state: StateTerm;
  /** Tenderee, code. */
  readonly facts?: readonly string[];
  readonly now: Date;
  readonly countdown?: { readonly label: string; readonly to: Date; readonly after?: string };
};

/** The deep blue band of the opening hall: what, state, countdown, clock. */
export function RoomBand({ room, tender, lot, state, facts = [], now, countdown }: BandProps) {
  const t = useTranslations("shell");
  const locale = asLocale(useLocale());
  return (
    <header className="room-top hall">
      <div className="t">
        <p className="w">
          <Mark className="inv" />
          {room}
        </p>
        <h1>
          {tender} <span>{lot}</span>
        </h1>
        <p className="w2">
          <StatusTag term={state} />
          {facts.map((fact) => (
            <span key={fact}>　{fact}</span>
          ))}
        </p>
      </div>
      {countdown ? (
        <div className="cd">
          <p>{countdown.label}</p>
          <p className="big num">
            <Countdown to={countdown.to.getTime()} now={now.getTime()} what={countdown.label} />
          </p>
          <p>{countdown.after}</p>
        </div>
      ) : null}
      <div className="ck">
        <p>{t("serverTimeBeijing")}</p>
        <p className="big num">
          <ServerClock now={now.getTime()} part="time" />
        </p>
        <p className="num">
          {beijingDate(now)} {weekday(locale, now)}
        </p>
      </div>
    </header>
  );
}

export type RoomStep = { readonly label: string; readonly note?: ReactNode };

/** The strip of steps under the band; on phones the current one with its number. */
export function RoomSteps({
  label,
  steps,
  current,
}: {
  readonly label: string;
  readonly steps: readonly RoomStep[];
  readonly current: number;
}) {
  const t = useTranslations("shell");
  return (
    <section aria-label={label}>
      <ol className="hs">
        {steps.map((step, at) => {
          const state = at < current ? "done" : at === current ? "now" : undefined;
          return (
            <li
              key={step.label}
              className={state}
              aria-current={state === "now" ? "step" : undefined}
              data-step={state === "now" ? t("stepOf", { at: at + 1, of: steps.length }) : undefined}
            >
              {state === "done" ? <Icon name="tick" /> : <i>{at + 1}</i>}
              <span>{step.label}</span>
              <b className="num">{step.note}</b>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The line at the foot of a room: is the connection alive, as of when. */
export function RoomFoot({
  connection,
  asOf,
  children,
}: {
  readonly connection: ReactNode;
  readonly asOf: ReactNode;
  readonly children?: ReactNode;
}) {
  const t = useTranslations("shell");
  return (
    <footer className="conn">
      {connection}
      <span className="num">
        {t("foot.asOf")} {asOf}
      </span>
      {children}
    </footer>
  );
}
