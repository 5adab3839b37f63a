"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { refreshWhenFree } from "@/components/ui/refresh-when-free";
import { StateMark } from "@/components/ui/status-tag";

type Props = {
  readonly lotId: string;
  /** Newest line that the page shows. */
  readonly seq: number;
  /** Nobody waits for this one: not a bidder, not the host. */
  readonly onlooker: boolean;
};

/** Onlookers ask for the page anew within so many ms, each at its own moment: thousands at once would ask for it. */
const SPREAD_MS = 2_500;

/**
 * Follows the hall's board by server-sent events and asks for the page's facts anew at each line; says how the line is. One
 * stream for as long as the page stands: after a break the browser goes on behind the last number it saw.
 */
export function HallLive({ lotId, seq, onlooker }: Props) {
  const t = useTranslations("opening");
  const router = useRouter();
  const [state, setState] = useState<"good" | "broken">("good");
  const first = useRef(seq);
  useEffect(() => {
    const source = new EventSource(`/api/events/opening/${lotId}?after=${first.current}`);
    let waiting: number | undefined;
    source.onopen = () => setState("good");
    source.onmessage = () => {
      if (!onlooker) return refreshWhenFree(router);
      waiting ??= window.setTimeout(() => {
        waiting = undefined;
        refreshWhenFree(router);
      }, Math.random() * SPREAD_MS);
    };
    source.onerror = () => setState("broken");
    return () => {
      clearTimeout(waiting);
      source.close();
    };
  }, [lotId, onlooker, router]);
  return (
    <StateMark
      tone={state === "good" ? "good" : "attention"}
      label={t(state === "good" ? "connected" : "reconnecting")}
    />
  );
}
