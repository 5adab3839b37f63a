"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";

/**
 * Reads the opening schedule aloud with the browser's own voice, line by line; the table beside it is its caption. Not
 * shown where the browser has no voice.
 */
export function ReadAloud({ sentences }: { readonly sentences: readonly string[] }) {
  const t = useTranslations("opening.aloud");
  const locale = useLocale();
  const [can, setCan] = useState(false);
  const [reading, setReading] = useState(false);
  useEffect(() => {
    setCan("speechSynthesis" in window);
    // Who leaves the hall does not want to hear it on the next page.
    return () => window.speechSynthesis?.cancel();
  }, []);
  if (!can) return null;
  const stop = () => {
    window.speechSynthesis.cancel();
    setReading(false);
  };
  const start = () => {
    window.speechSynthesis.cancel();
    sentences.forEach((sentence, at) => {
      const words = new SpeechSynthesisUtterance(sentence);
      words.lang = locale;
      if (at === sentences.length - 1) words.onend = () => setReading(false);
      words.onerror = () => setReading(false);
      window.speechSynthesis.speak(words);
    });
    setReading(true);
  };
  return (
    <Button size="sm" aria-pressed={reading} onClick={reading ? stop : start}>
      {t(reading ? "stop" : "start")}
    </Button>
  );
}
