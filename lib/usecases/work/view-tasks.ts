import type { Actor } from "@/lib/domain/actor";
import { AGENDA_GROUPS, type AgendaGroup, agendaGroup } from "@/lib/domain/agenda";
import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "@/lib/store/clock";
import type { Deps } from "@/lib/usecases/deps";
import { TASK_PROVIDERS } from "./providers";
import type { Task } from "./task";

export type TasksView = {
  readonly now: Date;
  readonly mine: number;
  readonly groups: readonly { readonly group: AgendaGroup; readonly tasks: readonly Task[] }[];
  /** What others have to do for me, soonest first. */
  readonly waiting: readonly Task[];
};

/** Soonest first; without a time limit last. */
const byDue = (a: Task, b: Task): number =>
  (a.due?.getTime() ?? Infinity) - (b.due?.getTime() ?? Infinity) || (a.key < b.key ? -1 : 1);

/** What the actor has to do, until when, and what waits for others (ux 7.3). @throws {Refusal} SIGN_IN_NEEDED */
export async function viewTasks(actor: Actor, _input: Record<never, never>, deps: Deps): Promise<TasksView> {
  if (actor.role === "public") throw new Refusal("SIGN_IN_NEEDED", {});
  const now = await platformNow();
  const all = (await Promise.all(TASK_PROVIDERS.map((provide) => provide(actor, now, deps)))).flat().sort(byDue);
  const mine = all.filter(({ waits }) => waits !== "others");
  const groups = AGENDA_GROUPS.map((group) => ({
    group,
    tasks: mine.filter(({ due }) => agendaGroup(due, now) === group),
  }));
  return {
    now,
    mine: mine.length,
    groups: groups.filter(({ tasks }) => tasks.length > 0),
    waiting: all.filter(({ waits }) => waits === "others"),
  };
}

/** Number of to-dos, for menu and choice of identity; an unchosen identity has none. */
export async function countTasks(actor: Actor, deps: Deps): Promise<number> {
  if (actor.role === "public") return 0;
  const now = await platformNow();
  const all = (await Promise.all(TASK_PROVIDERS.map((provide) => provide(actor, now, deps)))).flat();
  return all.filter(({ waits }) => waits !== "others").length;
}
