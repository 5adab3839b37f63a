"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";
import type { Call } from "./types";

/** The bidder's answer to the committee, written and signed in one act. */
export function ClarificationAnswer({
  clarificationId,
  prepare,
  commit,
}: {
  readonly clarificationId: string;
  readonly prepare: Call;
  readonly commit: Call;
}) {
  const t = useTranslations("review.clarify");
  const [answer, setAnswer] = useState("");
  const short = answer.trim().length < 2;
  return (
    <>
      <div className="field">
        <label htmlFor="clarification-answer">{t("answer")}</label>
        <p className="hint" id="clarification-hint">
          {t("hint")}
        </p>
        <textarea
          id="clarification-answer"
          aria-describedby="clarification-hint"
          className="inp"
          rows={8}
          value={answer}
          onChange={(event) => setAnswer(event.target.value)}
        />
      </div>
      <SignDialog
        label={t("act")}
        prepare={prepare}
        commit={commit}
        input={{ clarificationId, answer: answer.trim() }}
        done={t("done")}
        {...(short ? { refused: { reason: t("short"), rules: ["R-115"] } } : {})}
      >
        {t("effect")}
      </SignDialog>
    </>
  );
}
