"use client";

import { type ReactNode, useState } from "react";
import { SelectField, TextField } from "@/components/ui/field";

type Props = {
  readonly forms: readonly { readonly value: string; readonly label: string }[];
  readonly label: string;
  readonly number: string;
  /** Asked of guarantees and policies alone: money has no last day. */
  readonly until: { readonly label: string; readonly hint: ReactNode; readonly value: string };
  /** Fields between form and number. */
  readonly children?: ReactNode;
};

/** Form and number of a bond, and the last day of what ends. */
export function BondFields({ forms, label, number, until, children }: Props) {
  const [form, setForm] = useState(forms[0]?.value ?? "");
  return (
    <>
      <SelectField
        name="form"
        label={label}
        options={forms}
        value={form}
        onChange={(event) => setForm(event.target.value)}
      />
      {children}
      <TextField name="number" label={number} />
      {form === "transfer" ? null : (
        <TextField name="validTo" type="date" label={until.label} hint={until.hint} defaultValue={until.value} />
      )}
    </>
  );
}
