"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";
import { SelectField, TextArea } from "@/components/ui/field";
import type { Call } from "./types";

type Props = {
  readonly lotId: string;
  readonly recheckId: string;
  readonly prepare: Call;
  readonly commit: Call;
};

/** A member's word on a candidate whose condition changed: yes or no, why, and its signature. */
export function CandidateOpinion({ lotId, recheckId, prepare, commit }: Props) {
  const t = useTranslations("committee.confirm");
  const [fit, setFit] = useState("");
  const [reason, setReason] = useState("");
  return (
    <div>
      <SelectField
        name={`fit-${recheckId}`}
        label={t("opinion")}
        placeholder={t("choose")}
        value={fit}
        onChange={(event) => setFit(event.target.value)}
        options={(["yes", "no"] as const).map((one) => ({ value: one, label: t(`fit.${one}`) }))}
      />
      <TextArea
        name={`why-${recheckId}`}
        label={t("reason")}
        hint={t("reasonHint")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <SignDialog
        label={t("act")}
        prepare={prepare}
        commit={commit}
        input={{ lotId, recheckId, fit, reason }}
        {...(fit ? {} : { refused: { reason: t("chooseFirst"), rules: ["R-143"] } })}
      >
        {t("effect")}
      </SignDialog>
    </div>
  );
}
