"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { TextField } from "@/components/ui/field";
import { beijingIso } from "@/lib/i18n/format";

type Props = {
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string;
  /** ISO instant, or "". */
  readonly value: string;
  readonly onChange: (iso: string) => void;
};

/** An instant in Beijing time, to the second, whatever zone the computer is in. */
export function BeijingInput({ name, label, hint, error, value, onChange }: Props) {
  const t = useTranslations("tender.editor");
  return (
    <TextField
      name={name}
      label={label}
      hint={hint}
      {...(error ? { error } : {})}
      type="datetime-local"
      step={1}
      unit={t("beijing")}
      value={value ? beijingIso(new Date(value)).slice(0, 19) : ""}
      onChange={({ target }) => {
        const full = target.value.length === 16 ? `${target.value}:00` : target.value;
        onChange(full ? new Date(`${full}+08:00`).toISOString() : "");
      }}
    />
  );
}
