"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { beijingClock } from "@/lib/i18n/format";

type Draft = {
  readonly form: Readonly<Record<string, string>>;
  readonly files: readonly { readonly name: string; readonly role: string; readonly sizeBytes: number }[];
};
type Options = {
  readonly bidId: string;
  readonly draft: Draft;
  readonly seenAt: string;
  readonly save: (input: {
    bidId: string;
    draft: Draft;
    seenAt: string;
  }) => Promise<{ ok: boolean; value?: { seenAt: string }; message?: string }>;
};

/** Saves the draft two seconds after the last change; says when, or why not. @returns the sentence to show */
export function useDraft({ bidId, draft, seenAt, save }: Options): string {
  const t = useTranslations("bid");
  const [said, setSaid] = useState("");
  const mark = useRef(seenAt);
  const text = JSON.stringify(draft);
  const saved = useRef(text);
  useEffect(() => {
    if (text === saved.current) return;
    const timer = setTimeout(async () => {
      const answer = await save({ bidId, draft: JSON.parse(text) as Draft, seenAt: mark.current }).catch(() => null);
      if (answer?.ok && answer.value) {
        mark.current = answer.value.seenAt;
        saved.current = text;
        setSaid(t("savedAt", { time: beijingClock(new Date(answer.value.seenAt)) }));
      } else setSaid(answer?.message ?? t("notSaved"));
    }, 2000);
    return () => clearTimeout(timer);
  }, [text, bidId, save, t]);
  return said;
}
