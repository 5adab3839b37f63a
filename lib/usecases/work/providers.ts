import type { TaskProvider } from "./task";
import { awardTasks } from "./tasks-award";
import { bidTasks } from "./tasks-bid";
import { clarificationTasks } from "./tasks-clarification";
import { contractTasks } from "./tasks-contract";
import { evaluationTasks } from "./tasks-evaluation";
import { identityTasks } from "./tasks-identity";
import { tenderTasks } from "./tasks-tender";

/** Whoever has to-dos to show adds a line; one file `tasks-<noun>.ts` for each noun. */
export const TASK_PROVIDERS: readonly TaskProvider[] = [
  identityTasks,
  bidTasks,
  clarificationTasks,
  evaluationTasks,
  awardTasks,
  contractTasks,
  tenderTasks,
];
