"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import type { FormTerms, QualificationTerms, RequirementKind } from "@/lib/domain/terms";
import { SectionFrame } from "./section-frame";
import { type SectionProps, useSection } from "./use-section";

const KINDS: readonly RequirementKind[] = ["1", "2", "3", "4", "5", "9"];

const changed = <T,>(list: readonly T[], at: number, part: Partial<T>): T[] =>
  list.map((one, index) => (index === at ? { ...one, ...part } : one));
const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);

export function QualificationSection(props: SectionProps<QualificationTerms>) {
  const t = useTranslations("tender.qualification");
  const { value, set, saving } = useSection(props);
  const { requirements } = value;
  return (
    <SectionFrame saving={saving}>
      {requirements.map((requirement, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own
        <fieldset className="field" key={at}>
          <legend>{t("requirement", { at: at + 1 })}</legend>
          <SelectField
            name={`kind-${at}`}
            label={t("kind")}
            options={KINDS.map((kind) => ({ value: kind, label: t(`kind${kind}`) }))}
            value={requirement.kind}
            onChange={(e) =>
              set({ ...value, requirements: changed(requirements, at, { kind: e.target.value as RequirementKind }) })
            }
          />
          <TextField
            name={`text-${at}`}
            label={t("text")}
            value={requirement.text}
            onChange={(e) => set({ ...value, requirements: changed(requirements, at, { text: e.target.value }) })}
          />
          {requirements.length > 1 ? (
            <Button size="sm" onClick={() => set({ ...value, requirements: without(requirements, at) })}>
              {t("remove")}
            </Button>
          ) : null}
        </fieldset>
      ))}
      <p>
        <Button onClick={() => set({ ...value, requirements: [...requirements, { kind: "1", text: "" }] })}>
          {t("add")}
        </Button>
      </p>
      <div className="field">
        <label className="chk">
          <input
            type="checkbox"
            checked={value.consortium}
            onChange={(e) => set({ ...value, consortium: e.target.checked, consortiumMax: e.target.checked ? 2 : 0 })}
          />
          <span>{t("consortium")}</span>
        </label>
      </div>
      {value.consortium ? (
        <TextField
          name="consortiumMax"
          label={t("consortiumMax")}
          type="number"
          min={2}
          max={10}
          unit={t("members")}
          value={String(value.consortiumMax)}
          onChange={(e) => set({ ...value, consortiumMax: Number(e.target.value) })}
        />
      ) : null}
    </SectionFrame>
  );
}

/** A key that no other line has: what bids and tools name a field by. */
const freshKey = (taken: readonly string[], stem: string): string => {
  let n = taken.length + 1;
  while (taken.includes(`${stem}${n}`)) n += 1;
  return `${stem}${n}`;
};

export function FormSection(props: SectionProps<FormTerms>) {
  const t = useTranslations("tender.form");
  const { value, set, saving } = useSection(props);
  const { fields, attachments } = value;
  const addField = () =>
    set({
      ...value,
      fields: [
        ...fields,
        {
          key: freshKey(
            fields.map(({ key }) => key),
            "field",
          ),
          label: "",
          required: true,
          hint: "",
        },
      ],
    });
  const addFile = () =>
    set({
      ...value,
      attachments: [
        ...attachments,
        {
          role: freshKey(
            attachments.map(({ role }) => role),
            "file",
          ),
          label: "",
          required: true,
        },
      ],
    });
  return (
    <SectionFrame saving={saving}>
      <p className="hint">{t("standing")}</p>
      <h3>{t("fields")}</h3>
      {fields.map((field, at) => (
        <fieldset className="field" key={field.key}>
          <legend className="code">{field.key}</legend>
          <TextField
            name={`label-${field.key}`}
            label={t("label")}
            value={field.label}
            onChange={(e) => set({ ...value, fields: changed(fields, at, { label: e.target.value }) })}
          />
          <TextField
            name={`hint-${field.key}`}
            label={t("hint")}
            optional
            value={field.hint}
            onChange={(e) => set({ ...value, fields: changed(fields, at, { hint: e.target.value }) })}
          />
          <Required
            checked={field.required}
            label={t("required")}
            onChange={(required) => set({ ...value, fields: changed(fields, at, { required }) })}
          />
          <Button size="sm" onClick={() => set({ ...value, fields: without(fields, at) })}>
            {t("remove")}
          </Button>
        </fieldset>
      ))}
      <p>
        <Button onClick={addField}>{t("addField")}</Button>
      </p>
      <h3>{t("attachments")}</h3>
      {attachments.map((file, at) => (
        <fieldset className="field" key={file.role}>
          <legend className="code">{file.role}</legend>
          <TextField
            name={`file-${file.role}`}
            label={t("label")}
            value={file.label}
            onChange={(e) => set({ ...value, attachments: changed(attachments, at, { label: e.target.value }) })}
          />
          <Required
            checked={file.required}
            label={t("required")}
            onChange={(required) => set({ ...value, attachments: changed(attachments, at, { required }) })}
          />
          <Button size="sm" onClick={() => set({ ...value, attachments: without(attachments, at) })}>
            {t("remove")}
          </Button>
        </fieldset>
      ))}
      <p>
        <Button onClick={addFile}>{t("addFile")}</Button>
      </p>
    </SectionFrame>
  );
}

function Required({
  checked,
  label,
  onChange,
}: {
  readonly checked: boolean;
  readonly label: string;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <label className="chk">
      <input type="checkbox" checked={checked} onChange={(e) => onChange(e.target.checked)} />
      <span>{label}</span>
    </label>
  );
}
