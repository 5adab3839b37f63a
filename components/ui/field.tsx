"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { useFieldError } from "./act-context";
import { useFieldId } from "./field-id";
import { Icon } from "./icon";

type Frame = {
  readonly name: string;
  readonly label: ReactNode;
  /** Help stands before the field, not in a tooltip. */
  readonly hint?: ReactNode;
  /** Required is normal; what is not says so. */
  readonly optional?: boolean;
  /** Unit behind the field: 元, 日. */
  readonly unit?: string;
  /** Error from elsewhere than the form around it. */
  readonly error?: string;
};

const useIds = (name: string, hint: unknown, error: unknown) => {
  const id = useFieldId(name);
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return { id, described: described || undefined };
};

function FieldFrame({ name, label, hint, optional, unit, error, children }: Frame & { readonly children: ReactNode }) {
  const t = useTranslations("ui");
  const id = useFieldId(name);
  return (
    <div className={unit ? "field row-unit" : "field"}>
      <label htmlFor={id}>
        {label}
        {optional ? <span className="opt">{t("optional")}</span> : null}
      </label>
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {unit ? (
        <div className="unit-of">
          {children}
          <span>{unit}</span>
        </div>
      ) : (
        children
      )}
      <FieldError id={id} error={error} />
    </div>
  );
}

export function FieldError({ id, error }: { readonly id: string; readonly error: string | undefined }) {
  if (!error) return null;
  return (
    <p className="err-t" id={`${id}-error`}>
      <Icon name="bad" />
      <span>{error}</span>
    </p>
  );
}

function useControl(frame: Frame) {
  const own = useFieldError(frame.name.replace(/\[\]$/, ""));
  const error = frame.error ?? own;
  const { id, described } = useIds(frame.name, frame.hint, error);
  return {
    error,
    control: {
      id,
      name: frame.name,
      "aria-describedby": described,
      "aria-invalid": error ? true : undefined,
      required: frame.optional ? undefined : true,
    },
  };
}

const split = <P extends Frame>({ name, label, hint, optional, unit, error, ...rest }: P) => ({
  frame: { name, label, ...pick({ hint, optional, unit, error }) } as Frame,
  rest,
});
const pick = (given: object) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

type TextProps = Frame & Omit<ComponentProps<"input">, keyof Frame | "id" | "className"> & { readonly short?: boolean };

/** One line: text, number, date, e-mail, password … The unit stands behind, the label above. */
export function TextField({ short, ...props }: TextProps) {
  const { frame, rest } = split(props);
  const { error, control } = useControl(frame);
  return (
    <FieldFrame {...frame} {...(error ? { error } : {})}>
      <input type="text" className={short || frame.unit ? "inp short" : "inp"} {...rest} {...control} />
    </FieldFrame>
  );
}

type AreaProps = Frame & Omit<ComponentProps<"textarea">, keyof Frame | "id" | "className">;

export function TextArea(props: AreaProps) {
  const { frame, rest } = split(props);
  const { error, control } = useControl(frame);
  return (
    <FieldFrame {...frame} {...(error ? { error } : {})}>
      <textarea className="inp" rows={4} {...rest} {...control} />
    </FieldFrame>
  );
}

export type Option = {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
};
type SelectProps = Frame &
  Omit<ComponentProps<"select">, keyof Frame | "id" | "className" | "children"> & {
    readonly options: readonly Option[];
    /** First, empty choice; left out where there is a default. */
    readonly placeholder?: string;
  };

export function SelectField({ options, placeholder, ...props }: SelectProps) {
  const { frame, rest } = split(props);
  const { error, control } = useControl(frame);
  return (
    <FieldFrame {...frame} {...(error ? { error } : {})}>
      <select className="inp" {...rest} {...control}>
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
