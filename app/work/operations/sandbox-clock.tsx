import { getLocale, getTranslations } from "next-intl/server";
import { ActForm } from "@/components/ui/act-form";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { remaining } from "@/lib/i18n/format";
import { asLocale } from "@/lib/i18n/locale";
import { moveClockAction } from "./actions";

type Ahead = { readonly at: Date; readonly what: string; readonly tender: string; readonly lot: string };
type Props = { readonly now: Date; readonly offsetMs: number; readonly ahead: readonly Ahead[] };

const STEPS = [
  { key: "minutes10", minutes: "10" },
  { key: "hour", minutes: "60" },
  { key: "day", minutes: "1440" },
  { key: "week", minutes: "10080" },
] as const;
/** Just past the instant itself: at a deadline's own millisecond it is late already. */
const JUST_PAST_MS = 1_000;

/** The sandbox's clock and how to move it on: by a step, or to just past the next instant that matters. */
export async function SandboxClock({ now, offsetMs, ahead }: Props) {
  const [t, locale] = await Promise.all([getTranslations("operations"), getLocale()]);
  return (
    <section className="sect">
      <h2>{t("clock.title")}</h2>
      <p className="sec">
        {t.rich(offsetMs === 0 ? "clock.leadEqual" : "clock.lead", {
          now: () => <Instant at={now} />,
          by: remaining(asLocale(locale), offsetMs),
        })}
      </p>
      <div className="row gap16">
        {STEPS.map(({ key, minutes }) => (
          <ActForm key={key} action={moveClockAction} submit={t(`clock.${key}`)} kind="plain" hidden={{ minutes }} />
        ))}
      </div>
      <DataTable
        caption={t("clock.ahead")}
        showCaption
        rows={ahead.map((one, at) => ({ ...one, key: String(at) }))}
        rowKey={({ key }) => key}
        empty={t("clock.nothing")}
        main={false}
        columns={[
          { key: "at", head: t("clock.at"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
          { key: "what", head: t("clock.what"), cell: ({ what }) => t(`clock.instants.${what}`) },
          { key: "lot", head: t("clock.lot"), cell: ({ tender, lot }) => `${tender} ${lot}` },
          {
            key: "go",
            head: t("clock.go"),
            cell: ({ at }) => (
              <ActForm
                action={moveClockAction}
                submit={t("clock.goThere")}
                kind="plain"
                hidden={{ to: new Date(at.getTime() + JUST_PAST_MS).toISOString() }}
              />
            ),
          },
        ]}
      />
    </section>
  );
}
