"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { TextField } from "@/components/ui/field";
import { parseYuan, yuan } from "@/lib/kernel/money";

type Props = {
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
  /** Yuan with two decimals, or "". */
  readonly value: string;
  readonly onChange: (yuan: string) => void;
};

/** An amount as people type it; handed on with two decimals once it is one. */
export function YuanInput({ name, label, hint, optional = false, value, onChange }: Props) {
  const t = useTranslations("tender.editor");
  const [text, setText] = useState(value);
  const take = (typed: string) => {
    setText(typed);
    const amount = parseYuan(typed.replaceAll(",", ""));
    if (typed.trim() === "") onChange("");
    else if (amount !== null && amount >= 0n) onChange(yuan(amount));
  };
  const wrong = text.trim() !== "" && parseYuan(text.replaceAll(",", "")) === null;
  return (
    <TextField
      name={name}
      label={label}
      hint={hint}
      optional={optional}
      unit={t("yuan")}
      inputMode="decimal"
      {...(wrong ? { error: t("notYuan") } : {})}
      value={text}
      onChange={(event) => take(event.target.value)}
      onBlur={() => setText(value)}
    />
  );
}
