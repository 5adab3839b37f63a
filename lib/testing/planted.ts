import type { Forger } from "./forger";
import { PLANTED_FULL } from "./planted-full";
import { PLANTED_OPEN } from "./planted-open";

/** What went wrong, in which package, and which check of protocol §8 must name it. */
export type Planted = {
  readonly name: string;
  readonly in: "full" | "open";
  readonly check: number;
  /** Code of the finding, the same in both verifiers. */
  readonly code: RegExp;
  plant(forger: Forger): Promise<void> | void;
};

/** One of each kind of thing that an operator with database, object store and platform keys can do. */
export const PLANTED: readonly Planted[] = [...PLANTED_OPEN, ...PLANTED_FULL];
