"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { beijingTime } from "@/lib/i18n/instants";
import type { Call } from "./types";

export type PendingMark = {
  readonly bid: string;
  readonly criterion: string;
  readonly value: string;
  readonly reason: string;
  readonly page: string;
};
export type Keeping = {
  /** `15:22:41` of the last mark that the server keeps. */
  readonly savedAt: string;
  /** Marks that wait for the connection. */
  readonly waiting: number;
  readonly offline: boolean;
  /** What the server would not keep, by place. */
  readonly refused: Readonly<Record<string, { readonly message: string; readonly rules: readonly string[] }>>;
};

export const placeOf = ({ bid, criterion }: Pick<PendingMark, "bid" | "criterion">): string => `${bid} ${criterion}`;
const AGAIN_MS = 3_000;
/** Answers that say nothing of the mark itself: it waits here and goes out again. */
const PASSING: readonly string[] = ["BUSY", "STILL_RUNNING"];

/**
 * Keeps every mark at once, one after the other. What cannot be sent waits in this browser, survives a reload, and goes
 * out in order when the connection is back; the newest mark of a place replaces an older one that still waits (ux 7.9).
 *
 * @param seat the member's number: at a computer that two members use, what waits of one never goes out as the other's
 */
export function useKeepMarks(lotId: string, seat: number, phase: string, save: Call) {
  const store = `xinbiao-marks-${lotId}-${seat}-${phase}`;
  const queue = useRef(new Map<string, PendingMark>());
  const sending = useRef(false);
  const [state, setState] = useState<Keeping>({ savedAt: "", waiting: 0, offline: false, refused: {} });

  const note = useCallback(() => {
    const all = [...queue.current.values()];
    if (all.length > 0) localStorage.setItem(store, JSON.stringify(all));
    else localStorage.removeItem(store);
    setState((now) => ({ ...now, waiting: all.length }));
  }, [store]);

  const flush = useCallback(async () => {
    if (sending.current) return;
    sending.current = true;
    try {
      for (let next = first(queue.current); next; next = first(queue.current)) {
        const [place, mark] = next;
        const answer = await save({ lotId, ...mark });
        if (!answer.ok && PASSING.includes(answer.code)) throw new Error(answer.code);
        // Typed over while it was on its way: the newer one goes out by itself.
        if (queue.current.get(place) === mark) queue.current.delete(place);
        setState((now) => {
          const { [place]: _was, ...others } = now.refused;
          if (!answer.ok)
            return {
              ...now,
              offline: false,
              refused: { ...others, [place]: { message: answer.message, rules: answer.rules } },
            };
          return {
            ...now,
            offline: false,
            refused: others,
            savedAt: beijingTime(new Date(answer.value.savedAt)).slice(11),
          };
        });
        note();
      }
    } catch {
      // No answer, or none about the mark: the marks stay here, and only the submission has to wait.
      setState((now) => ({ ...now, offline: true }));
    } finally {
      sending.current = false;
    }
  }, [lotId, save, note]);

  useEffect(() => {
    for (const mark of JSON.parse(localStorage.getItem(store) ?? "[]") as PendingMark[])
      queue.current.set(placeOf(mark), mark);
    note();
    void flush();
    const again = setInterval(() => queue.current.size > 0 && void flush(), AGAIN_MS);
    const back = () => void flush();
    window.addEventListener("online", back);
    return () => {
      clearInterval(again);
      window.removeEventListener("online", back);
    };
  }, [store, flush, note]);

  const keep = useCallback(
    (mark: PendingMark) => {
      queue.current.set(placeOf(mark), mark);
      note();
      void flush();
    },
    [flush, note],
  );
  return { ...state, keep };
}

const first = <V>(queue: ReadonlyMap<string, V>): readonly [string, V] | undefined => queue.entries().next().value;
