"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";
import { SelectField, TextArea } from "@/components/ui/field";

type Props = {
  readonly lotId: string;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly prepare: (input: any) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly commit: (input: any) => Promise<any>;
};

/** An objection: against what, facts, claim, interest; signed. */
export function ObjectionForm({ lotId, prepare, commit }: Props) {
  const t = useTranslations("objection");
  const [form, setForm] = useState({ kind: "document", interest: "", facts: "", claim: "" });
  const set = (name: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm({ ...form, [name]: event.target.value });
  return (
    <div>
      <SelectField
        name="kind"
        label={t("against")}
        value={form.kind}
        onChange={set("kind")}
        options={[
          { value: "document", label: t("kind.document") },
          { value: "result", label: t("kind.result") },
          { value: "opening", label: t("kind.opening") },
        ]}
      />
      <TextArea
        name="interest"
        label={t("interest")}
        hint={t("interestHint")}
        optional
        value={form.interest}
        onChange={set("interest")}
      />
      <TextArea name="facts" label={t("facts")} value={form.facts} onChange={set("facts")} />
      <TextArea name="claim" label={t("claim")} value={form.claim} onChange={set("claim")} />
      <SignDialog
        label={t("file")}
        prepare={prepare}
        commit={commit}
        input={{ lotId, ...form }}
        doneTo="/work/objections/{objectionId}"
      >
        {t("effect")}
      </SignDialog>
    </div>
  );
}

/** The tenderee's answer, signed. */
export function AnswerForm({
  objectionId,
  prepare,
  commit,
}: { readonly objectionId: string } & Pick<Props, "prepare" | "commit">) {
  const t = useTranslations("objection");
  const [answer, setAnswer] = useState("");
  return (
    <div>
      <TextArea
        name="answer"
        label={t("answer")}
        hint={t("answerHint")}
        value={answer}
        onChange={(event) => setAnswer(event.target.value)}
      />
      <SignDialog label={t("sendAnswer")} prepare={prepare} commit={commit} input={{ objectionId, answer }}>
        {t("answerEffect")}
      </SignDialog>
    </div>
  );
}
