"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ActFailure } from "@/components/ui/act-context";
import { beijingClock } from "@/lib/i18n/format";

type Answer = { readonly ok: true; readonly value: { readonly version: number } } | ActFailure;
export type SaveSection = (input: {
  lotId: string;
  section: string;
  value: unknown;
  version: number;
}) => Promise<Answer>;

export type SectionProps<T> = {
  readonly lotId: string;
  readonly section: string;
  readonly value: T;
  readonly version: number;
  readonly save: SaveSection;
};

/** What is said beside the form, and what the refusal was where one must be read. */
export type Saving = { readonly said: string; readonly failure: ActFailure | null; readonly now: () => void };

const AFTER_MS = 2000;

/**
 * One section in the editor: saved two seconds after the last change and by the button. What is not yet well formed stays
 * here and is said so; what somebody else saved meanwhile is refused, and nothing typed is lost.
 */
export function useSection<T>({ lotId, section, value: initial, version, save }: SectionProps<T>) {
  const t = useTranslations("tender.editor");
  const router = useRouter();
  const [value, setValue] = useState(initial);
  const [said, setSaid] = useState("");
  const [failure, setFailure] = useState<ActFailure | null>(null);
  const mark = useRef(version);
  const text = JSON.stringify(value);
  const saved = useRef(text);
  const busy = useRef(false);
  const store = useCallback(
    async (given: string, aloud: boolean) => {
      if (busy.current || (given === saved.current && !aloud)) return;
      busy.current = true;
      setSaid(t("saving"));
      const answer = await save({ lotId, section, value: JSON.parse(given), version: mark.current }).catch(() => null);
      busy.current = false;
      if (answer?.ok) {
        mark.current = answer.value.version;
        saved.current = given;
        setFailure(null);
        setSaid(t("savedAt", { time: beijingClock(new Date()) }));
        router.refresh();
      } else {
        setSaid(answer?.code === "INPUT_INVALID" ? t("unfinished") : (answer?.message ?? t("notSaved")));
        if (aloud || answer?.code === "STALE") setFailure(answer);
      }
    },
    [lotId, section, save, router, t],
  );
  useEffect(() => {
    if (text === saved.current) return;
    const timer = setTimeout(() => void store(text, false), AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, store]);
  const saving: Saving = { said, failure, now: () => void store(text, true) };
  return { value, set: setValue, saving };
}
