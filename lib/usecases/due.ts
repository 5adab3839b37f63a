import type { Deps } from "./deps";

/**
 * Something that falls due by time alone: a deadline, a window, a notice period (architecture 2.8). The clockwork asks
 * again and again and calls `run` for what is due; `due` is computed anew from facts and the platform's clock, and `run`
 * twice changes nothing, so neither a restart nor a second worker can make a difference.
 */
export type DueProvider = {
  readonly name: string;
  /** Ids of what is due at `now`; few, oldest first. */
  due(now: Date): Promise<readonly string[]>;
  /** Does what is due for one id. @throws to be asked again, later and later */
  run(id: string, deps: Deps): Promise<void>;
};
