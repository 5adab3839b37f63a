"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";
import type { Call } from "./types";

type Props = {
  readonly clarificationId: string;
  /** A correction of the price: the bidder accepts it or not, and may say why. */
  readonly correction: boolean;
  readonly prepare: Call;
  readonly commit: Call;
};

/** The bidder's answer to the committee, written and signed in one act. */
export function ClarificationAnswer({ clarificationId, correction, prepare, commit }: Props) {
  const t = useTranslations("review.clarify");
  const [answer, setAnswer] = useState("");
  const [accepts, setAccepts] = useState<"yes" | "no" | null>(null);
  const written = answer.trim() || (correction && accepts ? t(`accepts.${accepts}`) : "");
  const refused = correction && !accepts ? "choose" : written.length < 2 ? "short" : null;
  return (
    <>
      {correction ? (
        <fieldset className="field">
          <legend>{t("acceptsLabel")}</legend>
          <div className="row">
            {(["yes", "no"] as const).map((one) => (
              <label className="chk" key={one}>
                <input type="radio" name="accepts" checked={accepts === one} onChange={() => setAccepts(one)} />
                <span>{t(`accepts.${one}`)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ) : null}
      <div className="field">
        <label htmlFor="clarification-answer">
          {t("answer")}
          {correction ? <span className="opt">{t("optional")}</span> : null}
        </label>
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
        input={{ clarificationId, answer: written, ...(correction && accepts ? { accepts } : {}) }}
        done={t("done")}
        {...(refused ? { refused: { reason: t(refused), rules: [correction ? "R-116" : "R-115"] } } : {})}
      >
        {t("effect")}
      </SignDialog>
    </>
  );
}
