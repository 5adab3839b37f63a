"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Call } from "@/components/evaluation/types";
import { SignDialog } from "@/components/signing/sign-dialog";
import { SelectField, TextArea } from "@/components/ui/field";

type Props = {
  readonly lotId: string;
  readonly candidates: readonly { readonly digest: string; readonly name: string; readonly rank: number }[];
  readonly prepare: Call;
  readonly commit: Call;
};

/** Says that a candidate is no longer what it was; rare, so it stays folded. */
export function ReportChange({ lotId, candidates, prepare, commit }: Props) {
  const t = useTranslations("award");
  const [digest, setDigest] = useState(candidates[0]?.digest ?? "");
  const [reason, setReason] = useState("");
  return (
    <details className="fold">
      <summary>{t("change.report")}</summary>
      <p className="sec">{t("change.lead")}</p>
      <SelectField
        name="changedCandidate"
        label={t("change.candidate")}
        value={digest}
        onChange={(event) => setDigest(event.target.value)}
        options={candidates.map((one) => ({
          value: one.digest,
          label: t("ranked", { rank: one.rank, name: one.name }),
        }))}
      />
      <TextArea
        name="changedReason"
        label={t("change.reason")}
        hint={t("change.reasonHint")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <SignDialog
        label={t("change.act")}
        size="normal"
        prepare={prepare}
        commit={commit}
        input={{ lotId, digest, reason }}
      >
        {t("change.effect")}
      </SignDialog>
    </details>
  );
}
