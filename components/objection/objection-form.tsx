"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";
import { SelectField, TextArea } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";

/** When an objection of a kind is in time; null: not known yet. Instants as ISO text, they cross to the browser. */
export type Windows = Readonly<Record<string, { readonly from: string; readonly until: string | null } | null>>;

type Props = {
  readonly lotId: string;
  readonly windows: Windows;
  readonly asOf: string;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly prepare: (input: any) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly commit: (input: any) => Promise<any>;
};

/** An objection: against what, facts, claim, interest; signed. */
export function ObjectionForm({ lotId, windows, asOf, prepare, commit }: Props) {
  const t = useTranslations("objection");
  const inTime = (kind: string): boolean => {
    const window = windows[kind];
    return Boolean(window && asOf >= window.from && (window.until === null || asOf < window.until));
  };
  const [form, setForm] = useState({
    kind: inTime("result") ? "result" : "document",
    interest: "",
    facts: "",
    claim: "",
  });
  const window = windows[form.kind];
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
      {inTime(form.kind) ? (
        <Notice tone="good" rules={["R-127"]}>
          {t("yes")}
          {window?.until ? (
            <>
              {"　"}
              {t("window")} <Instant at={new Date(window.until)} />
            </>
          ) : null}
        </Notice>
      ) : (
        <Notice tone="attention" rules={["R-127"]}>
          {t("closedWindow")}
        </Notice>
      )}
      {form.kind === "opening" ? (
        <Notice rules={["R-101"]}>
          {t("inHall")} <a href={`/room/opening/${lotId}`}>{t("toHall")}</a>
        </Notice>
      ) : null}
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

/** Takes one's own objection back while it is unanswered. */
export function WithdrawObjection({
  objectionId,
  prepare,
  commit,
}: { readonly objectionId: string } & Pick<Props, "prepare" | "commit">) {
  const t = useTranslations("objection");
  return (
    <SignDialog
      label={t("withdraw")}
      kind="danger"
      size="normal"
      prepare={prepare}
      commit={commit}
      input={{ objectionId }}
    >
      {t("withdrawEffect")}
    </SignDialog>
  );
}
