import type { TaskProvider } from "./task";
import { identityTasks } from "./tasks-identity";
import { tenderTasks } from "./tasks-tender";

/** Whoever has to-dos to show adds a line; one file `tasks-<noun>.ts` for each noun. */
export const TASK_PROVIDERS: readonly TaskProvider[] = [identityTasks, tenderTasks];
