"use client";

import { useSyncExternalStore } from "react";

/** What the platform has answered to a signed statement about a bid, before the page's own facts say so. */
export type Answered = { readonly seq: number; readonly state: "submitted" | "withdrawn" };

const answers = new Map<string, Answered>();
const watchers = new Set<() => void>();

/** Tells every part of this page that the platform has registered the statement with number `seq`. */
export function noteAnswer(bidId: string, answer: Answered): void {
  answers.set(bidId, answer);
  for (const tell of watchers) tell();
}

/** The answer that is newer than the page, whose facts reach to number `seq`; null when the page has caught up. */
export function newerAnswer(bidId: string, seq: number): Answered | null {
  const answer = answers.get(bidId);
  return answer && answer.seq > seq ? answer : null;
}

/** {@link newerAnswer}, followed. */
export const useAnswer = (bidId: string, seq: number): Answered | null =>
  useSyncExternalStore(
    watch,
    () => newerAnswer(bidId, seq),
    () => null,
  );

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
