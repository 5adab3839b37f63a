import type { ActFailure, ActState } from "@/components/ui/act-context";

export type PendingMark = {
  readonly bid: string;
  readonly criterion: string;
  readonly value: string;
  readonly reason: string;
  readonly page: string;
};
export type Refused = { readonly message: string; readonly rules: readonly string[] };
export type Keeping = {
  /** When the server kept the last mark. */
  readonly savedAt: Date | null;
  /** Marks that wait here. */
  readonly waiting: number;
  /** No answer came: they wait for the connection. */
  readonly offline: boolean;
  /** An answer came that says nothing of the mark itself: they wait for its cause to pass. */
  readonly held: ActFailure | null;
  /** What the server would not keep, by place. */
  readonly refused: Readonly<Record<string, Refused>>;
};
export const NOTHING_KEPT: Keeping = { savedAt: null, waiting: 0, offline: false, held: null, refused: {} };

/** Where marks wait that have not come through: survives a reload of the page. */
export type Box = {
  readonly read: () => readonly PendingMark[];
  readonly write: (marks: readonly PendingMark[]) => void;
};
export type MarkQueue = {
  /** What still waited from before the page was opened. */
  readonly restored: readonly PendingMark[];
  readonly keep: (mark: PendingMark) => void;
  /** Sends what waits, in order; one round at a time. */
  readonly flush: () => Promise<void>;
};

export const placeOf = ({ bid, criterion }: Pick<PendingMark, "bid" | "criterion">): string => `${bid} ${criterion}`;

/**
 * Answers that say nothing of the mark: rows held by others, the same act under way, a session that ended, a fault of
 * ours, an evaluation that stands still. A mark that met one is not refused: it waits, and goes out again as it is.
 */
const PASSING: readonly string[] = ["BUSY", "STILL_RUNNING", "SIGN_IN_NEEDED", "SERVICE_DOWN", "DEFECT", "SUSPENDED"];

/**
 * Keeps every mark at once, one after the other. What cannot be sent waits, and goes out in order when it can; the newest
 * mark of a place replaces an older one that still waits (ux 7.9).
 */
export function makeMarkQueue(
  box: Box,
  save: (mark: PendingMark) => Promise<ActState<{ readonly savedAt: Date | string }>>,
  tell: (change: (now: Keeping) => Keeping) => void,
): MarkQueue {
  const queue = new Map(box.read().map((mark) => [placeOf(mark), mark]));
  const restored = [...queue.values()];
  let sending = false;

  const note = () => {
    const all = [...queue.values()];
    box.write(all);
    tell((now) => ({ ...now, waiting: all.length }));
  };
  /** @returns whether the next one may go out */
  const send = async ([place, mark]: readonly [string, PendingMark]): Promise<boolean> => {
    const answer = await save(mark);
    if (!answer.ok && PASSING.includes(answer.code)) {
      // The same trouble again is told once: a dialog that somebody closed does not open anew at every try.
      tell((now) => ({ ...now, offline: false, held: now.held?.code === answer.code ? now.held : answer }));
      return false;
    }
    // Typed over while it was on its way: the newer one goes out by itself.
    if (queue.get(place) === mark) queue.delete(place);
    tell((now) => {
      const { [place]: _was, ...others } = now.refused;
      const through = { ...now, offline: false, held: null };
      return answer.ok
        ? { ...through, refused: others, savedAt: new Date(answer.value.savedAt) }
        : { ...through, refused: { ...others, [place]: { message: answer.message, rules: answer.rules } } };
    });
    note();
    return true;
  };
  const flush = async () => {
    if (sending) return;
    sending = true;
    try {
      for (let next = first(queue); next && (await send(next)); next = first(queue));
    } catch {
      // No answer: the marks stay here, and only the submission has to wait.
      tell((now) => ({ ...now, offline: true, held: null }));
    } finally {
      sending = false;
    }
  };
  note();
  return {
    restored,
    keep: (mark) => {
      queue.set(placeOf(mark), mark);
      note();
      void flush();
    },
    flush,
  };
}

const first = <V>(queue: ReadonlyMap<string, V>): readonly [string, V] | undefined => queue.entries().next().value;
