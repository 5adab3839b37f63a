import { type Reason, reasonOf } from "./reasons";

/** One line of the verifier. `none`: nothing of the kind belongs into such an archive. */
export type Finding = {
  /** Number of the check in protocol §8. */
  readonly check: number;
  readonly code: string;
  readonly state: "ok" | "false" | "missing" | "none";
  readonly zh: string;
  readonly en: string;
  readonly reason?: Reason;
  readonly detail?: string;
};

/** What is written down while an archive is checked. */
export type Book = {
  readonly findings: Finding[];
  /** Runs a check: what it throws with a reason is "false", what it lacks is "missing". @returns what it found, or null */
  check<T>(check: number, code: string, zh: string, en: string, run: () => Promise<T> | T): Promise<T | null>;
  note(state: "missing" | "none", check: number, code: string, zh: string, en: string): void;
};

/** Ends a check because something is not there. */
export function lacks(detail: string): never {
  throw Object.assign(new Error(detail), { lacking: true });
}

export function newBook(): Book {
  const findings: Finding[] = [];
  return {
    findings,
    note: (state, check, code, zh, en) => void findings.push({ check, code, state, zh, en }),
    check: async (check, code, zh, en, run) => {
      try {
        const found = await run();
        findings.push({ check, code, state: "ok", zh, en });
        return found;
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        if (error instanceof Error && "lacking" in error)
          findings.push({ check, code, state: "missing", zh, en, detail });
        else findings.push({ check, code, state: "false", zh, en, reason: reasonOf(error) ?? "archive", detail });
        return null;
      }
    },
  };
}
