"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { beijingTime } from "@/lib/i18n/instants";
import type { Call } from "./types";

type Props = {
  readonly lotId: string;
  readonly candidates: number;
  readonly most: number;
  readonly matters: string;
  readonly warnings: readonly { readonly key: string; readonly text: string; readonly decision: string }[];
  readonly save: Call;
};

/** The chair's parts of the report: how many candidates, matters before the contract, how each warning was judged. */
export function ReportTexts({ lotId, candidates, most, matters, warnings, save }: Props) {
  const t = useTranslations("review.report");
  const router = useRouter();
  const [draft, setDraft] = useState({
    candidates: String(candidates),
    matters,
    decisions: Object.fromEntries(warnings.map(({ key, decision }) => [key, decision])),
  });
  const [told, setTold] = useState<{ readonly ok: boolean; readonly text: string } | null>(null);
  const keep = async () => {
    const answer = await save({ lotId, ...draft }).catch(() => null);
    if (!answer) return setTold({ ok: false, text: t("notSent") });
    setTold({
      ok: answer.ok,
      text: answer.ok ? t("saved", { at: beijingTime(new Date(answer.value.savedAt)).slice(11) }) : answer.message,
    });
    if (answer.ok) router.refresh();
  };
  return (
    <form
      className="act-form"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      {most > 0 ? (
        <div className="field">
          <label htmlFor="report-candidates">{t("candidates")}</label>
          <input
            id="report-candidates"
            className="inp short num"
            inputMode="numeric"
            value={draft.candidates}
            onChange={(event) => setDraft({ ...draft, candidates: event.target.value })}
          />
        </div>
      ) : null}
      <div className="field">
        <label htmlFor="report-matters">{t("matters")}</label>
        <p className="hint" id="report-matters-hint">
          {t("mattersHint")}
        </p>
        <textarea
          id="report-matters"
          aria-describedby="report-matters-hint"
          className="inp"
          rows={4}
          value={draft.matters}
          onChange={(event) => setDraft({ ...draft, matters: event.target.value })}
        />
      </div>
      {warnings.map(({ key, text }) => (
        <div className="field" key={key}>
          <label htmlFor={`decision-${key}`}>{text}</label>
          <textarea
            id={`decision-${key}`}
            className="inp"
            rows={2}
            value={draft.decisions[key] ?? ""}
            onChange={(event) => setDraft({ ...draft, decisions: { ...draft.decisions, [key]: event.target.value } })}
          />
        </div>
      ))}
      {told ? (
        <Notice tone={told.ok ? "good" : "bad"} role={told.ok ? "status" : "alert"}>
          {told.text}
        </Notice>
      ) : null}
      <p className="form-acts">
        <Button type="submit" kind="plain">
          {t("save")}
        </Button>
      </p>
    </form>
  );
}
