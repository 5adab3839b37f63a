"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";
import type { Call } from "./types";

/** A member's dissent: written with its reasons, signed as a page of its own. */
export function Dissent({
  lotId,
  prepare,
  commit,
}: {
  readonly lotId: string;
  readonly prepare: Call;
  readonly commit: Call;
}) {
  const t = useTranslations("review.report");
  const [text, setText] = useState("");
  const short = text.trim().length < 10;
  return (
    <details className="part">
      <summary>{t("dissentOpen")}</summary>
      <div className="field">
        <label htmlFor="dissent-text">{t("dissentText")}</label>
        <textarea
          id="dissent-text"
          className="inp"
          rows={5}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <SignDialog
        label={t("dissent")}
        prepare={prepare}
        commit={commit}
        input={{ lotId, text: text.trim() }}
        kind="plain"
        {...(short ? { refused: { reason: t("dissentShort") } } : {})}
      >
        {t("dissentEffect")}
      </SignDialog>
    </details>
  );
}
