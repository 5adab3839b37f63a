"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { StateMark } from "@/components/ui/status-tag";

type State =
  | { readonly step: "none" }
  | { readonly step: "busy"; readonly name: string }
  | { readonly step: "done"; readonly name: string; readonly id: string }
  | { readonly step: "refused"; readonly words: string };

/** Uploads a piece of evidence at once and sends its id with the form; the file itself has no name and stays out of it. */
export function EvidenceField() {
  const t = useTranslations("register");
  const id = useId();
  const [state, setState] = useState<State>({ step: "none" });
  const take = async (file: File | undefined) => {
    if (!file) return setState({ step: "none" });
    setState({ step: "busy", name: file.name });
    setState(await upload(file, t("uploadFailed")));
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {t("evidence")}
        <span className="opt">{t("optionalMark")}</span>
      </label>
      <p className="hint" id={`${id}-hint`}>
        {t("evidenceHint")}
      </p>
      <input
        id={id}
        className="inp"
        type="file"
        accept=".pdf,.png,.jpg,.jpeg"
        aria-describedby={`${id}-hint`}
        aria-invalid={state.step === "refused" ? true : undefined}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      {state.step === "done" ? <input type="hidden" name="evidence" value={state.id} /> : null}
      <p role="status">
        {state.step === "busy" ? t("uploading", { name: state.name }) : null}
        {state.step === "done" ? <StateMark tone="good" label={t("uploaded", { name: state.name })} /> : null}
        {state.step === "refused" ? <StateMark tone="bad" label={state.words} /> : null}
      </p>
    </div>
  );
}

async function upload(file: File, failed: string): Promise<State> {
  try {
    const headers = { "x-file-name": encodeURIComponent(file.name), "content-type": "application/octet-stream" };
    const answer = await fetch("/api/v1/files", { method: "POST", headers, body: file });
    const body = (await answer.json()) as { id?: string; message?: string };
    if (answer.ok && body.id) return { step: "done", name: file.name, id: body.id };
    return { step: "refused", words: body.message ?? failed };
  } catch {
    return { step: "refused", words: failed };
  }
}
