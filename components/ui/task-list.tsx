import Link from "next/link";
import type { StateTerm } from "@/lib/i18n/terms";
import { StateMark } from "./status-tag";

export type Task = {
  readonly href?: string;
  readonly label: string;
  readonly state: StateTerm;
  readonly current?: boolean;
};

/** Task list of an editor: any order where possible, each task one page. */
export function TaskList({ label, items }: { readonly label: string; readonly items: readonly Task[] }) {
  return (
    <nav aria-label={label}>
      <h2>{label}</h2>
      <ol className="tasks">
        {items.map((task, at) => {
          const inside = (
            <>
              <span>
                {at + 1} {task.label}
              </span>
              <StateMark term={task.state} />
            </>
          );
          return (
            <li key={task.label}>
              {task.href ? (
                <Link href={task.href} prefetch={false} aria-current={task.current ? "step" : undefined}>
                  {inside}
                </Link>
              ) : (
                <span className="off">{inside}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
