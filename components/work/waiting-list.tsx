import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { RuleLink } from "@/components/ui/rule-link";
import { beijingTime } from "@/lib/i18n/instants";
import type { AgendaTask } from "./agenda-list";
import { useTaskWords } from "./task-words";

/** What others have to do for me, and until when: that ends telephone calls. */
export function WaitingList({ tasks }: { readonly tasks: readonly AgendaTask[] }) {
  const t = useTranslations("home");
  const say = useTaskWords();
  if (tasks.length === 0) return <EmptyState>{t("emptyOthers")}</EmptyState>;
  return (
    <ul className="lines">
      {tasks.map((task) => (
        <li key={task.key}>
          <Link href={task.link} prefetch={false}>
            {say(task, "title")}
          </Link>{" "}
          {say(task, "detail")} {task.rule ? <RuleLink id={task.rule} /> : null}
          <br />
          <span className="sub">
            {task.due ? t("waitUntil", { who: say(task, "who"), at: beijingTime(task.due) }) : say(task, "who")}
          </span>
        </li>
      ))}
    </ul>
  );
}
