import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { buttonClass } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { RuleLink } from "@/components/ui/rule-link";
import type { AgendaGroup } from "@/lib/domain/agenda";
import { beijingClock, beijingDay, remaining, weekday } from "@/lib/i18n/format";
import { asLocale } from "@/lib/i18n/locale";
import { useTaskWords } from "./task-words";

/** A to-do as the workbench shows it; what `viewTasks` gives. */
export type AgendaTask = {
  readonly key: string;
  readonly kind: string;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly due: Date | null;
  readonly from?: Date;
  readonly link: string;
  readonly rule?: string;
};
type Group = { readonly group: AgendaGroup; readonly tasks: readonly AgendaTask[] };

const DAY_MS = 86_400_000;

/** The timetable of what is to do: overdue, today, this week, later; one button each (ux 7.3). */
export function AgendaList({ groups, now }: { readonly groups: readonly Group[]; readonly now: Date }) {
  const t = useTranslations("home");
  if (groups.length === 0) return <EmptyState>{t("empty")}</EmptyState>;
  return (
    <section className="todo">
      <h2 className="vh">{t("list")}</h2>
      {groups.map(({ group, tasks }) => (
        <div key={group}>
          <GroupHead group={group} now={now} />
          <ul>
            {tasks.map((task, at) => (
              <Line
                key={task.key}
                task={task}
                now={now}
                first={group === "today" && at === 0}
                late={group === "overdue"}
              />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function GroupHead({ group, now }: { readonly group: AgendaGroup; readonly now: Date }) {
  const t = useTranslations("home");
  const locale = asLocale(useLocale());
  const sunday = new Date(now.getTime() + ((7 - new Date(now.getTime() + 8 * 3_600_000).getUTCDay()) % 7) * DAY_MS);
  const beside =
    group === "today"
      ? t("todayIs", { day: beijingDay(now), weekday: weekday(locale, now) })
      : group === "week"
        ? t("weekTo", { day: beijingDay(sunday) })
        : "";
  return (
    <h3 className={group === "overdue" ? "late" : undefined}>
      {group === "overdue" ? <Icon name="bad" /> : null}
      {t(`groups.${group}`)} {beside ? <span>{beside}</span> : null}
    </h3>
  );
}

type LineProps = { readonly task: AgendaTask; readonly now: Date; readonly first: boolean; readonly late: boolean };

function Line({ task, now, first, late }: LineProps) {
  const say = useTaskWords();
  const soon = task.due !== null && !late && task.due.getTime() - now.getTime() < DAY_MS;
  return (
    <li className={first && soon ? "hot" : undefined}>
      <When task={task} now={now} />
      <div className="what">
        <b>
          <Link href={task.link} prefetch={false}>
            {say(task, "title")}
          </Link>
        </b>
        <p>
          {say(task, "detail")} {task.rule ? <RuleLink id={task.rule} /> : null}
        </p>
      </div>
      <Left task={task} now={now} late={late} soon={soon} />
      <Link
        className={buttonClass(first ? "primary" : "plain")}
        href={task.link}
        prefetch={false}
        aria-label={`${say(task, "action")} ${say(task, "title")} ${say(task, "detail")}`.trim()}
      >
        {say(task, "action")}
      </Link>
    </li>
  );
}

/** Midnight is written as 24:00:00 of the day that ends. */
const ends = (due: Date) =>
  beijingClock(due) === "00:00:00"
    ? { day: beijingDay(new Date(due.getTime() - 1)), clock: "24:00:00" }
    : { day: beijingDay(due), clock: beijingClock(due) };

function When({ task: { due, from }, now }: { readonly task: AgendaTask; readonly now: Date }) {
  const t = useTranslations("home");
  if (!due) return <p className="when">{t("noLimit")}</p>;
  const { day, clock } = ends(due);
  const today = beijingDay(now) === day;
  const text = from
    ? t("window", { from: beijingClock(from).slice(0, 5), to: clock.slice(0, 5) })
    : t("before", { time: clock });
  return (
    <p className="when num">
      {today ? text : day}
      {today ? null : <small>{text}</small>}
    </p>
  );
}

function Left({ task, now, late, soon }: Omit<LineProps, "first"> & { readonly soon: boolean }) {
  const t = useTranslations("home");
  const locale = asLocale(useLocale());
  const say = useTaskWords();
  if (!task.due) return <p className="left" />;
  const ms = task.due.getTime() - now.getTime();
  if (late) return <p className="left t-bad">{t("late", { time: remaining(locale, -ms) })}</p>;
  if (!soon) return <p className="left num">{remaining(locale, ms)}</p>;
  return (
    <p className="left">
      {t("left")}
      <b className="num">
        <Countdown to={task.due.getTime()} now={now.getTime()} what={say(task, "title")} />
      </b>
    </p>
  );
}
