"use client";

import type { ReactNode } from "react";
import { StatusTag } from "@/components/ui/status-tag";
import { BID_TERMS } from "@/lib/i18n/terms";
import { useAnswer } from "./answered";

/** State of a bid at the head of its page: what was just registered stands here before the page is fetched anew. */
export function BidTag({
  bidId,
  seq,
  children,
}: {
  readonly bidId: string;
  readonly seq: number;
  readonly children: ReactNode;
}) {
  const answer = useAnswer(bidId, seq);
  return answer ? <StatusTag term={BID_TERMS[answer.state]} /> : children;
}
