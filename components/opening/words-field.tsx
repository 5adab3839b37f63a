"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import { checkWords, replaceWord, WORDS } from "@/lib/crypto/word-check";

type Props = { readonly value: string; readonly onChange: (value: string) => void };

/** 24 words, or what a printed code holds, with the list's own spelling while one types (protocol §2.11). */
export function WordsField({ value, onChange }: Props) {
  const t = useTranslations("opening.wordCheck");
  const checked = value.trim().startsWith("SBC1:") ? null : checkWords(value);
  const unknown = (checked?.words ?? [])
    .map((word, at) => ({ ...word, at }))
    .filter(({ known, at }) => !known && (at < (checked?.words.length ?? 0) - 1 || checked?.words.length === WORDS));
  return (
    <>
      <TextArea
        name="words"
        label={t("label")}
        hint={t("hint")}
        rows={4}
        value={value}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
      {checked && checked.state !== "empty" ? (
        <p className="sec" role="status">
          {t(`state.${checked.state}`, { count: checked.words.length })}
        </p>
      ) : null}
      {unknown.map(({ word, at, suggestions }) => (
        <p key={`${at} ${word}`} className="row gap16">
          <span>{t("unknown", { place: at + 1, word })}</span>
          {suggestions.map((one) => (
            <Button key={one} size="sm" onClick={() => onChange(replaceWord(value, at, one))}>
              {t("use", { word: one })}
            </Button>
          ))}
        </p>
      ))}
    </>
  );
}

/** Whether what stands there can be tried at all: all 24 words with a right checksum, or a code. */
export const wordsAreWhole = (value: string): boolean =>
  value.trim().startsWith("SBC1:") || checkWords(value).state === "good";
