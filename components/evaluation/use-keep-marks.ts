"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { type Box, type Keeping, type MarkQueue, makeMarkQueue, NOTHING_KEPT, type PendingMark } from "./mark-queue";
import type { Call } from "./types";

const AGAIN_MS = 3_000;

/**
 * The queue of one's own marks: kept in this browser, tried again every few seconds and when the connection is back.
 *
 * @param seat the membership: at a computer that two members use, what waits of one never goes out as the other's, not even
 *   as that of whoever replaced them at their number
 */
export function useKeepMarks(lotId: string, seat: string, phase: string, save: Call) {
  const store = `xinbiao-marks-${lotId}-${seat}-${phase}`;
  const queue = useRef<MarkQueue | null>(null);
  const [state, setState] = useState<Keeping>(NOTHING_KEPT);
  const [restored, setRestored] = useState<readonly PendingMark[]>([]);
  // A page fetched anew brings a new reference of the action; the queue and what stands in its form stay.
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });

  useEffect(() => {
    const own = makeMarkQueue(boxAt(store), (mark) => latest.current({ lotId, ...mark }), setState);
    queue.current = own;
    setRestored(own.restored);
    const go = () => void own.flush();
    go();
    const again = setInterval(go, AGAIN_MS);
    window.addEventListener("online", go);
    return () => {
      clearInterval(again);
      window.removeEventListener("online", go);
    };
  }, [lotId, store]);

  const keep = useCallback((mark: PendingMark) => queue.current?.keep(mark), []);
  return { ...state, restored, keep };
}

/** A browser that keeps nothing, or something else, must not keep marks from going out: they then wait in the page alone. */
const boxAt = (name: string): Box => ({
  read: () => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(name) ?? "[]");
      return Array.isArray(kept) ? (kept as PendingMark[]) : [];
    } catch {
      return [];
    }
  },
  write: (marks) => {
    try {
      if (marks.length > 0) localStorage.setItem(name, JSON.stringify(marks));
      else localStorage.removeItem(name);
    } catch {
      // said above
    }
  },
});
