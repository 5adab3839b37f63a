"use client";

import { useTranslations } from "next-intl";
import { type ChangeEvent, useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";
import { TextArea, TextField } from "@/components/ui/field";

type Form = {
  readonly id: string;
  readonly name: string;
  readonly uses: readonly string[];
  readonly algorithms: readonly string[];
  readonly anchors: string;
  readonly intermediates: string;
  readonly crlUrls: string;
  readonly ocspUrls: string;
  readonly company: string;
  readonly person: string;
  readonly extendedKeyUsages: string;
  readonly distrustAfter: string;
  readonly contact: string;
};
type TextName = Exclude<keyof Form, "uses" | "algorithms">;

type Props = {
  readonly form: Form;
  /** In the list already: its id stays. */
  readonly known: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly prepare: (input: any) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly commit: (input: any) => Promise<any>;
};

const LONG = ["anchors", "intermediates"] as const;
const LINES = ["crlUrls", "ocspUrls", "company", "person", "extendedKeyUsages"] as const;
const OPTIONAL: readonly string[] = ["intermediates", "crlUrls", "ocspUrls", "company", "person", "extendedKeyUsages"];
const SHORTEST_REASON = 4;

/** One authority as an operator proposes it; the signature covers the whole list that would come into force. */
export function AuthorityEditor({ form, known, prepare, commit }: Props) {
  const t = useTranslations("trust");
  const [authority, setAuthority] = useState(form);
  const [reason, setReason] = useState("");
  const text = (name: TextName) => ({
    name,
    label: t(`field.${name}`),
    value: authority[name],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setAuthority((now) => ({ ...now, [name]: event.target.value })),
    ...(OPTIONAL.includes(name) ? { optional: true } : {}),
  });
  const complete =
    reason.trim().length >= SHORTEST_REASON &&
    [authority.id, authority.name, authority.anchors, authority.contact].every((value) => value.trim() !== "") &&
    authority.uses.length > 0 &&
    authority.algorithms.length > 0;
  return (
    <div style={{ maxWidth: 720 }}>
      <p className="sec" style={{ marginBottom: 16 }}>
        {t("editorLead")}
      </p>
      <TextField {...text("id")} hint={t("hint.id")} readOnly={known} maxLength={40} />
      <TextField {...text("name")} maxLength={100} />
      <Ticks name="uses" options={["sign", "tsa"]} form={authority} onChange={setAuthority} />
      <Ticks name="algorithms" options={["rsa", "ecdsa", "sm2"]} form={authority} onChange={setAuthority} />
      {LONG.map((name) => (
        <TextArea key={name} {...text(name)} hint={t("hint.pem")} rows={6} spellCheck={false} />
      ))}
      {LINES.map((name) => (
        <TextArea
          key={name}
          {...text(name)}
          hint={t(`hint.${name === "person" ? "company" : name}`)}
          rows={3}
          spellCheck={false}
        />
      ))}
      <TextField {...text("distrustAfter")} type="datetime-local" hint={t("hint.distrustAfter")} optional />
      <TextField {...text("contact")} maxLength={200} />
      <TextArea
        name="reason"
        label={t("reason")}
        hint={t("hint.reason")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        maxLength={1000}
      />
      <SignDialog
        label={t("signProposal")}
        prepare={prepare}
        commit={commit}
        input={{ authority, reason }}
        doneTo="/work/operations/trust/{proposalId}"
        {...(complete ? {} : { refused: { reason: t("incomplete") } })}
      >
        {t("proposeEffect")}
      </SignDialog>
    </div>
  );
}

type TicksProps = {
  readonly name: "uses" | "algorithms";
  readonly options: readonly ("sign" | "tsa" | "rsa" | "ecdsa" | "sm2")[];
  readonly form: Form;
  readonly onChange: (form: Form) => void;
};

function Ticks({ name, options, form, onChange }: TicksProps) {
  const t = useTranslations("trust");
  const toggle = (option: string, on: boolean) =>
    onChange({ ...form, [name]: on ? [...form[name], option] : form[name].filter((one) => one !== option) });
  return (
    <fieldset className="field">
      <legend>{t(`field.${name}`)}</legend>
      {options.map((option) => (
        <label className="chk" key={option}>
          <input
            type="checkbox"
            checked={form[name].includes(option)}
            onChange={(event) => toggle(option, event.target.checked)}
          />
          <span>{option === "sign" || option === "tsa" ? t(`use.${option}`) : option.toUpperCase()}</span>
        </label>
      ))}
    </fieldset>
  );
}
