import type { Actor } from "@/lib/domain/actor";
import type { Deps } from "@/lib/usecases/deps";

/**
 * Something to do, derived from state and never stored: it disappears when it is done by anybody entitled (ux 7.3).
 * Words: `lib/i18n/messages/<locale>/tasks.json`, `<kind>.title`, `<kind>.detail`, `<kind>.action`, with `facts` put in.
 */
export type Task = {
  /** The same for the same thing to do: kind and id of its object. */
  readonly key: string;
  readonly kind: string;
  readonly facts: Readonly<Record<string, string | number>>;
  /** Due before this instant; null: no time limit. */
  readonly due: Date | null;
  /** For windows: when it begins. Absent: now. */
  readonly from?: Date;
  readonly link: string;
  readonly rule?: string;
  /** Mine, or somebody else's that I wait for: then `facts.who` says whose and `due` until when. */
  readonly waits?: "others";
};

/** Assembles the to-dos of one noun for whoever asks; runs at every visit of the workbench, so a few indexed queries. */
export type TaskProvider = (actor: Actor, now: Date, deps: Deps) => Promise<readonly Task[]>;
