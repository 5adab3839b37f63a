"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { refreshWhenFree } from "@/components/ui/refresh-when-free";
import { StateMark } from "@/components/ui/status-tag";

/** Follows the hall's board by server-sent events and asks for the page's facts anew at each line; says how the line is. */
export function HallLive({ lotId, seq }: { readonly lotId: string; readonly seq: number }) {
  const t = useTranslations("opening");
  const router = useRouter();
  const [state, setState] = useState<"good" | "broken">("good");
  useEffect(() => {
    const source = new EventSource(`/api/events/opening/${lotId}?after=${seq}`);
    source.onopen = () => setState("good");
    source.onmessage = () => refreshWhenFree(router);
    source.onerror = () => setState("broken");
    return () => source.close();
  }, [lotId, seq, router]);
  return (
    <StateMark
      tone={state === "good" ? "good" : "attention"}
      label={t(state === "good" ? "connected" : "reconnecting")}
    />
  );
}
