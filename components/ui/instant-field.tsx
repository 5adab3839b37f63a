"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useFieldError } from "./act-context";
import { FieldError } from "./field";
import { fieldId } from "./field-id";

type Props = {
  /** Sent as `2026-12-01T09:30:00+08:00`. */
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
  /** Beijing, `2026-12-01 09:30:00`. */
  readonly value?: string;
  readonly min?: string;
};

/** An instant in Beijing time: day and time with seconds, whatever zone the computer is in. */
export function InstantField({ name, label, hint, optional, value = "", min }: Props) {
  const t = useTranslations("ui");
  const error = useFieldError(name);
  const id = fieldId(name);
  const [day, setDay] = useState(value.slice(0, 10));
  const [time, setTime] = useState(value.slice(11, 19));
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;
  const full = day && time ? `${day}T${time.length === 5 ? `${time}:00` : time}+08:00` : "";
  const shared = {
    className: "inp short",
    "aria-describedby": described,
    "aria-invalid": error ? true : undefined,
    required: !optional,
  } as const;
  return (
    <fieldset className="field">
      <legend>
        {label}
        {optional ? <span className="opt">{t("optional")}</span> : null}
      </legend>
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      <div className="row">
        <input
          {...shared}
          id={id}
          type="date"
          aria-label={t("day")}
          value={day}
          min={min}
          onChange={(e) => setDay(e.target.value)}
        />
        <input
          {...shared}
          type="time"
          step={1}
          aria-label={t("time")}
          value={time}
          onChange={(e) => setTime(e.target.value)}
        />
        <span className="sub">{t("beijing")}</span>
      </div>
      <input type="hidden" name={name} value={full} />
      <FieldError id={id} error={error} />
    </fieldset>
  );
}
