"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFieldError } from "./act-context";
import { FieldError, type Option } from "./field";
import { useFieldId } from "./field-id";

type GroupProps = {
  /** `radio` sends `name` once, `checkbox` sends `name[]`, which `action()` turns into a list. */
  readonly kind: "radio" | "checkbox";
  readonly name: string;
  readonly label: ReactNode;
  readonly options: readonly Option[];
  readonly chosen?: readonly string[];
  readonly hint?: ReactNode;
  readonly optional?: boolean;
};

/** Up to a dozen options, all visible; more belong into a search. */
export function ChoiceGroup({ kind, name, label, options, chosen = [], hint, optional }: GroupProps) {
  const t = useTranslations("ui");
  const error = useFieldError(name);
  const id = useFieldId(name);
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <fieldset className="field" aria-describedby={described || undefined} aria-invalid={error ? true : undefined}>
      <legend>
        {label}
        {optional ? <span className="opt">{t("optional")}</span> : null}
      </legend>
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {options.map((option, at) => (
        <label className="chk" key={option.value}>
          <input
            id={at === 0 ? id : undefined}
            type={kind}
            name={kind === "checkbox" ? `${name}[]` : name}
            value={option.value}
            defaultChecked={chosen.includes(option.value)}
            disabled={option.disabled}
            required={kind === "radio" && !optional}
          />
          <span>
            {option.label}
            {option.hint ? <small>{option.hint}</small> : null}
          </span>
        </label>
      ))}
      <FieldError id={id} error={error} />
    </fieldset>
  );
}

type CheckProps = {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly checked?: boolean;
  readonly required?: boolean;
  /** What is sent when ticked; nothing is sent otherwise. */
  readonly value?: string;
};

/** One yes or no. */
export function CheckField({ name, label, hint, checked, required, value = "true" }: CheckProps) {
  const error = useFieldError(name);
  const id = useFieldId(name);
  return (
    <div className="field">
      <label className="chk">
        <input
          id={id}
          type="checkbox"
          name={name}
          value={value}
          defaultChecked={checked}
          required={required}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
        />
        <span>
          {label}
          {hint ? <small>{hint}</small> : null}
        </span>
      </label>
      <FieldError id={id} error={error} />
    </div>
  );
}
