"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ErrorSummary } from "@/components/ui/error-summary";
import type { Saving } from "./use-section";

/** Frame of a section's form: refusal, fields, one button, and when it was saved. */
export function SectionFrame({ saving, children }: { readonly saving: Saving; readonly children: ReactNode }) {
  const t = useTranslations("tender.editor");
  return (
    <form
      className="act-form"
      // What is missing the compliance check says, in words and with its rule.
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        saving.now();
      }}
    >
      {saving.failure ? <ErrorSummary failure={saving.failure} /> : null}
      {children}
      <p className="form-acts">
        <button type="submit" className="btn primary">
          {t("save")}
        </button>
        <span className="sub" role="status">
          {saving.said}
        </span>
      </p>
    </form>
  );
}
